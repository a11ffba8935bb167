"""The window: places the views and wires them to the browser and the desk. No logic."""

import platform
from array import array
from datetime import datetime

import msgspec
from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, qVersion
from PySide6.QtGui import QCloseEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QMainWindow

from rosterdesk import log
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Sort
from rosterdesk.model.rows import Link, Record
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui import places
from rosterdesk.ui.browser import Browser, Rows
from rosterdesk.ui.desk import Desk
from rosterdesk.ui.dialogs.about import AboutDialog
from rosterdesk.ui.dialogs.shortcuts import ShortcutsDialog
from rosterdesk.ui.freshness import freshness
from rosterdesk.ui.history import Place
from rosterdesk.ui.session import Session
from rosterdesk.ui.tasks import Tasks
from rosterdesk.ui.views.frame import Frame

_RECORD_AFTER = 20  # milliseconds


class MainWindow(QMainWindow):
    """Everything the user sees of RosterDesk. `closed` is said once, when the user has closed it."""

    closed = Signal()
    demo_wanted = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("RosterDesk")
        self.resize(1440, 860)
        self._frame = frame = Frame()
        self.setCentralWidget(frame)
        self.messages, self.top_bar, self.status = frame.messages, frame.top_bar, frame.status
        self.navigation, self.roster, self.filter_bar, self.detail = (
            frame.navigation,
            frame.roster,
            frame.filter_bar,
            frame.detail,
        )
        self.browser = Browser(tasks, self)
        self.desk = Desk(session, self.browser, tasks, self.messages, self)
        self._tasks = tasks
        self._record: Record | None = None
        # After the row is seen to be chosen, and once for a key that is held down.
        self._record_due = QTimer(self, singleShot=True, interval=_RECORD_AFTER)
        self._record_due.timeout.connect(self._show_record)
        self._wire_browser()
        self._wire_views()
        self._wire_desk()
        self._add_shortcuts()
        self._show_source(None)

    def _wire_browser(self) -> None:
        browser = self.browser
        browser.opened.connect(self._show_store)
        browser.data_changed.connect(self._refresh)
        browser.counts_changed.connect(self._show_counts)
        browser.place_changed.connect(self._show_place)
        browser.rows_changed.connect(self._show_rows)
        browser.record_changed.connect(self._take_record)

    def _wire_views(self) -> None:
        browser, bar = self.browser, self.top_bar
        bar.back.clicked.connect(browser.back)
        bar.forward.clicked.connect(browser.forward)
        bar.breadcrumb.place_chosen.connect(browser.visit)
        bar.search.text_wanted.connect(lambda text: self._tasks.start(self._find(text)))
        bar.search.hit_chosen.connect(self._follow)
        bar.search.hit_chosen.connect(lambda _hit: self.roster.setFocus())
        self.navigation.place_chosen.connect(browser.visit)
        self.filter_bar.query_refined.connect(self._refine)
        self.filter_bar.values_wanted.connect(lambda field: self._tasks.start(self._offer_values(field)))
        self.filter_bar.columns_chosen.connect(self._choose_columns)
        self.roster.row_chosen.connect(browser.choose)
        self.roster.cell_followed.connect(self._follow)
        self.roster.sort_chosen.connect(self._sort)
        self.roster.scrolled.connect(browser.scrolled)
        self.roster.column_hidden.connect(self._hide_column)
        self.roster.columns_moved.connect(self._choose_columns)
        self.roster.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        self.detail.link_followed.connect(self._follow)
        self.detail.list_opened.connect(self._open_list)
        self._frame.nothing.first_chosen.connect(self._clear_filters)

    def _wire_desk(self) -> None:
        desk, bar = self.desk, self.top_bar
        bar.source_chosen.connect(desk.open)
        bar.add_wanted.connect(desk.add)
        bar.forget_wanted.connect(desk.forget)
        bar.remove_wanted.connect(desk.remove)
        bar.shortcuts_wanted.connect(self._show_shortcuts)
        bar.about_wanted.connect(self._show_about)
        bar.sync.sync_wanted.connect(desk.sync)
        bar.sync.cancel_wanted.connect(self._cancel_sync)
        bar.export.clicked.connect(self._export)
        desk.source_changed.connect(self._show_source)
        desk.syncing_changed.connect(self._show_syncing)
        desk.sync_progressed.connect(self._show_progress)
        self._frame.start.first_chosen.connect(self._welcome_first)
        self._frame.start.second_chosen.connect(self.demo_wanted)

    def _add_shortcuts(self) -> None:
        self._shortcuts = [
            (self.tr("Find anybody and anything"), "Ctrl+K", self._focus_search),
            (self.tr("Filter this table"), "Ctrl+F", self.filter_bar.focus),
            (self.tr("Back"), "Alt+Left", self.browser.back),
            (self.tr("Forward"), "Alt+Right", self.browser.forward),
            (self.tr("Sync"), "F5", self.desk.sync),
            (self.tr("Export what is shown"), "Ctrl+E", self._export),
            (self.tr("Go to the tree"), "Ctrl+1", self.navigation.setFocus),
            (self.tr("Go to the table"), "Ctrl+2", self.roster.setFocus),
            (self.tr("Go to the details"), "Ctrl+3", self.detail.setFocus),
            (self.tr("All shortcuts"), "F1", self._show_shortcuts),
            (self.tr("Quit"), "Ctrl+Q", self.close),
        ]
        for _, keys, action in self._shortcuts:
            QShortcut(QKeySequence(keys), self, action)

    # What comes down: values to show

    def _show_source(self, source: Source | None) -> None:
        self._show_state()
        if not self.desk.syncing:
            self.top_bar.sync.show_idle(can_sync=source is not None)
        open_ = self.browser.reader is not None
        self._frame.show_store(there=open_)
        self.top_bar.export.setEnabled(open_)
        self.top_bar.search.setEnabled(open_)
        self._frame.start.say_why(source.name if source else None)
        only_here = source is not None and self.desk.session.is_only_here(source)
        self.status.show_kept(there=source is not None, only_here=only_here)

    def _show_store(self) -> None:
        source = self.desk.source
        self.navigation.tree.show(self.browser.reader, source.name if source else "")
        if self.browser.reader is not None:
            root = self.navigation.tree.index(0, 0)
            self.navigation.expand(root)
            self.browser.visit(Place(places.group("students")))
        else:
            self.roster.show_nothing()
            self.detail.show_nothing()

    def _refresh(self) -> None:
        if self.navigation.tree.refresh_schools():
            self.navigation.expand(self.navigation.tree.index(0, 0))
        if self.browser.place is not None:
            self.navigation.mark(self.browser.place.query)
            self._show_path()
        self._show_state()

    def _show_counts(self, counts: dict[tuple[str, str], int]) -> None:
        self.navigation.tree.show_counts(counts)
        self._show_selection()

    def _show_place(self, place: Place) -> None:
        history = self.browser.history
        self.top_bar.back.setEnabled(history.can_go_back)
        self.top_bar.forward.setEnabled(history.can_go_forward)
        self._show_path()
        self.filter_bar.show_query(place.query, self.browser.columns(place.query.collection))
        self.navigation.mark(place.query)

    def _show_path(self) -> None:
        district = self.navigation.tree.index(0, 0).data() or "RosterDesk"
        self.top_bar.breadcrumb.show_path(self.browser.path(district))

    def _show_rows(self, place: Place, rows: Rows) -> None:
        self.filter_bar.show_query(place.query, rows.columns)
        self.roster.show_rows(place, self.browser.reader, rows)
        shown = self.roster.table.rowCount()
        self.filter_bar.show_counts(shown, rows.whole)
        self._frame.show_rows(there=bool(shown))
        if not shown:
            self._frame.nothing.say_why(rows.whole, syncing=self.desk.syncing)
        chosen = self.roster.table.key(self.roster.currentIndex().row())
        if place.record is None and chosen is not None:
            self.browser.choose(rows.query, chosen)  # chosen while these rows were on their way
        if place.record is not None and collection(place.query.collection).base == place.record.collection:
            record = self.browser.record(place.record.collection, place.record.sourced_id)
            if record is not None:
                self.roster.choose_key(record.key)

    def _take_record(self, record: Record | None) -> None:
        self._record = record
        self._record_due.start()

    def _show_record(self) -> None:
        if self._record is None or self.browser.reader is None:
            self.detail.show_nothing()
        else:
            self.detail.show_record(self.browser.reader, self._record, self.browser.counts)

    def _show_syncing(self, syncing: bool) -> None:
        if syncing:
            self.top_bar.sync.show_running()
        else:
            self.top_bar.sync.show_idle(can_sync=self.desk.source is not None)
            self.browser.show_record()  # what is related to it may have come meanwhile
        self._show_state()

    def _show_progress(self, progress: Progress) -> None:
        title = self.tr(collection(progress.collection).title) if progress.collection else self.tr("Connecting")
        self.top_bar.sync.show_progress(progress, title)

    def _show_state(self) -> None:
        reader = self.browser.reader
        state = freshness(
            reader.runs() if reader else [],
            datetime.now().astimezone(),
            syncing=self.desk.syncing,
            offline=self.desk.offline,
        )
        self.status.show_state(state.text, state.look)
        self.top_bar.show_sources(self.desk.session.sources(), self.desk.source, state.dot)
        self._show_selection()

    def _show_selection(self) -> None:
        self.status.show_numbers(self.browser.counts, self.roster.chosen_count())

    # What goes up: wishes

    async def _find(self, text: str) -> None:
        found = await self.browser.find(text, places.school(self.browser.place))
        if found is not None:
            self.top_bar.search.show_hits(text, found)

    async def _offer_values(self, field: str) -> None:
        place = self.browser.place
        values = await self.browser.facets(place.query, field) if place else None
        if values is not None and place and self.browser.place and place.query == self.browser.place.query:
            self.filter_bar.offer_values(field, values)

    def _follow(self, link: Link) -> None:
        self.browser.follow(link)

    def _open_list(self, query: Query) -> None:
        place = self.browser.place
        self.browser.visit(Place(query, place.record if place else None))

    def _refine(self, query: Query) -> None:
        self.browser.refine(query)

    def _sort(self, sort: Sort) -> None:
        if self.browser.place is not None:
            query = self.browser.place.query
            usual = places.listing(query.collection).sort  # equal ones stand as they usually do
            self.browser.refine(
                msgspec.structs.replace(query, sort=(sort, *(each for each in usual if each.field != sort.field)))
            )

    def _choose_columns(self, columns: tuple[str, ...]) -> None:
        if self.browser.place is not None:
            self.browser.choose_columns(self.browser.place.query.collection, columns)

    def _hide_column(self, name: str) -> None:
        if self.browser.place is not None:
            columns = self.browser.columns(self.browser.place.query.collection)
            self._choose_columns(tuple(column for column in columns if column != name))

    def _clear_filters(self) -> None:
        if self.browser.place is not None:
            query = self.browser.place.query
            groups = tuple(where for where in query.where if places.is_group(where))
            self.browser.refine(msgspec.structs.replace(query, text="", where=groups))

    def _cancel_sync(self) -> None:
        self.top_bar.sync.show_cancelling()
        self.desk.cancel_sync()

    def _welcome_first(self) -> None:
        if self.desk.source is None:
            self.desk.add()
        else:
            self.desk.sync()

    def _export(self) -> None:
        place = self.browser.place
        if place is None or self.roster.query != place.query:
            return  # its rows are on their way
        query = msgspec.structs.replace(place.query, columns=self.browser.columns(place.query.collection))
        title = " ".join(part for part, _ in self.browser.path("")[1:])
        chosen = self.roster.chosen_keys() if self.roster.chosen_count() > 1 else array("q")
        self.desk.export(query, title, self.roster.table.rowCount(), chosen)

    def _focus_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _show_shortcuts(self) -> None:
        pairs = [(words, keys) for words, keys, _ in self._shortcuts]
        pairs += [
            (self.tr("Copy the chosen rows"), "Ctrl+C"),
            (self.tr("Copy them with titles"), "Ctrl+Shift+C"),
            (self.tr("Go where a cell leads"), "Enter"),
        ]
        ShortcutsDialog(pairs, self).open()

    def _show_about(self) -> None:
        facts = (
            (self.tr("Data folder"), str(self.desk.session.data_dir.path)),
            (self.tr("Secrets"), self.desk.session.label),
            ("Qt", qVersion()),
            ("Python", platform.python_version()),
        )
        AboutDialog(log.version("rosterdesk"), facts, self).open()

    # The window itself

    def show_waiting(self, title: str, sentence: str) -> None:
        """Say that something is being made ready, before there is a source."""
        self._frame.start.say("sync", title, sentence)

    def show_start(self) -> None:
        """Say again what can be done to begin."""
        source = self.desk.source
        self._frame.start.say_why(source.name if source else None)

    def restore(self, geometry: str, splitter: str) -> None:
        """Put the window where it was, as wide as it was."""
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self._frame.restore(splitter)

    def left_at(self) -> tuple[str, str]:
        """Where the window is, for `restore`."""
        return bytes(self.saveGeometry().toBase64().data()).decode(), self._frame.left_at()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.BackButton:
            self.browser.back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.browser.forward()
        else:
            super().mousePressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()
