"""What is wrong in the files of a bundle: where it stands, and what it is."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QWidget

from rosterdesk.ui.dialogs.checklist import Checklist, Line, State
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label, shown

_MOST = 200
_SIZE = (760, 560)
_STATES: dict[str, State] = {"error": "danger", "warning": "warning"}


class Problem(msgspec.Struct, frozen=True):
    """One finding of `check` in the files."""

    severity: str
    message: str
    file: str = ""
    row: int | None = None
    field: str | None = None


class _Report(msgspec.Struct):
    findings: list[Problem]


def read(output: str) -> list[Problem] | None:
    """The problems in files that `check --format json` printed; `None` where it printed no report."""
    try:
        found = msgspec.json.decode(output, type=_Report).findings
    except (msgspec.DecodeError, UnicodeError):
        return None
    return [problem for problem in found if problem.file]


def lines(problems: list[Problem]) -> list[Line]:
    """A line for each."""
    return [
        Line(str(number), _place(problem), _STATES.get(problem.severity, "plain"), sentences(problem.message))
        for number, problem in enumerate(problems)
    ]


class ProblemsDialog(QDialog):
    """Opens at once; what was found comes by `show_found`, or why nothing could be, by `say`."""

    def __init__(self, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problemsDialog")
        self.setWindowTitle(self.tr("Problems in the file"))
        self.resize(*_SIZE)
        self._words = label("", "heading", wrap=True)
        self._words.setObjectName("problemsWords")
        self._list = Checklist(self.tr("Problems in the file"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._list)
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setObjectName("copyProblemsButton")
        self._copy.setAutoDefault(False)
        self._copy.setEnabled(False)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = framed(self, [close], [self._copy])
        column.addWidget(label(self.tr("Problems in the file"), "title"))
        column.addWidget(label(shown(source), "secondary"))
        column.addWidget(self._words)
        column.addWidget(scroll, 1)
        self.say(self.tr("The file is being read…"))

    def say(self, words: str) -> None:
        """Say how it stands."""
        self._words.setText(shown(words))

    def show_found(self, problems: list[Problem]) -> None:
        """List them; all of them can be copied."""
        for line in lines(problems[:_MOST]):
            self._list.put(line)
        told = "\n".join(f"{line.title}: {line.words}" for line in lines(problems))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
        self._copy.setEnabled(bool(problems))
        if not problems:
            self.say(self.tr("Nothing is wrong in this file."))
        elif len(problems) > _MOST:
            words = self.tr("{0} problems; these are the first {1}. Send them to whoever made the file.")
            self.say(words.format(f"{len(problems):,}", _MOST))
        else:
            self.say(self.tr("Send these to whoever made the file, and ask for a new export."))


def _place(problem: Problem) -> str:
    place = problem.file
    if problem.row is not None:
        place = tr("{0}, row {1}").format(place, problem.row)
    return f"{place} · {problem.field}" if problem.field else place
