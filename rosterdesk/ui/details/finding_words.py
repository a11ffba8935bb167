"""What is said of findings that have something in common: what is wrong, why it matters, what to do. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from rosterdesk.model.judged import Absence
from rosterdesk.ui.details.known import CHIPS
from rosterdesk.ui.look.dates import ago
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.words import Mark

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Finding
    from rosterdesk.checks.rule import Rule
    from rosterdesk.ui.browsing.finding_branches import Branch


class Explained(msgspec.Struct, frozen=True):
    """A title, chips, and headings with a few sentences each."""

    title: str
    marks: Sequence[Mark]
    sections: Sequence[tuple[str, str]]


def of_branch(branch: "Branch", title: str, because: "Sequence[Finding]") -> Explained:
    """What a branch of this title is about; `because` is all that was found because of what it blames, by any rule."""
    rule = only_rule(branch)
    marks = [Mark(level(branch.severity), CHIPS[branch.severity])]
    if rule is not None:
        marks.append(Mark(rule.id))
    if branch.since:
        day = datetime.fromisoformat(branch.since).astimezone().date()
        marks.append(Mark(tr("first seen {0}").format(ago(day, date.today()))))  # noqa: DTZ011
    return Explained(title, marks, [*_of_rule(branch, rule), *_folded(branch, because), *_unjudged(branch)])


def only_rule(branch: "Branch") -> "Rule | None":
    """The rule that found all of it; none where several did."""
    from rosterdesk.ui.browsing.finding_branches import RULE

    if branch.rule is not None:
        return branch.rule
    rules = {each.rule for each in branch.findings}
    return RULE[rules.pop()] if len(rules) == 1 else None


def level(severity: str) -> str:
    """The people's word for how severe something is."""
    words = {"error": tr("Error"), "warning": tr("Warning"), "info": tr("Information")}
    return words[severity]


def absent(absence: Absence) -> str:
    """What the service says of a record that is not here."""
    words: dict[Absence, str] = {
        "missing": tr("Asked for it by its id, it knows no such record."),
        "not visible": tr("Asked for it by its id, it says that this key may not see it."),
        "not loaded": tr("Asked for it by its id, it has the record, though it did not list it."),
    }
    return words[absence]


def _of_rule(branch: "Branch", rule: "Rule | None") -> list[tuple[str, str]]:
    if rule is None:
        return []
    said = {sentences(each.message) for each in branch.findings}
    absences = {each.absence for each in branch.findings if each.absence}
    return [
        (tr("What is wrong"), said.pop() if len(said) == 1 else sentences(rule.title) if branch.cause else ""),
        (tr("What the service says"), absent(absences.pop()) if len(absences) == 1 else ""),
        (tr("Why it matters"), sentences(rule.why)),
        (tr("How to fix it"), sentences(rule.fix)),
        (tr("When it is right"), sentences(rule.good)),
    ]


def _folded(branch: "Branch", because: "Sequence[Finding]") -> list[tuple[str, str]]:
    from rosterdesk.ui.browsing.finding_branches import RULE

    found = because if branch.kind == "cause" else branch.findings if branch.kind != "rule" else ()
    counted = Counter(each.rule for each in found)
    lines = (f"{count:,} × {sentences(RULE[rule].title)}" for rule, count in counted.most_common())
    heading = tr("Folded under this cause") if branch.kind == "cause" else tr("What was found")
    return [(heading, "\n".join(lines))]


def _unjudged(branch: "Branch") -> list[tuple[str, str]]:
    if branch.result is None:
        return []
    heading = tr("Why it was not judged") if branch.result.state == "not run" else tr("Judged in part")
    return [(heading, sentences(branch.result.why))]
