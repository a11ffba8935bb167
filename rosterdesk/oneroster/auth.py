"""How requests are authorised: OAuth 2 client credentials, OAuth 1.0a, a bearer token handed over, or nothing.

Tokens live in memory only, and are in no error and no log.
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol
from urllib.parse import quote, quote_plus, urlencode

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.oneroster import refusals, tokens
from rosterdesk.oneroster.transport import Answer
from rosterdesk.settings import Source

MARGIN = 60.0
"""Seconds before its end at which a token is renewed; at most half of its life."""
PREFIXES = {
    "1.1": "https://purl.imsglobal.org/spec/or/v1p1/scope/",
    "1.2": "https://purl.imsglobal.org/spec/or/v1p2/scope/",
}
ROSTER = ("roster-core.readonly", "roster.readonly")
EVERYBODY = (*ROSTER, "roster-demographics.readonly")
SCOPES = dict.fromkeys(("categories", "scoreScales", "lineItems", "results"), "gradebook.readonly") | {
    "resources": "resource.readonly",
    "assessmentLineItems": "assessment.readonly",
    "assessmentResults": "assessment.readonly",
}
"""What it takes, beyond the roster, to read an optional list."""
HOPELESS = frozenset(
    {"invalid_client", "unauthorized_client", "invalid_grant", "unsupported_grant_type", "access_denied"}
)

Post = Callable[[dict[str, str], bytes], Awaitable[Answer]]
"""Posts headers and a form to the token address; the answer is neither 429 nor 5xx."""


class Authority(Protocol):
    """Gives the `Authorization` header of each request."""

    async def header(self, method: str, url: str, /) -> str:
        """The header's value for one attempt at that request; empty where none is sent."""

    async def renewed(self, rejected: str, /) -> str | None:
        """Another value in place of one that the service rejected; `None` where there is none to be had."""

    async def granted(self) -> tuple[str, ...]:
        """The scopes that the service granted, or those asked for where it does not say."""

    def hidden(self) -> tuple[str, ...]:
        """What must be in no message: secrets and tokens."""


class Fixed:
    """A header that never changes: a bearer token that was handed over, or nothing."""

    def __init__(self, token: str = "") -> None:
        scheme, _, rest = token.strip().partition(" ")
        token = rest.strip() if scheme.lower() == "bearer" else token.strip()  # as it stands in many a manual
        if token and tokens.VISIBLE.fullmatch(token) is None:
            raise UsageError("The bearer token has characters that no token has.", "Enter it again.")
        self._header = f"Bearer {token}" if token else ""

    async def header(self, _method: str, _url: str) -> str:
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

    def ways(self, *, safe: bool) -> "list[Credentials]":
        """The same credentials in every way in which they may be sent, the chosen one first. That a service has not
        said where it wants them is no reason to put them in a form where the way there is not `safe`.
        """
        if self.in_body:
            return [self]
        plain = msgspec.structs.replace(self, plain=True)
        return [
            self,
            *([plain] if plain.pair() != self.pair() else []),
            *([msgspec.structs.replace(self, in_body=True)] if safe else []),
        ]

    def pair(self) -> str:
        """What follows `Basic` in a header."""
        words = (self.client_id, self.secret)
        return base64.b64encode(":".join(words if self.plain else map(quote_plus, words)).encode()).decode()


class ClientCredentials:
    """Tokens for a client's credentials: one request at a time, renewed before they end and when they are rejected.

    `ways` are the credentials as they may be sent, `ladder` the scopes to ask for, both with the likeliest first.
    """

    def __init__(
        self, ways: Sequence[Credentials], ladder: Sequence[Sequence[str]], post: Post, clock: Callable[[], float]
    ) -> None:
        self._ways = ways
        self._ladder = ladder
        self._post = post
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: tokens.Token | None = None
        self._ends: float | None = None

    async def header(self, _method: str, _url: str) -> str:
        """The header's value, with a token that lives for some time yet."""
        return (await self._living()).header

    async def renewed(self, rejected: str) -> str | None:
        """The header with a newer token than the rejected one, which another request may have fetched already."""
        async with self._lock:
            if self._token is None or self._token.header == rejected:
                self._token = await self._fetched()
            return self._token.header

    async def granted(self) -> tuple[str, ...]:
        """The scopes that the service granted, or those asked for where it does not say."""
        token = await self._living()
        return tuple(self._ladder[0]) if token.scopes is None else token.scopes

    def hidden(self) -> tuple[str, ...]:
        """The secret, as it is and as it is sent, and the token."""
        sent = [word for way in self._ways for word in way.hidden()]
        return (*sent, self._token.value if self._token else "")

    async def _living(self) -> tokens.Token:
        async with self._lock:
            if self._token is None or (self._ends is not None and self._clock() >= self._ends):
                self._token = await self._fetched()
            return self._token

    async def _fetched(self) -> tokens.Token:
        """A new token, as it was had last; else with the credentials sent in another way, or ever fewer scopes."""
        self._token = None
        ways, ladder = self._ways, self._ladder
        rejected: Answer | None = None  # the first: a service may not even understand the other ways
        while (answer := await self._post(*ways[0].request(ladder[0]))).status not in {200, 201}:
            if len(ways) > 1 and _is_client_unknown(answer):
                rejected, ways = rejected or answer, ways[1:]
            elif lower := _lower(ladder, answer):
                ladder = lower
            else:
                raise tokens.refused(rejected or answer, ladder[0])
        token = tokens.token(answer.body)
        self._ways, self._ladder = ways[:1], ladder
        self._ends = None if token.life is None else self._clock() + token.life - min(MARGIN, token.life / 2)
        return token


def _is_client_unknown(answer: Answer) -> bool:
    """Whether the credentials were not recognised: wrong ones, or sent in a way that the service does not read."""
    code = refusals.code(answer.body).lower()
    return code == "invalid_client" or (answer.status == 401 and code != "invalid_scope")


def _lower(ladder: Sequence[Sequence[str]], answer: Answer) -> Sequence[Sequence[str]]:
    """The rungs left to try; none where fewer scopes would not help."""
    code = refusals.code(answer.body).lower()
    if answer.status not in {400, 401, 403} or code in HOPELESS:
        return []
    if code == "invalid_scope":
        return ladder[1:]
    return ladder[1:][-1:] if answer.status == 400 and code else []  # some reject any scope, with words of their own


def ladder(source: Source, wanted: Sequence[str] = ()) -> list[Sequence[str]]:
    """The scopes to ask for: the source's own; else those of the roster, of what the source wants `also` and of what
    is `wanted` this time, then ever fewer, then none.
    """
    if source.scopes:
        return [source.scopes]
    beyond = [name for name in (*source.also, *wanted) if name in SCOPES]
    also = tuple(dict.fromkeys(SCOPES[name] for name in beyond if COLLECTIONS[name].since <= source.oneroster))
    rungs = [EVERYBODY + also, ROSTER + also, EVERYBODY, ROSTER, ROSTER[:1], ()]
    return [[PREFIXES[source.oneroster] + scope for scope in rung] for rung in dict.fromkeys(rungs)]
