"""Which collections are there whole, and why the others are not: a rule runs only on what it can rely on."""

from collections.abc import Sequence

from rosterdesk.checks.rule import Rule
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run


def obstacle(rule: Rule, runs: Sequence[Run]) -> str:
    """Why this rule cannot run after these runs, the newest first; nothing where it can."""
    reasons = [reason for name in rule.needs if (reason := _lack(name, runs) or _only_changes(name, runs))]
    if not reasons and rule.everywhere and is_narrowed(rule.needs, runs):
        reasons = ["Only chosen schools were read, and this rule is about all of them."]
    return " ".join(reasons)


def torn(runs: Sequence[Run]) -> str:
    """Which collections the newest run could not read to their end; nothing where it read them all."""
    return " ".join(filter(None, (_lack(name, runs[:1]) for name in runs[0].collections))) if runs else ""


def is_narrowed(names: Sequence[str], runs: Sequence[Run]) -> bool:
    """Whether one of these collections was read of chosen schools only."""
    return any(
        not any(name in run.collections and _is_whole(name, run) and not run.schools for run in runs) for name in names
    )


def _lack(name: str, runs: Sequence[Run]) -> str:
    title = collection(name).title
    having = [run for run in runs if name in run.collections]
    if not having:
        return f"{title} were not read."
    newest = having[0].collections[name]
    because = f": {newest.why}" if newest.why else "."
    if newest.refused:
        return f"{title} may not be seen with this key{because}"
    if not newest.complete:
        return f"{title} are incomplete{because}"
    return ""


def _only_changes(name: str, runs: Sequence[Run]) -> str:
    if any(name in run.collections and _is_whole(name, run) for run in runs):
        return ""
    return f"{collection(name).title} were never read whole, only what changed."


def _is_whole(name: str, run: Run) -> bool:
    state = run.collections[name]
    return state.complete and not state.refused and state.kind == "full"
