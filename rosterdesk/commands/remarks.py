"""What is worth telling of a run, in sentences."""

from collections.abc import Collection, Iterable

from rosterdesk.errors import StoreHeldError
from rosterdesk.model import bends, clocks
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import CollectionState, Run


def of_run(run: Run, *, newest: bool, settled: Collection[str] = ()) -> list[str]:
    """Why it is not shown, or did not end, and how to go on; how far the clocks were apart; what was read whole, where
    that is not all or nothing; what each collection says, but for those that are `settled` by now.

    Only after the newest can be gone on.
    """
    told = []
    if run.held and newest:
        told += [run.held, StoreHeldError.WAY_ON]
    elif run.held:
        told.append("It was held, and was not taken over.")
    elif run.ended is None:
        told.append("It was interrupted, or is still under way. Sync goes on from there." if newest else "Interrupted.")
    if apart := clocks.apart(run):
        told.append(apart)
    whole = [name for name, state in run.collections.items() if state.kind == "full"]
    if whole and run.kind == "delta":
        told.append(f"Read whole: {names(whole)}; of all others, what changed.")
    for name, state in run.collections.items():
        title = f"{collection(name).title}{' (refused)' * state.refused}"
        told += [f"{title}: {remark}" for remark in remarks(state) if name not in settled]
    return told


def remarks(state: CollectionState) -> list[str]:
    """Where it stopped and why, or that it was refused; then what was spelt in another way than the standard's."""
    return [*([state.why] if state.why else []), *bends.sentences(state.bent)]


def title(run: Run) -> str:
    """What a run read, in words."""
    what = "All records" if run.kind == "full" else "What changed"
    if not run.schools:
        return what
    return f"{what} of {len(run.schools):,} {'school' if len(run.schools) == 1 else 'schools'}"


def incomplete(run: Run) -> dict[str, str]:
    """The collections that should have come and did not, or not whole, and why; what was refused is a fact."""
    return {name: state.why for name, state in run.collections.items() if not (state.complete or state.refused)}


def names(collections: Iterable[str], last: str = "and") -> str:
    """The collections as people call them: “courses, people and classes”."""
    *before, final = (collection(name).title.lower() for name in collections)
    return f"{', '.join(before)} {last} {final}" if before else final
