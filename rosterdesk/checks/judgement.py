"""What was judged, and what was found: the values of a report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType, structs

from rosterdesk.bundle.problems import Problem
from rosterdesk.checks.rule import Severity, at_least

HIDDEN = "…"
"""What a safe report says in place of a text that may name somebody."""


class Files(Protocol):
    """What a bundle's reader found: its problems, of which it keeps some, and how many of each rule there are."""

    @property
    def problems(self) -> Sequence[Problem]:
        """Those that were kept."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are, by rule."""


class RuleResult(msgspec.Struct, frozen=True):
    """What came of one rule; `count` is `None` where it did not run, and `why` then says why not."""

    id: str
    severity: Severity
    state: Literal["run", "not run"]
    why: str
    count: int | None


class Cause(msgspec.Struct, frozen=True, rename="camel"):
    """The record at whose door a finding lies: it is missing, deleted, or was found itself."""

    collection: str
    sourced_id: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One record that a rule found; `school` is a sourcedId. `file`, `row` and `field` say where in a bundle."""

    rule: str
    severity: Severity
    collection: str
    sourced_id: str
    title: str
    school: str
    message: str
    fix: str
    cause: Cause | None = None
    file: str | UnsetType = UNSET
    row: int | UnsetType | None = UNSET
    field: str | UnsetType = UNSET


class Judgement(msgspec.Struct, frozen=True):
    """All that one judging of a roster brought, in the order of the rules."""

    rules: list[RuleResult]
    findings: list[Finding]

    def at(self, level: Severity) -> "Judgement":
        """Only what is at this level or above; rules whose findings never are, are left out."""
        below = Counter(each.rule for each in self.findings if not at_least(each.severity, level))
        return Judgement(
            [
                structs.replace(each, count=None if each.count is None else each.count - below[each.id])
                for each in self.rules
                if at_least(each.severity, level)
            ],
            [each for each in self.findings if at_least(each.severity, level)],
        )
