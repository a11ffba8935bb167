"""What the user sets going and a worker does: a sync, an export, a record read again. One of each at a time."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from rosterdesk.model.query import Query
from rosterdesk.progress import Failure
from rosterdesk.settings import Source
from rosterdesk.ui.process import CANCELLED, Outcome, Worker
from rosterdesk.ui.session import Session


class Job(QObject):
    """A command that a worker does, from the start to its end or its cancellation."""

    began = Signal()
    progressed = Signal(object)  # Progress
    ended = Signal(object)  # Outcome

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker: Worker | None = None
        self._unwanted = False
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def running(self) -> bool:
        return self._worker is not None

    def cancel(self) -> None:
        """End the worker; `ended` follows."""
        self._unwanted = True  # also before the worker has begun: a keyring may take its time
        if self._worker is not None:
            self._worker.cancel()

    async def stop(self) -> None:
        """End the worker, and return once it is gone and `ended` was said; at once where none runs."""
        self.cancel()
        await self._idle.wait()

    async def sync(self, source: Source, school: str = "") -> Outcome:
        """Bring the source's store up to date, or what it has of one school, by its sourcedId."""
        return await self._run(source, ["sync", source.name, *(["--school", school] if school else [])])

    async def refresh(self, source: Source, collection: str, sourced_id: str) -> Outcome:
        """Read one record again from the service. Its id, which may be a person's number, is in no argument."""
        query = Query(collection=collection, ids=(sourced_id,))
        return await self._run(source, ["refresh", source.name, collection, "--format", "json"], query)

    async def export(self, source: Source, query: Query, target: Path, csv_mode: str) -> Outcome:
        """Write what the query shows to the file. Its name, which may be a person's, is in no argument."""
        arguments = ["export", source.name, query.collection, "--to", f"file{target.suffix}", "--csv-mode", csv_mode]
        return await self._run(source, arguments, query, str(target))

    async def _run(self, source: Source, arguments: list[str], query: Query | None = None, target: str = "") -> Outcome:
        assert self._worker is None, "a job does one thing at a time"
        worker = self._worker = Worker(self._session.data_dir.path)
        self._idle.clear()
        self._unwanted = False
        self.began.emit()
        outcome = Outcome(exit_code=CANCELLED)
        try:
            handover = await self._session.handover(source, query, target)
            if not self._unwanted:
                outcome = await worker.run(arguments, handover, self.progressed.emit)
        finally:
            self._worker = None
            self.ended.emit(outcome)
            self._idle.set()
        return outcome


def failure_of(outcome: Outcome) -> Failure | None:
    """What went wrong, in the worker's own words, or in ours where it had none left."""
    if outcome.exit_code == 0 or outcome.cancelled:
        return None
    words = QCoreApplication.translate(
        "jobs", "The worker ended unexpectedly (code {0}). Try again; the log says more."
    )
    return outcome.failure or Failure(error="bug", detail=words.format(outcome.exit_code))
