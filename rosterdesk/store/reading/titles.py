"""What a record is called in the journal, also one that is gone: an enrollment by its person and its class."""

from typing import Any, Final

import apsw

from rosterdesk.model.entities import Entity, Org, Ref, User
from rosterdesk.store.reading.links import title
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import stored
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.changes import OUTSIDE

_NAMED_BY: Final = {
    "enrollments": (("user", "user", "users"), ("class", "class_", "classes")),
    "demographics": (("user", "sourced_id", "users"),),
    "results": (("student", "student", "users"), ("line_item", "line_item", "lineItems")),
    "assessmentResults": (
        ("student", "student", "users"),
        ("assessment_line_item", "assessment_line_item", "assessmentLineItems"),
    ),
}
"""What has no title of its own: by which column, and attribute of the entity, it refers to what has one."""


class Titles:
    """Titles by SQL, for one connection: that of a record that is gone is of the last one that the journal has."""

    def __init__(self, connection: apsw.Connection, codecs: Codecs) -> None:
        self._connection = connection
        self._codecs = codecs
        connection.create_scalar_function("sent_title", self._sent_title, 3)

    def sql(self, collection: str, table: str = "t") -> str:
        """The title of a record of a base collection in its table, called so; nothing where it has none."""
        last = (
            f"(SELECT l.before FROM change l WHERE l.collection = '{collection}' AND l.id = {table}.id"
            f" AND l.before IS NOT NULL ORDER BY l.run = {OUTSIDE} DESC, l.run DESC LIMIT 1)"
        )
        parts = (
            f"(SELECT nullif({self.sql(base, column)}, '') FROM {TABLES[base].name} {column} WHERE"
            f" {column}.id = {table}.{column})"
            for column, _, base in _NAMED_BY.get(collection, ())
        )
        here = f"concat_ws(', ', {', '.join(parts)})" if collection in _NAMED_BY else title(collection, table)
        return f"iif({table}.record IS NULL, sent_title('{collection}', {table}.sourced_id, {last}), {here})"

    def _sent_title(self, *arguments: Any) -> str | None:
        """(base collection, sourcedId, record): what a record is called that is in its table no more."""
        collection, kept, record = arguments
        if record is None:
            return None
        entity = self._codecs.item(collection, record, kept).entity
        named = ((base, getattr(entity, attribute)) for _, attribute, base in _NAMED_BY.get(collection, ()))
        return ", ".join(filter(None, (self._of(base, referred) for base, referred in named))) or self._own(entity)

    def _of(self, collection: str, referred: Ref | str | None) -> str:
        """The title of a record that another one refers to."""
        sourced_id = referred.sourced_id if isinstance(referred, Ref) else referred
        if not sourced_id:
            return ""
        statement = f"SELECT {self.sql(collection)} FROM {TABLES[collection].name} t WHERE t.sourced_id = ?"
        return str(self._connection.execute(statement, (stored(sourced_id),)).get or "")

    def _own(self, entity: Entity) -> str:
        match entity:
            case Org(name=name):
                return name
            case User(given_name=given, family_name=family):
                return str(self._connection.execute("SELECT called(?, ?)", (given, family)).get)
            case _:
                return str(getattr(entity, "title", ""))
