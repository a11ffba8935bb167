"""What the local copy has of a collection after its syncs: all of it, or what may be missing and why. Pure."""

from collections.abc import Collection, Sequence

from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run

_BY_ENROLLMENTS = frozenset({"homeroom", "size", "teachers"})


def shown(runs: Sequence[Run]) -> list[Run]:
    """Those of the runs that readers see something of. Once one that brought anything has come to its end, later ones
    are seen at their end alone: not while they go on, or where they were interrupted or held.
    """
    ended = [run for run in runs if run.ended is not None]
    return ended if any(state.rows for run in ended for state in run.collections.values()) else list(runs)


def awaited(runs: Sequence[Run]) -> frozenset[str]:
    """The fields of people and classes that a first sync has still to bring: enrollments tell them, and come last."""
    if not runs or any(run.ended is not None for run in runs):
        return frozenset()
    state = runs[0].collections.get("enrollments")
    return _BY_ENROLLMENTS if state is not None and not state.complete else frozenset()


def lack(name: str, runs: Sequence[Run], *, schools: Collection[str] = (), safe: bool = False) -> str:
    """Why records of the collection may be missing after these runs, the newest first; nothing where all are there.

    With `schools`, theirs do. A `safe` answer repeats nothing that a service said.
    """
    asked = collection(name)
    having = [run for run in shown(runs) if asked.base in run.collections]
    of_all = next((run for run in having if not run.schools or (schools and set(schools) <= set(run.schools))), None)
    if having and of_all is None:
        return f"{asked.title} are here of chosen schools only."
    return shortfall(name, of_all, safe=safe)


def shortfall(name: str, run: Run | None, *, safe: bool = False) -> str:
    """Why this run, if any, did not bring all of the collection; nothing where it did. A `safe` answer repeats nothing
    that a service said.
    """
    asked = collection(name)
    if run is None:
        return f"{asked.title} were not read."
    state = run.collections[asked.base]
    because = f": {state.why}" if state.why and not safe else "."
    if state.refused:
        return f"{asked.title} may not be seen with this key{because}"
    return "" if state.complete else f"{asked.title} are not all here{because}"
