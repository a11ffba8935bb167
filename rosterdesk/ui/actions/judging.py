"""What is wrong with the roster that is open: judged by a worker, kept in memory until it is judged again."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.errors import StoreBusyError
from rosterdesk.model.judged import Exemption
from rosterdesk.model.rows import Record
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.judged import Judged, excepted, forms, rechecked
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.details.known import Known
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.jobs import failure_of
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Judgement


class Judging(QObject):
    """Judges when it is asked to; and again after a sync, where what it knows is then out of date."""

    changed = Signal()  # whether it is at work, how far it is, or whether what is known is still so
    refused = Signal(str)  # why a wish came to nothing, other than that to judge all
    found = Signal()  # another judgement is known, or none any more

    def __init__(self, browser: Browser, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.judged: Judged | None = None
        self.stale = False  # the store was written since
        self.progress: Progress | None = None
        self.failure = ""  # why the last time came to nothing
        self._browser = browser
        self._desk = desk
        self._tasks = tasks
        self._privacy = desk.session.privacy
        self._forms: dict[bool, Judged] = {}  # what is known, by whether people are masked
        self._learning = asyncio.Lock()  # one after the other: each knows what the one before has learnt
        self._job = desk.jobs.checking
        self._version: int | None = None  # that of the store when the judging began
        self._due = False  # asked for while it, or a sync, runs
        self._asks = False  # and the service is to be asked then
        self._keeping = asyncio.Lock()  # what is right is kept one after the other
        self._said: list[tuple[Exemption, bool]] = []  # since the judging began, which may not know of it; taken back?
        self._again: Source | None = None  # judged before the lock, which forgets it
        self._job.progressed.connect(self._progressed)
        browser.opened.connect(self._begin_anew)
        browser.data_changed.connect(self._look)
        self._privacy.changed.connect(self._show)
        desk.syncing_changed.connect(self._synced)

    @property
    def running(self) -> bool:
        return self._job.running

    @property
    def of_a_bundle(self) -> bool:
        """Whether there is no service behind what is judged."""
        return self._desk.source is None or bool(self._desk.source.bundle)

    @property
    def waiting(self) -> bool:
        """Whether it begins once what runs is over."""
        return self._due

    def begin(self, *, ask: bool = False) -> None:
        """Judge what the store has now; while a sync runs, or a judging that knows less, once it is over. The service
        may be asked for what is missing.
        """
        source, reader = self._desk.source, self._browser.reader
        if source is None or reader is None:
            return
        self._due, self._asks = self._desk.syncing or self.running, ask or (self._due and self._asks)
        if not self._due:
            self.failure, self.progress, self._said = "", None, []
            self._version = _version(reader)
            self._tasks.start(self._judge(source, self._desk.jobs.check(source, ask=self._asks)))
        self.changed.emit()

    def of(self, record: Record) -> Known | None:
        """What is known of a record; nothing before it was judged."""
        return self.judged.of(record) if self.judged else None

    def recheck(self, record: Record) -> None:
        """Judge this record once more, where it was judged: what is known of it is out of date."""
        source = self._desk.source
        if self.judged is None or source is None or self._desk.jobs.rechecking.running or self._desk.syncing:
            return
        checking = self._desk.jobs.check_record(source, record.collection, record.sourced_id)
        self._tasks.start(self._recheck(source, (record.collection, record.sourced_id), checking))

    def exempt(self, exemption: Exemption, *, taken_back: bool = False) -> None:
        """Keep that this is right, or that it is no more."""
        if self._desk.source is not None:
            self._tasks.start(self._exempt(self._desk.source, exemption, taken_back=taken_back))

    def cancel(self) -> None:
        """Leave it at what is known."""
        self._due = False
        self._job.cancel()
        self.changed.emit()

    def schools(self) -> Mapping[str, str]:
        """The names of all orgs by their sourcedIds."""
        reader = self._browser.reader
        if reader is None:
            return {}
        rows = reader.rows("orgs", reader.keys(places.listing("orgs")), ("sourcedId", "name"))
        return {str(sourced_id): str(name or sourced_id) for sourced_id, name in rows}

    async def _judge(self, source: Source, checking: "asyncio.Task[Outcome]") -> None:
        outcome = await checking
        if source == self._desk.source and self._browser.reader is not None:
            await self._take(source, outcome)
        self._go_on()
        self.changed.emit()

    async def _take(self, source: Source, outcome: Outcome) -> None:
        failure = failure_of(outcome)
        if outcome.cancelled:
            self._due = self._due or self._desk.syncing  # which has stopped it
        elif failure is not None:
            self.failure = sentences(failure.detail)
        else:
            now = datetime.now().astimezone()
            await self._learn(source, lambda _before: self._judgement(outcome.output, now.date()), now)
            self._look()

    def _judgement(self, output: str, today: date) -> "Judgement":
        """What was judged, with what was said to be right meanwhile."""
        from rosterdesk.checks.judgement import Judgement

        judgement = msgspec.json.decode(output, type=Judgement)
        for exemption, taken_back in self._said:
            judgement = excepted(judgement, exemption, today, taken_back=taken_back)
        return judgement

    def _go_on(self) -> None:
        """Begin what was asked for meanwhile."""
        if self._due and not self._desk.syncing:
            self.begin()

    async def _recheck(self, source: Source, record: tuple[str, str], checking: "asyncio.Task[Outcome]") -> None:
        from rosterdesk.checks.judgement import Judgement

        outcome = await checking
        if failure := failure_of(outcome):
            self.refused.emit(sentences(failure.detail))
        elif not outcome.cancelled:
            of_record = msgspec.json.decode(outcome.output, type=Judgement)
            await self._learn(source, lambda before: rechecked(before, record, of_record))

    async def _exempt(self, source: Source, exemption: Exemption, *, taken_back: bool) -> None:
        async with self._keeping:
            outcome = await self._desk.jobs.exempt(source, exemption, taken_back=taken_back)
        today = datetime.now().astimezone().date()
        if failure := failure_of(outcome):
            self.refused.emit(sentences(failure.detail))
        elif not outcome.cancelled:
            if source == self._desk.source:
                self._said.append((exemption, taken_back))
            await self._learn(source, lambda before: excepted(before, exemption, today, taken_back=taken_back))

    async def _learn(
        self, source: Source, learn: "Callable[[Judgement], Judgement]", when: datetime | None = None
    ) -> None:
        """Know what comes of what was known, unless another source is shown by then. A judging of all begins at
        nothing; its `when` is that of what is known from then on.
        """
        from rosterdesk.checks.judgement import Judgement

        async with self._learning:
            known = self._forms.get(False)
            if known is None and when is None:
                return
            before = known.judgement if known else Judgement([], [])
            told = when or (known.when if known else datetime.now().astimezone())
            made = await asyncio.to_thread(lambda: forms(learn(before), told, self._privacy))
            if source == self._desk.source and self._browser.reader is not None:
                self._forms = made
                self._show()

    def _show(self) -> None:
        """Let what was found be known; while people are masked, without what names them."""
        if self._forms:
            self.judged = self._forms[self._privacy.masked]
            self.found.emit()

    def _progressed(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _look(self) -> None:
        """Whether what is known is still so."""
        reader = self._browser.reader
        stale = reader is not None and self.judged is not None and _version(reader) not in {self._version, None}
        if stale != self.stale:
            self.stale = stale
            self.changed.emit()

    def _synced(self, syncing: bool) -> None:
        if not syncing:
            self._look()
            if self._due or self.stale:
                self.begin()

    def _begin_anew(self) -> None:
        """Another store is open, or none; one that was judged when it was locked is judged again."""
        source, known = self._desk.source, self.judged is not None or self.running
        self._forget()
        if self._desk.session.lock.is_closed:
            self._again = source if known else None
        elif self._browser.reader is not None:
            again, self._again = self._again, None
            if again is not None and again == source:
                self.begin()

    def _forget(self) -> None:
        self.judged, self._forms = None, {}
        self.stale, self.failure, self._due, self._said = False, "", False, []
        self.found.emit()
        self.changed.emit()


def _version(reader: Reader) -> int | None:
    """The version of the store; nothing during a commit that lets nobody read."""
    try:
        return reader.data_version(patiently=False)
    except StoreBusyError:
        return None
