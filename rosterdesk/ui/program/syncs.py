"""The syncs that run in this program: whoever shows a source hears how its sync goes, whichever window began it."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from rosterdesk.progress import Progress
from rosterdesk.settings import Source


class Work(Protocol):
    """What syncs, again and again: `source` is the one that it syncs now, or synced last."""

    source: Source
    began: SignalInstance
    progressed: SignalInstance  # Progress
    ended: SignalInstance  # Outcome

    def cancel(self) -> None: ...


class Syncs(QObject):
    """One sync a source at a time."""

    began = Signal(object)  # Source
    progressed = Signal(object, object)  # Source, Progress
    ended = Signal(object, object)  # Source, Outcome

    def __init__(self) -> None:
        super().__init__()
        self._running: dict[str, Work] = {}
        self._last: dict[str, Progress] = {}
        self._unattended: set[str] = set()

    def watch(self, work: Work) -> None:
        """Tell all windows of what this one's work does, from now on."""
        work.began.connect(lambda: self._begin(work))
        work.progressed.connect(lambda progress: self._progress(work.source, progress))
        work.ended.connect(lambda outcome: self._end(work.source, outcome))

    def running(self, source: Source | None) -> bool:
        """Whether some window syncs this source now."""
        return source is not None and source.uid in self._running

    def leave_unattended(self, source: Source) -> None:
        """Nobody waits for the sync of this source that is about to begin."""
        self._unattended.add(source.uid)

    def is_unattended(self, source: Source) -> bool:
        """Whether nobody waits for its sync: what goes wrong is then no reason to disturb."""
        return source.uid in self._unattended

    def last(self, source: Source) -> Progress | None:
        """What the sync of this source that runs said last, for a window that comes to it late."""
        return self._last.get(source.uid)

    def cancel(self, source: Source) -> None:
        """End its sync, where one runs; `ended` follows."""
        if source.uid in self._running:
            self._running[source.uid].cancel()

    def _begin(self, work: Work) -> None:
        self._running[work.source.uid] = work
        self.began.emit(work.source)

    def _progress(self, source: Source, progress: Progress) -> None:
        self._last[source.uid] = progress
        self.progressed.emit(source, progress)

    def _end(self, source: Source, outcome: object) -> None:
        self._running.pop(source.uid, None)
        self._last.pop(source.uid, None)
        self.ended.emit(source, outcome)
        self._unattended.discard(source.uid)
