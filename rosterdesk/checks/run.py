"""Judging a roster: each rule asks the store its question, and the answers become findings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET

from rosterdesk import progress
from rosterdesk.checks import standing
from rosterdesk.checks.definitions import DEFINITIONS, FUNCTIONS, parameters
from rosterdesk.checks.files import finding
from rosterdesk.checks.found import NOTHING, Found, found
from rosterdesk.checks.judgement import HIDDEN, Cause, Files, Finding, Judgement, RuleResult
from rosterdesk.checks.rule import Rule, Severity
from rosterdesk.model.rows import Run
from rosterdesk.store.reader import Reader

_NO_FILES = "It is about the files of a bundle; name the bundle's path to judge them."
_Place = tuple[str, int]
"""A record: its base collection and its key."""


class _Hit(msgspec.Struct, frozen=True):
    """One row of a rule's answer."""

    rule: Rule
    collection: str
    severity: Severity
    record: _Place | None
    blamed: _Place | None
    certain: bool
    row: dict[str, Any]


def judge(
    reader: Reader,
    rules: Sequence[Rule],
    *,
    today: date,
    files: Files | None = None,
    salt: bytes | None = None,
    report: progress.Report = progress.silent,
) -> Judgement:
    """What these rules find in the store on that day. `files` are those of the bundle that it was read from.

    With a salt the judgement is safe to give away: no names, no values of the roster, hashed ids.
    """
    results: list[RuleResult] = []
    findings: dict[str, list[Finding]] = {}
    hits: list[_Hit] = []
    with reader.snapshot():
        runs = reader.runs()
        for done, rule in enumerate(rules):
            report(progress.Progress("check", rule.id, done, len(rules)))
            if why := _obstacle(rule, runs, files):
                results.append(RuleResult(rule.id, rule.severity, "not run", why, None))
            elif rule.of_files and files is not None:
                found_in = [each for each in files.problems if each.rule == rule.id]
                findings[rule.id] = [finding(rule, each, safe=salt is not None) for each in found_in]
                results.append(RuleResult(rule.id, rule.severity, "run", "", files.counts.get(rule.id, 0)))
            else:
                answer = _hits(reader, rule, runs, today)
                hits += answer
                results.append(RuleResult(rule.id, rule.severity, "run", "", len(answer)))
        for each in _findings(reader, hits, salt):
            findings.setdefault(each.rule, []).append(each)
    report(progress.Progress("check", "", len(rules), len(rules)))
    return Judgement(results, [each for rule in rules for each in findings.get(rule.id, ())])


def _obstacle(rule: Rule, runs: Sequence[Run], files: Files | None) -> str:
    """Why the rule cannot be judged. That nothing was found in files says nothing where they were read in part."""
    if rule.of_files and files is not None:
        return "" if files.counts.get(rule.id) else standing.torn(runs)
    return standing.obstacle(rule, runs) if rule.sql else _NO_FILES


def _hits(reader: Reader, rule: Rule, runs: Sequence[Run], today: date) -> list[_Hit]:
    given = parameters(today, narrowed=standing.is_narrowed(rule.needs, runs))
    return [_hit(rule, row) for row in reader.select(f"{DEFINITIONS} SELECT * FROM ({rule.sql})", given, FUNCTIONS)]


def _hit(rule: Rule, row: dict[str, Any]) -> _Hit:
    name, key = row.get("collection", rule.collection), row["key"]
    blamed = row.get("cause") or row.get("suspect")
    return _Hit(
        rule,
        name,
        row.get("severity", rule.severity),
        None if key is None else (name, key),
        None if blamed is None else (row["cause_in"], blamed),
        row.get("cause") is not None,
        row,
    )


def _findings(reader: Reader, hits: Sequence[_Hit], salt: bytes | None) -> list[Finding]:
    """The answers as findings, each with its cause: the one that is certain, or a suspect that was found itself."""
    reported = {(hit.rule.id, hit.record) for hit in hits}
    causes = [_cause(hit, reported) for hit in hits]
    named = _named(reader, [*(hit.record for hit in hits), *causes], salt)
    return [_finding(hit, cause, named, safe=salt is not None) for hit, cause in zip(hits, causes, strict=True)]


def _cause(hit: _Hit, reported: set[tuple[str, _Place | None]]) -> _Place | None:
    if hit.blamed == hit.record or not (hit.certain or any((rule, hit.blamed) in reported for rule in hit.rule.blames)):
        return None
    return hit.blamed


def _named(reader: Reader, places: Sequence[_Place | None], salt: bytes | None) -> dict[_Place, Found]:
    keys: dict[str, list[int]] = defaultdict(list)
    for place in filter(None, places):
        keys[place[0]].append(place[1])
    return {
        (name, key): each for name, wanted in keys.items() for key, each in found(reader, name, wanted, salt).items()
    }


def _finding(hit: _Hit, cause: _Place | None, named: dict[_Place, Found], *, safe: bool) -> Finding:
    record = named.get(hit.record, NOTHING) if hit.record else NOTHING
    told = {
        name: HIDDEN if safe and isinstance(value, str) and name != "field" else value
        for name, value in hit.row.items()
    }
    return Finding(
        rule=hit.rule.id,
        severity=hit.severity,
        collection=hit.collection,
        sourced_id=record.sourced_id,
        title=record.title,
        school=record.school,
        message=hit.rule.message.format_map(told),
        fix=hit.rule.fix,
        cause=Cause(cause[0], named[cause].sourced_id) if cause in named else None,
        field=hit.row.get("field", UNSET),
    )
