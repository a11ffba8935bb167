"""The copy of a source written as a bundle, from the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.bundle.reading import Bundle
from rosterdesk.ui.dialogs.bundle_out import BundleOutDialog
from rosterdesk.ui.dialogs.writing import State
from rosterdesk.ui.main_window import MainWindow

PATIENCE = 60_000


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_source_is_saved_as_a_bundle_of_the_version_that_is_chosen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, version: str
) -> None:
    window.findChild(QAction, "saveBundleAction").trigger()
    qtbot.waitUntil(lambda: window.findChild(BundleOutDialog) is not None, timeout=PATIENCE)
    dialog = window.findChild(BundleOutDialog)
    choice = dialog.findChild(QComboBox, "versionField")
    assert choice.currentData() == "1.1"
    choice.setCurrentIndex(choice.findData(version))
    dialog.set_folder(str(tmp_path))
    assert dialog.path == tmp_path / "Lakeside.zip"
    qtbot.mouseClick(dialog.findChild(QWidget, "confirmExportButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.state is State.WRITTEN, timeout=PATIENCE)
    with Bundle(dialog.path) as bundle:
        assert bundle.version == version
    dialog.accept()
