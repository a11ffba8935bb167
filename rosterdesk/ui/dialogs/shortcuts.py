"""All shortcuts, on one page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QWidget

from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.look.words import OR


class ShortcutsDialog(QDialog):
    """What each key does; `shortcuts` are (what it does, its keys) pairs."""

    def __init__(self, shortcuts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        beside = QHBoxLayout()
        beside.setSpacing(6 * GAP)
        half = (len(shortcuts) + 1) // 2
        for part in (shortcuts[:half], shortcuts[half:]):
            beside.addLayout(_listed(part), 1)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = framed(self, [close], spacing=2 * GAP)
        column.addWidget(label(self.tr("Keyboard shortcuts"), "title"))
        column.addLayout(beside)


def _listed(shortcuts: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GAP)
    grid.setVerticalSpacing(GAP // 2)
    grid.setColumnStretch(0, 1)
    for row, (text, keys) in enumerate(shortcuts):
        grid.addWidget(label(text), row, 0)
        grid.addWidget(label(OR.join(map(_native, keys.split(OR))), "chip-plain"), row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setRowStretch(len(shortcuts), 1)
    return grid


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
