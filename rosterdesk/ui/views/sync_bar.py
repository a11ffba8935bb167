"""The Sync button, which turns into progress with Cancel while a sync runs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from rosterdesk.progress import Progress
from rosterdesk.ui.look import icons


class SyncBar(QWidget):
    """Says that the user wants to sync, or to stop it."""

    sync_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sync = QPushButton(icons.icon("sync"), self.tr("Sync"), self)
        self._sync.setObjectName("syncButton")
        self._sync.setAccessibleName(self.tr("Bring the local copy up to date"))
        self._sync.setToolTip(self.tr("Bring the local copy up to date (F5)"))
        self._sync.clicked.connect(self.sync_wanted)
        self._text = QLabel(self)
        self._text.setObjectName("syncText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("syncProgress")
        self._progress.setAccessibleName(self.tr("Progress of the sync"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(170)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setObjectName("cancelButton")
        self._cancel.clicked.connect(self.cancel_wanted)
        self._stopping = False
        beside = QVBoxLayout()
        beside.setSpacing(3)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._text)
        beside.addWidget(self._progress)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sync)
        layout.addLayout(beside)
        layout.addWidget(self._cancel)
        self.show_idle(can_sync=False)

    def show_idle(self, *, can_sync: bool) -> None:
        """Nothing runs; `can_sync` says whether there is a source to sync."""
        self._sync.setEnabled(can_sync)
        self._show(running=False)

    def show_running(self) -> None:
        """A sync has begun; how far it is comes by `show_progress`."""
        self._show(running=True)
        self._stopping = False
        self._text.setText(self.tr("Connecting…"))
        self._progress.setRange(0, 0)

    def show_cancelling(self) -> None:
        """The user wants no more of it."""
        self._stopping = True
        self._text.setText(self.tr("Stopping…"))

    def show_progress(self, progress: Progress, title: str) -> None:
        """So many rows of this collection are there, or are shown by now."""
        if self._stopping:
            return
        if progress.phase == "publish":
            title = self.tr("Publishing… {0}").format(title)
        if progress.total:
            self._text.setText(f"{title} {progress.done:,} / {progress.total:,}")
            self._progress.setRange(0, progress.total)
            self._progress.setValue(min(progress.done, progress.total))
        else:
            self._text.setText(f"{title} {progress.done:,}")
            self._progress.setRange(0, 0)

    def _show(self, *, running: bool) -> None:
        here, gone = (self._cancel, self._sync) if running else (self._sync, self._cancel)
        focused = gone.hasFocus()
        for widget in (self._text, self._progress, self._cancel):
            widget.setVisible(running)
        self._sync.setVisible(not running)
        if focused:  # whoever works by keys stays where they are
            here.setFocus()
