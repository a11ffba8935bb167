"""Where values come into the window: what names a person is masked here, or nowhere."""

import contextlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from rosterdesk.errors import NothingStoredError
from rosterdesk.model import fields
from rosterdesk.model.changes import Change, ChangeQuery, Kind, Step
from rosterdesk.model.differences import Counts
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Found, Link, Record, Value
from rosterdesk.model.rows import text as as_text
from rosterdesk.settings import Settings
from rosterdesk.store.file import connection
from rosterdesk.store.file.connection import Location
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing.lookalikes import told_apart
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.program import privacy
from rosterdesk.ui.program.privacy import HIDDEN, Privacy


class MaskedReader(Reader):
    """A reader whose answers name nobody while privacy mode is on, and to which demographics are without rows and
    values where the settings hide them.

    An id by which the window follows a reference stays what it is: where ids are read by people, ask `listed`.
    """

    def __init__(
        self,
        path: Location,
        key: bytes,
        privacy: Privacy,
        *,
        today: Callable[[], date] = date.today,
        patience: float = connection.PATIENCE,
        settings: Callable[[], Settings] = Settings,
    ) -> None:
        super().__init__(path, key, today=today, patience=patience, names=lambda: settings().names)
        self._settings = settings
        self._privacy = privacy

    def keys(self, query: Query) -> "array[int]":
        return array("q") if self._is_hidden(query.collection) else super().keys(query)

    def count(self, query: Query) -> int:
        return 0 if self._is_hidden(query.collection) else super().count(query)

    def tally(self) -> dict[tuple[str, str], int]:
        found = super().tally()
        hidden = set(filter(self._is_hidden, {name for name, _school in found}))
        return {of: count for of, count in found.items() if of[0] not in hidden} if hidden else found

    def rows(
        self, collection: str, keys: Sequence[int], columns: Sequence[str], as_of: str | None = None
    ) -> list[tuple[Value, ...]]:
        if self._is_hidden(collection):
            return [(None,) * len(columns)] * len(keys)
        found = super().rows(collection, keys, columns, as_of)
        if not self._privacy.masked or not found:
            return found
        base = fields.collection(collection).base
        people = self._roles({link.sourced_id for row in found for value in row for link in _people(value)})
        named = super().rows(collection, keys, ("sourcedId", "role")) if base == "users" else [()] * len(found)
        return [
            tuple(self._value(base, name, value, people, who) for name, value in zip(columns, row, strict=True))
            for row, who in zip(found, named, strict=True)
        ]

    def listed(
        self, collection: str, keys: Sequence[int], columns: Sequence[str], as_of: str | None = None
    ) -> list[tuple[Value, ...]]:
        """The same as `rows` for a table, where also ids are read."""
        found = self.rows(collection, keys, columns, as_of)
        if not self._privacy.masked or not _has_ids_of_people(fields.collection(collection).base):
            return found
        ids = {place for place, name in enumerate(columns) if name == "sourcedId"}
        return [tuple(HIDDEN if place in ids else value for place, value in enumerate(row)) for row in found]

    def record(self, collection: str, key: int) -> Record:
        if self._is_hidden(collection):
            raise NothingStoredError(tr("Demographics are hidden."), tr("Show them in the settings."))
        record = super().record(collection, key)
        if not self._privacy.masked:
            return record
        base = fields.collection(collection).base
        (values,) = self.listed(collection, (key,), tuple(record.values))
        title = record.title
        if base == "users":
            title = self._privacy.name(record.sourced_id, record.values.get("role"))
        elif privacy.is_about_a_person(base):
            title = self._privacy.code(record.sourced_id)
        return msgspec.structs.replace(
            record,
            title=title,
            values=dict(zip(record.values, values, strict=True)),
            sent=privacy.sent(base, record.sent),
        )

    def sent(self, collection: str, keys: Sequence[int]) -> list[bytes]:
        if self._is_hidden(collection):
            return [b""] * len(keys)
        found = super().sent(collection, keys)
        base = fields.collection(collection).base
        return [privacy.sent(base, each) for each in found] if self._privacy.masked else found

    def find(self, text: str, limit: int = 50, school: str = "") -> list[Found]:
        found = super().find(text, limit, school)
        return [self._found(each) for each in found] if self._privacy.masked else told_apart(self, found)

    def facets(self, query: Query, field: str) -> list[tuple[str, int]]:
        """While masked, none of a field that names people: each is of somebody."""
        kind = fields.collection(query.collection)
        hidden = self._privacy.masked and privacy.names_people(kind, field)
        return [] if hidden or self._is_hidden(query.collection) else super().facets(query, field)

    def links(self, collection: str, keys: Sequence[int]) -> dict[int, Link]:
        found = super().links(collection, keys)
        if not self._privacy.masked or fields.collection(collection).base != "users":
            return found
        roles = self._roles({link.sourced_id for link in found.values()})
        return {key: self._link(link, roles) for key, link in found.items()}

    def changes(self, asked: ChangeQuery, kind: Kind, limit: int | None = None) -> Iterator[Change]:
        found = super().changes(asked, kind, limit)
        found = (change for change in found if not self._is_hidden(change.collection))
        return map(self._change, found) if self._privacy.masked else found

    def changes_by_school(self, asked: ChangeQuery) -> list[tuple[Link, dict[str, Counts]]]:
        return [
            (school, {name: each for name, each in counts.items() if not self._is_hidden(name)})
            for school, counts in super().changes_by_school(asked)
        ]

    def history(self, collection: str, key: int) -> list[Step]:
        found = [] if self._is_hidden(collection) else super().history(collection, key)
        if not self._privacy.masked:
            return found
        return [msgspec.structs.replace(each, change=self._change(each.change)) for each in found]

    def _is_hidden(self, collection: str) -> bool:
        return not self._settings().shows(collection)

    def _change(self, change: Change) -> Change:
        if not privacy.is_about_a_person(change.collection):
            return change
        roles = self._roles({change.sourced_id}) if change.collection == "users" else {}
        name, without = roles.get(change.sourced_id), privacy.without_names
        title = self._privacy.name(change.sourced_id, name) if roles else self._privacy.code(change.sourced_id)
        different = {
            member: (without(before, member), without(after, member))
            for member, (before, after) in change.fields.items()
        }
        return msgspec.structs.replace(change, title=title, fields=different)

    def _value(self, base: str, name: str, value: Value, people: dict[str, Value], who: tuple[Value, ...]) -> Value:
        """A value of a row; of a person's row, `who` is their id and role."""
        match value:
            case None | "" | ():
                return value
            case Link(collection="users"):
                return self._link(value, people)
            case tuple():
                return tuple(self._link(link, people) if link.collection == "users" else link for link in value)
        if privacy.is_hidden(base, name):
            return HIDDEN
        return self._of_person(name, value, as_text(who[0]), who[1]) if base == "users" else value

    def _of_person(self, name: str, value: Value, sourced_id: str, role: Value) -> Value:
        """A value of a person's own row: both halves of the mask where the halves of a name are asked for."""
        match name:
            case "name":
                return self._privacy.name(sourced_id, role)
            case "givenName":
                return privacy.kind_of_person(role)
            case "familyName":
                return self._privacy.code(sourced_id)
            case _:
                return value

    def _link(self, link: Link, roles: dict[str, Value]) -> Link:
        return msgspec.structs.replace(link, title=self._privacy.name(link.sourced_id, roles.get(link.sourced_id)))

    def _found(self, hit: Found) -> Found:
        if hit.collection not in _TOLD:
            return hit
        (values,) = super().rows(hit.collection, (self.key(hit.collection, hit.sourced_id),), _TOLD[hit.collection])
        first, second, *rest = (as_text(value) for value in values)
        title, parts = hit.title, [words.period(first), second]
        if hit.collection == "users":
            title = self._privacy.name(hit.sourced_id, first)
            parts = [words.grade(second) if second else "", *rest]
        return msgspec.structs.replace(hit, title=title, subtitle=" · ".join(part for part in parts if part))

    def _roles(self, people: set[str]) -> dict[str, Value]:
        """The roles of these people; of one that was never received, nothing."""
        found: dict[str, Value] = dict.fromkeys(people)
        keys = {}
        for sourced_id in people:
            with contextlib.suppress(NothingStoredError):
                keys[sourced_id] = self.key("users", sourced_id)
        roles = super().rows("users", tuple(keys.values()), ("role",))
        return found | {sourced_id: role for sourced_id, (role,) in zip(keys, roles, strict=True)}


_TOLD = {"users": ("role", "grades", "schools"), "classes": ("periods", "school")}
"""By collection of what is found: what is told of it while masked."""


def _people(value: Any) -> tuple[Link, ...]:
    """The people that a value refers to."""
    links = value if isinstance(value, tuple) else (value,)
    return tuple(link for link in links if isinstance(link, Link) and link.collection == "users")


def _has_ids_of_people(base: str) -> bool:
    return base in {"users", "demographics"}
