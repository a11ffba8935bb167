"""What the columns of class lists, and the usual choices of them, are called."""

from rosterdesk.export.class_lists.columns import OFFERED
from rosterdesk.model.fields import collection
from rosterdesk.ui.look.language import sentences, tr


def columns() -> dict[str, str]:
    """The columns that people choose from, by name."""
    own = {
        "number": tr("Number in the list"),
        "guardians": tr("Guardians with telephone"),
        "guardianEmails": tr("Email of the guardians"),
        "phase": tr("Current, incoming or dropped"),
    }
    students = {field.name: sentences(field.title) for field in collection("students").fields}
    return {name: own.get(name) or students[name] for name in OFFERED}


def templates() -> dict[str, str]:
    """The usual choices of columns, by name."""
    return {
        "names": tr("Names"),
        "ids": tr("Names and IDs"),
        "contact": tr("Contact: email, telephone, guardians"),
        "attendance": tr("Attendance: a blank column for each day"),
    }
