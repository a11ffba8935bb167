"""What may stand in a column of a class list: a field of its students, or what only a list has."""

from collections.abc import Iterable

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.language import Say, english
from rosterdesk.model.fields import collection

WEEKDAYS = (english("Mon"), english("Tue"), english("Wed"), english("Thu"), english("Fri"))
_STUDENTS = collection("students")


class Column(msgspec.Struct, frozen=True):
    """A column by name; `width` is in characters. `blank:TITLE` names one to write in, under that title."""

    name: str
    title: str
    width: int

    @property
    def is_blank(self) -> bool:
        """Whether it is to be written in by hand."""
        return self.name.partition(":")[0] == "blank"

    def said(self, say: Say) -> str:
        """The title in a language; one that somebody gave is as they wrote it, but for the weekdays of our own."""
        return say(self.title) if not self.is_blank or self.title in WEEKDAYS else self.title


_OF_LISTS = {
    each.name: each
    for each in (
        Column("number", english("No."), 5),
        Column("guardians", english("Guardians"), 40),  # each with a telephone number
        Column("guardianEmails", english("Guardians’ email"), 36),
        Column("phase", english("As of the day"), 14),
    )
}
OFFERED: tuple[str, ...] = (
    *("number", "name", "identifier", "grades", "email", "phone", "sms", "guardians", "guardianEmails"),
    *("homeroom", "schools", "username", "givenName", "middleName", "familyName"),
    *("preferredFirstName", "preferredLastName", "pronouns", "enabledUser", "sourcedId", "phase"),
)
"""The names that people choose from, blank columns aside."""


def column(name: str) -> Column:
    """The column of that name; raises `UsageError` with the names that there are."""
    if name in _OF_LISTS:
        return _OF_LISTS[name]
    kind, _, title = name.partition(":")
    if kind == "blank":
        return Column(name, title, max(6, len(title) + 2))
    for field in _STUDENTS.fields:
        if field.name == name:
            return Column(name, field.title, field.width)
    raise UsageError(f"A class list has no column “{name}”.", f"Choose from: {', '.join(OFFERED)}, and blank:TITLE.")


def once(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once, in order; but as many columns to write in as are asked for."""
    found: list[str] = []
    for name in names:
        if name not in found or column(name).is_blank:
            found.append(name)
    return tuple(found)


def named(words: str) -> tuple[str, ...]:
    """The names of the columns that are listed with commas between, `once`; raises `UsageError`."""
    names = once(column(name.strip()).name for name in words.split(",") if name.strip())
    if not names:
        raise UsageError("A class list needs a column.", f"Choose from: {', '.join(OFFERED)}, and blank:TITLE.")
    return names
