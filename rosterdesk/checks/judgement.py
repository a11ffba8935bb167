"""What was judged, and what was found: the values of a report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType, structs

from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.problems import Place, Problem
from rosterdesk.checks.rule import Severity, at_least
from rosterdesk.model.fields import BASES
from rosterdesk.model.judged import Absence, Exemption, FindingKey, Judging

HIDDEN = "…"
"""What a safe report says in place of a value of the roster."""


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


class RuleResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one rule: how much it found, by severity too. Where it did not run, `count` is `None`
    and `why` says why; where it ran in part, `why` says that alone, and `unasked` are the collections that some of it
    needed. `findings` may be fewer: of very many problems in files, some are kept."""

    id: str
    severity: Severity
    state: Literal["run", "not run"]
    why: str
    count: int | None
    counts: dict[Severity, int]
    unasked: tuple[str, ...] = ()

    def at(self, level: Severity) -> "RuleResult":
        """Counting only what is at this level or above."""
        counts = {severity: count for severity, count in self.counts.items() if at_least(severity, level)}
        return structs.replace(self, count=None if self.count is None else sum(counts.values()), counts=counts)


class Cause(msgspec.Struct, frozen=True, rename="camel"):
    """The record at whose door a finding lies: it is missing, deleted, or was found itself."""

    collection: str
    sourced_id: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One record that a rule found; `school` is a sourcedId. `file`, `row` and `field` say where in a bundle, `since`
    when it was found first, `exemption` why it is right, `absence` what the service says of a cause that is not here.
    """

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
    since: str | UnsetType = UNSET
    exemption: Exemption | UnsetType = UNSET
    absence: Absence | UnsetType = UNSET

    @property
    def key(self) -> FindingKey:
        """What it is known by from one judging to the next. Rows of a file move, and do not tell one from another."""
        place = " ".join(filter(None, (self.file or "", self.field or "")))
        return self.rule, self.collection, self.sourced_id, place


class Root(msgspec.Struct, frozen=True, rename="camel"):
    """A record that is to blame for findings: how many each rule has because of it."""

    collection: str
    sourced_id: str
    count: int
    rules: dict[str, int]


class Judgement(msgspec.Struct, frozen=True):
    """All that one judging of a roster brought, in the order of the rules; what was `excepted` counts nowhere else.
    `causes` are what findings have in common, `trend` is what was found before, oldest first.
    """

    rules: list[RuleResult]
    findings: list[Finding]
    excepted: list[Finding] = []
    causes: list[Root] = []
    trend: list[Judging] = []

    def at(self, level: Severity) -> "Judgement":
        """Only what is at this level or above; rules whose findings never are, are left out."""
        findings = [each for each in self.findings if at_least(each.severity, level)]
        return structs.replace(
            self,
            rules=[each.at(level) for each in self.rules if at_least(each.severity, level)],
            findings=findings,
            excepted=[each for each in self.excepted if at_least(each.severity, level)],
            causes=roots(findings),
        )

    def counts(self) -> Counter[Severity]:
        """How much was found in all, by severity."""
        found: Counter[Severity] = Counter()
        for each in self.rules:
            found.update(each.counts)
        return found


def roots(findings: Iterable[Finding]) -> list[Root]:
    """What is to blame for these, in the order in which records refer to each other; then the worst first."""
    counted: dict[Cause, Counter[str]] = defaultdict(Counter)
    for each in findings:
        if each.cause is not None:
            counted[each.cause][each.rule] += 1
    found = [Root(cause.collection, cause.sourced_id, rules.total(), dict(rules)) for cause, rules in counted.items()]
    return sorted(found, key=lambda root: (BASES.index(root.collection), -root.count))


def recounted(results: Sequence[RuleResult], gone: Iterable[Finding], come: Iterable[Finding]) -> list[RuleResult]:
    """The results without these findings, and with those."""
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for sign, findings in ((-1, gone), (1, come)):
        for each in findings:
            counts[each.rule][each.severity] += sign
    return [_plus(each, counts[each.id]) if each.id in counts else each for each in results]


def _plus(result: RuleResult, more: Counter[Severity]) -> RuleResult:
    counts = Counter(result.counts)
    counts.update(more)
    left = {severity: count for severity, count in counts.items() if count}
    return structs.replace(result, count=sum(left.values()), counts=left)
