"""Writing a OneRoster CSV bundle: a zip of bulk files, from records as they were sent."""

import contextlib
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeAlias

from rosterdesk.bundle import joins, manifest
from rosterdesk.bundle.columns import File, Version
from rosterdesk.bundle.headers import FILES, parts
from rosterdesk.bundle.joins import Record
from rosterdesk.bundle.problems import Flaw, Remark, Remarks
from rosterdesk.bundle.sheet import Sheet, extensions, rows_of
from rosterdesk.bundle.straight import is_active, straight
from rosterdesk.bundle.surroundings import Surroundings, surroundings
from rosterdesk.bundle.table import STRETCH
from rosterdesk.bundle.versions import adapted
from rosterdesk.model.fields import BASES

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same for all files at all times, so that the same records make the same bytes."""
_UNIX = 3
_READABLE = 0o644 << 16

Survey: TypeAlias = dict[str, dict[str, None]]
"""By file that will have rows, the names of its extension columns, in the order in which they first came."""

_UNDERSTOOD = {"status", "dateLastModified", "metadata", "password", "children"}
"""Members that need no column: what a bulk file leaves out, what has columns of its own, what follows from parents."""

NO_FILE = Flaw("PKG-03", "warning", "CSV of this version has no file for these records, so they were left out.")
NO_PLACE = Flaw("PKG-05", "warning", "CSV of this version has no column for this, so it was left out.")
DELETED = Flaw("PKG-09", "info", "Records that are to be deleted were left out, as a bulk bundle says what there is.")
OF_THE_DELETED = Flaw("PKG-09", "info", "What is known of people who are to be deleted was left out with them.")
SPLIT = Flaw(
    "PKG-05",
    "info",
    "CSV has one credential in a profile, one objective in a set: of several each became one of its own.",
)


def write(target: Path, version: Version, records: Mapping[str, Iterable[bytes]], *, system: str = "") -> list[Remark]:
    """Write the records, JSON by base collection, to the file; return what could not be said as it was sent.

    Records may be of either version. Each iterable is gone through several times, so that nothing needs to be held;
    it must bring the same each time. The same records make the same bytes. `OSError` is left to the caller, who sees to
    it that no half of a file stays.
    """
    assert not any(isinstance(sent, Iterator) for sent in records.values()), "an iterator comes but once"
    remarks = Remarks()
    around = surroundings(records)
    surveys = {name: _survey(name, version, records[name], around, remarks) for name in BASES if name in records}
    modes: dict[str, manifest.Mode] = {file: "bulk" for survey in surveys.values() for file in survey}
    with zipfile.ZipFile(target, "w") as archive:
        with _member(archive, manifest.NAME) as stream:
            csv.writer(stream).writerows(manifest.rows(version, system, modes))
        for file in (FILES[name] for name in FILES if name in modes):
            sheet = Sheet(file, version, surveys[file.collection][file.name], around.gone, remarks)
            active = _active(file.collection, version, records[file.collection], around, Remarks())
            with _member(archive, f"{file.name}.csv") as stream:
                _fill(stream, sheet, (row for record in active for row in rows_of(file, record)))
    return remarks.listed()


def _survey(collection: str, version: Version, sent: Iterable[bytes], around: Surroundings, remarks: Remarks) -> Survey:
    """What the files of the collection will hold; says what they have no place for."""
    files = _files(collection, version)
    members = {file.name: {column.member for column in file.of(version)} | _UNDERSTOOD for file in files}
    if files:
        members[collection] |= {joins.PARTS[file.name].member for file in files if file.owner}
    found: Survey = {}
    for record in _active(collection, version, sent, around, remarks):
        if not files:
            remarks.note(NO_FILE, f"{collection}.csv")
        for file in files:
            if file.owner and any(len(rows) > 1 for rows in joins.rows_by_part(record, joins.PARTS[file.name])):
                remarks.note(SPLIT, f"{file.name}.csv")
            for row in rows_of(file, record):
                for member in sorted(row.keys() - members[file.name]):
                    remarks.note(NO_PLACE, f"{file.name}.csv", member)
                if not isinstance(row.get("metadata"), dict | None):
                    remarks.note(NO_PLACE, f"{file.name}.csv", "metadata")
                found.setdefault(file.name, {}).update(dict.fromkeys(extensions(row)))
    return found


def _files(collection: str, version: Version) -> list[File]:
    """The collection's own file, where this version has one, and those with parts of its records."""
    if collection not in FILES or version not in FILES[collection].versions:
        return []
    return [FILES[collection], *(file for file in parts(collection) if version in file.versions)]


def _active(
    collection: str, version: Version, sent: Iterable[bytes], around: Surroundings, remarks: Remarks
) -> Iterator[Record]:
    """The records that are not to be deleted, as this version says them."""
    tell = partial(remarks.note, file=f"{collection}.csv")
    parents = around.parents.get(collection, {})
    people = around.gone.get("user", set())
    for record in straight(sent, collection):
        sourced_id = str(record.get("sourcedId"))
        if not is_active(record):
            tell(DELETED)
        elif collection == "demographics" and sourced_id in people:
            tell(OF_THE_DELETED)
        else:
            if sourced_id in parents and not record.get("parent"):
                record["parent"] = {"sourcedId": parents[sourced_id]}
            yield adapted(record, collection, version, around, tell)


def _fill(stream: TextIO, sheet: Sheet, rows: Iterator[Record]) -> None:
    writer = csv.writer(stream)
    writer.writerow(sheet.header)
    while stretch := list(islice(rows, STRETCH)):
        writer.writerows(sheet.lines(stretch))


@contextlib.contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[TextIO]:
    """A new file in the zip, to be written as text."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _READABLE
    # Its size is not known before it is written, and it may be large.
    with (
        archive.open(member, "w", force_zip64=True) as stream,
        io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="") as text,
    ):
        yield text
