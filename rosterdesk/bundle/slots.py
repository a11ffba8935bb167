"""What the columns of a file's header are."""

import msgspec

from rosterdesk.bundle.columns import Column, File, Version
from rosterdesk.bundle.problems import CutShortError, Flaw
from rosterdesk.bundle.rows import Note, Row

MOST_COLUMNS = 1000
_METADATA = "metadata."

NO_HEADER = Flaw("PKG-05", "error", "The first row has no column sourcedId, so it is no header. The file was not read.")
TOO_WIDE = Flaw("PKG-05", "error", f"The header has more than {MOST_COLUMNS:,} columns. The file was not read.")
NO_REQUIRED_COLUMN = Flaw("PKG-05", "error", "This column must be there, and is not.")
NO_COLUMN = Flaw("PKG-05", "warning", "This column is not there; the standard has it even where it stays blank.")
TWICE = Flaw("PKG-05", "error", "This column is there twice. The first one was read.")
OTHER_CASE = Flaw("PKG-05", "error", "The column's name is written with other capitals or blanks than the standard's.")
OTHER_VERSION = Flaw(
    "PKG-05", "warning", "This column is of another version of the standard. It was read all the same."
)
UNKNOWN = Flaw("PKG-05", "warning", "The standard has no such column. It was kept as metadata.")
UNNAMED = Flaw("PKG-05", "warning", "A column has no name. It was not read.")
OTHER_ORDER = Flaw("PKG-05", "warning", "The columns are in another order than the standard's.")


class Slot(msgspec.Struct, frozen=True):
    """A column of the file: one of the standard's, or an extension by name; neither where it is passed over."""

    column: Column | None = None
    extension: str = ""


def slots(header: Row, file: File, version: Version, note: Note) -> list[Slot]:
    """What each column is; raises `CutShortError` where this is no header.

    No name is repeated in a message before it is clear that these are names, and no people.
    """
    if "sourcedid" not in (name.strip().lower() for name in header):
        raise CutShortError(NO_HEADER, 1)
    if len(header) > MOST_COLUMNS:
        raise CutShortError(TOO_WIDE, 1)
    found: list[Slot] = []
    for name in header:
        slot = _slot(name, file, version, note)
        if slot in found and slot != Slot():
            note(TWICE, field=_shown(name), rows=[1])
            slot = Slot()
        found.append(slot)
    _compare([slot.column for slot in found if slot.column], file, version, note)
    return found


def secretive(found: list[Slot]) -> bool:
    """Whether there may be passwords among the extensions, which the record must not keep."""
    return any("password" in slot.extension.casefold() for slot in found)


def needed(found: list[Slot], version: Version) -> int:
    """So many cells a row must have for all that is required to be among them."""
    return 1 + max(
        (place for place, slot in enumerate(found) if slot.column and version in slot.column.required), default=0
    )


def _slot(name: str, file: File, version: Version, note: Note) -> Slot:
    plain = name.strip()
    for column in file.columns:
        if column.name.lower() == plain.lower():
            if column.name != name:
                note(OTHER_CASE, field=column.name, rows=[1])
            if version not in column.versions:
                note(OTHER_VERSION, field=column.name, rows=[1])
            return Slot(column)
    if plain.startswith(_METADATA):
        return Slot(extension=plain.removeprefix(_METADATA))
    note(UNKNOWN if plain else UNNAMED, field=_shown(plain), rows=[1])
    return Slot(extension=plain)


def _compare(there: list[Column], file: File, version: Version, note: Note) -> None:
    for column in file.of(version):
        if column not in there:
            note(NO_REQUIRED_COLUMN if version in column.required else NO_COLUMN, field=column.name, rows=[1])
    if there != sorted(there, key=file.columns.index):
        note(OTHER_ORDER, rows=[1])


def _shown(name: str) -> str:
    return "".join(character for character in name[:60] if character.isprintable())
