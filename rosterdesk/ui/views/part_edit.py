"""A field for a part of a text."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_PAUSE = 120  # milliseconds without a key


class PartEdit(QLineEdit):
    """Says `changed` when nobody has typed for a moment, and at once, with `finished`, when Enter is pressed."""

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterText")
        self.setPlaceholderText(self.tr("Letters or digits of it"))
        self.setAccessibleName(self.tr("What to look for"))
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.changed)
        self.textEdited.connect(lambda _text: self._pause.start())

    @property
    def part(self) -> str:
        return self.text().strip()

    def show_part(self, text: str) -> None:
        """Show this text, without saying so."""
        self._pause.stop()
        self.setText(text)

    def show_masked(self, *, masked: bool) -> None:
        """Whether it may be read once it was typed."""
        self.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit if masked else QLineEdit.EchoMode.Normal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pause.stop()
            self.changed.emit()
            self.finished.emit()
        else:
            super().keyPressEvent(event)
