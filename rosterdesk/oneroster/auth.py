"""How requests are authorised: OAuth 2 client credentials, a bearer token that was handed over, or nothing.

Tokens live in memory only, and are in no error and no log.
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol
from urllib.parse import quote, quote_plus, urlencode

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.oneroster import refusals, tokens
from rosterdesk.oneroster.transport import Answer
from rosterdesk.settings import Source

MARGIN = 60.0
"""Seconds before its end at which a token is renewed; at most half of its life."""
PREFIXES = {
    "1.1": "https://purl.imsglobal.org/spec/or/v1p1/scope/",
    "1.2": "https://purl.imsglobal.org/spec/or/v1p2/scope/",
}
LADDER = (
    ("roster-core.readonly", "roster.readonly", "roster-demographics.readonly"),
    ("roster-core.readonly", "roster.readonly"),
    ("roster-core.readonly",),
    (),
)
HOPELESS = frozenset(
    {"invalid_client", "unauthorized_client", "invalid_grant", "unsupported_grant_type", "access_denied"}
)

Post = Callable[[dict[str, str], bytes], Awaitable[Answer]]
"""Posts headers and a form to the token address; the answer is neither 429 nor 5xx."""


class Authority(Protocol):
    """Gives the `Authorization` header of each request."""

    async def header(self) -> str:
        """The header's value; empty where none is sent."""

    async def renewed(self, rejected: str, /) -> str | None:
        """Another value in place of one that the service rejected; `None` where there is none to be had."""

    async def granted(self) -> tuple[str, ...]:
        """The scopes that the service granted, or those asked for where it does not say."""

    def hidden(self) -> tuple[str, ...]:
        """What must be in no message: secrets and tokens."""


class Fixed:
    """A header that never changes: a bearer token that was handed over, or nothing."""

    def __init__(self, token: str = "") -> None:
        token = token.strip()
        if token and tokens.VISIBLE.fullmatch(token) is None:
            raise UsageError("The bearer token has characters that no token has.", "Enter it again.")
        self._header = f"Bearer {token}" if token else ""

    async def header(self) -> str:
        """The header's value; empty where none is sent."""
        return self._header

    async def renewed(self, _rejected: str) -> str | None:
        """There is no other."""
        return None

    async def granted(self) -> tuple[str, ...]:
        """Nobody said."""
        return ()

    def hidden(self) -> tuple[str, ...]:
        """The token."""
        return (self._header.removeprefix("Bearer "),)


class Credentials(msgspec.Struct, frozen=True):
    """A client's id and secret, and how the token address wants them. Never shown: the text form hides the secret.

    In a Basic header they are form-encoded first, as RFC 6749 section 2.3.1 says, or `plain`, as many servers do.
    """

    client_id: str
    secret: str
    in_body: bool = False
    plain: bool = False

    def __repr__(self) -> str:
        return "Credentials(…)"

    def request(self, scopes: Sequence[str]) -> tuple[dict[str, str], bytes]:
        """Headers and form of a token request; without a `scope` where there are none."""
        form = {"grant_type": "client_credentials"}
        if scopes:
            form["scope"] = " ".join(scopes)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self.in_body:
            form |= {"client_id": self.client_id, "client_secret": self.secret}
        else:
            headers["Authorization"] = f"Basic {self.pair()}"
        return headers, urlencode(form, quote_via=quote).encode()

    def hidden(self) -> tuple[str, ...]:
        """The secret, as it is and as it is sent."""
        return self.secret, quote(self.secret, safe=""), quote_plus(self.secret), self.pair()

    def otherwise(self) -> "Credentials | None":
        """The same credentials, plain; `None` where that is no difference, or was tried."""
        other = msgspec.structs.replace(self, plain=True)
        return None if self.in_body or other.pair() == self.pair() else other

    def pair(self) -> str:
        """What follows `Basic` in a header."""
        words = (self.client_id, self.secret)
        return base64.b64encode(":".join(words if self.plain else map(quote_plus, words)).encode()).decode()


class ClientCredentials:
    """Tokens for a client's credentials: one request at a time, renewed before they end and when they are rejected."""

    def __init__(
        self, credentials: Credentials, ladder: Sequence[Sequence[str]], post: Post, clock: Callable[[], float]
    ) -> None:
        self._credentials = credentials
        self._ladder = list(ladder)
        self._post = post
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: tokens.Token | None = None
        self._ends: float | None = None

    async def header(self) -> str:
        """The header's value, with a token that lives for some time yet."""
        async with self._lock:
            if self._token is None or (self._ends is not None and self._clock() >= self._ends):
                await self._fetch()
            return self._value()

    async def renewed(self, rejected: str) -> str | None:
        """The header with a newer token than the rejected one, which another request may have fetched already."""
        async with self._lock:
            if self._token is None or self._value() == rejected:
                await self._fetch()
            return self._value()

    async def granted(self) -> tuple[str, ...]:
        """The scopes that the service granted, or those asked for where it does not say."""
        await self.header()
        assert self._token is not None
        return tuple(self._ladder[0]) if self._token.scopes is None else self._token.scopes

    def hidden(self) -> tuple[str, ...]:
        """The secret, as it is and as it is sent, and the token."""
        return (*self._credentials.hidden(), self._token.value if self._token else "")

    def _value(self) -> str:
        assert self._token is not None
        return f"Bearer {self._token.value}"

    async def _fetch(self) -> None:
        """Ask for a token with the scopes that worked last, else with ever fewer of them."""
        self._token = None
        while True:
            answer = await self._post(*self._credentials.request(self._ladder[0]))
            if answer.status in {200, 201}:
                break
            other = self._credentials.otherwise()
            if answer.status == 401 and other:
                self._credentials = other
            else:
                self._ladder = self._next(answer)
        token = tokens.token(answer.body)
        self._ends = None if token.life is None else self._clock() + token.life - min(MARGIN, token.life / 2)
        self._token = token

    def _next(self, answer: Answer) -> list[Sequence[str]]:
        """The rungs left to try; raises `ServiceRefusedError` where fewer scopes would not help."""
        code = refusals.code(answer.body).lower()
        rest = self._ladder[1:]
        if answer.status not in {400, 401, 403} or not rest or code in HOPELESS:
            raise tokens.refused(answer.status, answer.body)
        if code == "invalid_scope":
            return rest
        if answer.status == 400 and code:
            return rest[-1:]  # some reject any scope, with words of their own
        raise tokens.refused(answer.status, answer.body)


def ladder(source: Source) -> list[Sequence[str]]:
    """The scopes to ask for: the source's own, else all of rostering, then ever fewer, then none."""
    if source.scopes:
        return [source.scopes]
    prefix = PREFIXES[source.oneroster]
    return [[prefix + scope for scope in rung] for rung in LADDER]
