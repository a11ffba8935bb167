"""Brings a store up to date with a service: page by page, each kept before the next, so that it may end anywhere."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

from rosterdesk import progress
from rosterdesk.errors import ServiceError, ServiceOverloadedError, ServiceRefusedError
from rosterdesk.model.entities import Item
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.answers import Page
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import OPTIONAL, Plan

_NOT_FOR_US = {403, 404}  # not this list; a refused key is another matter and ends the sync
_FILTER_REFUSED = 400
_A_WHILE = 1.0  # seconds of waiting, after which what came is shown
_PEOPLE = ("students", "teachers")
_NOTHING = (
    "The service lists none any more, so what was here before was kept. Ask the provider what this key may see;"
    " if there are none indeed, forget the local copy and sync again."
)
_UNFILTERED = "The service does not tell what changed, so the whole list was read."


def _now() -> datetime:
    return datetime.now(UTC)


async def sync(
    client: Client,
    writer: Writer,
    plan: Plan,
    report: progress.Report = progress.silent,
    now: Callable[[], datetime] = _now,
) -> Run:
    """Carry out the plan; an interrupted run of the same plan goes on with the list in which it stopped.

    A list that the service does not give is told by the run, which is then incomplete. Raises `ServiceError` and
    `StoreError`; what was kept until then stays, and the next sync goes on from there. Once the run has ended, raises
    where no list came, or where one that is optional failed: of the run that cannot be told from a refusal.
    """
    await client.authorize()  # a service that cannot be reached begins no run
    here = now()
    # The next delta asks from here on, by the service's clock: with ours an hour fast it would miss an hour.
    writer.begin(plan.kind, plan.collections, started=min(here, client.clock or here))
    failures: dict[str, ServiceError] = {}
    for name in plan.collections:
        if writer.ended(name):
            continue
        reading = _Reading(client, writer, name, report)
        try:
            await reading.read(writer.since(name) if plan.kind == "delta" else None)
        except (ServiceRefusedError, ServiceOverloadedError) as error:
            if isinstance(error, ServiceRefusedError) and name not in OPTIONAL and error.status not in _NOT_FOR_US:
                raise
            writer.end_collection(name, complete=False, why=error.what)
            failures[name] = error
        else:
            if plan.kind == "full":
                reading.doubt_nothing()
            writer.end_collection(name, complete=reading.complete, why=reading.remarks())
    run = writer.end()
    for name, failure in failures.items():
        untold = name in OPTIONAL and isinstance(failure, ServiceOverloadedError)
        if untold or len(failures) == len(plan.collections):
            raise failure
    return run


class _Reading:
    """One collection being read."""

    def __init__(self, client: Client, writer: Writer, collection: str, report: progress.Report) -> None:
        self._client = client
        self._writer = writer
        self._collection = collection
        self._report = report
        self._done = 0
        self._left_out = 0
        self._remarks: list[str] = []
        self.complete = True

    async def read(self, since: datetime | None) -> None:
        """Read the list as the service gives it: changed rows where that can be asked for, people in two lists."""
        self._report(progress.Progress("sync", self._collection, self._done))
        try:
            await self._list(self._collection, since)
        except ServiceRefusedError as error:
            if self._done:
                raise
            if since is not None and error.status == _FILTER_REFUSED:
                self._remarks.append(_UNFILTERED)
                await self._list(self._collection, None)
            elif self._collection == "users" and error.status in _NOT_FOR_US:
                self.complete = False
                self._remarks.append("The service lists students and teachers only, so other people are missing.")
                for people in _PEOPLE:
                    await self._list(people, since)
            else:
                raise

    def doubt_nothing(self) -> None:
        """A list that had records and now has none is no list of none: a key that lost its rights is answered so."""
        if self.complete and not self._done and self._writer.holds(self._collection):
            self.complete = False
            self._remarks.append(_NOTHING)

    def remarks(self) -> str:
        """What is worth telling of the list; nothing, usually."""
        remarks = list(dict.fromkeys(self._remarks))
        if self._left_out:
            remarks.append(f"{self._left_out:,} records have no usable sourcedId and were left out.")
        return " ".join(remarks)

    async def _list(self, name: str, since: datetime | None) -> None:
        before = self._done
        pages = self._client.pages(name, since=since)
        coming = aiter(pages)
        while (page := await self._next(coming)) is not None:
            self._writer.put(self._collection, page.items, received=page.received, total=page.total)
            self._done += page.received
            if page.dropped:  # it may be one that is here, by another id: nothing is gone for its sake
                self._left_out += page.dropped
                self.complete = False
            if since is not None and _older(page.items, since):
                self._remarks.append(_UNFILTERED)
            total = None if pages.total is None else pages.total + before
            self._report(progress.Progress("sync", self._collection, self._done, total))
        if not pages.complete:
            self.complete = False
            self._remarks.append(pages.why)

    async def _next(self, coming: AsyncIterator[Page]) -> Page | None:
        """The next page, if there is one; while the service is silent, readers see what came before."""

        async def page() -> Page | None:
            return await anext(coming, None)

        waiting = asyncio.ensure_future(page())
        try:
            done, _ = await asyncio.wait([waiting], timeout=_A_WHILE)
            if not done:
                self._writer.flush()
            return await waiting
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)


def _older(items: Sequence[Item], since: datetime) -> bool:
    """Whether a row is here that did not change since: then the service did not heed the filter."""
    moments = (item.entity.date_last_modified for item in items)
    return any(moment < since for moment in moments if moment is not None and moment.tzinfo is not None)
