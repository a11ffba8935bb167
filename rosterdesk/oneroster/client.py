"""The client of a OneRoster 1.1 service: its lists in pages, its records by id, under one roof with four requests.

Reads only. Nothing that a service sends is ever followed: each address is put together here from the source's own.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakSet

import msgspec

from rosterdesk.errors import NotOneRosterError, ServiceError, ServiceRefusedError
from rosterdesk.model.entities import Item
from rosterdesk.oneroster import addresses, answers, auth, filters, refusals, retry
from rosterdesk.oneroster.answers import Page
from rosterdesk.oneroster.bodies import Caps
from rosterdesk.oneroster.envelopes import GarbledError
from rosterdesk.oneroster.operations import operation
from rosterdesk.oneroster.pages import Pages
from rosterdesk.oneroster.paging import Ask
from rosterdesk.oneroster.patience import Patience, Timing
from rosterdesk.oneroster.transport import IN_FLIGHT, Answer, Transport
from rosterdesk.progress import Report, silent
from rosterdesk.settings import Source

Read = TypeVar("Read")
Query = Sequence[tuple[str, str]]


class Probe(msgspec.Struct, frozen=True):
    """What one small request saw: rows in the answer, the announced total, seconds it took."""

    rows: int
    total: int | None
    latency: float


class Client:
    """Talks to one source; an async context manager. `secret` is the client secret, or the bearer token.

    Every method raises `ServiceError`s: unreachable, refused (with its `status`), overloaded, not OneRoster.
    """

    def __init__(
        self,
        source: Source,
        secret: str,
        *,
        report: Report | None = None,
        timing: Timing | None = None,
        caps: Caps | None = None,
    ) -> None:
        self._base = addresses.base(source.url, allow_http=source.allow_http)
        self._page_size = max(1, source.page_size)
        self._timing = timing or Timing()
        self._patience = Patience(self._timing, report or silent)
        self._token_address = (
            addresses.token(source.token_url, allow_http=source.allow_http) if source.auth == "oauth2" else None
        )
        hosts = [address for address in (self._base, self._token_address) if address]
        direct = all(address.loopback for address in hosts)
        self._transport = Transport(ca_file=source.ca_file, direct=direct, caps=caps)
        self._authority = self._choose(source, secret)
        self._flight = asyncio.Semaphore(IN_FLIGHT)
        self._open: WeakSet[Pages] = WeakSet()

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pages in list(self._open):
            await pages.close()
        await self._transport.__aexit__(kind, error, trace)

    def pages(self, collection: str, *, since: datetime | None = None, offset: int = 0) -> Pages:
        """The pages of a top-level list, from the row `offset` on; only what changed after `since`."""
        query = [("filter", filters.since(since))] if since else []
        return self._pages(operation(collection).path, collection, query, offset)

    def pages_at(self, path: str, collection: str) -> Pages:
        """The pages of a nested list of that kind; `path` is made by `addresses.path("schools", id, "students")`."""
        return self._pages(path, collection, [], 0)

    async def one(self, collection: str, sourced_id: str) -> Item:
        """The record with that id; raises `ServiceRefusedError` with status 404 where there is none."""
        return await self._get(
            addresses.path(collection, sourced_id),
            [],
            lambda answer: answers.single(answer.body, collection),
            collection,
        )

    async def probe(self, collection: str) -> Probe:
        """What one request for one row of the list sees."""
        started = self._timing.clock()
        page = await self._page(operation(collection).path, collection, [], Ask(0, 1))
        return Probe(rows=page.received, total=page.total, latency=self._timing.clock() - started)

    @property
    def clock(self) -> datetime | None:
        """The service's own time at its last answer, where it says it."""
        return self._transport.clock

    async def authorize(self) -> tuple[str, ...]:
        """Fetch a token now, where the source wants one; the scopes that were granted."""
        try:
            return await self._authority.granted()
        except ServiceError as error:
            refusals.discreet(error, self._authority.hidden())
            raise

    def _pages(self, path: str, collection: str, query: Query, offset: int) -> Pages:
        pages = Pages(
            lambda ask: self._page(path, collection, query, ask),
            limit=self._page_size,
            offset=offset,
            filtered=bool(query),
        )
        self._open.add(pages)
        return pages

    async def _page(self, path: str, collection: str, query: Query, ask: Ask) -> Page:
        paged = [("limit", str(ask.limit)), ("offset", str(ask.offset)), *query]
        return await self._get(
            path, paged, lambda answer: answers.page(answer.body, collection, answer.headers), collection
        )

    async def _get(self, path: str, query: Query, read: Callable[[Answer], Read], collection: str) -> Read:
        url = addresses.request(self._base, path, query)

        def understand(answer: Answer) -> Read:
            if answer.status != 200:
                raise self._refused(answer)
            return read(answer)

        try:
            return await self._patience.ask(lambda: self._authorized(url), understand, collection)
        except ServiceError as error:
            refusals.discreet(error, self._authority.hidden())
            raise

    async def _authorized(self, url: str) -> Answer:
        """The answer with a header that the service takes, if one is to be had: one renewal, one replay."""
        header = await self._authority.header()
        answer = await self._send(url, header)
        if answer.status == 401 and (other := await self._authority.renewed(header)):
            answer = await self._send(url, other)
        return answer

    async def _send(self, url: str, header: str) -> Answer:
        async with self._flight:
            return await self._transport.send("GET", url, {"Authorization": header} if header else {})

    async def _post_for_token(self, headers: dict[str, str], form: bytes) -> Answer:
        assert self._token_address is not None
        url = self._token_address.text
        try:
            return await self._patience.ask(
                lambda: self._transport.send("POST", url, headers, content=form),
                lambda answer: answer,
                policies=retry.FOR_TOKENS,
            )
        except GarbledError as error:
            # Another kind of error: the request that wants the token must not ask for it again.
            raise NotOneRosterError(error.what, error.action) from None

    def _choose(self, source: Source, secret: str) -> auth.Authority:
        match source.auth:
            case "oauth2":
                credentials = auth.Credentials(source.client_id, secret, in_body=source.token_auth == "body")
                return auth.ClientCredentials(
                    credentials, auth.ladder(source), self._post_for_token, self._timing.clock
                )
            case "bearer":
                return auth.Fixed(secret)
            case "none":
                return auth.Fixed()

    @staticmethod
    def _refused(answer: Answer) -> ServiceRefusedError | NotOneRosterError:
        """The error for an answer that is no 200, in the service's own words where it has some."""
        said = refusals.description(answer.body)
        words = f": “{said}”" if said else "."
        if answer.status < 400:
            return NotOneRosterError(f"The service answered with HTTP {answer.status} in place of data.", "")
        what, action = REFUSALS.get(answer.status, ("The service refused the request", "Ask those who run it."))
        return ServiceRefusedError(f"{what} (HTTP {answer.status}){words}", action, status=answer.status)


REFUSALS = {
    400: ("The service did not understand the request", "Check the version and the page size of the source."),
    401: ("The service rejected the credentials", "Check the client ID and the secret of the source."),
    403: ("This key may not read that", "Ask the people who run the service to allow it."),
    404: ("The service has nothing at that address", "Check the address of the source."),
    410: ("The service has nothing at that address any more", "Ask the people who run the service."),
}
