"""What was judged, and what was found: the values of a report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType, structs

from rosterdesk.bundle.headers import Version
from rosterdesk.bundle.problems import Place, Problem
from rosterdesk.checks.rule import Severity, at_least

HIDDEN = "…"
"""What a safe report says in place of a text that may name somebody."""


class Files(Protocol):
    """What a bundle's reader found: its problems, of which it keeps some, and how many there are."""

    @property
    def version(self) -> Version:
        """Of the standard."""

    @property
    def problems(self) -> Sequence[Problem]:
        """Those that were kept."""

    @property
    def counts(self) -> Mapping[Place, int]:
        """How many there are."""


class RuleResult(msgspec.Struct, frozen=True):
    """What came of one rule: how much it found, by severity too. Where it did not run, `count` is `None`
    and `why` says why; where it ran in part, `why` says that alone. `findings` may be fewer: of very many problems in
    files, some are kept."""

    id: str
    severity: Severity
    state: Literal["run", "not run"]
    why: str
    count: int | None
    counts: dict[Severity, int]

    def at(self, level: Severity) -> "RuleResult":
        """Counting only what is at this level or above."""
        counts = {severity: count for severity, count in self.counts.items() if at_least(severity, level)}
        return structs.replace(self, count=None if self.count is None else sum(counts.values()), counts=counts)


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
        return Judgement(
            [each.at(level) for each in self.rules if at_least(each.severity, level)],
            [each for each in self.findings if at_least(each.severity, level)],
        )

    def counts(self) -> Counter[Severity]:
        """How much was found in all, by severity."""
        found: Counter[Severity] = Counter()
        for each in self.rules:
            found.update(each.counts)
        return found
