"""Dialogs that write a file: what is asked, then, in its place, how far it is and what became of it."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs.destination import Destination, Seen
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.program.privacy import HIDDEN

_WIDTH = 560
_SIGN = 18
_LONGEST = 100  # characters of a file's name


class State(Enum):
    """How far it is with the file."""

    ASKED = auto()
    RUNNING = auto()
    WRITTEN = auto()
    FAILED = auto()


class WritingDialog(QDialog):
    """A form whose answers stay for a second try. What it asks stands in `above` and in `form`, which ends with the
    `destination`; the one who opens it writes the file, and says here how that goes.

    Closed while it is written, it is put away, and the file is written all the same.
    """

    confirmed = Signal()  # write it now; said again for another try
    cancelled = Signal()
    put_away = Signal()
    open_wanted = Signal()
    folder_wanted = Signal()
    place_changed = Signal()  # another `path`: who opens the dialog looks what is there, and shows it
    _destination: Destination

    def __init__(self, title: str, confirm: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.state = State.ASKED
        self.masked = False
        self.above = QVBoxLayout()
        self.above.setSpacing(GAP)
        self.form = Form()
        self._allowed = False
        self._build_buttons(confirm)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._asking())
        self._pages.addWidget(self._telling())
        column = framed(self, list(self._buttons))
        column.addWidget(label(title, "title"))
        column.addLayout(self.above)
        real = self.tr("Names are masked on the screen; the file will hold the real names.")
        self._real = label(real, "warning", wrap=True)
        self._real.setObjectName("exportMasked")
        self._real.hide()
        column.addWidget(self._real)
        column.addWidget(self._pages, 1)
        self._show(State.ASKED)

    @property
    def path(self) -> Path:
        """The file to write."""
        return self._destination.path

    @property
    def file_name(self) -> str:
        """What the file is called, for a message; nothing while people are masked, as it may be called after one."""
        return HIDDEN if self.masked else shown(self.path.name, _LONGEST)

    @property
    def nameless(self) -> bool:
        """Whether the file will name nobody."""
        return False

    def warn(self, name: str, words: str) -> None:
        """Say in the form what the file will lack."""
        warning = label(words, "warning", wrap=True)
        warning.setObjectName(name)
        self.above.addWidget(warning)

    def show_masked(self, *, masked: bool) -> None:
        """Whether the screen names nobody; it is said then that the file will."""
        self.masked = masked
        self._real.setVisible(masked and not self.nameless)

    def add_destination(self, title: str, folder: Path) -> Destination:
        """The rows of the form that say where the file goes; called once, after the other rows and before all else."""
        self._destination = Destination(title, folder, self.form)
        self._destination.changed.connect(self.place_changed)
        self._destination.judged.connect(self._enable)
        self.allow(True)
        return self._destination

    def set_folder(self, folder: str) -> None:
        """Write into this folder."""
        self._destination.set_folder(folder)

    def show_seen(self, seen: Seen) -> None:
        """Say what is there already where the file goes."""
        self._destination.show_seen(seen)

    def allow(self, allowed: bool) -> None:
        """Whether what is chosen can be written at all."""
        self._allowed = allowed
        self._enable()

    def show_running(self, progress: Progress | None = None) -> None:
        """It is being written, so far."""
        self._bar.setRange(0, (progress.total or 0) if progress else 0)
        self._bar.setValue(progress.done if progress else 0)
        self._tell(State.RUNNING, self.under_way(progress))

    def under_way(self, progress: Progress | None = None) -> str:
        """How far the file is, in words."""
        if progress is None or not progress.total:
            return self.tr("Writing {0}…").format(self.file_name)
        words = self.tr("Writing… {0} of {1} rows") if progress.collection else self.tr("Writing… {0} of {1}")
        return words.format(f"{progress.done:,}", f"{progress.total:,}")

    def show_written(self, words: str) -> None:
        """It is there."""
        self._tell(State.WRITTEN, words, "good", "ok")

    def show_failed(self, words: str) -> None:
        """Nothing was written, and why."""
        self._tell(State.FAILED, sentences(words), "danger", "error")

    def show_form(self) -> None:
        """Ask again, all as it was answered before."""
        self._show(State.ASKED)

    def choose_another_name(self) -> None:
        """Ask again, beginning with the name."""
        self.show_form()
        self._destination.focus()

    def reject(self) -> None:
        """Escape, or a click on the window's own cross."""
        if self.state is State.RUNNING:
            self.hide()
            self.put_away.emit()
        else:
            super().reject()

    def _asking(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _telling(self) -> QWidget:
        page = QWidget()
        self._sign = icons.Picture("info", _SIGN)
        self._words = label("", selectable=True, wrap=True)
        self._words.setObjectName("writingText")
        self._bar = QProgressBar()
        self._bar.setObjectName("writingProgress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 2 * GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(line)
        column.addWidget(self._bar)
        column.addStretch(1)
        return page

    def _build_buttons(self, confirm: str) -> None:
        asked, running, written, failed = ({state} for state in State)
        buttons = (
            ("dismissButton", self.tr("Cancel"), self.reject, asked),
            ("closeButton", self.tr("Close"), self.accept, written | failed),
            ("cancelWritingButton", self.tr("Cancel"), self.cancelled.emit, running),
            ("putAwayButton", self.tr("Go on in the background"), self.reject, running),
            ("anotherNameButton", self.tr("Choose another name"), self.choose_another_name, failed),
            ("againButton", self.tr("Try again"), self.confirmed.emit, failed),
            ("showInFolderButton", self.tr("Show in folder"), self.folder_wanted.emit, written),
            ("openFileButton", self.tr("Open"), self.open_wanted.emit, written),
            ("confirmExportButton", confirm, self.confirmed.emit, asked),
        )
        self._buttons: dict[QPushButton, set[State]] = {}
        for name, text, called, states in buttons:
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, called=called: called())
            self._buttons[button] = states
        self._confirm = button
        for each in self._buttons:
            if each.objectName() in {"confirmExportButton", "againButton", "openFileButton"}:
                style.set_look(each, "primary")

    def _tell(self, state: State, words: str, look: str = "", icon: str = "") -> None:
        self._words.setText(words)
        style.set_look(self._words, look)
        self._sign.setVisible(bool(icon))
        if icon:
            self._sign.show_icon(icon, look)
        self._bar.setVisible(state is State.RUNNING)
        if state is not self.state:
            self._show(state)

    def _show(self, state: State) -> None:
        self.state = state
        self._pages.setCurrentIndex(0 if state is State.ASKED else 1)
        shown = [button for button, states in self._buttons.items() if state in states]
        for button in self._buttons:
            button.setVisible(button in shown)
            button.setDefault(False)
        shown[-1].setDefault(True)
        if state is not State.ASKED:
            shown[-1].setFocus()

    def _enable(self) -> None:
        self._confirm.setEnabled(self._allowed and self._destination.is_good)
