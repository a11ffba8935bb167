"""Privacy mode: whether people are named on the screen, and what stands in the place of what is theirs.

Masks are of one session alone: the same person has the same one everywhere, and another one tomorrow.
"""

import os

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import Collection, collection
from rosterdesk.model.query import Query, Relation
from rosterdesk.model.rows import Value
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import tr

HIDDEN = "•••"
"""What is shown of an address, a number or a date of a person."""

_CODE = 4  # bytes: of a district's people hardly two share one
_OF_PEOPLE = {"users", "enrollments", "demographics", "results", "assessmentResults"}
"""The base collections whose records are each about one person."""
_HIDDEN_FIELDS = {
    "identifier",
    "middleName",
    "preferredFirstName",
    "preferredLastName",
    "pronouns",
    "email",
    "phone",
    "sms",
    "username",
    "birthDate",
    "comment",
}
_SAFE = {
    *("status", "dateLastModified", "type", "role", "roleType", "grades", "enabledUser", "primary"),
    *("beginDate", "endDate", "score", "scoreDate", "scoreStatus", "textScore", "scorePercentile"),
}
"""The members of such a record that are shown as they are sent: all others may name somebody, extensions too."""
_NO_PERSON = {"org", "orgs", "primaryOrg", "school", "class", "lineItem", "assessmentLineItem", "scoreScale"}
"""The members that refer to something else than a person."""
_BY_PERSON: set[Relation] = {"user", "agents_of", "dependants_of", "member"}
"""The scopes that are a person."""


class Privacy(QObject):
    """One switch for all windows. `masked` may be read by any thread."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.masked = False
        self._salt = os.urandom(16)

    def switch(self) -> None:
        """Mask people from now on, or show them again."""
        self.masked = not self.masked
        self.changed.emit()

    def code(self, sourced_id: str) -> str:
        """Eight letters and digits that tell people apart."""
        from hashlib import blake2b

        named = sourced_id.encode(errors="surrogatepass")
        return blake2b(named, key=self._salt, digest_size=_CODE).hexdigest().upper()

    def name(self, sourced_id: str, role: Value) -> str:
        """What a person is called while masked: “Student 4F2A91C7”."""
        return f"{kind_of_person(role)} {self.code(sourced_id)}"


def kind_of_person(role: Value) -> str:
    """The people's word for the first of somebody's roles."""
    roles = words.roles(role)
    return words.word(roles[0]) if roles else tr("Person")


def is_about_a_person(base: str) -> bool:
    """Whether each record of a base collection is about one person."""
    return base in _OF_PEOPLE


def is_hidden(base: str, field: str) -> bool:
    """Whether a field of such records is hidden; names are not: they are masked."""
    return base in _OF_PEOPLE and field in _HIDDEN_FIELDS


def names_people(kind: Collection, field: str) -> bool:
    """Whether a field of a collection refers to people, or is hidden."""
    return kind.field(field).target == "users" or is_hidden(kind.base, field)


def names_somebody(query: Query) -> bool:
    """Whether a query itself may say whom it is about: by its text, its scope, its ids or its filters."""
    if query.text or query.ids or any(scope.relation in _BY_PERSON for scope in query.scopes):
        return True
    try:
        kind = collection(query.collection)
        values = (where.field for where in query.where if any((*where.values, where.least, where.most)))
        return any(names_people(kind, field) for field in values)
    except UsageError:
        return True  # made by another version: nobody knows here what it says


def sent(base: str, record: bytes) -> bytes:
    """A record as it was sent, without what may say whom it is about."""
    if not is_about_a_person(base):
        return record
    try:
        return msgspec.json.encode(without_names(msgspec.json.decode(record)))
    except (msgspec.DecodeError, RecursionError):
        return b""


def without_names(value: object, member: str = "") -> object:
    """A value of such a record, by the name of its member: its shape stays."""
    match value:
        case None | bool():
            return value
        case _ if member in _SAFE or (member in _NO_PERSON and not isinstance(value, list)):
            return value
        case dict():
            return {name: without_names(each, name) for name, each in value.items()}
        case list():
            return [without_names(each, member) for each in value]
        case _:
            return HIDDEN
