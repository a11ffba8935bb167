"""What this program is, of which parts, and where it keeps data."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rosterdesk import resources
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_MARK = 56


class AboutDialog(QDialog):
    """The program's name and version; `facts` are (name, value) pairs: versions, folders."""

    def __init__(self, version: str, facts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About RosterDesk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._text = "\n".join((f"RosterDesk {version}", *(f"{name}: {value}" for name, value in facts)))
        mark = QLabel()
        mark.setPixmap(QIcon(str(resources.path("rosterdesk.svg"))).pixmap(_MARK, _MARK))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(self.tr("RosterDesk"), "title"))
        words.addWidget(label(self.tr("Version {0}").format(version), "secondary"))
        head = QHBoxLayout()
        head.setSpacing(2 * GAP)
        head.addWidget(mark)
        head.addLayout(words, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GAP)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "key"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, selectable=True, wrap=True), row, 1)
        copy = QPushButton(self.tr("Copy"))
        copy.setObjectName("copyAboutButton")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text))
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = framed(self, [close], [copy], spacing=2 * GAP)
        column.addLayout(head)
        column.addWidget(label(self.tr("The desktop roster browser for OneRoster.")))
        column.addLayout(grid)
        column.addStretch(1)
