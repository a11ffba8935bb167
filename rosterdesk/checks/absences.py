"""What the service says of records that others refer to and that are not here: missing is one of three. Pure."""

from collections.abc import Iterable, Mapping

from msgspec import structs

from rosterdesk.checks.judgement import Cause, Finding, Judgement, recounted, roots
from rosterdesk.model.judged import Absence

_REFERENCES = "REF-"


def referred(findings: Iterable[Finding]) -> list[Cause]:
    """What these refer to and may miss, each once."""
    causes = (each.cause for each in findings if each.rule.startswith(_REFERENCES) and each.cause)
    return list(dict.fromkeys(causes))


def applied(judgement: Judgement, absences: Mapping[tuple[str, str], Absence]) -> Judgement:
    """The judgement with what is known of them. Only what the service does not know is missing: what this key may not
    see, or what was not loaded, is worth knowing and nothing worse.
    """
    before = [each for each in judgement.findings if _absence(each, absences)]
    if not before:
        return judgement
    findings = [_told(each, _absence(each, absences)) for each in judgement.findings]
    after = [each for each in findings if each.absence]
    return structs.replace(
        judgement,
        rules=recounted(judgement.rules, gone=before, come=after),
        findings=findings,
        causes=roots(findings),
    )


def _absence(finding: Finding, absences: Mapping[tuple[str, str], Absence]) -> Absence | None:
    if finding.cause is None or not finding.rule.startswith(_REFERENCES):
        return None
    return absences.get((finding.cause.collection, finding.cause.sourced_id))


def _told(finding: Finding, absence: Absence | None) -> Finding:
    if absence is None:
        return finding
    severity = finding.severity if absence == "missing" else "info"
    return structs.replace(finding, absence=absence, severity=severity)
