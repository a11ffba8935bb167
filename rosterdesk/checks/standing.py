"""Which collections are there whole, and why the others are not: a rule runs only on what it can rely on."""

from collections.abc import Sequence

from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run
from rosterdesk.model.standing import shortfall


def obstacle(names: Sequence[str], runs: Sequence[Run], *, everywhere: bool = False, safe: bool = False) -> str:
    """Why what needs these collections cannot be judged after these runs, the newest first; nothing where it can.

    `everywhere`: chosen schools do not do. A `safe` answer repeats nothing that a service said.
    """
    reasons = [reason for name in names if (reason := _lack(name, runs, safe=safe) or _only_changes(name, runs))]
    if not reasons and everywhere and is_narrowed(names, runs):
        reasons = ["Only chosen schools were read, and this rule is about all of them."]
    return " ".join(reasons)


def torn(runs: Sequence[Run], *, safe: bool = False) -> str:
    """Which collections the newest run could not read to their end; nothing where it read them all."""
    return " ".join(filter(None, (_lack(name, runs[:1], safe=safe) for name in runs[0].collections))) if runs else ""


def is_narrowed(names: Sequence[str], runs: Sequence[Run]) -> bool:
    """Whether one of these collections was read of chosen schools only."""
    return any(
        not any(name in run.collections and is_whole(name, run) and not run.schools for run in runs) for name in names
    )


def is_whole(name: str, run: Run) -> bool:
    """Whether the run read all of this collection of its."""
    state = run.collections[name]
    return state.complete and not state.refused and state.kind == "full"


def _lack(name: str, runs: Sequence[Run], *, safe: bool) -> str:
    return shortfall(name, next((run for run in runs if name in run.collections), None), safe=safe)


def _only_changes(name: str, runs: Sequence[Run]) -> str:
    if any(name in run.collections and is_whole(name, run) for run in runs):
        return ""
    return f"{collection(name).title} were never read whole, only what changed."
