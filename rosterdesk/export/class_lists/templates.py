"""The columns that class lists usually have, by the use of the list."""

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.export.class_lists.columns import WEEKDAYS


class Template(msgspec.Struct, frozen=True):
    """Columns under a name: for the command line `name`, for people `title`."""

    name: str
    title: str
    columns: tuple[str, ...]


TEMPLATES = (
    Template("names", "Names", ("number", "name")),
    Template("ids", "Names and IDs", ("number", "name", "identifier", "grades")),
    Template("contact", "Contact", ("number", "name", "email", "phone", "guardians", "guardianEmails")),
    Template("attendance", "Attendance", ("number", "name", "identifier", *(f"blank:{day}" for day in WEEKDAYS))),
)
USUAL = TEMPLATES[1]


def template(name: str) -> Template:
    """The template of that name; raises `UsageError` with the names that there are."""
    for each in TEMPLATES:
        if each.name == name:
            return each
    names = ", ".join(each.name for each in TEMPLATES)
    raise UsageError(f"There is no template “{name}”.", f"Choose from: {names}; or choose --columns.")
