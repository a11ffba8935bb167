"""Says in the status bar how far a sync is, how fast it goes, and how long it will take."""

import time

from PySide6.QtCore import QObject

from rosterdesk.progress import Progress
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.program import pace
from rosterdesk.ui.program.pace import Pace
from rosterdesk.ui.views.frame import Frame


class Pacing(QObject):
    """From the beginning of a sync to its end."""

    def __init__(self, desk: Desk, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._status = frame.status
        self._pace: Pace | None = None
        desk.syncing_changed.connect(self._begin)
        desk.sync_progressed.connect(self._take)
        desk.source_changed.connect(lambda _source: None if desk.syncing else self._begin(syncing=False))

    def _begin(self, syncing: bool) -> None:
        source = self._desk.source
        self._pace = Pace(pace.lists(source)) if syncing and source is not None else None
        self._status.show_pace("")

    def _take(self, progress: Progress) -> None:
        if self._pace is None or not progress.collection:
            return
        self._pace.take(progress, time.monotonic())
        figures = self._pace.figures()
        self._status.show_pace(pace.words(figures) if figures else "")
