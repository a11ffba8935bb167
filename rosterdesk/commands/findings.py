"""A judgement as text for people: what is to blame, what each rule found, why it matters, what to do; and what could
not be judged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import UNSET

from rosterdesk.checks.judgement import Finding, Judgement, Root
from rosterdesk.checks.rules import RULES
from rosterdesk.commands import plain_table
from rosterdesk.model.judged import Absence

_SHOWN = 20  # findings of a rule; CSV and JSON have more
_STATES = {"not run": "Not judged", "run": "Judged in part"}
_ABSENCES: dict[Absence, str] = {
    "missing": "the service knows none of that id",
    "not visible": "this key may not see it",
    "not loaded": "the service has it, and did not list it",
}
_RULES = {rule.id: rule for rule in RULES}


def lines(judgement: Judgement) -> Iterator[str]:
    """The judgement, line by line."""
    yield from _causes([root for root in judgement.causes if root.count > 1])
    of_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in judgement.findings:
        of_rule[finding.rule].append(finding)
    for result in judgement.rules:
        if result.count:
            yield from _rule(result.id, result.count, of_rule[result.id])
            yield ""
    for (state, why), ids in _unjudged(judgement).items():
        yield f"{_STATES[state]}: {', '.join(ids)}. {why}"
    if judgement.excepted:
        excepted = Counter(each.rule for each in judgement.excepted)
        yield f"Excepted: {', '.join(f'{rule} ({count:,})' for rule, count in excepted.items())}."
    yield f"{counted(judgement)}{_since(judgement)}"


def of_record(judgement: Judgement) -> Iterator[str]:
    """What was found on one record; nothing where nothing was."""
    if judgement.findings:
        yield ""
        yield f"Findings ({len(judgement.findings):,})"
        rows = [(each.rule, each.severity, each.message or _RULES[each.rule].title) for each in judgement.findings]
        yield from plain_table.lines(("Rule", "Level", "What"), rows)
    for each in judgement.excepted:
        assert each.exemption is not UNSET
        yield plain_table.printable(f"Excepted: {each.rule}. {each.exemption.reason}")


def counted(judgement: Judgement) -> str:
    """How much was found by how many rules, in a sentence."""
    ran = [result for result in judgement.rules if result.count is not None]
    found = judgement.counts()
    parts = [_of(found["error"], "error"), _of(found["warning"], "warning"), _of(found["info"], "remark")]
    return f"{_of(len(ran), 'rule')} judged: {', '.join(parts)}."


def _causes(roots: Sequence[Root]) -> Iterator[str]:
    """What is to blame for several findings each."""
    if not roots:
        return
    yield "To mend first"
    rows = [
        (
            root.collection,
            root.sourced_id,
            f"{root.count:,}",
            ", ".join(f"{id_} {n:,}" for id_, n in root.rules.items()),
        )
        for root in roots[:_SHOWN]
    ]
    for line in plain_table.lines(
        ("Collection", "Sourced ID", "Findings", "By rule"), rows, (False, False, True, False)
    ):
        yield f"  {line}"
    if len(roots) > _SHOWN:
        yield f"  … and {len(roots) - _SHOWN:,} more"
    yield ""


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
    said = f"{finding.message} See: {cause.collection} {cause.sourced_id}" if cause else finding.message
    return f"{said} ({_ABSENCES[finding.absence]})" if finding.absence else said


def _unjudged(judgement: Judgement) -> dict[tuple[str, str], list[str]]:
    """The rules that did not run, or in part, by that and by the reason."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for result in judgement.rules:
        if result.why:
            found[result.state, result.why].append(result.id)
    return found


def _since(judgement: Judgement) -> str:
    """What is different from the judging before."""
    last = judgement.trend[-1] if judgement.trend else None
    if last is None or last.new is None:
        return ""
    return f" Since the run before: {last.new:,} new, {last.gone:,} gone."


def _of(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"
