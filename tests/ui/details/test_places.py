"""Schools, sessions and courses: what is drawn of them can be followed, and follows the day."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.charts import Bar
from rosterdesk.ui.details.counts import LARGEST
from rosterdesk.ui.details.pane import DetailPane
from tests.ui.details import rosters
from tests.ui.details.reading import Open, choose_tab, first, links, record, settle, show, words


def test_a_bar_leads_to_the_students_of_its_grade(pane: DetailPane, district: Reader, qtbot: QtBot) -> None:
    school = first(district, Query(collection="schools"))
    show(pane, district, school)
    bars = [bar for bar in pane.findChildren(Bar) if bar.isVisible()]
    here = Query(collection="students", scopes=(Scope("school", school.sourced_id),))
    assert len(bars) == len(district.facets(here, "grades"))
    assert bars[0].accessibleName().startswith("Grade") or bars[0].accessibleName().startswith("Kindergarten")
    for press in (
        lambda bar: qtbot.mouseClick(bar, Qt.MouseButton.LeftButton),
        lambda bar: qtbot.keyClick(bar, Qt.Key.Key_Return),
        lambda bar: qtbot.keyClick(bar, Qt.Key.Key_Space),
    ):
        with qtbot.waitSignal(pane.list_opened) as opened:
            press(bars[1])
        (query,) = opened.args
        assert query.scopes == here.scopes
        (where,) = query.where
        assert where.field == "grades"
        assert bars[1].accessibleName().endswith(f"{district.count(query)} students")
    assert bars[1].focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_district_says_how_large_its_schools_are(pane: DetailPane, district: Reader) -> None:
    show(pane, district, first(district, Query(collection="orgs", where=(Where("type", ("district",)),))))
    for key in district.keys(Query(collection="schools")):
        school = district.record("orgs", key)
        assert school.sourced_id in links(pane)
        students = district.count(Query(collection="students", scopes=(Scope("school", school.sourced_id),)))
        assert f"{students:,}" in words(pane)


def test_the_numbers_of_a_school_follow_the_day(pane: DetailPane, opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", rosters.hostile("Plain")))
    school = record(reader, "orgs", "school")
    for day, classes in ((date(2026, 8, 16), 0), (date(2026, 8, 17), 1), (date(2027, 6, 12), 0)):
        pane.show_record(reader, school, reader.tally(), day=day)
        settle()
        said = {label.accessibleName() for label in pane.findChildren(QLabel) if label.isVisible()}
        assert ("class: 1" in said) == bool(classes), day
    pane.show_record(reader, school, reader.tally(), day=date(2026, 8, 17))
    choose_tab(pane, "Classes 1", qtbot)
    with qtbot.waitSignal(pane.list_opened) as listed:
        qtbot.mouseClick(pane.findChild(QAbstractButton, "openListButton"), Qt.MouseButton.LeftButton)
    assert listed.args[0].as_of is None  # the day is the window’s


def test_numbers_that_are_too_large_to_follow_the_day_say_so(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", rosters.hostile("Plain")))
    school = record(reader, "orgs", "school")
    large = {**reader.tally(), ("students", "school"): LARGEST + 1}
    for day, said in ((date(2026, 8, 17), True), (None, False)):
        pane.show_record(reader, school, large, day=day)
        settle()
        assert ("Students: on any day" in words(pane)) == said, day


def test_a_session_is_drawn_in_its_year_and_leads_to_its_parts(pane: DetailPane, district: Reader) -> None:
    year = first(district, Query(collection="academicSessions", where=(Where("type", ("schoolYear",)),)))
    show(pane, district, year)
    (drawn,) = [
        widget.accessibleDescription()
        for widget in pane.findChildren(QWidget)
        if widget.accessibleName() == "Its place in the year"
    ]
    titles = [part.partition(":")[0] for part in drawn.split("; ")]
    assert titles[:3] == [year.title, "Fall Semester 2026", "Quarter 1"]
    assert titles.index("Quarter 2") < titles.index("Spring Semester 2027") < titles.index("Quarter 3")
    within = district.keys(Query(collection="academicSessions", scopes=(Scope("parent", year.sourced_id),)))
    assert {district.record("academicSessions", key).sourced_id for key in within} <= set(links(pane))


def test_sessions_within_each_other_are_drawn_once(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    roster = rosters.hostile("Plain")
    roster["academicSessions"][0]["parent"] = rosters.ref("term", "session")
    reader = opened(rosters.write(tmp_path / "store.db", roster))
    show(pane, reader, record(reader, "academicSessions", "term"))
    assert "Within it" in words(pane)


def test_a_course_lists_its_classes_by_school_and_term(pane: DetailPane, plain: Reader) -> None:
    show(pane, plain, record(plain, "courses", "course"))
    assert "class" in links(pane)
    assert any(text == "· 1 student" for text in words(pane))


def test_an_enrollment_has_a_mark_for_the_chosen_day(pane: DetailPane, plain: Reader) -> None:
    enrollment = record(plain, "enrollments", "enrollment-student")
    for day in (date(2026, 8, 17), date(2026, 10, 1), date(2027, 6, 11), date(2030, 1, 1)):
        pane.show_record(plain, enrollment, plain.tally(), day=day)
        settle()
        assert not pane.grab().isNull()


def test_the_record_says_where_it_came_from(pane: DetailPane, plain: Reader, qtbot: QtBot) -> None:
    pane.show_record(
        plain, record(plain, "users", "student"), plain.tally(), origin="https://sis.example/users/student"
    )
    choose_tab(pane, "Record", qtbot)
    origin = pane.findChild(QLabel, "recordOrigin")
    assert origin.isVisible()
    assert origin.text() == "https://sis.example/users/student"
    assert origin.textFormat() is Qt.TextFormat.PlainText
