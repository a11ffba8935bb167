"""A judgement as tables: what was found, and which rules did not look. An empty table never says that all is well."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from rosterdesk.checks.judgement import Finding, Judgement, RuleResult
from rosterdesk.checks.rule import SEVERITIES, Severity
from rosterdesk.checks.rules import RULES
from rosterdesk.export.table import Table
from rosterdesk.language import Say, all_english, english
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Value

HEADERS = all_english("rule", "severity", "collection", "sourcedId", "title", "school", "message", "fix", "cause")
"""What each finding has."""

_PLACE = all_english("file", "row", "field")
_RULE = all_english("id", "severity", "title", "state", "why", "count")
_SEVERITIES: dict[Severity, str] = dict(zip(SEVERITIES, all_english("info", "warning", "error"), strict=True))
_WIDTHS = {"title": 40, "message": 40, "fix": 40, "why": 40}
_Row: TypeAlias = dict[str, Value]
_TITLES = {rule.id: rule.title for rule in RULES}


def one(judgement: Judgement) -> Table:
    """A row a finding, then a row for each rule that was not judged, or in part: its `message` says why."""
    headers = (*HEADERS, "state", *_place(judgement.findings))
    unjudged: list[_Row] = [
        {
            "rule": each.id,
            "severity": each.severity,
            "title": _TITLES[each.id],
            "message": each.why,
            "state": _state(each),
        }
        for each in judgement.rules
        if each.why
    ]
    found: list[_Row] = [{**_cells(each), "state": "run"} for each in judgement.findings]
    return _table("Findings", headers, [*found, *unjudged])


def by_rule(judgement: Judgement, say: Say) -> list[Table]:
    """All rules, with how much each found or why it did not look; then, for each that found something, a table. What is
    ours in them is said in a language.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in judgement.findings:
        found[each.rule].append(each)
    rules: list[_Row] = [
        {
            "id": each.id,
            "severity": say(_SEVERITIES[each.severity]),
            "title": say(_TITLES[each.id]),
            "state": say(_state(each)),
            "why": say(each.why),
            "count": each.count,
        }
        for each in judgement.rules
    ]
    return [
        _table(say("Rules"), _RULE, rules, say),
        *(_table(id_, HEADERS + _place(some), [_said(each, say) for each in some], say) for id_, some in found.items()),
    ]


def _place(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Places in files, where there are any."""
    return _PLACE if any(each.field is not msgspec.UNSET for each in findings) else ()


def _state(result: RuleResult) -> str:
    if result.state == "not run":
        return english("not run")
    return english("in part") if result.why else english("run")


def _cells(finding: Finding) -> _Row:
    values: _Row = msgspec.to_builtins(finding)
    if finding.cause:
        values["cause"] = f"{finding.cause.collection}/{finding.cause.sourced_id}"
    return values


def _said(finding: Finding, say: Say) -> _Row:
    """The cells, with what we say of the finding in a language."""
    severity = say(_SEVERITIES[finding.severity])
    return _cells(finding) | {"severity": severity, "message": say(finding.message), "fix": say(finding.fix)}


def _table(title: str, headers: tuple[str, ...], rows: Sequence[_Row], say: Say = str) -> Table:
    kinds = tuple(Kind.NUMBER if name == "count" else Kind.TEXT for name in headers)
    return Table(
        collection="findings",
        headers=tuple(map(say, headers)),
        kinds=kinds,
        widths=tuple(_WIDTHS.get(name, 14) for name in headers),
        rows=[tuple(_cell(row.get(name), kind) for name, kind in zip(headers, kinds, strict=True)) for row in rows],
        count=len(rows),
        title=title,
    )


def _cell(value: Value, kind: Kind) -> Value:
    return value if value is None or kind is Kind.NUMBER else str(value)
