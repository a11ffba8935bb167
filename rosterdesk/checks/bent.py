"""What a service wrote in another way than the standard, as findings: records no longer say it, but runs counted it."""

from collections import Counter
from collections.abc import Sequence

from rosterdesk.checks.judgement import Finding
from rosterdesk.checks.rule import Rule
from rosterdesk.checks.standing import is_whole
from rosterdesk.model import bends
from rosterdesk.model.fields import BASES
from rosterdesk.model.rows import Run


def findings(rule: Rule, runs: Sequence[Run]) -> list[Finding]:
    """A finding for each collection and each kind of bend that the rule is about, counted since all of it was read."""
    return [
        Finding(
            rule=rule.id,
            severity=rule.bends[kind],
            collection=name,
            sourced_id="",
            title="",
            school="",
            message=bends.sentences({kind: count})[0],
            fix=rule.fix,
        )
        for name in BASES
        for kind, count in _counted(name, runs).items()
        if kind in rule.bends and count
    ]


def _counted(name: str, runs: Sequence[Run]) -> Counter[str]:
    """The bends of a collection in the runs, the newest first, back to the last that read all of it."""
    found: Counter[str] = Counter()
    for run in runs:
        if name in run.collections:
            found.update(run.collections[name].bent)
            if is_whole(name, run):
                break
    return found
