"""What the tests of written files share: the dialog, opened, filled, confirmed and closed."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.writing import State, WritingDialog
from rosterdesk.ui.main_window import MainWindow
from tests.ui.test_journeys import click, shown, wait_for
from tests.ui.test_main_window import find

PATIENCE = 60_000


def opened(qtbot: QtBot, window: MainWindow, kind: Any = ExportDialog, folder: Path | None = None) -> Any:
    click(qtbot, window, "exportButton")
    dialog = wait_for(qtbot, kind)
    if folder is not None:
        dialog.set_folder(str(folder))
    return dialog


def choose_format(dialog: WritingDialog, name: str) -> None:
    box = find(dialog, "formatField", QComboBox)
    box.setCurrentIndex(box.findData(name))


def write(qtbot: QtBot, dialog: WritingDialog) -> Path:
    path = dialog.path
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state in {State.WRITTEN, State.FAILED}, timeout=PATIENCE)
    assert dialog.state is State.WRITTEN, find(dialog, "writingText", QLabel).text()
    return path


def close(qtbot: QtBot, dialog: WritingDialog) -> None:
    click(qtbot, dialog, "closeButton")
    qtbot.waitUntil(lambda: shown(WritingDialog) is None)
