"""What is worth telling of a run, in sentences."""

from collections.abc import Iterable

from rosterdesk.model import bends
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import CollectionState, Run


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
