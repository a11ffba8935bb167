"""What the window shows of a store, and how the user moves through it. Knows no widget.

Data goes down as values (`rows_changed`, `record_changed`), wishes come up as calls (`visit`, `refine`, `choose`).
"""

from array import array
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.errors import NothingStoredError
from rosterdesk.model import standing
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Found, Link, Record, Value
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.history import History, Place
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.open_store import About, OpenStore
from rosterdesk.ui.browsing.report import Report
from rosterdesk.ui.program.preferences import Remembered
from rosterdesk.ui.program.privacy import Privacy
from rosterdesk.ui.program.tasks import Tasks

WINDOW = 100
"""Rows read at once: a millisecond or two, and more than a screen of them."""
_LONG = 20_000
"""Rows of a list whose keys take longer to be read than anybody notices."""


class Rows(NamedTuple):
    """The answer to a place's query: all keys, how many there would be without filters, and the rows to show first.

    `first` are the values of the window of rows that begins at `start`, read where it does not stop the window. Of a
    long list they come before the others do: then `whole` is not known yet, and these keys are the first.
    """

    query: Query
    columns: tuple[str, ...]
    keys: "array[int]"
    whole: int | None
    start: int
    first: list[tuple[Value, ...]]
    awaited: frozenset[str] = frozenset()  # fields that a first sync has still to bring


class Browser(OpenStore):
    """The store that is open, with the place that is shown, and the places before it."""

    place_changed = Signal(object)  # Place: the user went somewhere
    rows_changed = Signal(object, object)  # Place, Rows
    record_changed = Signal(object)  # Record or None

    def __init__(self, tasks: Tasks, privacy: Privacy, remembered: Remembered, parent: QObject | None = None) -> None:
        super().__init__(tasks, privacy, remembered, parent)
        self.history = History()
        self._record: Record | None = None  # as it was said last
        self.answered: Query | None = None
        """The query to which all keys were said last."""
        self.day.changed.connect(self._show_day)
        self.data_changed.connect(self._show_news)
        for changed in (privacy.changed, remembered.reading_changed):
            changed.connect(self.show_record)  # the same values, told otherwise

    def close(self) -> None:
        """Let go of the store, and of where the user was in it."""
        self.history = History()
        self.answered = None
        super().close()

    @property
    def place(self) -> Place | None:
        """Where the user is."""
        return self.history.current

    @property
    def masked(self) -> bool:
        """Whether people are not named on the screen."""
        return self._privacy.masked

    @property
    def can_export(self) -> bool:
        """Whether what is shown here may be written to a file."""
        place = self.place
        shows = self._remembered.settings.shows
        return place is not None and (place.report is not None or shows(place.query.collection))

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns to show of a collection: those of the view that is open, else what the user chose, else the usual
        ones.
        """
        own = self.place.query.columns if self.place and self.place.query.collection == name else ()
        chosen = own or self._remembered.preferences.columns.get(name, ())
        known = {field.name for field in collection(name).fields}
        return tuple(column for column in chosen if column in known) or collection(name).usual_columns

    @property
    def school(self) -> str:
        """The sourcedId of the school that the user is in, by its own lists or a class of it; else nothing."""
        if (here := places.school(self.place)) or self.place is None:
            return here
        scoped = places.scope_record(self.place.query)
        record = self.record(*scoped) if scoped else None
        school = record.values.get("school") if record else None
        return school.sourced_id if isinstance(school, Link) else ""

    def choose_columns(self, name: str, columns: tuple[str, ...]) -> None:
        """Show these columns from now on: of the collection, or only of the view that is open."""
        if self.place is not None and self.place.query.columns:
            query = msgspec.structs.replace(self.place.query, columns=columns)
            self.history.amend(msgspec.structs.replace(self.place, query=query))
        else:
            self._remembered.remember(columns=self._remembered.preferences.columns | {name: columns})
        self._show_rows()

    def path(self, *district: tuple[str, Place]) -> list[tuple[str, Place]]:
        """The way to where the user is, with its titles: the district, the school, then what is shown."""
        if self.place is None:
            return []
        path = [*district]
        scoped = places.scope_record(self.place.query)
        record = self.record(*scoped) if scoped else None
        if record is not None:
            school = record.values.get("school")
            if isinstance(school, Link):
                path.append((school.title, Place(places.group("students", school.sourced_id), school)))
            path.append((record.title, places.home(record)))
        return [*path, (places.heading(self.place), self.place)]

    def visit(self, place: Place) -> None:
        """Go somewhere new."""
        self.history.visit(place)
        self._arrive(place)

    def back(self) -> None:
        """Go back, where there is somewhere."""
        self.go(-1)

    def forward(self) -> None:
        """Go forward, where there is somewhere."""
        self.go(1)

    def go(self, steps: int) -> None:
        """Go so many steps back (below zero) or forward, where there is somewhere."""
        if self.history.can_go_back if steps < 0 else self.history.can_go_forward:
            self._arrive(self.history.go(steps))

    def come_back_to(self, history: History) -> None:
        """Be where the user was, with the ways back and forward from there."""
        if self.reader is not None and history.current is not None:
            self.history = history
            self._arrive(history.current)

    def refine(self, query: Query) -> None:
        """The same place with another filter, text or order."""
        if self.place is None or self.place.report is not None or query == self.place.query:
            return
        place = msgspec.structs.replace(self.place, query=query, top=0)
        self.history.amend(place)
        self._show_rows()

    def narrow(self, report: Report) -> None:
        """The same report, narrowed otherwise."""
        if self.place is not None and self.place.report is not None:
            self.history.amend(msgspec.structs.replace(self.place, report=report, top=0))

    def point(self, link: Link | None) -> None:
        """The user chose what a report tells of a record, or what it tells of none: show that record beside it."""
        if self.place is not None and self.place.report is not None:
            self.history.amend(msgspec.structs.replace(self.place, record=link))
            self.show_record()

    def choose(self, query: Query, key: int) -> None:
        """The user chose a row of this query's: show its record beside the same rows."""
        if self.reader is None or self.place is None or self.place.report is not None or self.place.query != query:
            return  # the rows of an earlier place are still on the screen
        name = collection(self.place.query.collection).base
        try:
            record = self.reader.record(name, key)
        except NothingStoredError:
            return
        self.history.amend(msgspec.structs.replace(self.place, record=Link(name, record.sourced_id, record.title)))
        self._record = record
        self.record_changed.emit(record)

    def gather(self, query: Query, keys: tuple[int, ...]) -> None:
        """The user chose these rows of this query's together; none, where it is one or too many to come back to."""
        if self.place is not None and self.place.query == query and self.place.chosen != keys:
            self.history.amend(msgspec.structs.replace(self.place, chosen=keys))

    def scrolled(self, top: int) -> None:
        """The first row on the screen is this one now."""
        if self.place is not None and self.place.top != top:
            self.history.amend(msgspec.structs.replace(self.place, top=top))

    def follow(self, link: Link | Found) -> None:
        """Go to the record that is referred to."""
        record = self.record(link.collection, link.sourced_id)
        if record is not None:
            self.visit(places.home(record))

    def open_row(self, key: int) -> None:
        """Go to the record of a row of the table."""
        link = self.reader.links(self.place.query.collection, (key,)).get(key) if self.reader and self.place else None
        if link is not None:
            self.follow(link)

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

    def _show_day(self) -> None:
        self.show_record()
        self._show_rows()

    def _show_rows(self) -> None:
        if self.place is not None and self.place.report is None and self.reader is not None:
            self._tasks.start(self._answer(self.place))

    async def _answer(self, place: Place) -> None:
        query = place.query
        asked = self.day.dated(query)
        whole = filters.cleared(asked)
        columns = self.columns(query.collection)

        def read(reader: MaskedReader, keys: "array[int]", count: int | None) -> Rows:
            start = min(place.top, max(len(keys) - 1, 0)) // WINDOW * WINDOW
            first = reader.listed(query.collection, keys[start : start + WINDOW], columns)
            return Rows(query, columns, keys, count, start, first, standing.awaited(reader.runs()))

        def begin(reader: MaskedReader) -> tuple[Rows, ...]:
            if (self.counts or reader.tally()).get((query.collection, ""), 0) < _LONG:
                return ()
            keys = reader.keys(msgspec.structs.replace(asked, limit=WINDOW))
            return (read(reader, keys, None),) if len(keys) == WINDOW else ()

        def finish(reader: MaskedReader) -> Rows:
            keys = reader.keys(asked)
            return read(reader, keys, len(keys) if asked == whole else reader.count(whole))

        if query != self.answered and _begins_at_once(asked, place):
            begun = await self.ask(About.ROWS, begin)
            if begun is None or not all(map(self._say, begun)):
                return
        if (rows := await self.ask(About.ROWS, finish)) is not None:
            self._say(rows)

    def _say(self, rows: Rows) -> bool:
        """Say these rows, where they are wanted still, and whether they are: else others are on their way."""
        place, query = self.place, rows.query
        wanted = place is not None and place.query == query and rows.columns == self.columns(query.collection)
        if wanted:
            self.rows_changed.emit(place, rows)
            self.answered = None if rows.whole is None else query
        return wanted

    def _show_news(self) -> None:
        self._show_rows()
        if self._record_here() != self._record:
            self.show_record()


def _begins_at_once(asked: Query, place: Place) -> bool:
    """Whether the first rows of a list are found without all others, and are what the user comes to see."""
    in_its_order, group = places.listing(asked.collection).sort, tuple(filter(places.is_group, asked.where))
    is_whole = asked == Query(collection=asked.collection, columns=asked.columns, where=group, sort=in_its_order)
    is_chosen = place.record is not None and place.record.collection == collection(asked.collection).base
    return is_whole and not (is_chosen or place.top or place.chosen)
