"""A bug was met: what to send to us, to read before it is sent."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label

_SIZE = 660, 520
_MOST = 5
"""Reports that are shown: a mistake in a timer would go on for ever."""


class CrashDialog(QDialog):
    """Shows the report, which is redacted already; nothing is sent from here."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._reports = [report]
        self._times = 1
        self._heading = label("", "title", wrap=True)
        self._text = QPlainTextEdit()
        self._text.setObjectName("crashReport")
        self._text.setAccessibleName(self.tr("The report"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        style.set_look(self._text, "report")
        copy = QPushButton(self.tr("Copy the report"))
        copy.setObjectName("copyReportButton")
        style.set_look(copy, "primary")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.toPlainText()))
        close = QPushButton(self.tr("Close"))
        close.setObjectName("closeReportButton")
        close.clicked.connect(self.reject)
        column = framed(self, [close, copy])
        column.addWidget(self._heading)
        column.addWidget(
            label(
                self.tr(
                    "This is a mistake of ours; your data are as they were. You can go on working. If you like, copy "
                    "this report and send it to us. It holds no names and no secrets; read it first. Nothing is sent "
                    "by itself."
                ),
                wrap=True,
            )
        )
        column.addWidget(self._text, 1)
        self._show()

    def add(self, report: str) -> None:
        """Another one, or the same again."""
        self._times += 1
        if report not in self._reports and len(self._reports) < _MOST:
            self._reports.append(report)
        self._show()

    def _show(self) -> None:
        again = self.tr("Something went wrong that should not, %n times", "", self._times)
        self._heading.setText(self.tr("Something went wrong that should not") if self._times == 1 else again)
        self._text.setPlainText("\n\n".join(self._reports))
