"""What a file of a bundle is made of: columns, and the versions of the standard that have them."""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.bundle import cells
from rosterdesk.bundle.cells import Kind, word
from rosterdesk.model import entities
from rosterdesk.wire.words import WORDS

Version: TypeAlias = Literal["1.1", "1.2"]
Versions: TypeAlias = tuple[Version, ...]

NEVER: Versions = ()
FIRST: Versions = ("1.1",)
SECOND: Versions = ("1.2",)
BOTH: Versions = ("1.1", "1.2")


class Column(msgspec.Struct, frozen=True):
    """A column: its name in the header, the member of the record that it holds, where it must be filled, and the
    versions that have it."""

    name: str
    member: str
    kind: Kind
    required: Versions = NEVER
    versions: Versions = BOTH


class File(msgspec.Struct, frozen=True):
    """A file: its name without `.csv`, the collection that its rows are or belong to, its columns of all versions.

    `owner` is the column with the sourcedId of the record that a row belongs to.
    """

    name: str
    collection: str
    columns: tuple[Column, ...]
    owner: str = ""
    versions: Versions = BOTH

    def of(self, version: Version) -> tuple[Column, ...]:
        """The columns that this version has, in its order."""
        return tuple(column for column in self.columns if version in column.versions)


def column(
    name: str,
    kind: Kind = cells.TEXT,
    member: str = "",
    *,
    required: Versions = NEVER,
    versions: Versions = BOTH,
) -> Column:
    """A column that may be empty, unless it is `required`; its member is called as it is."""
    return Column(name, member or name.replace("SourcedId", ""), kind, required, versions)


def must(name: str, kind: Kind = cells.TEXT, member: str = "", *, versions: Versions = BOTH) -> Column:
    """A column that must be filled in the versions that have it."""
    return column(name, kind, member, required=versions, versions=versions)


def words(kind: type[entities.Entity], field: str) -> Kind:
    """The words that a field of the entity may hold."""
    return word(dict.fromkeys(BOTH, WORDS[kind][field]))


def file(
    name: str, *columns: Column, collection: str = "", owner: Column | None = None, versions: Versions = BOTH
) -> File:
    """A file with these columns after the three that every file begins with."""
    first = (
        Column("sourcedId", "sourcedId", cells.SOURCED, required=BOTH),
        Column("status", "status", cells.STATUS),
        Column("dateLastModified", "dateLastModified", cells.MODIFIED),
    )
    return File(name, collection or name, first + columns, owner.name if owner else "", versions)
