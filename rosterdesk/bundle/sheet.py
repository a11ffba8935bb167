"""One file of a bundle as it is written: records to rows, every cell by its column's kind, all flaws told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain
from typing import TypeAlias

from rosterdesk.bundle import cells, joins
from rosterdesk.bundle.columns import Column, File, Version
from rosterdesk.bundle.joins import Record
from rosterdesk.bundle.problems import Flaw, Remarks
from rosterdesk.bundle.table import REQUIRED

Cells: TypeAlias = Sequence[str]

SAME_NAME = Flaw(
    "PKG-05", "warning", "A member of the metadata has no name, or that of another one in CSV: it was left out."
)
GONE = Flaw("PKG-09", "warning", "This refers to a record that is to be deleted, and so is not in the bundle.")

_BLANK = ("status", "dateLastModified")
"""Columns that a bulk file leaves blank."""


def rows_of(file: File, record: Record) -> list[Record]:
    """The rows that the record has in the file: itself, or its parts."""
    if not file.owner:
        return [record]
    part = joins.PARTS[file.name]
    owner = record.get("sourcedId")
    member = next(column.member for column in file.columns if column.name == file.owner)
    return [
        row | {member: owner, "sourcedId": row.get("sourcedId") or joins.own_id(file.name, str(owner), place)}
        for place, row in enumerate(chain.from_iterable(joins.rows_by_part(record, part)))
    ]


def extensions(row: Record) -> Iterable[str]:
    """The names of the row's extension columns."""
    metadata = row.get("metadata")
    return metadata.keys() if isinstance(metadata, dict) else ()


class Sheet:
    """The rows of one file, stretch by stretch. `extensions` are the members of metadata that it has, `gone` the
    sourcedIds that nothing should refer to, by the kind of references to them.
    """

    def __init__(
        self,
        file: File,
        version: Version,
        extensions: Iterable[str],
        gone: Mapping[str, AbstractSet[str]],
        remarks: Remarks,
    ) -> None:
        self._columns = file.of(version)
        self._version = version
        self._gone = gone
        self._note = partial(remarks.note, file=f"{file.name}.csv")
        self._row = 1  # the header
        self._writers = [(column.member, column.kind.write, self._teller(column.name)) for column in self._columns]
        self._tell_extension = self._teller("metadata")
        self._extensions: dict[str, str] = {}
        for name in extensions:
            title = cells.one_line(name).strip()
            if not title or title in self._extensions:
                self._note(SAME_NAME, field="metadata")
            else:
                self._extensions[title] = name

    @property
    def header(self) -> list[str]:
        """The first row."""
        return [column.name for column in self._columns] + [f"metadata.{title}" for title in self._extensions]

    def lines(self, rows: Iterable[Record]) -> Iterator[Cells]:
        """These rows as they are written, after those that came before."""
        first = self._row + 1
        columns: list[Column | None] = [*self._columns, *(None for _ in self._extensions)]
        written = zip(*(self._cells(row) for row in rows), strict=True)
        checked = (
            self._checked(column, name, sent, first)
            for column, name, sent in zip(columns, self.header, written, strict=True)
        )
        return zip(*checked, strict=True)

    def _cells(self, row: Record) -> list[str]:
        self._row += 1
        found = [
            write(value, tell) if (value := row.get(member)) is not None else ""
            for member, write, tell in self._writers
        ]
        if self._extensions:
            metadata = row.get("metadata")
            sent = metadata if isinstance(metadata, dict) else {}
            for name in self._extensions.values():
                value = sent.get(name)
                found.append("" if value is None else cells.EXTENSION.write(value, self._tell_extension))
        return found

    def _checked(self, column: Column | None, name: str, sent: Cells, first: int) -> Cells:
        """The cells of a column, each in one line; tells what the standard has against them. What is the same in many
        rows is judged once.
        """
        different = set(sent)
        if any("\n" in cell or "\r" in cell for cell in different):
            self._note_cells(
                {cell: cells.BREAK_IN_CELL for cell in different if cells.one_line(cell) != cell}, name, sent, first
            )
            sent = list(map(cells.one_line, sent))
            different = set(sent)
        if column and name not in _BLANK:
            judge = column.kind.judge
            flaws = {cell: flaw for cell in different if cell and judge and (flaw := judge(cell, self._version))}
            if "" in different and self._version in column.required:
                flaws[""] = REQUIRED
            self._note_cells(flaws, name, sent, first)
            if gone := self._gone.get(column.kind.to):
                dangling = {cell: GONE for cell in different if not gone.isdisjoint(cell.split(","))}
                self._note_cells(dangling, name, sent, first)
        return sent

    def _note_cells(self, flaws: dict[str, Flaw], field: str, sent: Cells, first: int) -> None:
        if flaws:
            for row, cell in enumerate(sent, first):
                if cell in flaws:
                    self._note(flaws[cell], field=field, row=row)

    def _teller(self, field: str) -> cells.Tell:
        return lambda flaw: self._note(flaw, field=field, row=self._row)
