"""Scenes of sources, of several windows, of the search and of a sync."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QToolButton

from rosterdesk.model.rows import CollectionState, Found
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.empty_table import EmptyTable
from rosterdesk.ui.views.value_view import ValueView
from tests.shots.camera import grab
from tests.shots.lists import students
from tests.shots.waiting import settle, until


async def search_nothing(window: MainWindow) -> None:
    """A search that finds nothing."""
    await students(window)
    window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(window.top_bar.search, "zzqq")
    await settle()


async def search_recent(window: MainWindow) -> None:
    """What was found lately, before anything is typed."""
    await students(window)
    for text in ("algebra", "okafor", "roosevelt", "garcia jose"):
        found: list[Found] | None = await window.browser.find(text)
        if found:
            window.desk.session.recents.add(window.desk.source, found[0])
    window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    await settle()


async def search_more(window: MainWindow) -> None:
    """The end of a search that finds more than is shown."""
    await students(window)
    window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(window.top_bar.search, "ma")
    results = window.findChild(QAbstractItemView, "searchResults")
    await until(lambda: results.isVisible() and results.model().rowCount() > 9)
    QTest.keyClick(window.top_bar.search, Qt.Key.Key_End)
    await settle()


async def back_menu(window: MainWindow) -> None:
    """The places that Back leads to."""
    await students(window)
    window.browser.follow(window.browser.place.record)
    await settle()
    button = window.findChild(QToolButton, "backButton")
    button.customContextMenuRequested.emit(QPoint(4, 4))
    await settle()


async def edit_source(window: MainWindow) -> None:
    """The dialog on a source that is there."""
    await students(window)
    window.sources.edit()
    await settle()


async def edit_schools(window: MainWindow) -> None:
    """The same, unfolded: some of the schools are chosen."""
    await edit_source(window)
    dialog = window.findChild(SourceDialog)
    dialog.findChild(QToolButton, "advancedButton").click()
    schools = dialog.findChild(ValueView, "schoolList").values
    schools.toggle(1)
    schools.toggle(2)
    await settle()


async def missing_lists(window: MainWindow) -> None:
    """Lists that the key may not read: signs in the tree, a sentence in the pane."""
    await students(window)
    why = "This key may not read that (HTTP 403)."
    lists = {
        "courses": CollectionState(0, complete=False, why=why),
        "academicSessions": CollectionState(0, complete=False, why=why, refused=True),
    }
    window.navigation.tree.show_missing(lists)
    window.navigation.scrollToBottom()
    browser, (key, *_) = window.browser, window.roster.chosen_keys()
    told = {"enrollments": why, "demographics": why}
    window.detail.show_record(browser.reader, browser.reader.record("users", key), browser.counts, missing=told)
    await settle()


async def first_sync(window: MainWindow) -> None:
    """A sync under way, with how fast it goes."""
    await students(window)
    window.desk.syncing_changed.emit(True)
    for done in (0, 20_000, 41_000):
        window.desk.sync_progressed.emit(Progress("sync", "enrollments", done, 71_930))
        await settle(1.2)
    window.status.show_state("Syncing for the first time · not all is here yet", "warning", can_tell=True)
    await settle()


async def forbidden(window: MainWindow) -> None:
    """A list that the key may not read."""
    await students(window)
    window.browser.visit(Place(places.group("demographics")))
    await settle()
    nothing = window.findChild(EmptyTable)
    nothing.say_lacking(
        "The service refused this list: the scope “roster-demographics.readonly” is missing.", refused=True
    )
    nothing.parentWidget().setCurrentWidget(nothing)
    await settle()


async def two_windows(window: MainWindow) -> QPixmap:
    """Two windows, one beside the other."""
    await students(window)
    tasks = Tasks(window.desk.failed, print)
    other = MainWindow(window.desk.session, tasks)
    other.resize(window.size())
    other.show()
    try:
        other.desk.open(window.desk.source)
        await until(lambda: other.roster.table.rowCount() > 0)
        other.browser.follow(window.browser.place.record)
        await settle()
        first, second = grab(window), grab(other)
    finally:
        other.browser.close()
        await tasks.close()
        other.close()
        other.deleteLater()
    both = QPixmap(first.width() + 120, first.height() + 120)
    both.fill(Qt.GlobalColor.gray)
    painter = QPainter(both)
    painter.drawPixmap(0, 0, first)
    painter.drawPixmap(120, 120, second)
    painter.end()
    return both


async def several_sources(window: MainWindow) -> None:
    """The menu with several sources, each with its age."""
    data_dir = window.desk.session.data_dir
    others = [
        Source(name=name, url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none") for name in ("Hillside", "SIS")
    ]
    for source in others:
        data_dir.add(source)
    window.desk.session.sources_changed.emit()
    await students(window)
    button = window.findChild(QToolButton, "sourceButton")
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    await settle()
    for source in others:
        data_dir.remove(source)


SCENES = (
    search_nothing,
    search_recent,
    search_more,
    back_menu,
    edit_source,
    edit_schools,
    missing_lists,
    first_sync,
    forbidden,
    two_windows,
    several_sources,
)
