"""The line at the bottom, where there is little room, and what it says for a while."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.ui.views.status_bar import StatusBar

COUNTS = {("students", ""): 412, ("classes", ""): 60, ("enrollments", ""): 3171}


@pytest.fixture
def bar(qtbot: QtBot) -> StatusBar:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1400, 24)
    bar.show()
    bar.show_state("Synced today 14:40 · complete")
    bar.show_numbers(COUNTS, 0)
    bar.show_kept(there=True, only_here=True)
    return bar


def seen(bar: StatusBar) -> list[str]:
    names = ("statusNote", "statusPace", "statusCounts", "statusSums", "statusKept")
    return [name for name in names if bar.findChild(QLabel, name).isVisible()]


def test_what_says_least_is_left_out_where_there_is_no_room(bar: StatusBar) -> None:
    bar.show_sums("Students: sum 99")
    assert seen(bar) == ["statusCounts", "statusSums", "statusKept"]
    for width in range(1400, 300, -20):
        bar.resize(width, 24)
        before = seen(bar)
        bar.layout().activate()
        for label in bar.findChildren(QLabel):
            assert label.isHidden() or label.width() >= label.sizeHint().width(), (width, label.objectName())
        if "statusSums" not in before:
            assert "statusKept" not in before or bar.width() > 300
    assert seen(bar) == []
    bar.resize(1400, 24)
    assert seen(bar) == ["statusCounts", "statusSums", "statusKept"]


def test_what_was_just_done_is_said_in_place_of_the_counts_for_a_while(bar: StatusBar, qtbot: QtBot) -> None:
    bar._seen.setInterval(50)
    bar.say("Copied: 3 rows")
    assert seen(bar) == ["statusNote", "statusKept"]
    qtbot.waitUntil(lambda: seen(bar) == ["statusCounts", "statusKept"])
    assert not bar._seen.isActive()


def test_how_a_sync_goes_stands_in_the_place_of_the_counts(bar: StatusBar) -> None:
    bar.show_pace("4,000 a second")
    assert seen(bar) == ["statusPace", "statusKept"]
    bar.show_pace("")
    assert seen(bar) == ["statusCounts", "statusKept"]
