"""No text from a roster, a service or a file is taken for HTML, for a shortcut or for something to format: anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.settings import Preferences, Source
from rosterdesk.settings.exports_log import Written
from rosterdesk.ui.browsing import paper_offers, places
from rosterdesk.ui.browsing.class_offers import ClassOffer
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.offer import Offer
from rosterdesk.ui.dialogs.about import AboutDialog
from rosterdesk.ui.dialogs.bundle_out import BundleOutDialog
from rosterdesk.ui.dialogs.class_list_columns import ClassListColumnsDialog
from rosterdesk.ui.dialogs.class_lists import ClassListsDialog
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.export_log import ExportLogDialog
from rosterdesk.ui.dialogs.pdf import PdfDialog
from rosterdesk.ui.dialogs.print import PrintDialog
from rosterdesk.ui.dialogs.problems import Problem, ProblemsDialog
from rosterdesk.ui.dialogs.question import Question
from rosterdesk.ui.dialogs.sync_report import SyncReport
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.day_choice import Term
from tests import stores
from tests.ui.conftest import Desk
from tests.ui.details import rosters
from tests.ui.test_main_window import find

LISTS = (
    *("students", "teachers", places.STAFF_AND_GUARDIANS, "enrollments", "demographics", "classes", "courses"),
    *("orgs", "academicSessions", "results", "lineItems", "scoreScales", "resources", "categories"),
)
AMPERSAND = "<b>Tom & Jerry</b> {0} %n"
TYPED = ("%", "_", "*", '"', "NEAR(", "'; drop table user --", "%" * 60_000, "\\", "<b>", "\u202e", "(((", "a AND OR")


def faults(window: QWidget) -> Iterator[str]:
    """Texts that Qt would take for more than text."""
    for widget in (window, *window.findChildren(QWidget)):
        if isinstance(widget, QLabel) and widget.text() and widget.textFormat() != Qt.TextFormat.PlainText:
            yield f"label {widget.objectName()}: {widget.text()[:80]}"
        if "<" in widget.toolTip() and not widget.toolTip().startswith("<qt>"):
            yield f"tooltip of {widget.objectName()}: {widget.toolTip()[:80]}"
        if isinstance(widget, QAbstractButton) and _eats(widget.text()):
            yield f"button {widget.objectName()}: {widget.text()[:80]}"
        if isinstance(widget, QTabBar):
            yield from (f"tab {text}" for tab in range(widget.count()) if _eats(text := widget.tabText(tab)))
    yield from (f"entry {action.text()}" for action in window.findChildren(QAction) if _eats(action.text()))


def _eats(text: str) -> bool:
    """Whether an `&` of it would be gone, and the letter behind it a shortcut."""
    return "&" in text.replace("&&", "")


def opened(desk: Desk, roster: Path, qtbot: QtBot, name: str) -> MainWindow:
    source = Source(name=name, url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, roster)
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0, timeout=10_000)
    return desk.window


def visited(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    """Every list, and every part of what its first row leads to."""
    for name in LISTS:
        window.browser.visit(Place(places.group(name)))
        place = window.browser.place
        assert place is not None
        qtbot.waitUntil(lambda place=place: window.roster.query == place.query and window.roster.table.rowCount() > 0)
        window.roster.selectRow(0)
        tabs = find(window, "detailTabs", QTabBar)
        qtbot.waitUntil(tabs.isVisible)
        qtbot.wait(40)  # the pane follows when the arrow keys rest
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
            yield f"{name}: {tabs.tabText(tab)}"


@pytest.mark.parametrize("turn", [0, 9])
def test_no_name_is_more_than_a_name_wherever_one_goes(turn: int, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(desk, rosters.write(tmp_path / "store.db", rosters.mixed(turn)), qtbot, "<b>Tom & Jerry</b>")
    window.navigation.expandAll()
    for where in visited(window, qtbot):
        assert list(faults(window)) == [], where
        heights = {window.roster.rowHeight(row) for row in range(window.roster.table.rowCount())}
        assert len(heights) == 1
        assert find(window, "detailName").height() < 200
    assert desk.errors == []


def test_nothing_of_it_is_opened(desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", reached.append)
    roster = rosters.hostile("x@y?bcc=evil&body=<script>")
    window = opened(desk, rosters.write(tmp_path / "store.db", roster), qtbot, "Lakeside")
    for _ in visited(window, qtbot):
        for label in window.detail.findChildren(QLabel):
            assert not label.openExternalLinks()
            qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    assert reached == []


def dialogs(window: MainWindow, evil: str) -> Iterator[QDialog]:
    """Those that show what a roster, a service or a file says."""
    state = CollectionState(7, False, evil, refused=True, bent={evil: 3})
    run = Run(1, "2026-11-23T08:00:00+00:00", None, "full", False, {"users": state}, schools=("s",), held=evil)
    yield Question(evil, evil, evil, window, instead=evil, dismiss=evil)
    yield AboutDialog(evil, ((evil, evil),), window)
    yield SyncReport(evil, [run, run], {"s": evil}, window)
    found = ProblemsDialog(evil, window)
    found.show_found([Problem("error", evil, evil, 3, evil)])
    yield found
    query = Query(collection="students", text=evil, scopes=(Scope("school", evil),), where=(Where("email", (evil,)),))
    yield ExportDialog(Offer(query=query, rows=3, selected=1, scope=evil, title=evil), Preferences(), window)
    told = Written(
        when=run.started, who=evil, source=evil, what=evil, columns=(evil,), rows=1, format="csv", folder="/", file=evil
    )
    yield ExportLogDialog([told], window)
    days = (stores.TODAY, stores.TODAY, (Term(evil, stores.TODAY, stores.TODAY),))
    own = Preferences(list_templates={evil: ("name",)})
    yield ClassListsDialog([ClassOffer(evil, evil, Query(collection="classes"))], own, days, window)
    of = paper_offers.of_classes(ClassOffer(evil, evil, Query(collection="classes")))
    printing = PrintDialog([of], own, days, window, masked=True)
    printing.say_problem(evil)
    printing.preview.say(evil)
    yield printing
    yield PdfDialog(evil, own, window)
    yield ClassListColumnsDialog(evil, ("name", f"blank:{evil}"), (evil,), window)
    yield BundleOutDialog(Source(name=evil), Preferences(), window, partial=True)


def test_no_dialog_and_no_message_takes_a_text_for_more(window: MainWindow) -> None:
    for evil in (*rosters.PAYLOADS, AMPERSAND):
        for dialog in dialogs(window, evil):
            dialog.show()
            assert list(faults(dialog)) == [], (type(dialog).__name__, evil)
            dialog.close()
            dialog.deleteLater()
        window.messages.say("danger", evil, (evil, window.close), hints=(evil,))
        window.status.show_state(evil)
        assert list(faults(window)) == [], evil
        assert find(window, "messageText").text() == evil


def test_whatever_is_typed_is_only_looked_for(window: MainWindow, qtbot: QtBot) -> None:
    field = find(window, "filterField", QLineEdit)
    for typed in TYPED:
        field.setText(typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        wanted = typed[:200].strip()
        qtbot.waitUntil(lambda wanted=wanted: window.roster.query is not None and window.roster.query.text == wanted)
        window.top_bar.search.setFocus()
        window.top_bar.search.setText(typed)
        window.top_bar.search.textEdited.emit(window.top_bar.search.text())
        QApplication.processEvents()
        assert not window.messages.isVisible(), typed
