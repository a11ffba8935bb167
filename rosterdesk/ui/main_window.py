"""The window: places the views and wires what the user wishes to the browser and the desk. No logic."""

import platform
from array import array
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QByteArray, QSize, Qt, Signal, qVersion
from PySide6.QtGui import QCloseEvent, QMouseEvent
from PySide6.QtWidgets import QMainWindow

from rosterdesk import log
from rosterdesk.model.query import Query
from rosterdesk.ui import places
from rosterdesk.ui.browser import Browser
from rosterdesk.ui.bundle_opening import BundleOpening
from rosterdesk.ui.decisions import Decisions
from rosterdesk.ui.desk import Desk
from rosterdesk.ui.dialogs.about import AboutDialog
from rosterdesk.ui.dialogs.sync_report import SyncReport
from rosterdesk.ui.display import Display
from rosterdesk.ui.dropping import Dropping
from rosterdesk.ui.exports import Exports
from rosterdesk.ui.history import Place
from rosterdesk.ui.keyboard import Keyboard
from rosterdesk.ui.narrowing import Narrowing
from rosterdesk.ui.problems import Problems
from rosterdesk.ui.refreshing import Refreshing
from rosterdesk.ui.session import Session
from rosterdesk.ui.tasks import Tasks
from rosterdesk.ui.views.frame import Frame

_SIZE = QSize(1440, 860)


class MainWindow(QMainWindow):
    """Everything the user sees of RosterDesk. `closed` is said once, when the user has closed it."""

    closed = Signal()
    demo_wanted = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("RosterDesk")
        self.resize(_SIZE)
        self._frame = frame = Frame()
        self.setCentralWidget(frame)
        self.messages, self.top_bar, self.status = frame.messages, frame.top_bar, frame.status
        self.navigation, self.roster, self.filter_bar, self.detail = (
            frame.navigation,
            frame.roster,
            frame.filter_bar,
            frame.detail,
        )
        self._tasks = tasks
        self.browser = Browser(tasks, self)
        self.desk = Desk(session, self.browser, tasks, self.messages, self)
        self._exports = Exports(self.desk.jobs, self.browser, tasks, self.messages, self)
        self._refreshing = Refreshing(self.browser, self.desk, tasks, frame, self)
        self._dropping = Dropping(tasks, self)
        self._problems = Problems(session, tasks, self)
        self._bundles = BundleOpening(self.desk, self.browser, tasks, self.messages, self)
        Decisions(self.desk, self.browser, self.messages, self)
        Narrowing(self.browser, frame, tasks, self)
        self._keyboard = self._keys()
        self._wire_views()
        self._wire_desk()
        Display(frame, self.browser, self.desk, self)

    def _wire_views(self) -> None:
        browser, bar = self.browser, self.top_bar
        bar.back.clicked.connect(browser.back)
        bar.forward.clicked.connect(browser.forward)
        bar.breadcrumb.place_chosen.connect(browser.visit)
        bar.search.text_wanted.connect(lambda text: self._tasks.start(self._find(text)))
        bar.search.hit_chosen.connect(browser.follow)
        bar.search.hit_chosen.connect(lambda _hit: self.roster.setFocus())
        self.navigation.place_chosen.connect(browser.visit)
        self.roster.row_chosen.connect(browser.choose)
        self.roster.cell_followed.connect(browser.follow)
        self.roster.scrolled.connect(browser.scrolled)
        self.detail.link_followed.connect(browser.follow)
        self.detail.list_opened.connect(self._open_list)

    def _wire_desk(self) -> None:
        desk, bar, start = self.desk, self.top_bar, self._frame.start
        bar.source_chosen.connect(desk.open)
        bar.add_wanted.connect(desk.add)
        bar.bundle_wanted.connect(lambda folder: self._dropping.choose(folder=folder))
        bar.forget_wanted.connect(desk.forget)
        bar.remove_wanted.connect(desk.remove)
        bar.report_wanted.connect(self._tell_of_syncs)
        bar.shortcuts_wanted.connect(self._keyboard.show_all)
        bar.about_wanted.connect(self._show_about)
        bar.sync.sync_wanted.connect(desk.sync)
        bar.sync.cancel_wanted.connect(self._cancel_sync)
        bar.export.clicked.connect(self._export)
        self.status.report_wanted.connect(self._tell_of_syncs)
        self.navigation.school_sync_wanted.connect(desk.sync)
        self._dropping.opened.connect(self._bundles.begin)
        self._dropping.refused.connect(lambda why: self.messages.say("info", why))
        start.first_chosen.connect(self._welcome_first)
        start.second_chosen.connect(self.demo_wanted)
        start.third_chosen.connect(lambda: self._dropping.choose(folder=False))

    def _keys(self) -> Keyboard:
        shortcuts: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Find anybody and anything"), "Ctrl+K", self._focus_search),
            (self.tr("Filter this table"), "Ctrl+F", self.filter_bar.focus),
            (self.tr("Back"), "Alt+Left", self.browser.back),
            (self.tr("Forward"), "Alt+Right", self.browser.forward),
            (self.tr("Sync"), "F5", self.desk.sync),
            (self.tr("Read this record again"), "Shift+F5", self._refreshing.begin),
            (self.tr("Export what is shown"), "Ctrl+E", self._export),
            (self.tr("Open a bundle"), "Ctrl+O", lambda: self._dropping.choose(folder=False)),
            (self.tr("Go to the tree"), "Ctrl+1", self.navigation.setFocus),
            (self.tr("Go to the table"), "Ctrl+2", self.roster.setFocus),
            (self.tr("Go to the details"), "Ctrl+3", self.detail.setFocus),
            (self.tr("Quit"), "Ctrl+Q", self.close),
        ]
        return Keyboard(shortcuts, self)

    async def _find(self, text: str) -> None:
        found = await self.browser.find(text, places.school(self.browser.place))
        if found is not None:
            self.top_bar.search.show_hits(text, found)

    def _open_list(self, query: Query) -> None:
        place = self.browser.place
        self.browser.visit(Place(query, place.record if place else None))

    def _cancel_sync(self) -> None:
        self.top_bar.sync.show_cancelling()
        self.desk.cancel_sync()

    def _welcome_first(self) -> None:
        if self.desk.source is None:
            self.desk.add()
        elif self.desk.unopened:
            self.desk.open(self.desk.source)
        else:
            self.desk.sync()

    def _export(self) -> None:
        place, source = self.browser.place, self.desk.source
        if place is None or source is None or self.roster.query != place.query:
            return  # its rows are on their way
        query = msgspec.structs.replace(place.query, columns=self.browser.columns(place.query.collection))
        title = " ".join(part for part, _ in self.browser.path("")[1:])
        chosen = self.roster.chosen_keys() if self.roster.chosen_count() > 1 else array("q")
        self._exports.begin(source, query, title, self.roster.table.rowCount(), chosen)

    def _focus_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _tell_of_syncs(self) -> None:
        reader, source = self.browser.reader, self.desk.source
        runs = [run for run in reader.runs() if run.ended or not self.desk.syncing] if reader else []
        if source is None or not runs:
            return
        schools = {school for run in runs for school in run.schools}
        records = (self.browser.record("orgs", school) for school in schools)
        names = {record.sourced_id: record.title for record in records if record is not None}
        report = SyncReport(source.name, runs, names, self, bundle=bool(source.bundle))
        report.problems_wanted.connect(lambda: self._problems.show(source, report))
        report.open()

    def _show_about(self) -> None:
        facts = (
            (self.tr("Data folder"), str(self.desk.session.data_dir.path)),
            (self.tr("Secrets"), self.desk.session.label),
            ("Qt", qVersion()),
            ("Python", platform.python_version()),
        )
        AboutDialog(log.version("rosterdesk"), facts, self).open()

    def show_waiting(self, title: str, sentence: str) -> None:
        """Say that something is being made ready, before there is a source."""
        self._frame.start.say("sync", title, sentence)

    def show_start(self) -> None:
        """Say again what can be done to begin."""
        source = self.desk.source
        self._frame.start.say_why(source.name if source else None, unopened=self.desk.unopened)

    def restore(self, geometry: str, splitter: str) -> None:
        """Put the window where it was, as wide as it was; for the first time, on all of a small screen."""
        if not self.restoreGeometry(QByteArray.fromBase64(geometry.encode())):
            room = self.screen().availableGeometry().size()
            if room.width() < _SIZE.width() or room.height() < _SIZE.height():
                self.resize(room)
                self.setWindowState(Qt.WindowState.WindowMaximized)
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
