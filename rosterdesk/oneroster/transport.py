"""One HTTP connection pool to one service: an answer whole and under caps, or a fault in words. It follows nothing.

Redirects are errors: followed, they would carry a secret to another host.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import httpx
import msgspec
import truststore

from rosterdesk.errors import NotOneRosterError, ServiceUnreachableError, UsageError
from rosterdesk.oneroster import dates, faults, proxies
from rosterdesk.oneroster.bodies import Body, Caps

IN_FLIGHT = 4
IDLE = 4.0
"""Seconds that an idle connection is kept; many servers close it after five."""
TIMEOUT = httpx.Timeout(connect=15.0, read=60.0, write=30.0, pool=None)

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below it they log addresses with their queries


class Answer(msgspec.Struct, frozen=True):
    """What came back. Names in `headers` are in lower case; `sent` is when, by the clock of the server that sent it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: datetime | None = None


class Transport:
    """Sends requests; an async context manager. `direct` bypasses the system's proxies.

    `skew` is how far the `Date` of the last answer was ahead of `now`. Cookies go back to the host that set them: one
    service gives a session with its tokens, and wants both.
    """

    def __init__(self, *, now: Callable[[], datetime], ca_file: str, direct: bool, caps: Caps | None = None) -> None:
        self.caps = caps or Caps()
        self.skew: timedelta | None = None
        self._now = now
        self._direct = direct
        try:
            self.http = httpx.AsyncClient(
                verify=trusted(ca_file),
                trust_env=not direct,
                follow_redirects=False,
                timeout=TIMEOUT,
                limits=httpx.Limits(
                    max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT, keepalive_expiry=IDLE
                ),
                headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "RosterDesk"},
            )
        except (ImportError, ValueError, OSError) as error:
            raise ServiceUnreachableError(
                "The proxy that this computer is set to use cannot be used.", "Check HTTPS_PROXY and ALL_PROXY."
            ) from error

    async def __aenter__(self) -> Self:
        await self.http.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.__aexit__(kind, error, trace)

    async def send(self, method: str, url: str, headers: Mapping[str, str], *, content: bytes | None = None) -> Answer:
        """The whole answer, whatever its status; raises `FaultError`, `SentOnError` for a redirect, or
        `NotOneRosterError` for an answer too large, or packed in a way that was not asked for.
        """
        try:
            host = httpx.URL(url).host
        except httpx.InvalidURL:
            raise UsageError("Nothing can be asked for by so long a name.", "Use another id.") from None
        try:
            async with asyncio.timeout(self.caps.seconds):
                async with self.http.stream(method, url, headers=dict(headers), content=content) as response:
                    return await self._answer(response)
        except TimeoutError:
            raise faults.FaultError(faults.late(host, self.caps.seconds)) from None
        except httpx.TransportError as error:
            # Without the cause: the library's errors carry the request, and that the token.
            proxy = "" if self._direct else proxies.host(url)
            raise faults.FaultError(faults.explain(error, host, proxy)) from None

    async def _answer(self, response: httpx.Response) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if sent := dates.moment(headers.get("date", "")):
            self.skew = sent - self._now()
        if 300 <= response.status_code < 400:
            raise _sent_on(response.url, headers.get("location", ""), response.status_code)
        body = Body(headers.get("content-encoding", ""), self.caps)
        async for chunk in response.aiter_raw():
            body.take(chunk)
        return Answer(response.status_code, headers, body.whole(), sent)


def trusted(ca_file: str) -> ssl.SSLContext:
    """The certificate authorities of the operating system, and those in the file; raises `UsageError`."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise UsageError(
                "The CA file of the source cannot be read.", "It has to hold certificates in PEM form."
            ) from error
    return context


class SentOnError(NotOneRosterError):
    """The answer sends us on to `target`, which is the empty text where it makes no sense."""

    def __init__(self, what: str, action: str, target: str = "") -> None:
        super().__init__(what, action)
        self.target = target


def _sent_on(here: httpx.URL, location: str, status: int) -> SentOnError:
    """The error for an answer that sends us on; it names the host it points to, never the rest."""
    try:
        target = here.join(location)
    except (httpx.InvalidURL, ValueError):
        target = httpx.URL()
    if not location or not target.host:
        return SentOnError(f"{here.host} sends us on to nowhere (HTTP {status}).", "Check the address of the source.")
    if target.host == here.host and target.scheme == "https" and here.scheme == "http":
        action = "Use https:// in the address of the source."
    else:
        action = "Check the address of the source; if that is right, ask for the address that is meant."
    return SentOnError(f"{here.host} sends us on to {target.host} (HTTP {status}).", action, str(target))
