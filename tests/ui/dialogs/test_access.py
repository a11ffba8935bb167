"""What the key of a source can see, as the syncs found out."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.dialogs.access import AccessDialog
from rosterdesk.ui.dialogs.checklist import Checklist

ROWS = CollectionState(1_204, complete=True)
NONE = CollectionState(0, complete=True)
FORBIDDEN = CollectionState(0, complete=False, refused=True, why="This key may not read that (HTTP 403).")
ABSENT = CollectionState(0, complete=False, refused=True, why="The service has nothing at that address (HTTP 404).")
USUAL = {"orgs": ROWS, "users": ROWS, "enrollments": ROWS, "resources": ABSENT}


def run(number: int, **collections: CollectionState) -> Run:
    return Run(
        number,
        f"2026-11-{number:02}T08:00:00.000Z",
        f"2026-11-{number:02}T08:01:00.000Z",
        "full",
        True,
        {**USUAL, **collections},
    )


def shown(qtbot: QtBot, *runs: Run) -> AccessDialog:
    dialog = AccessDialog("Lakeside & Co", runs, {"orgs": 13, "users": 1_204, "results": 77}, None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def headline(dialog: AccessDialog) -> str:
    return str(dialog.findChild(QLabel, "accessHeadline").text())


def words(dialog: AccessDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChild(Checklist).findChildren(QLabel))


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([run(1)], "As the first sync found it."),
        ([run(2), run(1)], "The last sync could see what the one before could."),
        ([run(2, results=FORBIDDEN), run(1, results=ROWS)], "Since the last sync otherwise than before: Results."),
        ([run(2, orgs=NONE), run(1)], "Since the last sync otherwise than before: Organizations."),
        ([run(2, results=ROWS), run(1, results=FORBIDDEN)], "Since the last sync there is more to see: Results."),
        (
            [run(3, results=FORBIDDEN), run(2, results=FORBIDDEN), run(1, results=ROWS)],
            "The last sync could see what the one before could.",
        ),
    ],
)
def test_the_headline_says_what_is_otherwise_since_the_last_sync(runs: list[Run], expected: str, qtbot: QtBot) -> None:
    assert headline(shown(qtbot, *runs)) == expected


def test_each_list_says_how_it_stands_since_when_and_how_much_of_it_is_here(qtbot: QtBot) -> None:
    dialog = shown(qtbot, run(3, results=FORBIDDEN, courses=NONE), run(2, results=FORBIDDEN), run(1, results=ROWS))
    states = dialog.findChild(Checklist).states
    assert {name: states[name] for name in ("orgs", "courses", "results", "resources", "demographics")} == {
        "orgs": "good",
        "courses": "good",
        "results": "warning",
        "resources": "plain",
        "demographics": "plain",
    }
    said = words(dialog)
    assert "13\nallowed" in said
    assert "not allowed for this key\nSince 2026-11-02" in said
    assert "; before that: allowed.\nThis key may not read that (HTTP 403).\nWhat an earlier sync brought" in said
    assert "the service does not have it" in said
    assert "no sync has asked for it" in said


def test_it_can_be_copied_and_is_closed_by_the_keyboard(qtbot: QtBot) -> None:
    dialog = shown(qtbot, run(2, results=FORBIDDEN), run(1, results=ROWS))
    qtbot.mouseClick(dialog.findChild(QPushButton, "copyAccessButton"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Since the last sync otherwise than before: Results."
    assert any(line.startswith("Results: 77 not allowed for this key Since ") for line in copied)
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
