"""One file of a bundle as records: rows in stretches, each cell by its column's kind, every flaw told."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

import msgspec

from rosterdesk.bundle import rows
from rosterdesk.bundle.cells import SECRET, is_blank
from rosterdesk.bundle.columns import Column, File, Version
from rosterdesk.bundle.lines import Lines
from rosterdesk.bundle.manifest import Mode
from rosterdesk.bundle.problems import CutShortError, Flaw, Problems
from rosterdesk.bundle.rows import Row
from rosterdesk.bundle.slots import Slot, needed, secretive, slots

Rows: TypeAlias = Sequence[int]

STRETCH = 5000
"""Rows that become records at once. A column's few different values are then read once, not once a row."""
LARGEST_STRETCH = 16 << 20
"""Characters that end a stretch before that: no rows are so long, unless they were made to be."""

_encode = msgspec.json.Encoder().encode
_NEEDED_BY_ALL = ("orgs", "users", "classes", "enrollments", "academicSessions")

STATUS_IN_BULK = Flaw("PKG-09", "error", "In a bulk file status and dateLastModified must be blank.")
NO_STATUS_IN_DELTA = Flaw("PKG-10", "error", "In a delta file every row must have status and dateLastModified.")
EMPTY = Flaw("PKG-12", "warning", "The file has a header, but no rows.")
REQUIRED = Flaw("VAL-01", "error", "A value must be here, and is not.")
DUPLICATE = Flaw("VAL-03", "error", "This sourcedId was in an earlier row of the file already. The later row counts.")
UNEQUAL = Flaw("VAL-12", "warning", "There are not as many subjectCodes as subjects.")


class Stretch(msgspec.Struct):
    """Some rows as records: JSON objects with the members of the columns, a blank cell having none. `numbers` are
    their rows, `ids` their sourcedIds as they stand in the file; `replaced` counts characters that no text may have."""

    numbers: Rows
    ids: Sequence[str]
    records: list[bytes]
    replaced: int


class Table:
    """The records of a file, a stretch at a time; gone through once.

    `ids` are the hashes of the sourcedIds so far; `secretive` tells that a record may have a password. At the end `why`
    says what could not be read, and is empty where all was; `torn` tells that the file itself was not read to its end.
    """

    def __init__(self, file: File, version: Version, mode: Mode, problems: Problems) -> None:
        self.ids: set[int] = set()
        self.why = "It was not read to its end."
        self.torn = True
        self._file = file
        self._version = version
        self._mode = mode
        self._note: rows.Note = partial(problems.note, file=f"{file.name}.csv")
        self.secretive = False
        self._slots: list[Slot] = []
        self._left_out = 0

    def stretches(self, chunks: Iterable[bytes]) -> Iterator[Stretch]:
        """The records of the bytes; what can be read comes, whatever stands after it."""
        lines = Lines(chunks, lambda flaw, row: self._note(flaw, rows=[row]))
        numbers: list[int] = []
        stretch: list[Row] = []
        some = False
        size = 0
        why = ""
        try:
            for number, row in self._rows(lines):
                numbers.append(number)
                stretch.append(row)
                if len(stretch) == STRETCH or lines.size > size + LARGEST_STRETCH:
                    some, size = True, lines.size
                    yield self._stretch(numbers, stretch, lines)
                    numbers, stretch = [], []
        except CutShortError as error:
            self._note(error.flaw, rows=[error.row])
            why = error.flaw.message
        if stretch:
            yield self._stretch(numbers, stretch, lines)
        elif not some and not why and not self._left_out and self._file.name in _NEEDED_BY_ALL:
            self._note(EMPTY)
        self.torn = bool(why)
        if self._left_out and not why:
            why = f"Rows that were not read, since they have not as many cells as the header: {self._left_out:,}."
        self.why = why

    def _rows(self, lines: Lines) -> Iterator[rows.Numbered]:
        numbered = rows.rows(lines, self._note)
        header = next(numbered, (1, []))[1]
        self._slots = slots(header, self._file, self._version, self._note)
        self.secretive = secretive(self._slots)
        width = len(header)
        return rows.aligned(numbered, lines, width, needed(self._slots, self._version), self._note, self._leave_out)

    def _leave_out(self) -> None:
        self._left_out += 1

    def _stretch(self, numbers: Rows, rows_: list[Row], lines: Lines) -> Stretch:
        cells = list(zip(*rows_, strict=True))
        by_name: dict[str, Sequence[str]] = {}
        members: list[Iterable[bytes]] = []
        extensions: dict[str, Sequence[str]] = {}
        deleted = self._deleted(numbers, cells)
        for slot, column in zip(self._slots, cells, strict=True):
            if slot.column:
                by_name[slot.column.name] = column
                members.append(self._members(slot.column, numbers, column, deleted))
            elif slot.extension:
                extensions[slot.extension] = column
        if extensions:
            members.append(_extended(extensions))
        self._compare_subjects(numbers, by_name)
        records = [b"{%b}" % b"".join(row)[:-1] for row in zip(*members, strict=True)]
        replaced, lines.replaced = lines.replaced, 0
        return Stretch(numbers, by_name["sourcedId"], records, replaced)

    def _deleted(self, numbers: Rows, cells: list[tuple[str, ...]]) -> set[int]:
        """The rows that only say that their record is to be deleted."""
        for slot, column in zip(self._slots, cells, strict=True):
            if slot.column and slot.column.name == "status" and "tobedeleted" in column:
                return {number for number, cell in zip(numbers, column, strict=True) if cell == "tobedeleted"}
        return set()

    def _members(self, column: Column, numbers: Rows, cells: Sequence[str], deleted: set[int]) -> Iterable[bytes]:
        """Of each row the column's member of the record, as JSON with a comma after it. What is the same in many rows
        is judged and read once.
        """
        different = set(cells)
        blank = {cell for cell in different if not cell or cell.isspace()}
        different -= blank
        if column.name == "sourcedId":
            self._count(numbers, cells)
        if blank and self._version in column.required:
            self._note_cells(blank, REQUIRED, column, numbers, cells, deleted)
        if column.name in ("status", "dateLastModified"):
            if self._mode == "bulk":
                self._note_cells(different, STATUS_IN_BULK, column, numbers, cells)
            else:
                self._note_cells(blank, NO_STATUS_IN_DELTA, column, numbers, cells)
        self._judge(column, numbers, cells, different)
        read, start = column.kind.read, b'"%b":' % column.member.encode()
        if column.kind is SECRET:
            written = dict.fromkeys(different, b"")
        else:
            written = {cell: start + _encode(read(cell)) + b"," for cell in different}
        written |= dict.fromkeys(blank, b'"status":"active",' if column.name == "status" else b"")
        return map(written.__getitem__, cells)

    def _judge(self, column: Column, numbers: Rows, cells: Sequence[str], different: set[str]) -> None:
        judge = column.kind.judge
        if judge is None:
            return
        flaws = {cell: flaw for cell in different if (flaw := judge(cell, self._version))}
        if not flaws:
            return
        found: dict[Flaw, list[int]] = defaultdict(list)
        for number, cell in zip(numbers, cells, strict=True):
            if cell in flaws:
                found[flaws[cell]].append(number)
        for flaw, where in found.items():
            self._note(flaw, field=column.name, rows=where)

    def _note_cells(
        self,
        cells_: set[str],
        flaw: Flaw,
        column: Column,
        numbers: Rows,
        cells: Sequence[str],
        but: Collection[int] = (),
    ) -> None:
        """Note the flaw for every row with one of these cells, but for some rows."""
        if not cells_:
            return
        where = [number for number, cell in zip(numbers, cells, strict=True) if cell in cells_ and number not in but]
        if where:
            self._note(flaw, field=column.name, rows=where)

    def _count(self, numbers: Rows, cells: Sequence[str]) -> None:
        """Keep the ids, by their hashes, which take half the memory; tell which came before."""
        hashes = list(map(hash, cells))
        different = set(hashes)
        if len(different) == len(hashes) and self.ids.isdisjoint(different):
            self.ids |= different
            return
        again = []
        for number, cell, value in zip(numbers, cells, hashes, strict=True):
            if value in self.ids and not is_blank(cell):
                again.append(number)
            self.ids.add(value)
        if again:
            self._note(DUPLICATE, field="sourcedId", rows=again)

    def _compare_subjects(self, numbers: Rows, by_name: dict[str, Sequence[str]]) -> None:
        subjects, codes = by_name.get("subjects", ()), by_name.get("subjectCodes", ())
        where = [
            number
            for number, names, short in zip(numbers, subjects, codes, strict=False)
            if not is_blank(names) and not is_blank(short) and names.count(",") != short.count(",")
        ]
        if where:
            self._note(UNEQUAL, field="subjectCodes", rows=where)


def _extended(columns: dict[str, Sequence[str]]) -> Iterable[bytes]:
    """Of each row the metadata, from the columns of the extension by name; what several rows have is written once."""
    found = list(zip(*columns.values(), strict=True))
    written = {}
    for row in set(found):
        metadata = {name: cell for name, cell in zip(columns, row, strict=True) if not is_blank(cell)}
        written[row] = b'"metadata":%b,' % _encode(metadata) if metadata else b""
    return map(written.__getitem__, found)
