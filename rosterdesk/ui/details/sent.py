"""The record as the source sent it, in the standard's words."""

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP


class SentRecord(QWidget):
    """The record's JSON, laid out to be read, to select and to copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QPlainTextEdit()
        self._text.setObjectName("recordText")
        self._text.setAccessibleName(self.tr("The record as sent"))
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._text.setTabChangesFocus(True)
        style.set_look(self._text, "record")
        self._origin = label("", "secondary", selectable=True, wrap=True)
        self._origin.setObjectName("recordOrigin")
        self._origin.setAccessibleName(self.tr("Where it came from"))
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setObjectName("copyRecordButton")
        self._copy.setAccessibleName(self.tr("Copy the record"))
        self._copy.clicked.connect(self.copy)
        style.set_look(self._copy, "flat")
        line = QHBoxLayout()
        line.addWidget(label(self.tr("As the source sent it"), "secondary"), 1)
        line.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addLayout(line)
        column.addWidget(self._origin)
        column.addWidget(self._text, 1)

    def show_sent(self, sent: bytes, origin: str) -> None:
        """Show this record; `origin` is the address or the file that it came from."""
        self._origin.setText(shown(origin, 1000))
        self._origin.setVisible(bool(origin))
        self._copy.setIcon(icons.icon("copy"))
        try:
            laid_out = msgspec.json.format(sent, indent=2)
        except msgspec.DecodeError:
            laid_out = sent
        self._text.setPlainText(laid_out.decode("utf-8", "replace"))

    def show_nothing(self) -> None:
        """Keep no record."""
        self._origin.setText("")
        self._text.setPlainText("")

    def copy(self) -> None:
        """Put the record on the clipboard, as plain text."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
