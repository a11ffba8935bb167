"""People: what is shown only when asked for, and what can be taken along."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.store.reader import Reader
from rosterdesk.ui.details import mail
from rosterdesk.ui.details.link import TextLink
from rosterdesk.ui.details.pane import DetailPane
from tests.ui.details import rosters
from tests.ui.details.reading import Open, record, settle, show, tabs, words


def action(pane: DetailPane, text: str) -> TextLink | None:
    found = [link for link in pane.findChildren(TextLink) if link.isVisible() and link.text() == text]
    return found[0] if found else None


def offered(pane: DetailPane) -> dict[str, object]:
    menu = pane.findChild(QToolButton, "recordMenuButton").menu()
    return {each.text(): each for each in menu.actions() if each.isVisible()}


def test_demographics_are_shown_for_one_record_and_only_when_asked_for(
    pane: DetailPane, plain: Reader, qtbot: QtBot
) -> None:
    student = record(plain, "users", "student")
    show(pane, plain, student)
    assert "2010-01-02" not in words(pane)
    assert not any(tab.startswith("Demographics") for tab in tabs(pane))
    asked = action(pane, "Show demographics")
    assert asked is not None
    asked.setFocus()
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settle()
    assert "2010-01-02" in words(pane)
    show(pane, plain, record(plain, "users", "teacher"))
    show(pane, plain, student)
    assert "2010-01-02" not in words(pane)
    assert action(pane, "Show demographics") is not None


def test_where_demographics_are_off_nobody_is_offered_any(pane: DetailPane, plain: Reader) -> None:
    pane.show_record(plain, record(plain, "users", "student"), plain.tally(), demographics=False)
    settle()
    assert action(pane, "Show demographics") is None


def test_a_card_has_what_one_writes_to_a_colleague(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    roster = rosters.hostile("Plain")
    roster["users"][0] |= {"email": "ann@school.example", "phone": "555-0100", "identifier": "0042", "grades": ["09"]}
    reader = opened(rosters.write(tmp_path / "store.db", roster))
    pane.show_record(reader, record(reader, "users", "student"), reader.tally(), day=date(2026, 11, 20))
    offered(pane)["Copy as a card"].trigger()
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Plain Plain",
        "Student · Grade 9",
        "ID: 0042",
        "School: Plain",
        "Email: ann@school.example",
        "Phone: 555-0100",
        "",
        "Schedule on Nov 20, 2026",
        "Plain · Plain · Plain Plain · Plain",
    ]


def test_only_people_have_cards_and_only_addresses_are_written_to(pane: DetailPane, plain: Reader) -> None:
    show(pane, plain, record(plain, "users", "student"))
    assert "Copy as a card" in offered(pane)
    assert "Write an email" not in offered(pane)  # “Plain” is no address
    show(pane, plain, record(plain, "classes", "class"))
    assert not {"Copy as a card", "Write an email"} & set(offered(pane))
    offered(pane)["Copy the Sourced ID"].trigger()
    assert QGuiApplication.clipboard().text() == "class"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x@y?bcc=evil@z.example&body=hello",
        "x@y.example?bcc=evil@z.example",
        "x%0abcc:evil@y.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        r"\\host\share",
        "a@b",
        "a b@c.example",
        "a@b.example,c@d.example",
        "a@b.example\n",
        "mailto:a@b.example",
        "<a@b.example>",
        "-v@b.example",
        "a" * 300 + "@b.example",
        "a@" + "b" * 250 + ".example",
        "ä@b.example",
    ],
)
def test_what_is_no_address_is_no_link(text: str) -> None:
    assert mail.link(text) is None


def test_an_address_is_made_anew() -> None:
    link = mail.link("ann.o'neil+home@mail.school.example")
    assert link is not None
    assert link.toString() == "mailto:ann.o'neil+home@mail.school.example"


@given(st.text())
def test_whatever_is_made_of_an_address_is_a_mail_to_it_alone(text: str) -> None:
    for each in (text, f"{text}@school.example", f"a@{text}.example"):
        link = mail.link(each)
        assert link is None or (link.scheme(), link.path(), link.hasQuery()) == ("mailto", each, False)


def test_an_address_is_offered_as_one(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    roster = rosters.hostile("Plain")
    roster["users"][0] |= {"email": "ann@school.example"}
    roster["users"][2] |= {"email": "mum@mail.example"}
    reader = opened(rosters.write(tmp_path / "store.db", roster))
    show(pane, reader, record(reader, "users", "student"))
    assert "Write an email" in offered(pane)
    assert action(pane, "ann@school.example") is not None
    mum = action(pane, "mum@mail.example")
    assert mum is not None
    assert mum.focusPolicy() & Qt.FocusPolicy.TabFocus
