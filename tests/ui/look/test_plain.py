import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from rosterdesk.ui.look.plain import caption, label, shown, tooltip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amara Brown", "Amara Brown"),
        ("a\r\nb\tc", "a b c"),
        ("\u202eevil\u202c", "evil"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("\x00\x07\x1b[31mred", "[31mred"),
        ("x" * 500, "x" * 400 + "…"),
        ("e" + "\u0301" * 500, "e" + "\u0301" * 4),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_is_not_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(max_size=600))
def test_shown_text_is_one_line_without_controls(text: str) -> None:
    result = shown(text)
    assert len(result) <= 401
    assert not any(unicodedata.category(each) == "Cc" for each in result)
    assert not set(result) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


@given(st.text(max_size=60))
def test_a_tooltip_says_the_text_itself(text: str) -> None:
    document = QTextDocument()
    document.setHtml(tooltip(text))
    assert document.toPlainText().split() == shown(text).replace("\xa0", " ").split()


@given(st.text(max_size=60))
def test_a_caption_has_no_shortcut(text: str) -> None:
    assert caption(text).replace("&&", "") == caption(text).replace("&&", "").replace("&", "")


def test_a_label_is_plain(qtbot: QtBot) -> None:
    widget = label("<b>Bob</b>", "heading")
    qtbot.addWidget(widget)
    assert widget.textFormat() == Qt.TextFormat.PlainText
    assert widget.text() == "<b>Bob</b>"
