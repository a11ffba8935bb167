"""What rules find and somebody says is right: told apart from the rest, and never lost. Pure."""

from collections.abc import Iterable
from datetime import date

from msgspec import UNSET, structs

from rosterdesk.checks.judgement import Finding, Judgement, recounted, roots
from rosterdesk.model.judged import Exemption


def applied(judgement: Judgement, exemptions: Iterable[Exemption], today: date) -> Judgement:
    """The judgement with these exemptions in place of those that it had, as far as they hold on that day."""
    holding = {each.about: each for each in exemptions if each.holds(today)}
    if not holding and not judgement.excepted:
        return judgement
    counting: list[Finding] = []
    excepted: list[Finding] = []
    for each in _in_order(judgement):
        exemption = _about(each, holding)
        (excepted if exemption else counting).append(structs.replace(each, exemption=exemption or UNSET))
    return structs.replace(
        judgement,
        rules=recounted(judgement.rules, gone=excepted, come=judgement.excepted),
        findings=counting,
        excepted=excepted,
        causes=roots(counting),
    )


def _about(finding: Finding, holding: dict[tuple[str, str, str], Exemption]) -> Exemption | None:
    """What says that it is right: of its own record, or of the one to blame."""
    own = holding.get((finding.rule, finding.collection, finding.sourced_id))
    if own is not None or finding.cause is None:
        return own
    return holding.get((finding.rule, finding.cause.collection, finding.cause.sourced_id))


def _in_order(judgement: Judgement) -> list[Finding]:
    """All that was found, rule by rule."""
    if not judgement.excepted:
        return judgement.findings
    place = {each.id: number for number, each in enumerate(judgement.rules)}
    return sorted([*judgement.findings, *judgement.excepted], key=lambda each: place[each.rule])
