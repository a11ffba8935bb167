"""One collection, read from a service into the store: one list or several, page by page, on from where it stopped."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime

import msgspec

from rosterdesk import progress
from rosterdesk.errors import ServiceRefusedError
from rosterdesk.model.entities import Item
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.pages import Pages
from rosterdesk.store.writer import Writer
from rosterdesk.sync.remarks import left_out
from rosterdesk.wire.records import Page

_FILTER_REFUSED = {400, 422, 501}
_A_WHILE = 1.0  # seconds of waiting, after which what came is shown
_AGAIN = 100  # rows before the place where a list stopped that are read again, to see whether it is the same place
_NOTHING = (
    "The service lists none any more, so what was here before was kept. Ask the provider what this key may see;"
    " if there are none indeed, forget the local copy and sync again."
)
_SEES_NOTHING = (
    "The service lists none, not even a school: this key sees nothing yet. Ask the provider what it is allowed to see."
)
_UNFILTERED = "The service does not tell what changed, so the whole list was read."


class Wanted(msgspec.Struct, frozen=True):
    """A list to ask for: `under` which record, if any, and which of its items to `keep`, where that is not all."""

    name: str
    under: tuple[str, ...] = ()
    keep: Callable[[Sequence[Item]], list[Item]] | None = None

    @property
    def path(self) -> str:
        """What tells it from the other lists of a collection."""
        return "/".join((*self.under, self.name))


class _UnfilteredError(Exception):
    """The service did not heed the filter for what changed."""


class Reading:
    """A collection that is being read. `complete` as long as every list of it ended cleanly."""

    def __init__(self, client: Client, writer: Writer, collection: str, report: progress.Report) -> None:
        self._client = client
        self._writer = writer
        self._report = report
        self._done = 0
        self._before = 0
        self._dropped = 0
        self._remarks: dict[str, None] = {}
        self.collection = collection
        self.complete = True
        self.since: datetime | None = None

    async def read(self, lists: Callable[["Reading"], Awaitable[None]]) -> None:
        """Read the lists of the collection: by what changed where the run wants that and the service can tell.

        Raises `ServiceError`; what came until then is in the store.
        """
        self.say()
        if self._writer.kind(self.collection) == "delta":
            self.since = self._writer.since(self.collection)
            if self.since is not None:
                if await self._heeded(lists):
                    return
                self._begin_again()
            self._writer.turn_full(self.collection)
        await lists(self)
        self._doubt_nothing()

    async def _heeded(self, lists: Callable[["Reading"], Awaitable[None]]) -> bool:
        """Read what changed; false where the service did not heed the filter."""
        try:
            await lists(self)
        except _UnfilteredError:
            return False
        except ServiceRefusedError as error:
            if error.status not in _FILTER_REFUSED:
                raise
            return False
        return True

    def _begin_again(self) -> None:
        """What came is of no use: the service does not tell what changed."""
        self.since = None
        self.complete = True
        self._done = self._dropped = 0
        self._remarks = {_UNFILTERED: None}

    async def list(self, wanted: Wanted) -> None:
        """Read one list, from where it stopped the last time."""
        state = self._writer.list_state(self.collection, wanted.path)
        self._before = self._done
        if state.ended:
            self._done += state.rows
            self._drop(state.dropped)
            if state.why:
                self.lack(state.why)
            return
        offset = max(0, state.rows - _AGAIN) if self.since is None and wanted.keep is None else 0
        if not await self._read(wanted, offset, state.dropped):
            await self._read(wanted)

    def say(self, total: int | None = None) -> None:
        """Report how many rows came."""
        self._report(progress.Progress("sync", self.collection, self._done, total))

    def remark(self, text: str) -> None:
        """Something worth telling of the collection."""
        self._remarks[text] = None

    def lack(self, why: str) -> None:
        """Something is missing, so the collection is not complete."""
        self.complete = False
        self.remark(why)

    def came(self, rows: int) -> None:
        """So many rows came otherwise than in a list."""
        self._done += rows
        self.say()

    def remarks(self) -> str:
        """What is worth telling of the collection; nothing, usually."""
        return " ".join(filter(None, (*self._remarks, left_out(self._dropped))))

    def _drop(self, records: int) -> None:
        """So many had no id: they may be some that are here, so nothing is gone for their sake."""
        self._dropped += records
        self.complete = self.complete and not records

    async def _read(self, wanted: Wanted, offset: int = 0, dropped: int = 0) -> bool:
        """Read the list from there on, before which so many rows had no id; false where it is another place than the
        last time, and nothing was read.
        """
        pages = self._client.pages(wanted.name, under=wanted.under, since=self.since, offset=offset)
        coming = aiter(pages)
        page = await self._next(coming)
        if offset and not self._goes_on(wanted, page):
            await pages.close()
            return False
        self._writer.begin_list(self.collection, wanted.path, offset)
        self._done = self._before + offset
        if offset:
            self._drop(dropped)
        while page is not None:
            if self.since is not None and _unfiltered(page.items, self.since):
                await pages.close()
                raise _UnfilteredError
            self._put(wanted, page)
            page = await self._next(coming)
        self._end(wanted, pages, taken_up=offset > 0)
        return True

    def _goes_on(self, wanted: Wanted, page: Page | None) -> bool:
        """Whether the page begins with a record that came the last time: then nothing in between can have been missed.

        Where that is the first of all, the service does not heed where a page is to begin.
        """
        if page is None or not page.items:
            return False
        return bool(self._writer.place(self.collection, wanted.path, page.items[0].entity.sourced_id))

    def _put(self, wanted: Wanted, page: Page) -> None:
        items = page.items if wanted.keep is None else wanted.keep(page.items)
        self._writer.put(
            self.collection,
            items,
            received=page.received if wanted.keep is None else len(items),
            total=page.total if wanted.keep is None else None,
            of=wanted.path,
            bent=page.bent,
            dropped=page.dropped,
        )
        self._done += page.received
        self._drop(page.dropped)
        self.say(None if page.total is None else page.total + self._before)

    def _end(self, wanted: Wanted, pages: Pages, *, taken_up: bool) -> None:
        """The list is over. Of one that was read in two parts, without a total nothing proves that no row has moved
        from the one into the other, so that what did not come is not gone for sure.
        """
        why = pages.why
        if taken_up and pages.complete and pages.total is not None:
            why = self._disagreement(wanted, pages.total)
        if repeats := pages.repeated:
            self._writer.put(self.collection, (), received=0, total=None, of=wanted.path, bent={"repeats": repeats})
        doubtful = taken_up and pages.total is None
        self._writer.end_list(self.collection, wanted.path, why=why, doubtful=doubtful)
        if why:
            self.lack(why)

    def _disagreement(self, wanted: Wanted, total: int) -> str:
        """How the rows of both parts differ from those that the service has now; nothing where they do not."""
        came = self._writer.listed(self.collection, wanted.path) + self._dropped
        if came < total:
            return f"The service announced {total:,} rows, {came:,} came."
        if came > total:
            return f"It was read in two parts, and {came - total:,} rows went in between; the next sync reads it whole."
        return ""

    def _doubt_nothing(self) -> None:
        """A list that had records and now has none is no list of none: a key that lost its rights is answered so."""
        if self.complete and not self._done:
            if self._writer.holds(self.collection):
                self.lack(_NOTHING)
            elif self.collection == "orgs":
                self.lack(_SEES_NOTHING)

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


def _unfiltered(items: Sequence[Item], since: datetime) -> bool:
    """Whether a row is here that did not change since, or does not say when: then the filter was not heeded."""
    moments = (item.entity.date_last_modified for item in items)
    return any(moment is None or (moment.tzinfo is not None and moment < since) for moment in moments)
