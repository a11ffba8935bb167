"""Shows in the window's views what the browser and the desk say. Nothing goes up from here."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from rosterdesk.model.fields import collection
from rosterdesk.model.rows import CollectionState, Record
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.settings.services import origin
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.standing import standing
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.browser import Browser, Rows
from rosterdesk.ui.browsing.freshness import lacking, missing
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.open_store import About
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.views.frame import Frame

_RECORD_AFTER = 20  # milliseconds


class Display(QObject):
    """Brings values down: the store, the place, its rows, the record, and how a sync goes."""

    def __init__(self, frame: Frame, browser: Browser, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._browser = browser
        self._desk = desk
        self._record: Record | None = None
        self._missing: dict[str, CollectionState] = {}
        # After the row is seen to be chosen, and once for a key that is held down.
        self._record_due = QTimer(self, singleShot=True, interval=_RECORD_AFTER)
        self._record_due.timeout.connect(self._show_record)
        frame.detail.answer_by(partial(browser.tell, About.PANE))
        browser.opened.connect(self._show_store)
        browser.retold.connect(self._show_retold)
        browser.data_changed.connect(self._refresh)
        browser.day.changed.connect(self._show_selection)
        browser.counts_changed.connect(self._show_counts)
        browser.place_changed.connect(self._show_place)
        browser.rows_changed.connect(self._show_rows)
        browser.record_changed.connect(self._take_record)
        desk.source_changed.connect(self._show_source)
        desk.session.sources_changed.connect(self._show_state)
        desk.session.remembered.settings_changed.connect(self._record_due.start)
        desk.syncing_changed.connect(self._show_syncing)
        desk.sync_progressed.connect(self._show_progress)
        frame.roster.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        self._show_source(None)

    def _show_source(self, source: Source | None) -> None:
        frame, open_ = self._frame, self._browser.reader is not None
        self._show_state()
        if not self._desk.syncing:
            frame.top_bar.sync.show_idle(can_sync=source is not None)
        frame.show_store(there=open_)
        frame.top_bar.export.setEnabled(open_)
        frame.top_bar.search.setEnabled(open_)
        frame.top_bar.as_of.setEnabled(open_)
        self._show_start()
        frame.navigation.can_sync_schools = source is not None and not source.bundle
        only_here = source is not None and self._desk.session.is_only_here(source)
        frame.status.show_kept(there=source is not None, only_here=only_here)

    def _show_start(self) -> None:
        source, desk = self._desk.source, self._desk
        self._frame.start.say_why(source.name if source else None, syncing=desk.syncing, unopened=desk.unopened)

    def _show_store(self) -> None:
        frame, source = self._frame, self._desk.source
        frame.navigation.tree.show(self._browser.reader, source.name if source else "")
        if self._browser.reader is not None:
            frame.navigation.expand(frame.navigation.tree.index(0, 0))
            self._browser.visit(Place(places.group("students")))
        else:
            frame.roster.show_nothing()
            frame.filter_bar.show_nothing()
            frame.detail.show_nothing()
            frame.top_bar.breadcrumb.show_path([])
            frame.top_bar.back.setEnabled(False)
            frame.top_bar.forward.setEnabled(False)
            frame.top_bar.search.show_nothing()

    def _refresh(self) -> None:
        navigation = self._frame.navigation
        if navigation.tree.refresh_schools():
            navigation.expand(navigation.tree.index(0, 0))
        if self._browser.place is not None:
            navigation.mark(self._browser.place)
            self._show_path()
        if not self._desk.syncing:  # else it is said to be syncing, whatever its runs, which are read one and all
            self._show_state()

    def _show_counts(self, counts: dict[tuple[str, str], int]) -> None:
        self._frame.navigation.tree.show_counts(counts)
        self._show_missing()
        self._show_selection()

    def _show_place(self, place: Place) -> None:
        history, bar = self._browser.history, self._frame.top_bar
        bar.back.setEnabled(history.can_go_back)
        bar.forward.setEnabled(history.can_go_forward)
        self._show_path()
        self._frame.show_report(place.report)
        self._frame.top_bar.export.setEnabled(self._browser.can_export)
        self._frame.filter_bar.show_query(place.query, self._browser.columns(place.query.collection))
        self._frame.navigation.mark(place)

    def _show_retold(self) -> None:
        self._frame.roster.table.read_anew()
        self._frame.top_bar.export.setEnabled(self._browser.can_export)

    def _show_path(self) -> None:
        district = self._frame.navigation.tree.district
        self._frame.top_bar.breadcrumb.show_path(self._browser.path((district.title, district.place)))

    def _show_rows(self, place: Place, rows: Rows) -> None:
        frame, roster = self._frame, self._frame.roster
        frame.filter_bar.show_query(place.query, rows.columns)
        roster.show_rows(place, self._browser.reader, rows)
        shown = roster.table.rowCount()
        frame.show_rows(there=bool(shown))
        if rows.whole is not None:
            frame.filter_bar.show_counts(shown, rows.whole)
            if not shown:
                self._show_why_nothing(place, rows.whole)
        chosen = roster.table.key(roster.currentIndex().row())
        if place.record is None and chosen is not None:
            self._browser.choose(rows.query, chosen)  # chosen while these rows were on their way
        if place.record is not None and collection(place.query.collection).base == place.record.collection:
            record = self._browser.record(place.record.collection, place.record.sourced_id)
            if record is not None:
                roster.choose_key(record.key)
        elif place.record is not None and not place.chosen:
            roster.choose_nothing()
        self._show_selection()  # other rows, of which nobody said that they are chosen

    def _show_why_nothing(self, place: Place, whole: int) -> None:
        """Say why no row is shown, of so many that there would be without filters."""
        nothing, browser, syncing = self._frame.nothing, self._browser, self._desk.syncing
        of = places.scope_record(place.query)
        gone = of is not None and browser.record(*of) is None
        of_the_day = filters.is_of_the_day(place.query)
        state = lacking(browser.reader.runs(), place.query.collection) if browser.reader else None
        if state is not None and not (whole or syncing):
            nothing.say_lacking(state.why, refused=state.refused)
        elif not (whole or syncing or browser.holds_rows):
            nothing.say_unsynced()
        elif (day := browser.day.chosen) is not None and not gone and (of_the_day or not whole):
            nothing.say_on(spoken(day))
        else:
            nothing.say_why(whole, syncing=syncing, narrowed=of is not None, gone=gone)

    def _take_record(self, record: Record | None) -> None:
        self._record = record
        self._record_due.start()

    def _show_record(self) -> None:
        if self._record is None or self._browser.reader is None:
            self._frame.detail.show_nothing()
        else:
            record, source = self._record, None if self._browser.masked else self._desk.source
            self._frame.detail.show_record(
                self._browser.reader,
                record,
                self._browser.counts,
                day=self._browser.day.chosen,
                origin=origin(source, record.collection, record.sourced_id) if source else "",
                demographics=self._desk.session.remembered.settings.demographics,
                missing={base: state.why for base, state in self._missing.items()},
                judged=self._browser.place is not None and isinstance(self._browser.place.report, Findings),
            )

    def _show_syncing(self, syncing: bool) -> None:
        if syncing:
            self._frame.top_bar.sync.show_running()
        else:
            self._frame.top_bar.sync.show_idle(can_sync=self._desk.source is not None)
            self._browser.show_record()  # what is related to it may have come meanwhile
        self._show_start()
        self._show_state()

    def _show_progress(self, progress: Progress) -> None:
        if progress.collection:
            self._frame.top_bar.sync.show_progress(progress, sentences(collection(progress.collection).title))

    def _show_state(self) -> None:
        reader, desk = self._browser.reader, self._desk
        can_tell = reader is not None and bool(reader.runs())
        self._show_missing()
        state = standing(self._browser, desk)
        self._frame.status.show_state(state.text, state.look, can_tell=can_tell)
        self._frame.top_bar.show_sources(desk.session.sources(), desk.source, state.dot, can_tell=can_tell)
        self._show_selection()

    def _show_missing(self) -> None:
        """Say what has not come, once it is counted; as long as a sync runs, it may still."""
        reader, counts = None if self._desk.syncing else self._browser.reader, self._browser.counts
        self._missing = missing(reader.runs(), counts) if reader is not None and counts else {}
        self._frame.navigation.tree.show_missing(self._missing)

    def _show_selection(self) -> None:
        browser, chosen = self._browser, self._frame.roster.chosen_count()
        self._frame.status.show_numbers(browser.counts, chosen, dated=browser.day.chosen is not None)
