"""Judging a roster: each rule asks the store its questions, and the answers become findings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET

from rosterdesk import progress
from rosterdesk.checks import bent, standing, succession
from rosterdesk.checks.definitions import NOT_GIVEN, definitions, parameters
from rosterdesk.checks.files import finding
from rosterdesk.checks.found import NOTHING, Found, found
from rosterdesk.checks.functions import FUNCTIONS
from rosterdesk.checks.judgement import HIDDEN, Cause, Files, Finding, Judgement, RuleResult, roots
from rosterdesk.checks.profile import NO_PROFILE, Profile
from rosterdesk.checks.rule import Question, Rule, Severity
from rosterdesk.model.rows import Run
from rosterdesk.model.standing import shown
from rosterdesk.store.reader import Reader

_ONLY_FILES = "This can be judged in the files of a bundle alone."
Place: TypeAlias = tuple[str, int]
"""A record: its base collection and its key."""


class _Hit(msgspec.Struct, frozen=True):
    """One row of a rule's answer."""

    rule: Rule
    collection: str
    severity: Severity
    record: Place | None
    blamed: Place | None
    certain: bool
    row: dict[str, Any]


def judge(
    reader: Reader,
    rules: Sequence[Rule],
    *,
    today: date,
    now: datetime | None = None,
    files: Files | None = None,
    version: str = "",
    profile: Profile = NO_PROFILE,
    only: Place | None = None,
    salt: bytes | None = None,
    report: progress.Report = progress.silent,
) -> Judgement:
    """What these rules find in the store on that day. `files` are those of the bundle that it was read from; else
    `version` is that which the service speaks, nothing where there was no service. The `profile` says how severe rules
    are, and what they are given; which are judged is the caller's choice.

    `only` one record is judged where it is given: then only by what the store has, and no finding blames a suspect.
    With a salt the judgement is safe to give away: no names, no values of the roster, hashed ids, no service's words.
    """
    results: list[RuleResult] = []
    findings: dict[str, list[Finding]] = {}
    hits: list[_Hit] = []
    safe = salt is not None
    given = parameters(
        *(today, now or datetime.now(UTC)),
        csv=files is not None,
        version=files.version if files else version,
        chosen=profile.parameters,
    )
    with reader.snapshot():
        runs = shown(reader.runs())
        for done, rule in enumerate(rules):
            report(progress.Progress("check", rule.id, done, len(rules)))
            if rule.of_files and files is not None and only is None:
                result, findings[rule.id] = _judge_files(rule, files, runs, safe=safe)
            else:
                counted = bent.findings(rule, runs) if rule.bends and version and only is None else None
                result, answer = _judge_records(reader, rule, runs, given, only, counted, safe=safe)
                findings[rule.id] = counted or []
                hits += answer
            results.append(result)
        for each in _findings(reader, hits, salt):
            findings.setdefault(each.rule, []).append(each)
    report(progress.Progress("check", "", len(rules), len(rules)))
    found_in_all = [each for rule in rules for each in findings.get(rule.id, ())]
    return profile.applied(Judgement(results, found_in_all, causes=roots(found_in_all)))


def _judge_files(rule: Rule, files: Files, runs: Sequence[Run], *, safe: bool) -> tuple[RuleResult, list[Finding]]:
    counts: Counter[Severity] = Counter()
    for (broken, _file, severity), count in files.counts.items():
        if broken == rule.id:
            counts[severity] += count
    why = "" if rule.of_package else standing.torn(runs, safe=safe)
    return _result(rule, counts, [why]), [
        finding(rule, each, safe=safe) for each in files.problems if each.rule == rule.id
    ]


def _judge_records(
    reader: Reader,
    rule: Rule,
    runs: Sequence[Run],
    given: Mapping[str, Any],
    only: Place | None,
    counted: Sequence[Finding] | None,
    *,
    safe: bool,
) -> tuple[RuleResult, list[_Hit]]:
    """What is found by the questions that can be asked, beside what was counted while reading, where anything is; that
    nothing is found, says nothing where none can be asked.
    """
    narrowing = f" WHERE key = {only[1]:d}" if only else ""
    answer: list[_Hit] = []
    whys = [standing.torn(runs, safe=safe)] if counted is not None else []
    unasked: set[str] = set()
    for question in rule.questions:
        why = _obstacle(rule, question, runs, given, safe=safe)
        whys.append(why)
        if not why:
            narrowed = standing.is_narrowed(question.needs, runs)
            statement = f"{definitions(question.sql)} SELECT * FROM ({question.sql}){narrowing}"
            rows = reader.select(statement, {**given, "narrowed": narrowed}, FUNCTIONS)
            hits = (_hit(rule, row) for row in rows)
            answer += [hit for hit in hits if only in {None, hit.record}]
        else:
            unasked.update(question.needs)
    if all(whys) and counted is None:
        return RuleResult(rule.id, rule.severity, "not run", _joined(whys) or _ONLY_FILES, None, {}), []
    found_in = Counter(each.severity for each in answer) + Counter(each.severity for each in counted or ())
    result = _result(rule, found_in, whys)
    return msgspec.structs.replace(result, unasked=tuple(sorted(unasked))), answer


def _obstacle(rule: Rule, question: Question, runs: Sequence[Run], given: Mapping[str, Any], *, safe: bool) -> str:
    """Why the question cannot be asked; nothing where it can."""
    if not runs:
        return "Nothing was read yet."
    if rule.given and given[rule.given] == NOT_GIVEN:
        return "What this rule goes by has no usual value, and none was chosen."
    if question.between and (why := succession.obstacle(question.needs, runs)):
        return why
    return standing.obstacle(question.needs, runs, everywhere=rule.everywhere, safe=safe)


def _result(rule: Rule, counts: Counter[Severity], whys: Sequence[str]) -> RuleResult:
    return RuleResult(rule.id, rule.severity, "run", _joined(whys), counts.total(), dict(counts))


def _joined(whys: Iterable[str]) -> str:
    """Each reason once."""
    return " ".join(filter(None, dict.fromkeys(whys)))


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


def _cause(hit: _Hit, reported: set[tuple[str, Place | None]]) -> Place | None:
    if hit.blamed == hit.record or not (hit.certain or any((rule, hit.blamed) in reported for rule in hit.rule.blames)):
        return None
    return hit.blamed


def _named(reader: Reader, places: Sequence[Place | None], salt: bytes | None) -> dict[Place, Found]:
    keys: dict[str, list[int]] = defaultdict(list)
    for place in filter(None, places):
        keys[place[0]].append(place[1])
    return {
        (name, key): each for name, wanted in keys.items() for key, each in found(reader, name, wanted, salt).items()
    }


def _finding(hit: _Hit, cause: Place | None, named: dict[Place, Found], *, safe: bool) -> Finding:
    record = named.get(hit.record, NOTHING) if hit.record else NOTHING
    hidden = hit.row.keys() - hit.rule.told_safely if safe else frozenset()
    told = hit.row | dict.fromkeys(hidden, HIDDEN)
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
