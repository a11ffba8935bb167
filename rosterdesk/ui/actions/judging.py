"""What is wrong with the roster that is open: judged by a worker, kept in memory until it is judged again."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.checks.judgement import Finding, Judgement
from rosterdesk.errors import StoreBusyError
from rosterdesk.model.rows import Record
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.details.known import Known
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.jobs import failure_of
from rosterdesk.ui.program.privacy import HIDDEN, Privacy, is_about_a_person
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks

_Records = dict[tuple[str, str], list[Finding]]
"""By (base collection, sourcedId)."""


class Judged(msgspec.Struct, frozen=True):
    """A judgement and when it was made; by record, what was found on it and on others because of it."""

    judgement: Judgement
    when: datetime
    on: _Records
    because: _Records

    def of(self, record: Record) -> Known:
        """What is known of this record."""
        identity = record.collection, record.sourced_id
        return Known(self.on.get(identity, ()), self.because.get(identity, ()))


class Judging(QObject):
    """Judges when it is asked to; and again after a sync, where what it knows is then out of date."""

    changed = Signal()  # whether it is at work, how far it is, or whether what is known is still so
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
        self._job = desk.jobs.checking
        self._version: int | None = None  # that of the store when the judging began
        self._due = False  # asked for while a sync runs
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
    def waiting(self) -> bool:
        """Whether it begins once the sync that runs is over."""
        return self._due

    def begin(self) -> None:
        """Judge what the store has now; while a sync runs, once it is over."""
        source, reader = self._desk.source, self._browser.reader
        if source is None or reader is None or self.running:
            return
        self._due = self._desk.syncing
        if not self._due:
            self.failure, self.progress = "", None
            self._version = _version(reader)
            self._tasks.start(self._judge(source, self._desk.jobs.check(source)))
        self.changed.emit()

    def of(self, record: Record) -> Known | None:
        """What is known of a record; nothing before it was judged."""
        return self.judged.of(record) if self.judged else None

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
        if source != self._desk.source or self._browser.reader is None:
            return
        failure = failure_of(outcome)
        if outcome.cancelled:
            self._due = self._desk.syncing  # which has stopped it
        elif failure is not None:
            self.failure = sentences(failure.detail)
        else:
            forms = await asyncio.to_thread(_forms, outcome.output, datetime.now().astimezone(), self._privacy)
            if source != self._desk.source or self._browser.reader is None:
                return
            self._forms = forms
            self._show()
            self._look()
        self.changed.emit()

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
        self.stale, self.failure, self._due = False, "", False
        self.found.emit()
        self.changed.emit()


def _version(reader: Reader) -> int | None:
    """The version of the store; nothing during a commit that lets nobody read."""
    try:
        return reader.data_version(patiently=False)
    except StoreBusyError:
        return None


def _forms(output: str, when: datetime, privacy: Privacy) -> dict[bool, Judged]:
    """What the worker found, as it is and masked: to mask very many takes longer than a switch may."""
    judgement = msgspec.json.decode(output, type=Judgement)
    masked = Judgement(judgement.rules, [_masked(each, privacy) for each in judgement.findings])
    return {False: _judged(judgement, when), True: _judged(masked, when)}


def _judged(judgement: Judgement, when: datetime) -> Judged:
    on: _Records = defaultdict(list)
    because: _Records = defaultdict(list)
    for each in judgement.findings:
        on[each.collection, each.sourced_id].append(each)
        if each.cause is not None:
            because[each.cause.collection, each.cause.sourced_id].append(each)
    return Judged(judgement, when, dict(on), dict(because))


def _masked(finding: Finding, privacy: Privacy) -> Finding:
    """Without what may name somebody: the title, and what is quoted of the record."""
    if not is_about_a_person(finding.collection):
        return finding
    message = HIDDEN if finding.message else ""
    return msgspec.structs.replace(finding, title=privacy.code(finding.sourced_id), message=message)
