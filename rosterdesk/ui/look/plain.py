"""Text from elsewhere, made safe to show: Qt would take some names for HTML, and some characters lie about order.

Roster text reaches a widget only through here, an item model, or a plain text edit.
"""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Controls, direction overrides and marks of no width; joiners (U+200C, U+200D) stay: Persian and emoji need them.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_MARKS = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")


def shown(text: str, limit: int = 400) -> str:
    """The text as it is shown: on one line, without characters that cannot be seen, cut with … after `limit`."""
    cut = text[: limit + 1]
    if not cut.isascii() or not cut.isprintable():
        cut = _MARKS.sub(r"\1", _UNSEEN.sub("", _SPACES.sub(" ", cut)))
    return cut if len(cut) <= limit else cut[:limit].rstrip() + "…"


def label(
    text: str, look: str = "", *, selectable: bool = False, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """A label that shows the text as it is, never as HTML."""
    widget = QLabel(parent)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(text)
    if look:
        widget.setProperty("look", look)  # it is not on the screen yet: nothing to dress again
    if wrap:
        widget.setWordWrap(True)
    if selectable:
        widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        widget.setCursor(Qt.CursorShape.IBeamCursor)
    return widget


def tooltip(text: str) -> str:
    """The text for a tooltip, which has no format of its own: always HTML, always escaped."""
    from html import escape

    return f"<qt>{escape(shown(text, 2000))}</qt>"


def caption(text: str) -> str:
    """The text for a button, a tab or a menu, where `&` would mark a shortcut."""
    return text.replace("&", "&&")
