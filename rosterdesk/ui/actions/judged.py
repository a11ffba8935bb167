"""What is known of a roster that was judged: as it is, and for a screen that others see. Pure."""

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec import UNSET, structs

from rosterdesk.model.judged import Exemption
from rosterdesk.model.rows import Record
from rosterdesk.ui.details.known import Known
from rosterdesk.ui.program.privacy import HIDDEN, Privacy, is_about_a_person

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Finding, Judgement

_Records: TypeAlias = "dict[tuple[str, str], list[Finding]]"
"""By (base collection, sourcedId)."""


class Judged(msgspec.Struct, frozen=True):
    """A judgement and when it was made; by record, what was found on it, on others because of it, and is right."""

    judgement: "Judgement"
    when: datetime
    on: _Records
    because: _Records
    excepted: _Records

    def of(self, record: Record) -> Known:
        """What is known of this record."""
        identity = record.collection, record.sourced_id
        return Known(*(found.get(identity, ()) for found in (self.on, self.because, self.excepted)))


def forms(judgement: "Judgement", when: datetime, privacy: Privacy) -> dict[bool, Judged]:
    """The judgement as it is, and masked: to mask very many findings takes longer than a switch may."""
    masked = structs.replace(
        judgement,
        findings=[_masked(each, privacy) for each in judgement.findings],
        excepted=[_masked(each, privacy) for each in judgement.excepted],
    )
    return {False: _judged(judgement, when), True: _judged(masked, when)}


def rechecked(judgement: "Judgement", record: tuple[str, str], of_record: "Judgement") -> "Judgement":
    """The judgement with what was found on one record since, in place of what it had of that."""
    from rosterdesk.checks.judgement import recounted, roots

    ran = {each.id for each in of_record.rules if each.state == "run"}
    place = {each.id: number for number, each in enumerate(judgement.rules)}

    def is_old(finding: "Finding") -> bool:
        return finding.rule in ran and (finding.collection, finding.sourced_id) == record

    come = [each for each in of_record.findings if each.rule in place]
    findings = [*(each for each in judgement.findings if not is_old(each)), *come]
    return structs.replace(
        judgement,
        rules=recounted(judgement.rules, gone=filter(is_old, judgement.findings), come=come),
        findings=sorted(findings, key=lambda each: place[each.rule]),
        excepted=[*(each for each in judgement.excepted if not is_old(each)), *of_record.excepted],
        causes=roots(findings),
    )


def excepted(judgement: "Judgement", exemption: Exemption, today: date, *, taken_back: bool) -> "Judgement":
    """The judgement after this was said to be right, or taken back."""
    from rosterdesk.checks import exemptions

    known = {each.exemption.about: each.exemption for each in judgement.excepted if each.exemption}
    if taken_back:
        known.pop(exemption.about, None)
    else:
        known[exemption.about] = exemption
    return exemptions.applied(judgement, known.values(), today)


def _judged(judgement: "Judgement", when: datetime) -> Judged:
    on: _Records = defaultdict(list)
    because: _Records = defaultdict(list)
    right: _Records = defaultdict(list)
    for each in judgement.findings:
        on[each.collection, each.sourced_id].append(each)
        if each.cause is not None:
            because[each.cause.collection, each.cause.sourced_id].append(each)
    for each in judgement.excepted:
        right[each.collection, each.sourced_id].append(each)
    return Judged(judgement, when, dict(on), dict(because), dict(right))


def _masked(finding: "Finding", privacy: Privacy) -> "Finding":
    """Without what may name somebody: the title, what is quoted of the record, and what somebody wrote of it."""
    if finding.exemption is not UNSET:
        finding = structs.replace(finding, exemption=structs.replace(finding.exemption, reason=HIDDEN))
    if not is_about_a_person(finding.collection):
        return finding
    message = HIDDEN if finding.message else ""
    return structs.replace(finding, title=privacy.code(finding.sourced_id), message=message)
