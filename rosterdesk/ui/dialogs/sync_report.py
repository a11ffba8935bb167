"""What the last syncs brought: how far each collection came, what is different, refused, bent or dropped."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QWidget

from rosterdesk.model.rows import Run
from rosterdesk.ui.dialogs import run_words
from rosterdesk.ui.dialogs.checklist import Checklist, show_state
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP

_MOST = 20
_ICON = 16
_SIZE = (680, 620)


class SyncReport(QDialog):
    """One run at a time, the newest first; `schools` are the names of those that runs were limited to. `bundle`: they
    read a file, the problems of which can be shown.
    """

    problems_wanted = Signal()

    def __init__(
        self,
        source: str,
        runs: Sequence[Run],
        schools: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        bundle: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("syncReport")
        self.setWindowTitle(self.tr("What the syncs brought"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bundle = bundle
        self._runs, self._schools, self._now = runs[:_MOST], schools, datetime.now().astimezone()
        self._choice = Choice()
        self._choice.setObjectName("runChoice")
        self._choice.setAccessibleName(self.tr("Which sync"))
        for run in self._runs:
            self._choice.addItem(run_words.when(run, self._now))
        self._mark = icons.Picture("info", _ICON)
        self._headline = label("", "heading", wrap=True)
        self._headline.setObjectName("runHeadline")
        self._different = label("", "secondary", selectable=True, wrap=True)
        self._different.setObjectName("runDifferences")
        self._list = Checklist(self.tr("What it brought"))
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._list)
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
        problems = QPushButton(self.tr("Problems in the file…"))
        problems.setObjectName("problemsButton")
        problems.setAutoDefault(False)
        problems.clicked.connect(self.problems_wanted)
        problems.setVisible(self._bundle)
        column = framed(self, [close], [copy, problems])
        column.addWidget(label(self.tr("What the syncs brought"), "title"))
        column.addWidget(label(shown(source), "secondary"))
        column.addSpacing(GAP)
        column.addWidget(self._choice)
        column.addSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._different)
        column.addWidget(self._scroll, 1)

    def _show(self, place: int) -> None:
        run = self._runs[place]
        state, sentence = run_words.headline(run, self._schools, newest=place == 0, bundle=self._bundle)
        show_state(self._mark, state)
        self._headline.setText(shown(sentence))
        style.set_look(self._headline, state)
        different = run_words.different(run)
        self._different.setText(different)
        self._different.setVisible(bool(different))
        self._list.clear()
        for line in run_words.lines(run):
            self._list.put(line)
        self._scroll.verticalScrollBar().setValue(0)

    def _copy(self) -> None:
        place = self._choice.currentIndex()
        run, newest = self._runs[place], place == 0
        told = run_words.as_text(run, self._schools, self._now, newest=newest, bundle=self._bundle)
        QGuiApplication.clipboard().setText(told)
