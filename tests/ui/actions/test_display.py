"""What the window's views show of the source, and of what is going on with it."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Where
from rosterdesk.settings import Source
from rosterdesk.store.writer import Writer
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.start_page import StartPage
from tests import stores
from tests.ui import spoken
from tests.ui.actions.found import PATIENCE, SOURCE
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find


def test_a_new_source_shows_nothing_of_the_one_before(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    crumbs = find(window, "breadcrumb")
    assert crumbs.findChildren(QPushButton)
    window.top_bar.search.setText("gar")
    other = Source(name="Other", url="http://127.0.0.1:1/", auth="none")
    desk.session.data_dir.add(other)
    window.desk.open(other)
    qtbot.waitUntil(lambda: window.desk.source == other and find(window, "welcome").isVisible())
    assert not any(button.isVisible() for button in crumbs.findChildren(QPushButton))
    assert not find(window, "backButton").isEnabled()
    assert window.top_bar.search.text() == ""


def test_where_no_sync_has_brought_anything_the_source_is_not_said_to_have_sent_nothing(
    desk: Desk, store: Path, qtbot: QtBot
) -> None:
    desk.add(SOURCE, store)
    path = desk.session.data_dir.store(SOURCE)
    path.unlink()
    with Writer(path, stores.KEY) as writer:
        writer.begin({"orgs": "full"}, started=datetime.now(UTC))
        writer.end()
    desk.window.desk.open(SOURCE)
    qtbot.waitUntil(lambda: find(desk.window, "emptyTableFirst").isVisible(), timeout=PATIENCE)
    said = [label.text() for label in find(desk.window, "emptyTable").findChildren(QLabel)]
    assert "Nothing synced yet" in said
    assert find(desk.window, "emptyTableFirst").text() == "Sync now"


@pytest.mark.parametrize(("syncing", "ways"), [(False, ["Sync now"]), (True, [])])
def test_the_start_page_offers_no_sync_while_one_runs(syncing: bool, ways: list[str], qtbot: QtBot) -> None:
    page = StartPage()
    qtbot.addWidget(page)
    page.show()
    page.say_why("Lakeside", syncing=syncing)
    assert [button.text() for button in page.findChildren(QPushButton) if button.isVisible()] == ways
    assert any("Lakeside" in label.text() for label in page.findChildren(QLabel))


@pytest.mark.parametrize("filtered", [(), ("grades", "status", "enabledUser", "schools")])
def test_in_the_narrowest_window_nothing_of_the_filter_bar_lies_on_another(
    filtered: tuple[str, ...], window: MainWindow, qtbot: QtBot
) -> None:
    query = window.browser.place.query
    window.browser.refine(
        msgspec.structs.replace(query, where=(*query.where, *(Where(name, ("none such",)) for name in filtered)))
    )
    chips = find(window, "filterChips")
    qtbot.waitUntil(lambda: chips.isVisible() == bool(filtered))
    window.resize(window.minimumSizeHint())
    qtbot.wait(0)
    names = ("filterField", "addFilterButton", "rowCount", "viewsButton", "columnsButton")
    bar: list[QWidget] = [find(window, name) for name in names]
    for one, next_ in pairwise(bar):
        assert one.geometry().right() < next_.geometry().left()
    if filtered:
        assert chips.geometry().top() > max(one.geometry().bottom() for one in bar)
        assert window.filter_bar.rect().contains(chips.geometry())


def test_the_line_of_the_district_and_its_crumb_lead_to_its_page(window: MainWindow, qtbot: QtBot) -> None:
    tree = window.navigation.tree
    qtbot.waitUntil(lambda: bool(tree.rowCount(tree.index(0, 0))))
    click_row(qtbot, window.navigation, tree.index(0, 0))
    qtbot.waitUntil(lambda: "Lakeside Unified School District" in spoken.texts(window.detail))
    school = tree.index(0, 0, tree.index(0, 0))
    click_row(qtbot, window.navigation, school)
    qtbot.waitUntil(lambda: school.data() in spoken.texts(window.detail))
    crumb = window.top_bar.breadcrumb.findChildren(QPushButton)[0]
    qtbot.mouseClick(crumb, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Lakeside Unified School District" in spoken.texts(window.detail))
