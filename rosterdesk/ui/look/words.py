"""The people's words for the standard's, and for what is derived from them, in the user's language."""

import re
from collections.abc import Callable

import msgspec

from rosterdesk.model import rows, vocabulary
from rosterdesk.model.attributes import Kind
from rosterdesk.model.differences import Counts
from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.model.rows import Value
from rosterdesk.ui.look.language import sentences, tr

OR = " / "
"""Between keys that do the same."""

_COUNTED: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "students": (lambda: tr("{0} student"), lambda: tr("{0} students")),
    "teachers": (lambda: tr("{0} teacher"), lambda: tr("{0} teachers")),
    "users": (lambda: tr("{0} person"), lambda: tr("{0} people")),
    "classes": (lambda: tr("{0} class"), lambda: tr("{0} classes")),
    "courses": (lambda: tr("{0} course"), lambda: tr("{0} courses")),
    "orgs": (lambda: tr("{0} organization"), lambda: tr("{0} organizations")),
    "schools": (lambda: tr("{0} school"), lambda: tr("{0} schools")),
    "academicSessions": (lambda: tr("{0} session"), lambda: tr("{0} sessions")),
    "terms": (lambda: tr("{0} term"), lambda: tr("{0} terms")),
    "gradingPeriods": (lambda: tr("{0} grading period"), lambda: tr("{0} grading periods")),
    "enrollments": (lambda: tr("{0} enrollment"), lambda: tr("{0} enrollments")),
    "demographics": (lambda: tr("{0} demographic record"), lambda: tr("{0} demographic records")),
    "resources": (lambda: tr("{0} resource"), lambda: tr("{0} resources")),
    "categories": (lambda: tr("{0} category"), lambda: tr("{0} categories")),
    "scoreScales": (lambda: tr("{0} score scale"), lambda: tr("{0} score scales")),
    "lineItems": (lambda: tr("{0} line item"), lambda: tr("{0} line items")),
    "results": (lambda: tr("{0} result"), lambda: tr("{0} results")),
    "assessmentLineItems": (lambda: tr("{0} assessment"), lambda: tr("{0} assessments")),
    "assessmentResults": (lambda: tr("{0} assessment result"), lambda: tr("{0} assessment results")),
    "names": (lambda: tr("{0} name"), lambda: tr("{0} names")),
    "columns": (lambda: tr("{0} column"), lambda: tr("{0} columns")),
    "pages": (lambda: tr("{0} page"), lambda: tr("{0} pages")),
    "days": (lambda: tr("{0} day"), lambda: tr("{0} days")),
    "minutes": (lambda: tr("{0} minute"), lambda: tr("{0} minutes")),
}

_GRADES: dict[str, Callable[[], str]] = {
    "IT": lambda: tr("Infant or toddler"),
    "PR": lambda: tr("Preschool"),
    "PK": lambda: tr("Prekindergarten"),
    "TK": lambda: tr("Transitional kindergarten"),
    "KG": lambda: tr("Kindergarten"),
    "PS": lambda: tr("Postsecondary"),
    "UG": lambda: tr("Ungraded"),
}
"""The codes of the Common Education Data Standards that are no numbers."""

_GRADE, _PERIOD = re.compile(r"Grade ([A-Z\d, ]+)"), re.compile(r"Period ([\w, ]+)")


class Mark(msgspec.Struct, frozen=True):
    """A few words in a chip, and the chip's look."""

    text: str
    look: str = "chip-plain"


def word(value: str) -> str:
    """A word of the standard's vocabulary as people say it; one that the standard does not know, as it came."""
    if value in vocabulary.WORDS:
        return vocabulary.word(value, sentences)
    return value[:1].upper() + value[1:] if value.isalpha() else value


def value(value: Value, kind: Kind = Kind.TEXT) -> str:
    """A field's value as people read it; nothing is the empty string."""
    if isinstance(value, bool):
        return tr("Yes") if value else tr("No")
    if kind is Kind.WORD and isinstance(value, str):
        return vocabulary.words(value, sentences)
    return rows.text(value, kind)


def counted(name: str, count: int) -> str:
    """So many of them: “1 student”, “2,148 students”."""
    one, many = _COUNTED[name]
    return (one() if count == 1 else many()).format(f"{count:,}")


def figure(name: str, count: int) -> tuple[str, str]:
    """The number, and the word to stand below it."""
    number, _, what = counted(name, count).partition(" ")
    return number, what


def differences_in(counts: Counts) -> str:
    """“12 new, 3 changed, 1 gone”: what there is none of is left out; nothing where nothing is different."""
    said = zip(counts, (tr("{0} new"), tr("{0} changed"), tr("{0} gone")), strict=True)
    return ", ".join(text.format(f"{count:,}") for count, text in said if count)


def is_guardian(role: str) -> bool:
    return any(each in GUARDIAN_ROLES for each in roles(role))


def roles(value: Value) -> tuple[str, ...]:
    """The roles of a user: a user of OneRoster 1.2 may have several."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else ()


def grade(value: str) -> str:
    """“Grade 10”, “Kindergarten”, “Grades 9, 10” for several; codes that nobody knows as they are."""
    grades = [part.strip() for part in value.split(",") if part.strip()]
    shown = [part.lstrip("0") or part if part.isdigit() else part for part in grades]
    if len(shown) == 1:
        known = _GRADES.get(shown[0].upper())
        return known() if known else tr("Grade {0}").format(shown[0]) if shown[0].isdigit() else shown[0]
    return tr("Grades {0}").format(", ".join(shown))


def period(value: str, class_type: str = "") -> str:
    """When a class meets: “Period 3”, “Periods 1, 2”, a name as it is, or “Homeroom”."""
    periods = [part.strip() for part in value.split(",") if part.strip()]
    if not periods:
        return word("homeroom") if class_type == "homeroom" else ""
    if not all(part.isdigit() for part in periods):
        return ", ".join(periods)
    return (tr("Period {0}") if len(periods) == 1 else tr("Periods {0}")).format(", ".join(periods))


def room(value: Value) -> str:
    """“Room 204” for a bare number, a room's name as it is."""
    return tr("Room {0}").format(value) if isinstance(value, str) and value.isdigit() else str(value or "")


def subtitle(text: str) -> str:
    """What tells a hit of a search apart, as the store says it: what it is, its grade or period, and names."""
    what, *rest = text.split(" · ")
    role = what[:1].lower() + what[1:]
    said = [word(role) if role in vocabulary.WORDS else sentences(what)]
    for part in rest:
        of_grade, of_period = _GRADE.fullmatch(part), _PERIOD.fullmatch(part)
        if of_grade:
            said.append(grade(of_grade[1]))
        else:
            said.append(tr("Period {0}").format(of_period[1]) if of_period else part)
    return " · ".join(said)


def status(value: Value) -> Mark | None:
    """What the source says of the record's life."""
    if not isinstance(value, str) or not value:
        return None
    return Mark(word(value), "chip-good" if value == "active" else "chip-warning")
