"""Which rules are judged, how severe they are, and what they are given: a value that districts may share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, structs

from rosterdesk.checks.judgement import Finding, Judgement, RuleResult
from rosterdesk.checks.rule import SEVERITIES, Rule, Severity
from rosterdesk.errors import UsageError
from rosterdesk.settings import kept

Level: TypeAlias = Literal["off", "error", "warning", "info"]
"""What a profile makes of a rule: not judged, or judged and as severe as this."""

GRADES = ("IT", "PR", "PK", "TK", "KG", *(f"{grade:02}" for grade in range(1, 14)), "PS", "UG", "Other")
"""The CEDS codes of grades."""

_Day: TypeAlias = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
_Least: TypeAlias = Annotated[int, Meta(ge=0, le=100_000)]


class Parameters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What rules are given: which grades there are (VAL-11); who needs an email (USR-08), and at which domains
    (USR-10), any where none is named; how many students, teachers and classes a school has at least (ORG-04); from and
    before which days, as MM-DD, no session need be current (SES-07); how many days old a roster may be (DLT-09).
    """

    grades: tuple[str, ...] = GRADES
    email_roles: tuple[str, ...] = ("student", "teacher")
    email_domains: tuple[str, ...] = ()
    least_students: _Least = 1
    least_teachers: _Least = 1
    least_classes: _Least = 1
    summer: tuple[_Day, _Day] = ("06-01", "08-15")
    stale_days: _Least = 7


USUAL = Parameters()
"""What they are given where nobody has chosen."""


class Profile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What differs from the usual, without a word of the roster. Rules that it does not name are judged as always: the
    starred ones, as severe as they are.
    """

    name: Annotated[str, Meta(max_length=200)] = ""
    rules: Mapping[str, Level] = {}
    parameters: Parameters = USUAL

    def chosen(self, rules: Sequence[Rule], usual: Sequence[Rule]) -> list[Rule]:
        """Those of all rules that are judged, where without a profile the usual ones would be."""
        levels = {rule.id: "usual" for rule in usual} | dict(self.rules)
        return [rule for rule in rules if levels.get(rule.id, "off") != "off"]

    def level(self, rule: Rule, *, usual: bool) -> Level:
        """What becomes of a rule that is judged without a profile, or is not, as `usual` says."""
        return self.rules.get(rule.id, rule.severity if usual else "off")

    def choosing(self, rule: Rule, level: Level, *, usual: bool) -> "Profile":
        """The profile with another level of this rule; one that is the usual is not worth a word."""
        others = {name: kept for name, kept in self.rules.items() if name != rule.id}
        differs = level != (rule.severity if usual else "off")
        return structs.replace(self, rules=others | ({rule.id: level} if differs else {}))

    def severity(self, rule: Rule) -> Severity:
        """How severe the rule is at worst."""
        level = self.rules.get(rule.id, "off")
        return rule.severity if level == "off" else level

    def applied(self, judgement: Judgement) -> Judgement:
        """The judgement with the severities of the profile: what a rule tells as less than its worst stays less, and
        never becomes more.
        """
        worst = {each.id: each.severity for each in judgement.rules}
        return structs.replace(
            judgement,
            rules=[_result(each, self.rules.get(each.id, "off")) for each in judgement.rules],
            findings=[
                _finding(each, worst[each.rule], self.rules.get(each.rule, "off")) for each in judgement.findings
            ],
        )


NO_PROFILE = Profile()


def read(path: Path, *, needed: bool = False) -> Profile:
    """The profile in that file; the usual where there is none, unless it is `needed`: then `UsageError` is raised.

    Raises `StoreError` for a file that holds something else.
    """
    if needed and not path.is_file():
        raise UsageError(f"There is no file {path}.", "Check its name.")
    return kept.read(path, Profile, NO_PROFILE)


def write(path: Path, profile: Profile) -> None:
    """Keep the profile in that file, whole or not at all; raises `StoreError`."""
    kept.write(path, profile)


def _result(result: RuleResult, level: Level) -> RuleResult:
    if level == "off":
        return result
    counts: Counter[Severity] = Counter()
    for severity, count in result.counts.items():
        counts[_turned(severity, result.severity, level)] += count
    return structs.replace(result, severity=level, counts=dict(counts))


def _finding(finding: Finding, worst: Severity, level: Level) -> Finding:
    return finding if level == "off" else structs.replace(finding, severity=_turned(finding.severity, worst, level))


def _turned(severity: Severity, worst: Severity, level: Severity) -> Severity:
    return level if severity == worst else min(severity, level, key=SEVERITIES.index)
