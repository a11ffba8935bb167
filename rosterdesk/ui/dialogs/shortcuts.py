"""All shortcuts, on one page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QWidget

from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.plain import label
from rosterdesk.ui.style import GAP


class ShortcutsDialog(QDialog):
    """What each key does; `shortcuts` are (what it does, its keys) pairs."""

    def __init__(self, shortcuts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(360)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * GAP)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        for row, (text, keys) in enumerate(shortcuts):
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
            grid.addWidget(label(text), row, 0)
            grid.addWidget(label(native, "chip-plain"), row, 1, Qt.AlignmentFlag.AlignRight)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = framed(self, [close], spacing=2 * GAP)
        column.addWidget(label(self.tr("Keyboard shortcuts"), "heading"))
        column.addLayout(grid)
