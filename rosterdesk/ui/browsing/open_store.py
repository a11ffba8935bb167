"""The store that is open in a window, and the questions to it, which are answered in threads."""

import asyncio
from array import array
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from rosterdesk.errors import NothingStoredError, RosterDeskError, StoreBusyError
from rosterdesk.model.changes import Change, ChangeQuery, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import Found, Record, Value
from rosterdesk.store.file.connection import PATIENCE
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.browsing.day import Day
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.questions import Questions
from rosterdesk.ui.browsing.report import Changes
from rosterdesk.ui.browsing.store_file import StoreFile, opened
from rosterdesk.ui.program.preferences import Remembered
from rosterdesk.ui.program.privacy import Privacy
from rosterdesk.ui.program.tasks import Tasks


class About(IntEnum):
    """What is asked: questions about one thing overtake each other, and nothing else."""

    ROWS = 0
    SEARCH = 1
    COUNTS = 2
    VALUES = 3
    IDS = 4
    COPY = 5
    SUMS = 6
    CHANGES = 7
    PANE = 8
    LISTS = 9
    PAPER = 10
    SCHOOLS = 11


FOUND = 50
"""Hits of a search at the most."""
_LOOK_EVERY = 400  # milliseconds between looks at whether the store was written
_ROWS_FIRST = 0.1  # seconds in which nothing is counted, so that the first rows come sooner
Answer = TypeVar("Answer")


class OpenStore(QObject):
    """One store at a time, or none. It is looked at again and again whether somebody wrote it."""

    opened = Signal()  # a store was opened, or is about to be closed: everything is to be shown afresh
    data_changed = Signal()  # the store was written, or answers otherwise from now on
    retold = Signal()  # the same values are told otherwise from now on: what was read before is not to be shown
    file_replaced = Signal()  # another file is in its place, or none
    counts_changed = Signal(object)  # dict[(collection, school), count]

    def __init__(self, tasks: Tasks, privacy: Privacy, remembered: Remembered, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._privacy = privacy
        self._remembered = remembered
        self.reader: MaskedReader | None = None
        self.day = Day(self)
        self.counts: dict[tuple[str, str], int] = {}
        self.opening = False
        self._questions: list[Questions] = []
        self._version = -1
        self._openings = 0  # counts each opening and closing
        self._file: StoreFile | None = None
        self._clock = QTimer(self, interval=_LOOK_EVERY)
        self._clock.timeout.connect(self._look)
        privacy.changed.connect(self._read_anew)
        remembered.reading_changed.connect(self._read_anew)

    async def open(self, path: Path, key: bytes) -> None:
        """Show this store, where anything was synced into it; raises `StoreError`.

        It is opened in a thread: one of an earlier version is brought up to date first. What is opened or closed
        meanwhile counts.
        """
        self.close()
        number, file = self._openings, StoreFile(path)
        self.opening = True

        unmasked = Privacy()

        def reading(patience: float = PATIENCE, privacy: Privacy = self._privacy) -> MaskedReader:
            today, settings = self.day.shown, lambda: self._remembered.settings
            return MaskedReader(path, key, privacy, today=today, patience=patience, settings=settings)

        try:
            found = await asyncio.to_thread(opened, reading)
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
            self._questions = [Questions(reading) for _ in About]
            self._questions[About.PAPER] = Questions(partial(reading, privacy=unmasked))  # what is printed has names
        self.opened.emit()
        if found is not None:
            self._clock.start()
            self._tasks.start(self._count(after=_ROWS_FIRST))

    def close(self) -> None:
        """Let go of the store."""
        self._openings += 1
        self.opening = False
        self._clock.stop()
        for questions in self._questions:
            questions.close()
        self._questions = []
        self.counts = {}
        reader, self.reader = self.reader, None
        if reader is not None:
            self.opened.emit()  # nobody reads any more: now it can be closed
            reader.close()

    @property
    def holds_rows(self) -> bool:
        """Whether a sync has ever brought something into the store that is open."""
        return self.reader is not None and any(
            state.rows for run in self.reader.runs() for state in run.collections.values()
        )

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
        return await self.ask(About.SEARCH, lambda reader: reader.find(text, FOUND, school))

    async def found(self, named: Sequence[tuple[str, str]]) -> list[Found] | None:
        """These records, by collection and sourcedId, as a search finds them: without those that are gone."""

        def find(reader: MaskedReader) -> list[Found]:
            hits = ((each, hit) for each in named for hit in reader.find(each[1], FOUND))
            return [hit for each, hit in hits if (hit.collection, hit.sourced_id) == each]

        return await self.ask(About.SEARCH, find)

    async def facets(self, query: Query, field: str) -> list[tuple[str, int]] | None:
        """The values of a field among the rows of the query, whatever it filters by that field, with their counts, most
        frequent first; last, under the empty text, those that say nothing.
        """
        asked = self.day.dated(filters.filtered(query, Where(field)))

        def narrowed(value: str) -> Query:
            return filters.filtered(asked, Where(field, (value,)))

        def count(reader: MaskedReader) -> list[tuple[str, int]]:
            if field == filters.PHASE.name and filters.has_phases(query):
                return [(phase, reader.count(narrowed(phase))) for phase in PHASES]
            return [*reader.facets(asked, field), ("", reader.count(narrowed("")))]

        return await self.ask(About.VALUES, count)

    async def read(
        self,
        about: Literal["copy", "sums"],
        name: str,
        keys: "array[int]",
        columns: tuple[str, ...],
        made: Callable[[list[tuple[Value, ...]]], Answer],
    ) -> Answer | None:
        """What a thread `made` of the values of these records; `None` when it was asked for others meanwhile."""
        return await self.ask(About[about.upper()], lambda reader: made(reader.listed(name, keys, columns)))

    async def ids(self, name: str, keys: "array[int]") -> tuple[str, ...] | None:
        """The sourcedIds of those of these records that are still there; `None` when the store was closed meanwhile."""
        rows = await self.ask(About.IDS, lambda reader: reader.rows(name, keys, ("sourcedId",)))
        return None if rows is None else tuple(str(sourced_id) for (sourced_id,) in rows if sourced_id is not None)

    async def changes(
        self, run: int, asked: Changes, kinds: Sequence[Kind], most: int
    ) -> list[tuple[Kind, Change]] | None:
        """What this run did of these kinds, narrowed otherwise as it is asked for, so many of each kind at most; `None`
        when something else was asked meanwhile.
        """
        query = ChangeQuery(run, asked.since or None, asked.collection, asked.school)

        def ask(reader: MaskedReader) -> list[tuple[Kind, Change]]:
            return [(kind, change) for kind in kinds for change in reader.changes(query, kind, most)]

        return await self.ask(About.CHANGES, ask)

    async def ask(self, about: About, question: Callable[[MaskedReader], Answer]) -> Answer | None:
        """The answer, or `None` where another question overtook this one or the store was closed meanwhile."""
        questions = self._questions
        if not questions:
            return None
        answer = await questions[about].ask(question)
        return answer if questions is self._questions else None

    def tell(self, about: About, question: Callable[[MaskedReader], Answer], told: Callable[[Answer], None]) -> None:
        """Ask, and hand the answer to `told`, where there is one."""

        async def ask() -> None:
            answer = await self.ask(about, question)
            if answer is not None:
                told(answer)

        self._tasks.start(ask())

    async def _count(self, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        counts = await self.ask(About.COUNTS, lambda reader: reader.tally())
        if counts is not None:
            self.counts = counts
            self.counts_changed.emit(counts)

    def _read_anew(self) -> None:
        """The store answers otherwise from now on."""
        if self.reader is not None:
            self.retold.emit()
            self._tasks.start(self._count())
            self.data_changed.emit()

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
            self._tasks.start(self._count())
            self.data_changed.emit()
