"""What the last syncs brought: how far each collection came, what was refused, bent or dropped."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rosterdesk.model.rows import Run
from rosterdesk.ui import icons, style
from rosterdesk.ui.dialogs import run_words
from rosterdesk.ui.dialogs.checklist import Checklist
from rosterdesk.ui.dialogs.choice import Choice
from rosterdesk.ui.plain import label, shown
from rosterdesk.ui.style import GAP

_MOST = 20
_ICON = 16
_SIZE = (680, 620)


class SyncReport(QDialog):
    """One run at a time, the newest first; `schools` are the names of those that runs were limited to."""

    def __init__(
        self, source: str, runs: Sequence[Run], schools: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("syncReport")
        self.setWindowTitle(self.tr("What the syncs brought"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._runs, self._schools, self._now = runs[:_MOST], schools, datetime.now().astimezone()
        self._choice = Choice()
        self._choice.setObjectName("runChoice")
        self._choice.setAccessibleName(self.tr("Which sync"))
        for run in self._runs:
            self._choice.addItem(run_words.when(run, self._now))
        self._mark = icons.Picture("info", _ICON)
        self._headline = label("", "heading", wrap=True)
        self._headline.setObjectName("runHeadline")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out(source)
        self._choice.currentIndexChanged.connect(self._show)
        self._show(0)
        self.resize(*_SIZE)

    def _lay_out(self, source: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._headline, 1)
        copy = QPushButton(self.tr("Copy"))
        copy.setObjectName("copyReportButton")
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
        column.setSpacing(GAP)
        column.addWidget(label(self.tr("What the syncs brought"), "title"))
        column.addWidget(label(shown(source), "secondary"))
        column.addSpacing(GAP)
        column.addWidget(self._choice)
        column.addSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addSpacing(GAP)
        column.addLayout(buttons)

    def _show(self, place: int) -> None:
        run = self._runs[place]
        state, sentence = run_words.headline(run, self._schools)
        self._mark.show_icon(*Checklist.mark(state))
        self._headline.setText(shown(sentence))
        style.set_look(self._headline, state)
        self._scroll.setWidget(_sheet(run_words.lines(run)))

    def _copy(self) -> None:
        run = self._runs[self._choice.currentIndex()]
        QGuiApplication.clipboard().setText(run_words.as_text(run, self._schools, self._now))


def _sheet(lines: Sequence[run_words.Line]) -> QWidget:
    """Mark, collection, rows and words beside each other; below the words what is worth knowing of its records."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(0, GAP, GAP, GAP)
    grid.setHorizontalSpacing(GAP + GAP // 2)
    grid.setVerticalSpacing(GAP)
    grid.setColumnStretch(3, 1)
    grid.setAlignment(Qt.AlignmentFlag.AlignTop)
    top = Qt.AlignmentFlag.AlignTop
    for row, line in enumerate(lines):
        mark = icons.Picture(*_picture(line))
        mark.setAccessibleName(line.state)
        grid.addWidget(mark, row, 0, top)
        grid.addWidget(label(line.title), row, 1, top)
        grid.addWidget(label(line.rows), row, 2, top | Qt.AlignmentFlag.AlignRight)
        words = QVBoxLayout()
        words.setSpacing(2)
        look = "warning" if line.state == "warning" else "secondary"
        words.addWidget(label(shown(line.words), look, selectable=True, wrap=True))
        for remark in line.remarks:
            words.addWidget(label(shown(remark), "secondary", selectable=True, wrap=True))
        grid.addLayout(words, row, 3)
    return sheet


def _picture(line: run_words.Line) -> tuple[str, int, str]:
    icon, tint = Checklist.mark(line.state)
    return icon, _ICON, tint
