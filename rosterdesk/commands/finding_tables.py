"""A judgement as tables: what was found, and which rules did not look. An empty table never says that all is well."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from rosterdesk.checks.judgement import Finding, Judgement, RuleResult
from rosterdesk.checks.rules import RULES
from rosterdesk.export.table import Table
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Value

HEADERS = ("rule", "severity", "collection", "sourcedId", "title", "school", "message", "fix", "cause")
"""What each finding has."""

_PLACE = ("file", "row", "field")
_RULE = ("id", "severity", "title", "state", "why", "count")
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


def by_rule(judgement: Judgement) -> list[Table]:
    """All rules, with how much each found or why it did not look; then, for each that found something, a table."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in judgement.findings:
        found[each.rule].append(each)
    rules: list[_Row] = [
        dict(zip(_RULE, (each.id, each.severity, _TITLES[each.id], _state(each), each.why, each.count), strict=True))
        for each in judgement.rules
    ]
    return [
        _table("Rules", _RULE, rules),
        *(_table(id_, HEADERS + _place(some), list(map(_cells, some))) for id_, some in found.items()),
    ]


def _place(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Places in files, where there are any."""
    return _PLACE if any(each.field is not msgspec.UNSET for each in findings) else ()


def _state(result: RuleResult) -> str:
    return "in part" if result.why and result.state == "run" else result.state


def _cells(finding: Finding) -> _Row:
    values: _Row = msgspec.to_builtins(finding)
    if finding.cause:
        values["cause"] = f"{finding.cause.collection}/{finding.cause.sourced_id}"
    return values


def _table(title: str, headers: tuple[str, ...], rows: Sequence[_Row]) -> Table:
    kinds = tuple(Kind.NUMBER if name == "count" else Kind.TEXT for name in headers)
    return Table(
        collection="findings",
        headers=headers,
        kinds=kinds,
        widths=tuple(_WIDTHS.get(name, 14) for name in headers),
        rows=[tuple(_cell(row.get(name), kind) for name, kind in zip(headers, kinds, strict=True)) for row in rows],
        count=len(rows),
        title=title,
    )


def _cell(value: Value, kind: Kind) -> Value:
    return value if value is None or kind is Kind.NUMBER else str(value)
