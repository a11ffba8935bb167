"""Whether what the newest run made different can be judged: only where it and one before it saw the same, whole."""

from collections.abc import Sequence

from rosterdesk.checks.standing import is_whole
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run


def obstacle(names: Sequence[str], runs: Sequence[Run]) -> str:
    """Why what became of these collections between the runs, the newest first, is not known; nothing where it is."""
    earlier = [run for run in runs[1:] if run.schools == runs[0].schools]
    if not earlier:
        return "There is no earlier sync of the same schools to compare with."
    return " ".join(filter(None, (_lack(name, runs[0], earlier) for name in names)))


def _lack(name: str, newest: Run, earlier: Sequence[Run]) -> str:
    if not _has_whole(name, newest):
        return f"{collection(name).title} were not read whole by the last sync."
    if not any(_has_whole(name, run) for run in earlier):
        return f"{collection(name).title} were read whole for the first time."
    return ""


def _has_whole(name: str, run: Run) -> bool:
    return name in run.collections and is_whole(name, run)
