"""A judgement as text for people: what each rule found, why it matters, what to do; and what could not be judged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import UNSET

from rosterdesk.checks.judgement import Finding, Judgement
from rosterdesk.checks.rules import RULES
from rosterdesk.commands import plain_table

_SHOWN = 20  # findings of a rule; CSV and JSON have more
_STATES = {"not run": "Not judged", "run": "Judged in part"}
_RULES = {rule.id: rule for rule in RULES}


def lines(judgement: Judgement) -> Iterator[str]:
    """The judgement, line by line."""
    of_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in judgement.findings:
        of_rule[finding.rule].append(finding)
    for result in judgement.rules:
        if result.count:
            yield from _rule(result.id, result.count, of_rule[result.id])
            yield ""
    for (state, why), ids in _unjudged(judgement).items():
        yield f"{_STATES[state]}: {', '.join(ids)}. {why}"
    yield counted(judgement)


def counted(judgement: Judgement) -> str:
    """How much was found by how many rules, in a sentence."""
    ran = [result for result in judgement.rules if result.count is not None]
    found = judgement.counts()
    parts = [_of(found["error"], "error"), _of(found["warning"], "warning"), _of(found["info"], "remark")]
    return f"{_of(len(ran), 'rule')} judged: {', '.join(parts)}."


def _rule(rule_id: str, count: int, found: Sequence[Finding]) -> Iterator[str]:
    rule = _RULES[rule_id]
    yield f"{rule.id} {rule.title} ({_of(count, 'finding')})"
    yield f"  Why it matters: {rule.why}"
    yield f"  What to do: {rule.fix}"
    rows = [(each.severity, _named(each), each.sourced_id, _said(each)) for each in found[:_SHOWN]]
    for line in plain_table.lines(("Level", "Where", "Sourced ID", "What"), rows):
        yield f"  {line}"
    if count > len(rows):
        yield f"  … and {count - len(rows):,} more"


def _named(finding: Finding) -> str:
    """The record, or its place in the bundle."""
    if finding.file is UNSET:
        return finding.title or finding.collection
    parts = (finding.file, f"row {finding.row}" if finding.row else "", finding.field)
    return ", ".join(str(part) for part in parts if part)


def _said(finding: Finding) -> str:
    """What is wrong, and what with."""
    cause = finding.cause
    return f"{finding.message} See: {cause.collection} {cause.sourced_id}" if cause else finding.message


def _unjudged(judgement: Judgement) -> dict[tuple[str, str], list[str]]:
    """The rules that did not run, or in part, by that and by the reason."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for result in judgement.rules:
        if result.why:
            found[result.state, result.why].append(result.id)
    return found


def _of(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"
