"""What is said of the last syncs: for each collection how far it came, what was refused, bent and dropped."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.dialogs import run_words
from rosterdesk.ui.dialogs.sync_report import SyncReport

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STOPPED = "Stopped after 12,400 of 31,022 rows: the service was busy."
HELD = "This sync would remove 5 of 9 people (55.6 %), so the earlier copy is still shown."
STATES = {
    "enrollments": CollectionState(71_930, True, kind="delta"),
    "users": CollectionState(12_400, False, STOPPED),
    "demographics": CollectionState(0, False, "This key may not read it.", refused=True),
    "classes": CollectionState(1_204, True, bent={"dates": 412, "nulls": 1}, dropped=3),
    "brandnew": CollectionState(1, True, dropped=1),
}


def run(number: int = 1, **changed: object) -> Run:
    given = {
        "run": number,
        "started": "2026-11-23T08:12:00+00:00",
        "ended": "2026-11-23T08:13:10+00:00",
        "kind": "full",
        "complete": True,
        "collections": STATES,
    }
    return Run(**(given | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({}, "good", "Complete: everything was read."),
        ({"kind": "delta"}, "good", "Complete: what has changed was read."),
        ({"complete": False}, "warning", "Incomplete: Sync again to read what is missing."),
        (
            {"ended": None, "complete": False},
            "warning",
            "Incomplete: it was interrupted, or another RosterDesk is still at it. Sync goes on from there.",
        ),
        ({"schools": ("s1",)}, "good", "Complete, limited to Cedar Grove."),
        ({"schools": ("s1", "s2")}, "good", "Complete, limited to Cedar Grove, s2."),
        ({"schools": ("s1", "s2", "s3", "s4")}, "good", "Complete, limited to 4 schools."),
        ({"schools": ("s1",), "complete": False}, "warning", "Incomplete: Sync again to read what is missing."),
        (
            {"ended": None, "complete": False, "held": HELD},
            "warning",
            "Held back: it would remove 5 of 9 people (55.6 %). Nothing was changed yet; Sync asks you again.",
        ),
    ],
)
def test_a_run_is_said_in_a_sentence(changed: dict[str, object], state: str, words: str) -> None:
    assert run_words.headline(run(**changed), {"s1": "Cedar Grove"}, newest=True) == (state, words)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"complete": False}, "Incomplete: not all was read."),
        ({"ended": None, "complete": False}, "Incomplete: it was interrupted."),
        (
            {"ended": None, "complete": False, "held": HELD},
            "Held back: it would remove 5 of 9 people (55.6 %). Nothing was changed.",
        ),
    ],
)
def test_an_older_run_promises_nothing_of_the_next(changed: dict[str, object], words: str) -> None:
    assert run_words.headline(run(**changed), {}, newest=False) == ("warning", words)


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        ("2026-11-23T08:12:00+00:00", "Today 08:12, took 0 s"),
        ("2026-11-23T08:13:10+00:00", "Today 08:12, took 70 s"),
        ("2026-11-23T08:20:00+00:00", "Today 08:12, took 8 min"),
        (None, "Today 08:12"),
    ],
)
def test_a_run_says_from_when_it_is_and_how_long_it_took(ended: str | None, words: str) -> None:
    assert run_words.when(run(ended=ended), NOW) == words


def test_each_collection_has_its_line_in_the_usual_order() -> None:
    said = run_words.lines(run())
    assert [(line.title, line.number, line.state, line.words) for line in said] == [
        ("People", "12,400", "warning", STOPPED),
        ("Classes", "1,204", "good", "All of them"),
        ("Enrollments", "71,930", "good", "What has changed"),
        ("Demographics", "—", "plain", "This key may not read it."),
        ("brandnew", "1", "good", "All of them"),
    ]


def test_a_delta_without_news_says_so() -> None:
    (line,) = run_words.lines(run(collections={"users": CollectionState(0, True, kind="delta")}))
    assert line.words == "Nothing has changed"


@pytest.mark.parametrize(
    ("state", "words", "remarks"),
    [
        (CollectionState(9, True, added=1, changed=2, removed=3), "All of them · 1 new, 2 changed, 3 gone", ()),
        (CollectionState(1_204, True, kind="delta", changed=1_204), "What has changed · 1,204 changed", ()),
        (CollectionState(9, True, "One too many.", removed=1), "One too many.", ("1 gone.",)),
        (CollectionState(9, False, added=4), "It did not come to its end.", ("4 new.",)),
    ],
)
def test_a_collection_says_what_is_different(state: CollectionState, words: str, remarks: tuple[str, ...]) -> None:
    (line,) = run_words.lines(run(collections={"users": state}))
    assert (line.words, line.remarks) == (words, remarks)


def test_a_run_says_what_is_different_in_all_and_how_far_the_clocks_were_apart() -> None:
    states = {"users": CollectionState(9, True, added=1), "orgs": CollectionState(9, True, added=2, removed=1)}
    assert run_words.different(run(collections=states)) == "In all: 3 new, 1 gone."
    told = run_words.different(run(clock="2026-11-23T09:12:00+00:00"))
    assert told == "The clock of the service was 60 minutes ahead of ours."
    assert run_words.different(run()) == ""


@pytest.mark.parametrize("newest", [True, False])
def test_of_a_bundle_no_further_sync_is_promised(newest: bool) -> None:
    state, words = run_words.headline(run(complete=False), {}, newest=newest, bundle=True)
    assert (state, "sync" in words.lower()) == ("warning", False)
    assert "Ask for a new export" in words


def test_what_was_bent_and_dropped_is_said_in_sentences() -> None:
    by_title = {line.title: line.remarks for line in run_words.lines(run())}
    dates, nulls, dropped = by_title["Classes"]
    assert dates.startswith("412 dates")
    assert nulls.startswith("1 value")
    assert dropped == "3 records could not be kept: they have no ID."
    assert by_title["brandnew"] == ("1 record could not be kept: it has no ID.",)
    assert by_title["People"] == ()


def test_a_run_is_chosen_read_and_copied(qtbot: QtBot) -> None:
    dialog = SyncReport("Lakeside <b>", [run(2, complete=False), run(1, kind="delta", collections={})], {})
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    labels = dialog.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText or not label.text() for label in labels)
    texts = [label.text() for label in labels]
    assert {"Lakeside <b>", "12,400", STOPPED} <= set(texts)
    assert any("\n3 records could not be kept" in text for text in texts)
    assert {"Good", "Warning", "To know"} <= {label.accessibleName() for label in labels}
    headline = dialog.findChild(QLabel, "runHeadline")
    assert headline.text().startswith("Incomplete")
    qtbot.mouseClick(dialog.findChild(QPushButton, "copyReportButton"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert f"People: 12,400. {STOPPED}" in copied
    assert "  3 records could not be kept: they have no ID." in copied
    dialog.findChild(QComboBox, "runChoice").setCurrentIndex(1)
    assert headline.text() == "Complete: what has changed was read."
