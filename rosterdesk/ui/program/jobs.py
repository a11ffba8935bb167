"""What the user sets going and workers do: a sync, an export, a record read again. One of each at a time."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.model.judged import Exemption
from rosterdesk.model.query import Query
from rosterdesk.progress import Failure
from rosterdesk.settings import Source
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.program.process import CANCELLED, Outcome, Worker
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks

if TYPE_CHECKING:
    from rosterdesk.export.class_lists.choosing import Choice as ListChoice
    from rosterdesk.export.paper.choice import Choice

_CANCELLED = Outcome(exit_code=CANCELLED)


class Job(QObject):
    """A command that a worker does, from the start to its end or its cancellation.

    It runs from the moment it was begun, so that nobody begins it twice. `before` are other jobs, which are stopped
    before this one touches anything.
    """

    began = Signal()
    progressed = Signal(object)  # Progress
    ended = Signal(object)  # Outcome
    source: Source
    """What it works for, or did last."""
    other: "Source | Path | None" = None
    """With what that is compared, or was last: another source, or a bundle."""

    def __init__(self, session: Session, tasks: Tasks, parent: QObject, *, before: "Sequence[Job]" = ()) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._before = before
        self._worker = Worker(session.data_dir.path)
        self._unwanted = False
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def running(self) -> bool:
        return not self._idle.is_set()

    def begin(
        self,
        source: Source,
        arguments: list[str],
        query: Query | None = None,
        target: str = "",
        choice: str = "",
        *,
        other: "Source | Path | None" = None,
    ) -> "asyncio.Task[Outcome]":
        """Begin the command; none may be running."""
        assert not self.running, "a job does one thing at a time"
        self._idle.clear()
        self._unwanted = False
        self.source, self.other = source, other
        self.began.emit()
        task = self._tasks.start(self._run(source, arguments, query, target, choice))
        task.add_done_callback(self._end)  # also of one that was cancelled before its first step
        return task

    def cancel(self) -> None:
        """End the worker; `ended` follows."""
        self._unwanted = True  # also before the worker has begun: a keyring may take its time
        self._worker.cancel()

    async def stop(self) -> None:
        """End the worker, and return once it is gone and `ended` was said; at once where none runs."""
        self.cancel()
        await self._idle.wait()

    async def _run(
        self, source: Source, arguments: list[str], query: Query | None, target: str, choice: str
    ) -> Outcome:
        for other in self._before:
            await other.stop()
        handover = await self._session.handover(source, query, target, choice, other=self.other)
        if self._unwanted:
            return _CANCELLED
        return await self._worker.run(arguments, handover, self.progressed.emit)

    def _end(self, task: "asyncio.Task[Outcome]") -> None:
        came_to_an_end = not task.cancelled() and task.exception() is None
        self._idle.set()
        self.ended.emit(task.result() if came_to_an_end else _CANCELLED)


class Syncing(msgspec.Struct, frozen=True, kw_only=True):
    """How to sync: only one `school`, by its sourcedId; `accept` what was held; `rebuild` the copy from nothing."""

    school: str = ""
    accept: bool = False
    rebuild: bool = False

    def options(self) -> list[str]:
        """As the command takes them."""
        given = (("--accept", self.accept), ("--rebuild", self.rebuild), (f"--school={self.school}", self.school))
        return [option for option, wanted in given if wanted]


_USUAL = Syncing()


class Jobs(QObject):
    """All that workers do for the window. Names, which may begin with a dash, stand after all options."""

    def __init__(self, session: Session, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.refreshing = Job(session, tasks, self)
        self.checking = Job(session, tasks, self)
        self.rechecking = Job(session, tasks, self)
        self.excepting = Job(session, tasks, self)
        # It brings that record too, and what is judged meanwhile is of yesterday.
        self.syncing = Job(session, tasks, self, before=(self.refreshing, self.checking, self.rechecking))
        self.comparing = Job(session, tasks, self)
        self.exporting = Job(session, tasks, self)
        session.syncs.watch(self.syncing)

    def sync(self, source: Source, how: Syncing = _USUAL) -> "asyncio.Task[Outcome]":
        """Bring the source's store up to date."""
        return self.syncing.begin(source, ["sync", *how.options(), "--", source.name])

    def refresh(self, source: Source, collection: str, sourced_id: str) -> "asyncio.Task[Outcome]":
        """Read one record again from the service. Its id, which may be a person's number, is in no argument."""
        query = Query(collection=collection, ids=(sourced_id,))
        return self.refreshing.begin(source, ["refresh", "--format", "json", "--", source.name, collection], query)

    def check(self, source: Source, *, ask: bool = False) -> "asyncio.Task[Outcome]":
        """Judge the source's store; what comes out is a `Judgement`. The service may be asked for what is missing."""
        options = ["--ask"] if ask else []
        return self.checking.begin(source, ["check", *options, "--format", "json", "--", source.name])

    def check_record(self, source: Source, collection: str, sourced_id: str) -> "asyncio.Task[Outcome]":
        """Judge one record, whose id is in no argument; what comes out is a `Judgement` of it alone."""
        query = Query(collection=collection, ids=(sourced_id,))
        arguments = ["check", "--format", "json", "--record", collection, "", "--", source.name]
        return self.rechecking.begin(source, arguments, query)

    def exempt(self, source: Source, exemption: Exemption, *, taken_back: bool) -> "asyncio.Task[Outcome]":
        """Keep that this is right, or that it is no more. Of whom it is, and why, is in no argument."""
        how = "--remove" if taken_back else "--add"
        arguments = ["exceptions", how, exemption.rule, exemption.collection, "", "--", source.name]
        return self.excepting.begin(source, arguments, choice=msgspec.json.encode(exemption).decode())

    def export(self, source: Source, query: Query, target: Path, csv_mode: str) -> "asyncio.Task[Outcome]":
        """Write what the query shows to the file."""
        return self.write(source, "export", target, ["--csv-mode", csv_mode], query)

    def write(
        self,
        source: Source,
        command: str,
        target: Path,
        options: Sequence[str] = (),
        query: Query | None = None,
        *,
        other: Source | Path | None = None,
    ) -> "asyncio.Task[Outcome]":
        """Have the command write the file. Its name, which may be a person's, is in no argument."""
        to = ["--to", f"file{target.suffix}"]
        names = [source.name, *([query.collection] if query else []), *_named(other)]
        arguments = [command, *options, *to, "--", *names]
        return self.exporting.begin(source, arguments, query, str(target), other=other)

    def compare(self, source: Source, other: Source | Path, by: str, limit: int) -> "asyncio.Task[Outcome]":
        """Say in what they differ; what comes out is a `Comparison` with so many records of each kind in a list."""
        options = [f"--by={by}", f"--limit={limit}", "--format", "json"]
        return self.comparing.begin(source, ["compare", *options, "--", source.name, *_named(other)], other=other)

    def print(self, source: Source, choice: "Choice", target: Path) -> "asyncio.Task[Outcome]":
        """Write what is chosen to a PDF. Of whom it is, and the file's name, are in no argument."""
        arguments = ["print", "--to", "file.pdf", "--", source.name, choice.kind]
        chosen = msgspec.json.encode(choice).decode()
        return self.exporting.begin(source, arguments, target=str(target), choice=chosen)

    def class_lists(self, source: Source, choice: "ListChoice", target: Path, suffix: str) -> "asyncio.Task[Outcome]":
        """Write the lists to a file with this suffix, or, without one, into a folder. Of whom they are, and what they
        are called, are in no argument.
        """
        arguments = ["class-lists", "--to", f"file{suffix or '/'}", "--", source.name]
        chosen = msgspec.json.encode(choice).decode()
        return self.exporting.begin(source, arguments, target=f"{target}{'' if suffix else '/'}", choice=chosen)

    async def leave(self) -> None:
        """Stop what is done for the source that is shown; an export of it goes on."""
        jobs = (self.syncing, self.refreshing, self.checking, self.rechecking, self.excepting, self.comparing)
        await asyncio.gather(*(job.stop() for job in jobs))

    async def stop(self, source: Source) -> None:
        """Stop everything that is done for this source, also where another one is shown by now."""
        judging = (self.checking, self.rechecking, self.excepting)
        jobs = (self.syncing, self.refreshing, *judging, self.comparing, self.exporting)
        await asyncio.gather(*(job.stop() for job in jobs if job.running and _works_for(job, source)))


def _named(other: Source | Path | None) -> list[str]:
    """What a source is compared with, as an argument. What a bundle is called, which may be a person's, is in none."""
    return [] if other is None else [other.name if isinstance(other, Source) else "bundle.zip"]


def _works_for(job: Job, source: Source) -> bool:
    return source.uid in {each.uid for each in (job.source, job.other) if isinstance(each, Source)}


def failure_of(outcome: Outcome) -> Failure | None:
    """What went wrong, in the worker's own words, or in ours where it had none left."""
    if outcome.exit_code == 0 or outcome.cancelled:
        return None
    if outcome.failure is not None:
        return outcome.failure
    if outcome.ended_from_outside:
        return Failure(error="ended", detail=_ended_from_outside(outcome.command))
    words = tr("The worker ended unexpectedly (code {0}). Try again; the log says more.")
    return Failure(error="bug", detail=words.format(outcome.exit_code))


def _ended_from_outside(command: str) -> str:
    match command:
        case "sync":
            return tr("The sync was ended from outside. What came is kept; Sync goes on from there.")
        case "class-lists":
            return tr(
                "This was ended from outside. A file is as it was before; in a folder some of the lists may be new."
            )
        case "export" | "print" | "bundle":
            return tr("The export was ended from outside, and nothing was written.")
        case _:
            return tr("This was ended from outside before it was done. Try again.")
