"""What the rules found, put together: by rule, by what is to blame, by severity or by school. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias, TypeVar

import msgspec

from rosterdesk.checks.judgement import Cause, Finding, Judgement, RuleResult, roots
from rosterdesk.checks.rule import SEVERITIES, Rule, Severity
from rosterdesk.checks.rules import RULES
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.look.language import sentences

Kind: TypeAlias = Literal["rule", "cause", "severity", "school"]
_Key = TypeVar("_Key")
RULE = {rule.id: rule for rule in RULES}
"""All rules, by id."""


class Branch(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Findings that have something in common: what `kind` says, by its `key`. Some of them are in further branches, the
    others are its `leaves`. `severity` is their worst. `count` may be more than there are: of very many problems in
    files, some are kept.
    """

    kind: Kind
    key: str
    severity: Severity
    findings: Sequence[Finding]
    count: int
    branches: "Sequence[Branch]" = ()
    leaves: Sequence[Finding] = ()
    result: RuleResult | None = None
    cause: Cause | None = None

    @property
    def rule(self) -> Rule | None:
        """The rule that it is about."""
        return RULE[self.key] if self.kind == "rule" else None

    @property
    def schools(self) -> frozenset[str]:
        """Where it is; the empty text is the district."""
        return frozenset(each.school for each in self.findings)

    @property
    def since(self) -> str:
        """When the first of them was found first; nothing where nobody knows."""
        return min((each.since for each in self.findings if each.since), default="")


def branches(judgement: Judgement, asked: Findings, schools: Mapping[str, str]) -> list[Branch]:
    """What is asked for of a judgement: the worst first, otherwise in the order of the rules. `schools` are names."""
    text = asked.text.casefold()
    results = {each.id: each for each in judgement.rules}
    if asked.level == "not run":
        unjudged = [each for each in judgement.rules if each.state == "not run"]
        return [
            Branch(kind="rule", key=each.id, severity=each.severity, findings=(), count=0, result=each)
            for each in unjudged
            if text in f"{sentences(RULE[each.id].title)} {each.id}".casefold()
        ]
    whole = judgement.excepted if asked.level == "excepted" else judgement.findings
    found = [each for each in whole if _is_asked(each, asked, text, schools)]
    kept = Counter(each.rule for each in found)
    counts = {each.id: _counted(each, asked) for each in judgement.rules if _counted(each, asked) > kept[each.id]}
    whole_roster = not asked.school and not text and asked.level != "excepted"
    return _WAYS[asked.by](found, results, counts if whole_roster else {})


def _is_asked(finding: Finding, asked: Findings, text: str, schools: Mapping[str, str]) -> bool:
    if asked.level in SEVERITIES and finding.severity != asked.level:
        return False
    if asked.school and finding.school != asked.school:
        return False
    if not text or text in f"{sentences(RULE[finding.rule].title)} {finding.rule}".casefold():
        return True
    said = (finding.title, sentences(finding.message), finding.sourced_id, schools.get(finding.school, ""))
    return text in "\n".join(said).casefold()


def _counted(result: RuleResult, asked: Findings) -> int:
    return (result.counts.get(asked.level, 0) if asked.level in SEVERITIES else result.count) or 0


_Results: TypeAlias = Mapping[str, RuleResult]
_Counts: TypeAlias = Mapping[str, int]
"""By rule how much was found, where that is more than was kept."""


def _by_rule(found: Sequence[Finding], results: _Results, counts: _Counts) -> list[Branch]:
    of_rule = _grouped(found, lambda each: each.rule)
    made = (
        _of_rule(result, of_rule.get(name, []), counts.get(name, len(of_rule.get(name, ()))))
        for name, result in results.items()
    )
    return _worst_first([branch for branch in made if branch.count])


def _of_rule(result: RuleResult, found: Sequence[Finding], count: int) -> Branch:
    """A rule; several findings with the same to blame are one branch of it."""
    of_cause = _grouped(found, lambda each: each.cause)
    folded = [root for root in roots(found) if root.count > 1]
    causes = [Cause(root.collection, root.sourced_id) for root in folded]
    return Branch(
        kind="rule",
        key=result.id,
        severity=_worst(found, result.severity),
        findings=found,
        count=count,
        branches=[
            Branch(
                kind="cause",
                key=f"{cause.collection}/{cause.sourced_id}",
                severity=_worst(of_cause[cause]),
                findings=of_cause[cause],
                count=len(of_cause[cause]),
                leaves=of_cause[cause],
                cause=cause,
            )
            for cause in causes
        ],
        leaves=[each for each in found if each.cause not in set(causes)],
        result=result,
    )


def _by_cause(found: Sequence[Finding], results: _Results, counts: _Counts) -> list[Branch]:
    """What is to blame, in the order in which records refer to each other, with what follows from it by rule; then the
    rules of all else.
    """
    blamed = roots(found)
    causes = {(each.collection, each.sourced_id) for each in blamed}
    of_cause: dict[tuple[str, str] | None, list[Finding]] = defaultdict(list)
    for each in found:
        own = each.collection, each.sourced_id
        cause = (each.cause.collection, each.cause.sourced_id) if each.cause else own if own in causes else None
        of_cause[cause].append(each)
    made = []
    for root in blamed:
        mine = of_cause[root.collection, root.sourced_id]
        inner = [_flat(branch) for branch in _by_rule(mine, results, {})]
        made.append(
            Branch(
                kind="cause",
                key=f"{root.collection}/{root.sourced_id}",
                severity=_worst(mine),
                findings=mine,
                count=len(mine),
                branches=inner,
                cause=Cause(root.collection, root.sourced_id),
            )
        )
    return [*made, *_by_rule(of_cause[None], results, counts)]


def _flat(branch: Branch) -> Branch:
    """The branch without further ones."""
    return msgspec.structs.replace(branch, branches=(), leaves=branch.findings)


def _by_severity(found: Sequence[Finding], results: _Results, counts: _Counts) -> list[Branch]:
    levels = _grouped(found, lambda each: each.severity)
    made = []
    for level in reversed(SEVERITIES):
        mine = levels.get(level, [])
        inner = _by_rule(mine, results, {name: results[name].counts.get(level, 0) for name in counts})
        if count := sum(branch.count for branch in inner):
            made.append(Branch(kind="severity", key=level, severity=level, findings=mine, count=count, branches=inner))
    return made


def _by_school(found: Sequence[Finding], results: _Results, counts: _Counts) -> list[Branch]:  # noqa: ARG001
    """Schools, where most is wrong first; then what is of the district."""
    of_school = _grouped(found, lambda each: each.school)
    return [
        Branch(
            kind="school",
            key=school,
            severity=_worst(mine),
            findings=mine,
            count=len(mine),
            branches=_by_rule(mine, results, {}),
        )
        for school, mine in sorted(of_school.items(), key=lambda each: (not each[0], -len(each[1])))
    ]


_WAYS: dict[str, Callable[[Sequence[Finding], _Results, _Counts], list[Branch]]] = {
    "rule": _by_rule,
    "cause": _by_cause,
    "severity": _by_severity,
    "school": _by_school,
}


def _worst(found: Sequence[Finding], otherwise: Severity = "info") -> Severity:
    return max((each.severity for each in found), key=SEVERITIES.index, default=otherwise)


def _worst_first(made: list[Branch]) -> list[Branch]:
    return sorted(made, key=lambda branch: -SEVERITIES.index(branch.severity))


def _grouped(found: Sequence[Finding], key: Callable[[Finding], _Key]) -> dict[_Key, list[Finding]]:
    groups: dict[_Key, list[Finding]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return groups
