"""Filling in the dialog that adds a source, as a person does."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.settings import Source
from rosterdesk.ui.dialogs.source import SourceDialog

Added = tuple[Source, str] | None
SLOW = 30_000


def find(dialog: QWidget, name: str, kind: Callable[..., Any] = QWidget) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def click(dialog: SourceDialog, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(find(dialog, name), Qt.MouseButton.LeftButton)


def enter(dialog: SourceDialog, qtbot: QtBot, **fields: str) -> None:
    for name, text in fields.items():
        editor: QLineEdit = find(dialog, f"{name}Field", QLineEdit)
        editor.clear()
        qtbot.keyClicks(editor, text)


def choose(dialog: SourceDialog, name: str, title: str) -> None:
    choice: QComboBox = find(dialog, name, QComboBox)
    choice.setCurrentIndex(choice.findText(title))


def said(dialog: SourceDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
