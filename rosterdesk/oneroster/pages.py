"""The pages of one list, fetched ahead where that is safe and handed out in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from rosterdesk.errors import ServiceRefusedError
from rosterdesk.oneroster.envelopes import NoListError
from rosterdesk.oneroster.paging import Ask, Paging
from rosterdesk.wire.records import Page

SAFE_LIMIT = 100
"""What every service has to take: the standard's default."""
OUT_OF_RANGE = {400, 404, 416, 422}
"""How services refuse an offset that is beyond the end of a list."""

Fetch = Callable[[Ask], Awaitable[Page]]


class Pages:
    """An async iterable of pages, in order of their offset; iterate once.

    When it is exhausted, `complete` says whether the whole list came, and `why` in words where it did not. `total` is
    what the service announced, `None` as long as it said nothing of use; of a `filtered` list it proves nothing.

    A list that is read on from an `offset` should begin a little before where it was left: the rows before the offset
    count as had, and the first to come show whoever has them that the list has not moved since.
    """

    def __init__(self, fetch: Fetch, *, limit: int, offset: int = 0, filtered: bool = False) -> None:
        self._fetch = fetch
        self._paging = Paging(limit, offset, filtered=filtered)
        self._flying: dict[Ask, asyncio.Task[Page]] = {}

    @property
    def complete(self) -> bool:
        """Whether the list ended cleanly and agrees with its announced total."""
        return self._paging.complete

    @property
    def why(self) -> str:
        """Why the list is not complete; empty where it is."""
        return self._paging.why if self._paging.ended else "The list was not read to its end."

    @property
    def total(self) -> int | None:
        """The rows that the service announced."""
        return self._paging.total

    @property
    def repeated(self) -> int:
        """The rows that came more than once so far, the first time aside. Counted anew each time."""
        return self._paging.repeated

    async def __aiter__(self) -> AsyncIterator[Page]:
        try:
            while not self._paging.ended:
                if (page := await self._next()) is None:
                    return
                self._paging.revise(page.revision)
                if self._paging.take(page.ids, page.received, page.total, page.more) and page.received:
                    yield page
        finally:
            await self.close()

    async def close(self) -> None:
        """End the requests that are on their way."""
        await self._land([])

    async def _next(self) -> Page | None:
        """The next page in order, with those after it on their way; `None` where the service has no more to give."""
        asks = self._paging.asks()
        await self._land(asks)
        for ask in asks:
            if ask not in self._flying:
                self._flying[ask] = asyncio.ensure_future(self._fetch(ask))
        try:
            return await self._flying.pop(asks[0])
        except NoListError:
            if self._paging.refuse():
                return None
            raise
        except ServiceRefusedError as error:
            if error.status == 400 and asks[0].limit > SAFE_LIMIT:
                self._paging.shrink(SAFE_LIMIT)
                return await self._next()
            if error.status in OUT_OF_RANGE and self._paging.refuse():
                return None
            raise

    async def _land(self, keep: list[Ask]) -> None:
        """End the requests that are wanted no more."""
        unwanted = [ask for ask in self._flying if ask not in keep]
        tasks = [self._flying.pop(ask) for ask in unwanted]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
