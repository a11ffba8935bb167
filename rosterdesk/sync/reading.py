"""One collection, read from a service into the store: one list or several, page by page, on from where it stopped."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime

import msgspec

from rosterdesk import progress
from rosterdesk.errors import ServiceRefusedError
from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.pages import Pages
from rosterdesk.store.writer import Writer
from rosterdesk.sync.remarks import left_out
from rosterdesk.wire import records
from rosterdesk.wire.records import Page

_FILTER_REFUSED = {400, 422, 501}
_A_WHILE = 1.0  # seconds of waiting, after which what came is shown
_AGAIN = 100  # rows before the place where a list stopped that are read again, to see whether it is the same place
EMPTIED = (
    "The service lists none any more, so what was here before was kept. Ask the provider what this key may see;"
    " if there are none indeed, accept the empty list: sync again with --accept."
)
"""Why a collection is not complete that had records before."""
_SEES_NOTHING = (
    "The service lists none, not even a school: this key sees nothing yet. Ask the provider what it is allowed to see."
)
_UNFILTERED = "The service does not tell what changed, so the whole list was read."


class Wanted(msgspec.Struct, frozen=True):
    """A list to ask for: `under` which record, if any, and which of its items to `keep`, where that is not all.

    It is read `whole` even where only what changed is asked of the others.
    """

    name: str
    under: tuple[str, ...] = ()
    keep: Callable[[Sequence[Item]], list[Item]] | None = None
    whole: bool = False

    @property
    def path(self) -> str:
        """What tells it from the other lists of a collection."""
        return "/".join((*self.under, self.name))


class _UnfilteredError(Exception):
    """The service did not heed the filter for what changed."""


class Reading:
    """A collection that is being read. `complete` as long as every list of it ended cleanly.

    `is_whole` as long as what the lists do not bring is gone; that may be so where they are not all that is needed.
    `example` is a record that a list brought, if any did. A list that had records and has none is believed where the
    reading is to `accept` that.
    """

    def __init__(
        self, client: Client, writer: Writer, collection: str, report: progress.Report, *, accept: bool = False
    ) -> None:
        self._client = client
        self._writer = writer
        self._report = report
        self._accept = accept
        self._done = 0
        self._kept = 0
        self._before = 0
        self._dropped = 0
        self._remarks: dict[str, None] = {}
        self._again = 0
        self.collection = collection
        self.complete = self.is_whole = True
        self.since: datetime | None = None
        self.example = ""

    async def read(self, lists: Callable[["Reading"], Awaitable[None]]) -> None:
        """Read the lists of the collection: by what changed where the run wants that and the service can tell.

        Raises `ServiceError`; what came until then is in the store.
        """
        self.say()
        if self._writer.kind(self.collection) == "delta":
            self.since = self._writer.since(self.collection)
            if self.since is not None:
                if await self._heeded(lists):
                    self._account()
                    return
                self._begin_again()
            self._writer.turn_full(self.collection)
        await lists(self)
        self._account()

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
        self.complete = self.is_whole = True
        self._done = self._kept = self._dropped = 0
        self._remarks = {_UNFILTERED: None}

    async def list(self, wanted: Wanted) -> None:
        """Read one list, from where it stopped the last time."""
        state = self._writer.list_state(self.collection, wanted.path)
        self._before = self._done
        if state.ended:
            self._done += state.rows
            self._kept += state.rows
            self._dropped += state.dropped
            if state.why:
                self.lack(state.why)
            # Since then a record may have come from a list that is still to be read: then it is in neither.
            self._writer.end_list(self.collection, wanted.path, why=state.why, doubtful=True)
            return
        offset = max(0, state.rows - _AGAIN) if self.since is None and wanted.keep is None else 0
        if not await self._read(wanted, offset, state.dropped):
            await self._read(wanted)

    def say(self, total: int | None = None) -> None:
        """Report how many rows came."""
        self._report(progress.Progress("sync", self.collection, self._done, total, kept=self._kept))

    def remark(self, text: str) -> None:
        """Something worth telling of the collection."""
        self._remarks[text] = None

    def lack(self, why: str, *, of_some: bool = False) -> None:
        """Something is missing, so the collection is not complete; `of_some` where that is no reason to doubt that the
        other records which do not come are gone.
        """
        self.complete = False
        self.is_whole = self.is_whole and of_some
        self.remark(why)

    def came(self, rows: int) -> None:
        """So many rows came otherwise than in a list."""
        self._done += rows
        self.say()

    def remarks(self) -> str:
        """What is worth telling of the collection; nothing, usually."""
        return " ".join(filter(None, (*self._remarks, left_out(self._dropped))))

    def _account(self) -> None:
        """Records without an id may be some that are here: then nothing is gone for their sake."""
        if self._dropped and self._writer.preview.loses(self.collection, self._dropped):
            self.complete = self.is_whole = False

    async def _read(self, wanted: Wanted, offset: int = 0, dropped: int = 0) -> bool:
        """Read the list from there on, before which so many rows had no id; false where it is another place than the
        last time, and nothing was read.
        """
        since = None if wanted.whole else self.since
        pages = self._client.pages(wanted.name, under=wanted.under, since=since, offset=offset)
        coming = aiter(pages)
        page = await self._next(coming)
        if offset and not self._goes_on(wanted, page):
            await pages.close()
            return False
        self._writer.begin_list(self.collection, wanted.path, offset, clock=self._client.clock)
        self._done = self._before + offset
        self._kept += offset
        self._dropped += dropped if offset else 0
        self._again = _AGAIN if offset else 0
        while page is not None:
            if since is not None and _unfiltered(page.items, since):
                await pages.close()
                raise _UnfilteredError
            self._take(wanted, page)
            page = await self._next(coming)
        self._end(wanted, pages, taken_up=offset > 0)
        return True

    def _goes_on(self, wanted: Wanted, page: Page | None) -> bool:
        """Whether the page begins with the records that came last: then the list has not moved."""
        again = [item.entity.sourced_id for item in page.items[:_AGAIN]] if page else []
        return bool(again) and self._writer.preview.goes_on(self.collection, wanted.path, again, _AGAIN)

    def _take(self, wanted: Wanted, page: Page) -> None:
        familiar = None
        if wanted.keep is None and not self._again:
            familiar = self._writer.put_again(self.collection, wanted.path, page.digest, total=page.total)
        if familiar is None:
            self._put(wanted, page)
        if page.ids and wanted.keep is None:
            self.example = page.ids[-1]
        self._done += page.received
        self._dropped += page.dropped if familiar is None else familiar.dropped
        self.say(None if page.total is None else page.total + self._before)

    def _put(self, wanted: Wanted, page: Page) -> None:
        digest = b""
        if wanted.keep is None:
            items = page.items
            digest = b"" if self._again else page.digest  # not all of what was bent in it is counted
            again, self._again = items[: self._again], max(0, self._again - len(items))
            bent = Counter(page.bent) - self._bends(again)  # these were counted when they came first
        else:
            items = wanted.keep(page.items)
            bent = self._bends(items)
            if items:
                self.example = items[-1].entity.sourced_id
        self._writer.put(
            self.collection,
            items,
            received=page.received if wanted.keep is None else len(items),
            total=page.total if wanted.keep is None else None,
            of=wanted.path,
            bent=bent,
            dropped=page.dropped,
            digest=digest,
        )

    def _end(self, wanted: Wanted, pages: Pages, *, taken_up: bool) -> None:
        """The list is over. Of one that was read in two parts, without a total nothing proves that no row has moved
        from the one into the other, so that what did not come is not gone for sure.
        """
        why = pages.why
        if taken_up and pages.complete and pages.total is not None:
            why = self._disagreement(wanted, pages.total)
        if repeats := pages.repeated:
            self._writer.put(self.collection, (), received=0, total=None, of=wanted.path, bent={"repeats": repeats})
        why = why or self._doubt(wanted)
        doubtful = taken_up and pages.total is None
        self._writer.end_list(self.collection, wanted.path, why=why, doubtful=doubtful)
        if why:
            self.lack(why)

    def _disagreement(self, wanted: Wanted, total: int) -> str:
        """How many of both parts are missing, where some came more than once; nothing where none is."""
        came = self._writer.preview.listed(self.collection, wanted.path) + self._dropped
        return f"The service announced {total:,} rows, {came:,} came." if came < total else ""

    def _doubt(self, wanted: Wanted) -> str:
        """A list that had records and now has none is no list of none, unless somebody says so: a key that lost its
        rights is answered alike.
        """
        if self._done > self._before or (self.since is not None and not wanted.whole):
            return ""
        if self._writer.preview.holds(wanted.name, wanted.under[1:2]):
            return "" if self._accept else EMPTIED
        return _SEES_NOTHING if self.collection == "orgs" else ""

    def _bends(self, items: Sequence[Item]) -> Counter[str]:
        """What was bent in these records."""
        bent: Counter[str] = Counter()
        rows = [msgspec.Raw(item.record) for item in items]
        records.items(rows, fields.collection(self.collection).entity, bent, secretive=False)
        return bent

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
    return any(moment is None or moment < since for moment in moments)
