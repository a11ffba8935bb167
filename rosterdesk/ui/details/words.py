"""The people's words for the standard's, and for what is derived from them. Pure."""

import msgspec

from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.model.rows import Value

_WORDS = {
    "tobedeleted": "To be deleted",
    "inactive": "Inactive",
    "active": "Active",
    "districtAdministrator": "District administrator",
    "siteAdministrator": "School administrator",
    "systemAdministrator": "System administrator",
    "gradingPeriod": "Grading period",
    "schoolYear": "School year",
    "local": "Local authority",
    "national": "National authority",
    "state": "State authority",
    "exempt": "Exempt",
    "fully graded": "Fully graded",
    "not submitted": "Not submitted",
    "partially graded": "Partially graded",
    "submitted": "Submitted",
}
_COUNTED = {
    "students": ("student", "students"),
    "teachers": ("teacher", "teachers"),
    "users": ("person", "people"),
    "classes": ("class", "classes"),
    "courses": ("course", "courses"),
    "orgs": ("organisation", "organisations"),
    "schools": ("school", "schools"),
    "academicSessions": ("session", "sessions"),
    "terms": ("term", "terms"),
    "gradingPeriods": ("grading period", "grading periods"),
    "enrollments": ("enrollment", "enrollments"),
    "demographics": ("demographic record", "demographic records"),
    "resources": ("resource", "resources"),
    "categories": ("category", "categories"),
    "scoreScales": ("score scale", "score scales"),
    "lineItems": ("line item", "line items"),
    "results": ("result", "results"),
    "assessmentLineItems": ("assessment", "assessments"),
    "assessmentResults": ("assessment result", "assessment results"),
    "columns": ("column", "columns"),
    "days": ("day", "days"),
    "minutes": ("minute", "minutes"),
}


class Mark(msgspec.Struct, frozen=True):
    """A few words in a chip, and the chip's look."""

    text: str
    look: str = "chip-plain"


def word(value: str) -> str:
    """A word of the standard's vocabulary as people say it; one that the standard does not know, as it came."""
    if value in _WORDS:
        return _WORDS[value]
    return value[:1].upper() + value[1:] if value.isalpha() else value


def counted(name: str, count: int) -> str:
    """So many of them: “1 student”, “2,148 students”."""
    one, many = _COUNTED[name]
    return f"{count:,} {one if count == 1 else many}"


def is_guardian(role: str) -> bool:
    return any(each in GUARDIAN_ROLES for each in roles(role))


def roles(value: Value) -> tuple[str, ...]:
    """The roles of a user: a user of OneRoster 1.2 may have several."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else ()


def grade(value: str) -> str:
    """“Grade 10” for a grade, “Grades 9, 10” for several; the standard's other codes as they are."""
    grades = [part.strip() for part in value.split(",") if part.strip()]
    shown = [part.lstrip("0") or part if part.isdigit() else part for part in grades]
    if len(shown) == 1:
        return f"Grade {shown[0]}" if grades[0].isdigit() else shown[0]
    return f"Grades {', '.join(shown)}"


def period(value: str, class_type: str = "") -> str:
    """When a class meets: “Period 3”, “Periods 1, 2”, a name as it is, or “Homeroom”."""
    periods = [part.strip() for part in value.split(",") if part.strip()]
    if not periods:
        return "Homeroom" if class_type == "homeroom" else ""
    if not all(part.isdigit() for part in periods):
        return ", ".join(periods)
    return f"Period {periods[0]}" if len(periods) == 1 else f"Periods {', '.join(periods)}"


def room(value: Value) -> str:
    """“Room 204” for a bare number, a room's name as it is."""
    return f"Room {value}" if isinstance(value, str) and value.isdigit() else str(value or "")


def initials(title: str) -> str:
    """One or two letters that stand for a person: of the first and the last name."""
    parts = [part for part in title.split() if part[0].isalpha()]
    chosen = [parts[0], parts[-1]] if len(parts) > 1 else parts
    return "".join(part[0].upper() for part in chosen)


def status(value: Value) -> Mark | None:
    """What the source says of the record's life."""
    if not isinstance(value, str) or not value:
        return None
    return Mark(word(value), "chip-good" if value == "active" else "chip-warning")
