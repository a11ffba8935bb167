"""What the window shows of a store, and how the user moves through it. Knows no widget.

Data goes down as values (`rows_changed`, `record_changed`), wishes come up as calls (`visit`, `refine`, `choose`).
"""

import asyncio
from array import array
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from rosterdesk.errors import NothingStoredError, RosterDeskError, StoreBusyError
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Found, Link, Record, Value
from rosterdesk.store.reader import Reader
from rosterdesk.ui import places
from rosterdesk.ui.history import History, Place
from rosterdesk.ui.models.roster_table import WINDOW
from rosterdesk.ui.questions import Questions
from rosterdesk.ui.store_file import StoreFile
from rosterdesk.ui.tasks import Tasks


class _About(IntEnum):
    """What is asked: questions about one thing overtake each other, and nothing else."""

    ROWS = 0
    SEARCH = 1
    COUNTS = 2
    VALUES = 3
    IDS = 4


class Rows(NamedTuple):
    """The answer to a place's query: all keys, how many there would be without filters, and the rows to show first.

    `first` are the values of the window of rows that begins at `start`, read where it does not stop the window.
    """

    query: Query
    columns: tuple[str, ...]
    keys: "array[int]"
    whole: int
    start: int
    first: list[tuple[Value, ...]]


Answer = TypeVar("Answer")

_LOOK_EVERY = 400  # milliseconds between looks at whether the store was written


class Browser(QObject):
    """The store that is open, the place that is shown, and the places before it."""

    opened = Signal()  # a store was opened, or is about to be closed: everything is to be shown afresh
    data_changed = Signal()  # the store was written
    file_replaced = Signal()  # another file is in its place, or none
    counts_changed = Signal(object)  # dict[(collection, school), count]
    place_changed = Signal(object)  # Place: the user went somewhere
    rows_changed = Signal(object, object)  # Place, Rows
    record_changed = Signal(object)  # Record or None

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.reader: Reader | None = None
        self.history = History()
        self.counts: dict[tuple[str, str], int] = {}
        self._questions: list[Questions] = []
        self._version = -1
        self.opening = False
        self._openings = 0  # counts each opening and closing
        self._file: StoreFile | None = None
        self._record: Record | None = None  # as it was said last
        self._columns: dict[str, tuple[str, ...]] = {}
        self._clock = QTimer(self, interval=_LOOK_EVERY)
        self._clock.timeout.connect(self._look)

    async def open(self, path: Path, key: bytes) -> None:
        """Show this store, where anything was synced into it; raises `StoreError`.

        It is opened in a thread: one of an earlier version is brought up to date first. What is opened or closed
        meanwhile counts.
        """
        self.close()
        number, file = self._openings, StoreFile(path)
        self.opening = True
        try:
            found = await asyncio.to_thread(file.opened, key)
        finally:
            if number == self._openings:
                self.opening = False
        if number != self._openings:
            if found is not None:
                found[0].close()
            return
        self._file = file
        if found is not None:
            self.reader, self._version = found
            self._questions = [Questions(path, key) for _ in range(len(_About))]
        self.opened.emit()
        if found is not None:
            self._clock.start()
            self._tasks.start(self._count())

    def close(self) -> None:
        """Let go of the store."""
        self._openings += 1
        self.opening = False
        self._clock.stop()
        for questions in self._questions:
            questions.close()
        self._questions = []
        self.counts = {}
        self.history = History()
        reader, self.reader = self.reader, None
        if reader is not None:
            self.opened.emit()  # nobody reads any more: now it can be closed
            reader.close()

    @property
    def place(self) -> Place | None:
        """Where the user is."""
        return self.history.current

    @property
    def holds_rows(self) -> bool:
        """Whether a sync has ever brought something into the store that is open."""
        return self.reader is not None and any(
            state.rows for run in self.reader.runs() for state in run.collections.values()
        )

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns to show of a collection: what the user chose, else the usual ones."""
        return self._columns.get(name) or collection(name).usual_columns

    def choose_columns(self, name: str, columns: tuple[str, ...]) -> None:
        """Show these columns of the collection from now on."""
        self._columns[name] = columns
        self._show_rows()

    def path(self, district: str) -> list[tuple[str, Place]]:
        """The way to where the user is, with its titles: the district, the school, then what is shown."""
        if self.place is None:
            return []
        path = [(district, Place(places.group("students")))]
        scoped = places.scope_record(self.place.query)
        record = self.record(*scoped) if scoped else None
        if record is not None:
            school = record.values.get("school")
            if isinstance(school, Link):
                path.append((school.title, Place(places.group("students", school.sourced_id), school)))
            path.append((record.title, places.home(record)))
        return [*path, (places.title(self.place.query), self.place)]

    def visit(self, place: Place) -> None:
        """Go somewhere new."""
        self.history.visit(place)
        self._arrive(place)

    def back(self) -> None:
        """Go back, where there is somewhere."""
        if self.history.can_go_back:
            self._arrive(self.history.back())

    def forward(self) -> None:
        """Go forward, where there is somewhere."""
        if self.history.can_go_forward:
            self._arrive(self.history.forward())

    def refine(self, query: Query) -> None:
        """The same place with another filter, text or order."""
        if self.place is None or query == self.place.query:
            return
        place = msgspec.structs.replace(self.place, query=query, top=0)
        self.history.amend(place)
        self._show_rows()

    def choose(self, query: Query, key: int) -> None:
        """The user chose a row of this query's: show its record beside the same rows."""
        if self.reader is None or self.place is None or self.place.query != query:
            return  # the rows of an earlier place are still on the screen
        name = collection(self.place.query.collection).base
        try:
            record = self.reader.record(name, key)
        except NothingStoredError:
            return
        self.history.amend(msgspec.structs.replace(self.place, record=Link(name, record.sourced_id, record.title)))
        self._record = record
        self.record_changed.emit(record)

    def scrolled(self, top: int) -> None:
        """The first row on the screen is this one now."""
        if self.place is not None and self.place.top != top:
            self.history.amend(msgspec.structs.replace(self.place, top=top))

    def follow(self, link: Link | Found) -> None:
        """Go to the record that is referred to."""
        record = self.record(link.collection, link.sourced_id)
        if record is not None:
            self.visit(places.home(record))

    def record(self, name: str, sourced_id: str) -> Record | None:
        """The record in full, or `None` where it is not in the store."""
        if self.reader is None:
            return None
        base = collection(name).base
        try:
            return self.reader.record(base, self.reader.key(base, sourced_id))
        except NothingStoredError:
            return None

    async def find(self, text: str, school: str = "") -> list[Found] | None:
        """What a search finds, best first; `None` when something else was asked meanwhile."""
        return await self._ask(_About.SEARCH, lambda reader: reader.find(text, 50, school))

    async def facets(self, query: Query, field: str) -> list[tuple[str, int]] | None:
        """The values of a field among the rows in the query's scope, with their counts, most frequent first."""
        whole = msgspec.structs.replace(query, where=(), text="")
        return await self._ask(_About.VALUES, lambda reader: reader.facets(whole, field))

    async def ids(self, name: str, keys: "array[int]") -> tuple[str, ...] | None:
        """The sourcedIds of these records of a collection; `None` when the store was closed meanwhile."""
        rows = await self._ask(_About.IDS, lambda reader: reader.rows(name, keys, ("sourcedId",)))
        return None if rows is None else tuple(str(row[0]) for row in rows)

    def _arrive(self, place: Place) -> None:
        self.place_changed.emit(place)
        self.show_record()
        self._show_rows()

    def show_record(self) -> None:
        """Say again which record the place is about, with what the store has of it now."""
        self._record = self._record_here()
        self.record_changed.emit(self._record)

    def _record_here(self) -> Record | None:
        link = self.place.record if self.place else None
        return self.record(link.collection, link.sourced_id) if link else None

    def _show_rows(self) -> None:
        if self.place is not None and self._questions:
            self._tasks.start(self._answer(self.place))

    async def _answer(self, place: Place) -> None:
        query = place.query
        whole = msgspec.structs.replace(query, where=(), text="")
        columns = self.columns(query.collection)

        def ask(reader: Reader) -> Rows:
            keys = reader.keys(query)
            start = min(place.top, max(len(keys) - 1, 0)) // WINDOW * WINDOW
            first = reader.rows(query.collection, keys[start : start + WINDOW], columns)
            return Rows(query, columns, keys, len(keys) if query == whole else reader.count(whole), start, first)

        rows = await self._ask(_About.ROWS, ask)
        if rows is None or self.place is None or self.place.query != query:
            return  # the user is elsewhere by now
        if columns == self.columns(query.collection):
            self.rows_changed.emit(self.place, rows)

    async def _count(self) -> None:
        counts = await self._ask(_About.COUNTS, lambda reader: reader.tally())
        if counts is not None:
            self.counts = counts
            self.counts_changed.emit(counts)

    async def _ask(self, about: _About, question: Callable[[Reader], Answer]) -> Answer | None:
        """The answer, or `None` where another question overtook this one or the store was closed meanwhile."""
        questions = self._questions
        if not questions:
            return None
        answer = await questions[about].ask(question)
        return answer if questions is self._questions else None

    def _look(self) -> None:
        if self.reader is None or self._file is None:
            return
        if self._file.replaced:
            self._clock.stop()
            self.file_replaced.emit()
            return
        try:
            version = self.reader.data_version(patiently=False)
        except StoreBusyError:
            return  # in the midst of a commit; the next look sees what it brought
        except RosterDeskError as error:
            self._clock.stop()
            self._tasks.failed(error)
            return
        if version != self._version:
            self._version = version
            self.data_changed.emit()
            self._tasks.start(self._count())
            self._show_rows()
            if self._record_here() != self._record:
                self.show_record()
