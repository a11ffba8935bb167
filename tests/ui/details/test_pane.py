"""The detail pane on real stores: what it says, where its links lead, and what it never does with a name."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.model.rows import Link
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.link import LinkButton
from rosterdesk.ui.details.page import flow_of
from rosterdesk.ui.details.pane import DetailPane
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.look import style
from tests import stores
from tests.ui.details import rosters
from tests.ui.details.reading import Open, choose_tab, first, links, record, settle, show, tabs, words

KINDS = {
    "district": Query(collection="orgs", where=(Where("type", ("district",)),)),
    "school": Query(collection="schools"),
    "session": Query(collection="terms"),
    "course": Query(collection="courses"),
    "class": Query(collection="classes"),
    "student": Query(collection="students"),
    "teacher": Query(collection="teachers"),
    "guardian": Query(collection="users", where=(Where("role", ("guardian", "parent", "relative")),)),
    "administrator": Query(collection="users", where=(Where("role", ("administrator",)),)),
    "enrollment": Query(collection="enrollments"),
    "demographics": Query(collection="demographics"),
    "resource": Query(collection="resources"),
    "category": Query(collection="categories"),
    "score scale": Query(collection="scoreScales"),
    "line item": Query(collection="lineItems"),
    "result": Query(collection="results"),
    "assessment": Query(collection="assessmentLineItems"),
    "assessment result": Query(collection="assessmentResults"),
}
NAMELESS = {"enrollment", "demographics", "result", "assessment result"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_kind_of_record_has_its_pane(theme: str, pane: DetailPane, district: Reader, qapp: QApplication) -> None:
    style.apply(qapp, theme)
    for kind, query in KINDS.items():
        shown = first(district, query)
        show(pane, district, shown)
        assert shown.title in pane.findChild(QLabel, "detailName").text() or kind in NAMELESS
        assert tabs(pane)[-1] == "Record", kind
        assert (tabs(pane)[0] == "Overview") is (kind != "demographics")
        assert not pane.grab().isNull()


def test_what_wraps_is_not_printed_over_what_comes_next(qtbot: QtBot) -> None:
    sheet, scroll = Sheet(), QScrollArea()
    qtbot.addWidget(scroll)
    scroll.setWidgetResizable(True)
    scroll.setWidget(sheet)
    scroll.resize(250, 400)
    scroll.show()
    names = [sheet.label(f"Teacher number {number}") for number in range(6)]
    sheet.column.addLayout(flow_of(names))
    below = sheet.label("The next class")
    sheet.column.addWidget(below)
    settle()
    assert names[-1].y() > names[0].y(), "they wrap"
    assert below.y() >= names[-1].geometry().bottom()


def test_a_student_answers_the_counselor(pane: DetailPane, district: Reader) -> None:
    high = next(
        sourced_id
        for sourced_id, name in district.rows(
            "schools", district.keys(Query(collection="schools")), ("sourcedId", "name")
        )
        if "High" in str(name)
    )
    student = first(district, Query(collection="students", scopes=(Scope("school", str(high)),)))
    show(pane, district, student)
    said = words(pane)
    assert student.values["identifier"] in said
    assert str(high) in links(pane)
    assert "Schedule" in said
    assert any(text.startswith("Period ") for text in said)
    assert "Guardians" in said
    agents = student.values["agents"]
    assert isinstance(agents, tuple)
    assert {agent.sourced_id for agent in agents} <= set(links(pane))


def test_a_schedule_holds_only_what_runs_today(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    roster = rosters.hostile("Plain")
    roster["enrollments"][0] |= {"beginDate": "2026-08-17", "endDate": "2026-11-23"}  # the first day after it
    reader = opened(rosters.write(tmp_path / "store.db", roster))
    show(pane, reader, record(reader, "users", "student"))
    assert "class" not in links(pane)
    show(pane, reader, record(reader, "users", "teacher"))
    assert "class" in links(pane)


def test_a_schedule_counts_who_is_in_its_classes_on_its_own_day(pane: DetailPane, tmp_path: Path) -> None:
    roster = rosters.hostile("Plain")
    roster["enrollments"][0] |= {"beginDate": "2026-08-17", "endDate": "2026-11-23"}
    path = rosters.write(tmp_path / "store.db", roster)
    with Reader(path, stores.KEY, today=lambda: date(2026, 9, 1)) as reader:
        show(pane, reader, record(reader, "users", "teacher"))
        assert any(text.startswith("0 students") for text in words(pane))
        pane.show_nothing()
        settle()


def test_a_link_is_followed_by_mouse_and_by_keyboard(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    show(pane, district, first(district, KINDS["student"]))
    button = next(iter(links(pane).values()))
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(pane.link_followed) as followed:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert followed.args == [button.link]
    with qtbot.waitSignal(pane.link_followed):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_following_a_link_may_show_another_record_at_once(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    def follow(link: Link) -> None:
        pane.show_record(district, record(district, link.collection, link.sourced_id), {})

    pane.link_followed.connect(follow)
    show(pane, district, first(district, KINDS["student"]))
    button = next(iter(links(pane).values()))
    title = button.link.title
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.findChild(QLabel, "detailName").text() == title


def test_what_was_never_received_is_said_in_words(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", rosters.broken()))
    show(pane, reader, record(reader, "users", "student"))
    said = words(pane)
    assert "nowhere (not received)" in said
    assert "nobody (not received)" in said
    assert "No teacher" in said
    assert "nobody" not in links(pane)
    show(pane, reader, record(reader, "classes", "class"))
    assert "no-course (not received)" in words(pane)


def test_a_related_list_is_read_when_its_tab_is_opened(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    school = first(district, KINDS["school"])
    show(pane, district, school)
    view = pane.findChild(QListView, "relatedList")
    assert view.model().rowCount() == 0
    choose_tab(pane, "Students", qtbot)
    students = Query(collection="students", scopes=(Scope("school", school.sourced_id),))
    assert view.model().rowCount() == min(district.count(students), 200)
    assert f"Students {district.count(students):,}" in tabs(pane)


def test_a_row_of_a_related_list_is_followed(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    show(pane, district, first(district, KINDS["class"]))
    choose_tab(pane, "Students", qtbot)
    view = pane.findChild(QListView, "relatedList")
    index = view.model().index(1, 0)  # below its heading
    followed: list[Link] = []
    pane.link_followed.connect(followed.append)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(followed) == 2
    assert followed[0] == followed[1]
    assert followed[0].collection == "users"
    assert record(district, "users", followed[0].sourced_id).values["name"] == index.data()


def test_a_related_list_opens_as_a_table(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    school = first(district, KINDS["school"])
    show(pane, district, school)
    choose_tab(pane, "Classes", qtbot)
    with qtbot.waitSignal(pane.list_opened) as opened:
        qtbot.mouseClick(pane.findChild(QAbstractButton, "openListButton"), Qt.MouseButton.LeftButton)
    (query,) = opened.args
    assert query.collection == "classes"
    assert query.scopes == (Scope("school", school.sourced_id),)
    assert query.limit is None


def test_the_record_is_shown_and_copied_as_sent(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    student = first(district, KINDS["student"])
    show(pane, district, student)
    choose_tab(pane, "Record", qtbot)
    text = pane.findChild(QPlainTextEdit, "recordText")
    assert text.isReadOnly()
    assert f'"sourcedId": "{student.sourced_id}"' in text.toPlainText()
    qtbot.mouseClick(pane.findChild(QAbstractButton, "copyRecordButton"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text.toPlainText()


def test_the_tab_stays_from_record_to_record(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    keys = district.keys(KINDS["student"])
    show(pane, district, district.record("users", keys[0]))
    choose_tab(pane, "Enrollments", qtbot)
    show(pane, district, district.record("users", keys[1]))
    bar = pane.findChild(QTabBar, "detailTabs")
    assert bar.tabText(bar.currentIndex()).startswith("Enrollments")
    assert pane.findChild(QListView, "relatedList").isVisible()
    show(pane, district, first(district, KINDS["course"]))
    assert bar.tabText(bar.currentIndex()) == "Overview"


def test_tabs_that_do_not_fit_are_in_a_menu(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    show(pane, district, first(district, KINDS["school"]))
    bar = pane.findChild(QTabBar, "detailTabs")
    more = pane.findChild(QAbstractButton, "moreTabsButton")
    pane.resize(1600, 860)
    settle()
    assert all(bar.isTabVisible(index) for index in range(bar.count()))
    assert not more.isVisible()
    pane.resize(300, 860)
    settle()
    hidden = [index for index in range(bar.count()) if not bar.isTabVisible(index)]
    assert hidden
    assert more.isVisible()
    more.menu().aboutToShow.emit()
    offered = more.menu().actions()
    assert [action.text() for action in offered] == [bar.tabText(index) for index in hidden]
    offered[-1].trigger()
    assert bar.tabText(bar.currentIndex()) == "Record"
    assert bar.isTabVisible(bar.currentIndex())


def test_nothing_chosen_says_what_to_do(pane: DetailPane, district: Reader) -> None:
    show(pane, district, first(district, KINDS["student"]))
    pane.show_nothing()
    settle()
    assert words(pane)[-1] == "Choose a row to see everything about it here."
    assert not links(pane)


def test_record_after_record_leaves_nothing_behind(pane: DetailPane, district: Reader) -> None:
    students = [district.record("users", key) for key in district.keys(KINDS["student"])[:8]]

    def objects() -> int:
        settle()
        return len(pane.findChildren(QObject))

    def show_all() -> None:
        for student in students:
            show(pane, district, student)

    show_all()
    before = objects()
    show_all()
    show_all()
    assert objects() == before


def test_tab_goes_through_the_links_in_reading_order(pane: DetailPane, district: Reader) -> None:
    for key in district.keys(KINDS["student"])[:4]:
        show(pane, district, district.record("users", key))
    buttons = list(links(pane).values())
    start = min(buttons, key=lambda button: button.mapTo(pane, button.rect().topLeft()).toTuple()[::-1])
    places = []
    widget = start
    for _ in range(200):
        if isinstance(widget, LinkButton) and widget.isVisible():
            places.append(widget.mapTo(pane, widget.rect().topLeft()).toTuple()[::-1])
        widget = widget.nextInFocusChain()
        if widget is start:
            break
    assert len(places) > 3
    assert places == sorted(places)


def test_an_undated_enrollment_is_drawn_as_long_as_its_terms(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", rosters.hostile("Plain")))
    show(pane, reader, record(reader, "enrollments", "enrollment-student"))
    said = [widget.accessibleDescription() for widget in pane.findChildren(QWidget) if widget.accessibleDescription()]
    assert any(f"This enrollment: 2026-08-17 to {date(2027, 6, 12)}" in text for text in said)
