"""The way to what is shown, where there is little room for it."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.views.breadcrumb import Breadcrumb


def test_what_is_cut_for_lack_of_room_is_whole_in_its_tip(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    crumbs = Breadcrumb(window, window)
    crumbs.resize(1000, 30)
    window.show()
    titles = ["Lakeside <b>District</b> of Several Words", "Students"]
    crumbs.show_path([(title, Place(places.group("students"))) for title in titles])
    parts = crumbs.findChildren(QPushButton)
    assert [part.toolTip() for part in parts] == ["", ""]
    crumbs.resize(220, 30)
    assert parts[0].text().endswith("…")
    assert [part.toolTip() for part in parts] == ["<qt>Lakeside &lt;b&gt;District&lt;/b&gt; of Several Words</qt>", ""]


def test_what_has_no_room_at_all_is_left_out_and_where_the_user_is_stays(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    crumbs = Breadcrumb(window, window)
    crumbs.resize(1000, 30)
    window.show()
    titles = ["Lakeside Unified School District", "Cedar Grove Elementary", "Students"]
    crumbs.show_path([(title, Place(places.group("students"))) for title in titles])
    parts = crumbs.findChildren(QPushButton)
    letters = crumbs.fontMetrics()
    for width in (260, 130, 90, 60):
        crumbs.resize(width, 30)
        crumbs.layout().activate()
        shown = [part for part in parts if part.isVisible()]
        assert shown[-1].accessibleName() == "Students"
        for part in shown:
            assert letters.horizontalAdvance(part.text()) <= part.width() or part is shown[-1], (width, part.text())
            assert crumbs.rect().contains(part.geometry()) or width == 60
    assert [part.isVisible() for part in parts] == [False, False, True]
    assert shown[0].toolTip() == f"<qt>{' › '.join(titles)}</qt>"
    crumbs.resize(1000, 30)
    assert all(part.isVisible() for part in parts)
