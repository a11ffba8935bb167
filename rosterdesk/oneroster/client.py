"""The client of a OneRoster service: its lists in pages, its records by id, at most four requests at once.

Reads only. No address that a service sends is ever followed: each is put together here from the source's own.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakSet

import msgspec

from rosterdesk.errors import NotOneRosterError, ServiceError, ServiceRefusedError, ServiceUnreachableError
from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.oneroster import addresses, answers, auth, envelopes, faults, refusals, retry, tokens
from rosterdesk.oneroster.bodies import Caps
from rosterdesk.oneroster.envelopes import GarbledError, NoListError
from rosterdesk.oneroster.pages import Pages
from rosterdesk.oneroster.paging import Ask
from rosterdesk.oneroster.patience import Patience, Timing
from rosterdesk.oneroster.signatures import Signer
from rosterdesk.oneroster.transport import IN_FLIGHT, Answer, SentOnError, Transport
from rosterdesk.progress import Report, silent
from rosterdesk.settings import Source, services
from rosterdesk.wire.records import Page

Read = TypeVar("Read")
Query = Sequence[tuple[str, str]]


class Probe(msgspec.Struct, frozen=True):
    """What one small request saw: rows in the answer, the announced total, seconds it took."""

    rows: int
    total: int | None
    latency: float


class _Listing(msgspec.Struct):
    """A list that is read, and what the service turned out to call its rows."""

    collection: str
    segments: Sequence[str]
    query: Query = ()
    names: set[str] = msgspec.field(default_factory=set)


class Client:
    """Talks to one source; an async context manager. `secret` is that of the client, or the bearer token.

    Scopes are asked for the whole roster, and for what the source wants `also` or is `wanted` this time. `clock` is the
    time at the last answer of the rostering service, by its own clock: `None` before any, or where it does not say.

    Every method raises `ServiceError`s: unreachable, refused (with its `status`), overloaded, not OneRoster.
    """

    def __init__(
        self,
        source: Source,
        secret: str,
        *,
        wanted: Sequence[str] = (),
        report: Report | None = None,
        timing: Timing | None = None,
        caps: Caps | None = None,
    ) -> None:
        self.clock: datetime | None = None
        self._source = source
        root = addresses.base(source.url, allow_http=source.allow_http)
        given = {"gradebook": source.gradebook_url, "resources": source.resources_url}
        self._bases = {
            service: addresses.base(given.get(service) or derived, allow_http=source.allow_http)
            for service, derived in services.bases(root.text, source.oneroster).items()
        }
        self._page_size = max(1, source.page_size)
        self._timing = timing or Timing()
        self._patience = Patience(self._timing, report or silent)
        self._token_address = (
            addresses.token(source.token_url, allow_http=source.allow_http) if source.auth == "oauth2" else None
        )
        hosts = [address for address in (*self._bases.values(), self._token_address) if address]
        direct = all(address.loopback for address in hosts)
        self._transport = Transport(ca_file=source.ca_file, direct=direct, caps=caps, now=self._timing.now)
        self._authority = self._choose(secret, wanted)
        self._flight = asyncio.Semaphore(IN_FLIGHT)
        self._open: WeakSet[Pages] = WeakSet()
        self._slashes: dict[int, bool] = {}  # by the length of a path: whether it has to end with a slash

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pages in list(self._open):
            await pages.close()
        await self._transport.__aexit__(kind, error, trace)

    def offers(self, collection: str) -> bool:
        """Whether the source's version of the standard has that list."""
        return fields.collection(collection).since <= self._source.oneroster

    def pages(
        self, collection: str, *, under: Sequence[str] = (), since: datetime | None = None, offset: int = 0
    ) -> Pages:
        """The pages of a list, from the row `offset` on; only what changed after `since`. `under` leads to a nested
        list: `("schools", id)`, `("schools", id, "classes", id)`.
        """
        fields.collection(collection)  # one that there is none of is told here, not when the pages are read
        query = [("filter", addresses.since(since))] if since else []
        listing = _Listing(collection, (*under, collection), query)
        pages = Pages(
            lambda ask: self._page(listing, ask),
            limit=self._page_size,
            offset=offset,
            filtered=bool(query),
        )
        self._open.add(pages)
        return pages

    async def one(self, collection: str, sourced_id: str) -> Item:
        """The record with that id; raises `ServiceRefusedError` with status 404 where there is none."""
        return await self._get(
            collection,
            (collection, sourced_id),
            (),
            lambda answer: answers.single(answer.body, collection, answer.headers),
        )

    async def probe(self, collection: str) -> Probe:
        """What one request for one row of the list sees."""
        started = self._timing.clock()
        page = await self._page(_Listing(collection, (collection,)), Ask(0, 1))
        return Probe(rows=page.received, total=page.total, latency=self._timing.clock() - started)

    async def reach(self) -> None:
        """Ask the rostering service for a list without any credentials: that it answers, be it with a refusal, shows
        that it is there, and what time it has.
        """
        url = addresses.request(self._bases["rostering"], ("orgs",), [("limit", "1")])

        async def knock() -> Answer:
            with contextlib.suppress(NotOneRosterError):  # sent on, or too large: an answer all the same
                await self._send(url, "")
            return Answer(200, {}, b"")

        await self._patience.ask(knock, lambda _answer: None)

    @property
    def skew(self) -> timedelta | None:
        """How far the last server that answered, be it that of the tokens, is ahead of this computer's clock."""
        return self._transport.skew

    async def authorize(self) -> tuple[str, ...]:
        """Fetch a token now, where the source wants one; the scopes that were granted."""
        with self._worded():
            return await self._authority.granted()

    async def _page(self, listing: _Listing, ask: Ask) -> Page:
        paged = [("limit", str(ask.limit)), ("offset", str(ask.offset)), *listing.query]
        return await self._get(
            listing.collection,
            listing.segments,
            paged,
            lambda answer: answers.page(answer.body, listing.collection, answer.headers, listing.names),
        )

    async def _get(
        self, collection: str, segments: Sequence[str], query: Query, read: Callable[[Answer], Read]
    ) -> Read:
        """What `read` makes of the answer. A list belongs to one of the three services, wherever it is nested."""
        url = addresses.request(self._bases[fields.collection(collection).service], segments, query)

        def understand(answer: Answer) -> Read:
            if answer.status != 200:
                raise self._refused(answer)
            return read(answer)

        with self._worded():
            return await self._patience.ask(lambda: self._placed(url, len(segments)), understand, collection)

    @contextlib.contextmanager
    def _worded(self) -> Iterator[None]:
        """Errors get their last words: without secrets, and with the clock where that may be the reason."""
        try:
            yield
        except ServiceError as error:
            refusals.discreet(error, self._authority.hidden())
            refusals.blame_clock(error, self._transport.skew)
            raise

    async def _placed(self, url: str, length: int) -> Answer:
        """The answer from that address, or from the same one with a slash at its end where the service wants that: for
        lists, for single records or for nested lists, told apart by the length of their paths.
        """
        here = addresses.slashed(url) if self._slashes.get(length) else url
        try:
            return await self._authorized(here)
        except SentOnError as error:
            there = addresses.slashed(here)
            if not error.target or not addresses.same_place(there, error.target):
                raise
            answer = await self._authorized(there)
            self._slashes[length] = there != url
            return answer

    async def _authorized(self, url: str) -> Answer:
        """The answer with a header that the service takes, if one is to be had: one renewal, one replay."""
        header = await self._authority.header("GET", url)
        answer = await self._send(url, header)
        if answer.status == 401 and (other := await self._authority.renewed(header)):
            answer = await self._send(url, other)
        return answer

    async def _send(self, url: str, header: str) -> Answer:
        async with self._flight:
            answer = await self._transport.send("GET", url, {"Authorization": header} if header else {})
        if url.startswith(f"{self._bases['rostering'].text}/"):
            self.clock = answer.sent or self.clock
        return answer

    async def _post_for_token(self, headers: dict[str, str], form: bytes) -> Answer:
        assert self._token_address is not None
        url = self._token_address.text
        try:
            return await self._patience.ask(
                lambda: self._transport.send("POST", url, headers, content=form),
                lambda answer: answer,
                policies=retry.FOR_TOKENS,
            )
        except ServiceUnreachableError as error:
            if error.action == faults.ADDRESS:
                error.action = tokens.ACTION
            raise
        except GarbledError as error:
            # Another kind of error: the request that wants the token must not ask for it again.
            raise NotOneRosterError(error.what, error.action) from None

    def _choose(self, secret: str, wanted: Sequence[str]) -> auth.Authority:
        source = self._source
        match source.auth:
            case "oauth2":
                assert self._token_address is not None
                credentials = auth.Credentials(source.client_id, secret, in_body=source.token_auth == "body")
                ways = credentials.ways(safe=self._token_address.closed)
                ladder = auth.ladder(source, wanted)
                return auth.ClientCredentials(ways, ladder, self._post_for_token, self._timing.clock)
            case "oauth1":
                return Signer(source.client_id, secret, source.oauth1_signature, now=self._timing.now)
            case "bearer":
                return auth.Fixed(secret)
            case "none":
                return auth.Fixed()

    def _refused(self, answer: Answer) -> ServiceRefusedError | NotOneRosterError:
        """The error for an answer that is no 200, in the service's own words where it has some."""
        status = answer.status
        if status < 400:
            kind = NoListError if status == 204 else NotOneRosterError
            return kind(f"The service answered with HTTP {status} in place of data.", envelopes.TRY_AGAIN)
        what, action = REFUSALS.get(status, ("The service refused the request", "Ask those who run it."))
        if status == 401:
            what, action = CREDENTIALS[self._source.auth]
        return ServiceRefusedError(f"{what} (HTTP {status}){refusals.quoted(answer.body)}", action, status=status)


CREDENTIALS = {
    "oauth2": ("The service rejected the credentials", "Check the client ID and the secret of the source."),
    "oauth1": (
        "The service rejected the credentials",
        "Check the consumer key and the secret of the source, and whether it wants the other signature method.",
    ),
    "bearer": ("The service rejected the credentials", "Check the bearer token of the source: it may have ended."),
    "none": ("The service wants to know who asks", "Choose how the source signs in."),
}
"""How an answer with 401 is said, by how the source signs in."""
REFUSALS = {
    400: ("The service did not understand the request", "Check the version and the page size of the source."),
    403: ("This key may not read that", "Ask the people who run the service to allow it."),
    404: ("The service has nothing at that address", "Check the address of the source."),
    410: ("The service has nothing at that address any more", "Ask the people who run the service."),
}
