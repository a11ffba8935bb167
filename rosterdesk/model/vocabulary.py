"""The people's words for the standard's, of roles, states and types."""

from collections.abc import Callable

WORDS: dict[str, str] = {
    "active": "Active",
    "administrator": "Administrator",
    "aide": "Aide",
    "counselor": "Counselor",
    "current": "Current",
    "department": "Department",
    "district": "District",
    "districtAdministrator": "District administrator",
    "dropped": "Dropped",
    "exempt": "Exempt",
    "female": "Female",
    "fully graded": "Fully graded",
    "gradingPeriod": "Grading period",
    "guardian": "Guardian",
    "homeroom": "Homeroom",
    "inactive": "Inactive",
    "incoming": "Incoming",
    "local": "Local authority",
    "male": "Male",
    "national": "National authority",
    "not submitted": "Not submitted",
    "other": "Other",
    "parent": "Parent",
    "partially graded": "Partially graded",
    "primary": "Primary",
    "principal": "Principal",
    "proctor": "Proctor",
    "relative": "Relative",
    "scheduled": "Scheduled",
    "school": "School",
    "schoolYear": "School year",
    "secondary": "Secondary",
    "semester": "Semester",
    "siteAdministrator": "School administrator",
    "state": "State authority",
    "student": "Student",
    "submitted": "Submitted",
    "systemAdministrator": "System administrator",
    "teacher": "Teacher",
    "term": "Term",
    "tobedeleted": "To be deleted",
    "unspecified": "Unspecified",
}


def word(value: str, say: Callable[[str], str] = str) -> str:
    """A word of the standard as people say it, in a language; one that the standard does not know, as it came."""
    return say(WORDS[value]) if value in WORDS else value


def words(value: str, say: Callable[[str], str] = str) -> str:
    """The same of several, which are divided by commas."""
    return ", ".join(word(each, say) for each in value.split(", "))
