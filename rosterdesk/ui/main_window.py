"""The window: places the views and wires what the user wishes to the browser and the desk. No logic."""

import platform
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, qVersion
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from rosterdesk import log
from rosterdesk.model.query import Query
from rosterdesk.ui.actions.access import KeyAccess
from rosterdesk.ui.actions.bundle_opening import BundleOpening
from rosterdesk.ui.actions.bundle_saving import BundleSaving
from rosterdesk.ui.actions.changes import ChangesPlace
from rosterdesk.ui.actions.class_lists import ClassLists
from rosterdesk.ui.actions.comparing import Comparing
from rosterdesk.ui.actions.copying import Copying
from rosterdesk.ui.actions.dating import Dating
from rosterdesk.ui.actions.decisions import Decisions
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.display import Display
from rosterdesk.ui.actions.dragging import Dragging
from rosterdesk.ui.actions.dropping import Dropping
from rosterdesk.ui.actions.excepting import Excepting
from rosterdesk.ui.actions.exports import Exports
from rosterdesk.ui.actions.exports_log import ExportsLog
from rosterdesk.ui.actions.findings import FindingsPlace
from rosterdesk.ui.actions.judging import Judging
from rosterdesk.ui.actions.keyboard import Keyboard
from rosterdesk.ui.actions.locking import Locking
from rosterdesk.ui.actions.masking import Masking
from rosterdesk.ui.actions.narrowing import Narrowing
from rosterdesk.ui.actions.pacing import Pacing
from rosterdesk.ui.actions.printing import Printing
from rosterdesk.ui.actions.problems import Problems
from rosterdesk.ui.actions.refreshing import Refreshing
from rosterdesk.ui.actions.rule_choice import RuleChoice
from rosterdesk.ui.actions.saved_views import SavedViews
from rosterdesk.ui.actions.schedule import Schedule
from rosterdesk.ui.actions.searching import Searching
from rosterdesk.ui.actions.source_ages import SourceAges
from rosterdesk.ui.actions.sources import Sources
from rosterdesk.ui.actions.sums import Sums
from rosterdesk.ui.actions.titling import Titling
from rosterdesk.ui.actions.travels import Travels
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.program.appearance import resize_text
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame

_SIZE = QSize(1440, 860)


class MainWindow(QMainWindow):
    """Everything the user sees of RosterDesk. `closed` is said once, when the user has closed it."""

    closed = Signal()
    demo_wanted = Signal()
    another_wanted = Signal()  # another window
    beside_wanted = Signal(object)  # Link or Found: another window, on this record
    quit_wanted = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
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
        self.browser = Browser(tasks, session.privacy, session.remembered, self)
        self.desk = Desk(session, self.browser, tasks, self.messages, self)
        self._writing = Writing(self.desk.jobs.exporting, session.privacy, tasks, self.messages, self)
        self._exports = Exports(self.desk, self.browser, frame.roster, self._writing, self)
        self._class_lists = ClassLists(self.desk, self.browser, frame.roster, self._writing, tasks, self)
        self._printing = Printing(self.desk, self.browser, frame.roster, self._writing, self.messages, tasks, self)
        self._bundle_saving = BundleSaving(self.desk, self.browser, self._writing, self)
        self._comparing = Comparing(self.desk, self.browser, self._writing, tasks, self)
        self._exports_log = ExportsLog(session, tasks, self)
        Dragging(self.browser, frame.roster, self.messages, self)
        self._refreshing = Refreshing(self.browser, self.desk, tasks, frame, self)
        self._dropping = Dropping(tasks, self)
        self._access = KeyAccess(self.desk, self.browser, self)
        self._problems = Problems(session, tasks, self)
        self.sources = Sources(self.desk, tasks, self.messages, self)
        self._bundles = BundleOpening(self.desk, self.sources, self.browser, tasks, self.messages, self)
        schedule = Schedule(self.desk, session.remembered, self, first=len(session.showing) == 1)
        self.closed.connect(schedule.stop)
        Decisions(self.desk, self.browser, self.messages, self)
        searching = Searching(self.browser, self.desk, tasks, frame, self)
        searching.beside_wanted.connect(self.beside_wanted)
        Pacing(self.desk, frame, self)
        SourceAges(self.browser, self.desk, self.top_bar, self)
        Narrowing(self.browser, frame, tasks, session.remembered, self)
        Copying(self.browser, frame.roster, self.messages, frame.status, tasks, self._exports.begin)
        Sums(self.browser, frame.roster, self.status, tasks)
        self._views = SavedViews(self.browser, self.desk, tasks, frame, self)
        self._dating = Dating(self.browser, frame, self)
        self.locking = Locking(session.lock, self.browser, self.desk, frame.navigation, tasks, self)
        self.locking.quit_wanted.connect(self.quit_wanted)
        self._keyboard = self._keys()
        self._wire_views()
        self._wire_desk()
        self._fill_menu()
        Display(frame, self.browser, self.desk, self)
        Titling(self.browser, self.desk, self)
        judging = Judging(self.browser, self.desk, tasks, self)
        findings = FindingsPlace(judging, self.browser, frame, self)
        Excepting(judging, findings, self.browser, frame, tasks, self)
        findings.rules_wanted.connect(RuleChoice(judging, self.desk, frame, tasks, self).begin)
        self._refreshing.refreshed.connect(judging.recheck)
        ChangesPlace(self.desk, self.browser, frame, tasks, self)

    def _wire_views(self) -> None:
        browser, bar = self.browser, self.top_bar
        Travels(browser, bar, self)
        bar.breadcrumb.place_chosen.connect(browser.visit)
        self.navigation.place_chosen.connect(browser.visit)
        self.roster.row_chosen.connect(browser.choose)
        self.roster.rows_chosen.connect(browser.gather)
        self.roster.cell_followed.connect(browser.follow)
        self.roster.row_opened.connect(browser.open_row)
        self.roster.export_wanted.connect(self._exports.begin_selected)
        self.roster.scrolled.connect(browser.scrolled)
        self.detail.link_followed.connect(browser.follow)
        self.detail.list_opened.connect(self._open_list)
        self.roster.lists_wanted.connect(self._class_lists.begin_selected)
        for view in (self.navigation, self.detail):
            view.lists_wanted.connect(self._class_lists.begin)
            view.print_wanted.connect(self._printing.begin)
        self.roster.print_wanted.connect(self._printing.begin)

    def _wire_desk(self) -> None:
        desk, bar, start = self.desk, self.top_bar, self._frame.start
        bar.source_chosen.connect(desk.open)
        bar.add_wanted.connect(self.sources.add)
        bar.edit_wanted.connect(self.sources.edit)
        desk.remedies.edit_wanted.connect(self.sources.edit)
        bar.bundle_wanted.connect(lambda folder: self._dropping.choose(folder=folder))
        bar.forget_wanted.connect(self.sources.forget)
        bar.remove_wanted.connect(self.sources.remove)
        bar.report_wanted.connect(self._tell_of_syncs)
        for view in (bar, self.navigation):
            view.access_wanted.connect(self._access.show)
        bar.compare_wanted.connect(self._comparing.begin)
        bar.bundle_out_wanted.connect(self._bundle_saving.begin)
        bar.sync.sync_wanted.connect(desk.sync)
        self._frame.nothing.sync_wanted.connect(desk.sync)
        self._frame.nothing.source_doubted.connect(self.sources.edit)
        bar.sync.cancel_wanted.connect(self._cancel_sync)
        bar.export.clicked.connect(self._exports.begin)
        self.status.report_wanted.connect(self._tell_of_syncs)
        self.navigation.school_sync_wanted.connect(desk.sync)
        self._dropping.opened.connect(self._bundles.begin)
        self._bundles.another_wanted.connect(lambda folder: self._dropping.choose(folder=folder))
        self._dropping.refused.connect(lambda why: self.messages.say("info", why))
        start.first_chosen.connect(self._welcome_first)
        start.second_chosen.connect(self.demo_wanted)
        start.third_chosen.connect(lambda: self._dropping.choose(folder=False))

    def _keys(self) -> Keyboard:
        remembered = self.desk.session.remembered
        shortcuts: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Find anybody and anything"), "Ctrl+K", self._focus_search),
            (self.tr("Filter this table"), "Ctrl+F", self._frame.focus_filter),
            (self.tr("Back"), "Alt+Left / Ctrl+[", self.browser.back),
            (self.tr("Forward"), "Alt+Right / Ctrl+]", self.browser.forward),
            (self.tr("As of a date"), "Ctrl+D", self._dating.begin),
            (self.tr("Sync"), "F5", self.desk.sync),
            (self.tr("Read this record again"), "Shift+F5", self._refreshing.begin),
            (self.tr("Export what is shown"), "Ctrl+E", self._exports.begin),
            (self.tr("Class lists"), "Ctrl+Shift+E", self._class_lists.begin),
            (self.tr("Print, or save as PDF"), "Ctrl+P", self._printing.begin),
            (self.tr("Open a bundle"), "Ctrl+O", lambda: self._dropping.choose(folder=False)),
            (self.tr("Go to the tree"), "Ctrl+1", self.navigation.setFocus),
            (self.tr("Go to the table"), "Ctrl+2", self._frame.focus_list),
            (self.tr("Go to the details"), "Ctrl+3", self.detail.focus),
            (self.tr("Privacy mode: names masked, or shown"), "Ctrl+Shift+P", self.desk.session.privacy.switch),
            (self.tr("Lock"), "Ctrl+L", self.locking.lock),
            (self.tr("Settings"), "Ctrl+,", self._show_settings),
            (self.tr("Larger text"), "Ctrl++ / Ctrl+=", lambda: resize_text(remembered, 1)),
            (self.tr("Smaller text"), "Ctrl+-", lambda: resize_text(remembered, -1)),
            (self.tr("Usual text size"), "Ctrl+0", lambda: resize_text(remembered, 0)),
            (self.tr("Menu"), "F10", self.top_bar.menu.open),
            (self.tr("New window"), "Ctrl+N", self.another_wanted.emit),
            (self.tr("Close this window"), "Ctrl+W", self.close),
            (self.tr("Quit"), "Ctrl+Q", self.quit_wanted.emit),
        ]
        return Keyboard(shortcuts, self, over_all={"Ctrl+Shift+P", "Ctrl+L"})

    def _fill_menu(self) -> None:
        menu = self.top_bar.menu
        menu.add("window", self.tr("New window"), "Ctrl+N", self.another_wanted.emit)
        menu.add("calendar", self.tr("As of a date…"), "Ctrl+D", self._dating.begin)
        Masking(self.desk.session.privacy, self._frame, self)
        menu.add("lock", self.tr("Lock"), "Ctrl+L", self.locking.lock)
        menu.add_line()
        lists = menu.add("class", self.tr("Class lists…"), "Ctrl+Shift+E", self._class_lists.begin)
        lists.setObjectName("classListsAction")
        menu.add("print", self.tr("Print…"), "Ctrl+P", self._printing.begin).setObjectName("printAction")
        exports = menu.add("export", self.tr("Exports written…"), "", self._exports_log.show)
        exports.setObjectName("exportsWrittenAction")
        menu.add("settings", self.tr("Settings…"), "Ctrl+,", self._show_settings).setObjectName("settingsAction")
        shortcuts = menu.add("keyboard", self.tr("Keyboard shortcuts"), "F1", self._keyboard.show_all)
        shortcuts.setObjectName("shortcutsAction")
        menu.add("info", self.tr("About RosterDesk"), "", self._show_about)
        menu.add_line()
        menu.add("", self.tr("Quit"), "Ctrl+Q", self.quit_wanted.emit)

    def _open_list(self, query: Query) -> None:
        place = self.browser.place
        self.browser.visit(Place(places.ordered(query), place.record if place else None))
        self.roster.setFocus()

    def _cancel_sync(self) -> None:
        self.top_bar.sync.show_cancelling()
        self.desk.cancel_sync()

    def _welcome_first(self) -> None:
        if self.desk.source is None:
            self.sources.add()
        elif self.desk.unopened:
            self.desk.open(self.desk.source)
        else:
            self.desk.sync()

    def _focus_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _tell_of_syncs(self) -> None:
        from rosterdesk.ui.dialogs.sync_report import SyncReport

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

    def _show_settings(self) -> None:
        from rosterdesk.ui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self.desk.session.remembered, self)
        dialog.passphrase_wanted.connect(lambda: self.locking.ask_passphrase(dialog))
        dialog.open()

    def _show_about(self) -> None:
        from rosterdesk.ui.dialogs.about import AboutDialog

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

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()
