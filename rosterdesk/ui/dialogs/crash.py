"""A bug was met: what to send to us, to read before it is sent."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from rosterdesk.ui import style
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.plain import label


class CrashDialog(QDialog):
    """Shows the report, which is redacted already; nothing is sent from here."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 420)
        text = QPlainTextEdit()
        text.setObjectName("crashReport")
        text.setAccessibleName(self.tr("The report"))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setPlainText(report)
        style.set_look(text, "report")
        copy = QPushButton(self.tr("Copy the report"))
        copy.setObjectName("copyReportButton")
        style.set_look(copy, "primary")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        column = framed(self, [close, copy])
        column.addWidget(label(self.tr("Something went wrong that should not"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "This is a mistake of ours; your data are as they were. You can go on working. If you like, copy "
                    "this report and send it to us. It holds no names and no secrets; read it first."
                ),
                wrap=True,
            )
        )
        column.addWidget(text, 1)
