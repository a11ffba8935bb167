"""A hostile OneRoster service over real loopback sockets: every byte of its answers is the test's to choose."""

import asyncio
import contextlib
import gzip
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from rosterdesk.oneroster.bodies import Caps
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from rosterdesk.progress import Report
from rosterdesk.settings import Source

BASE = "/ims/oneroster/v1p1"
SECRET = "the-secret-canary-0123"
TOKEN = "the-token-canary-4567"

Row = dict[str, Any]


class Request(msgspec.Struct):
    """What came in. `target` is the request line's, byte for byte; `path` is below the service's base address."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path).removeprefix(BASE)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))

    @property
    def offset(self) -> int:
        return int(self.query.get("offset", "0"))

    @property
    def limit(self) -> int:
        return int(self.query.get("limit", "100"))


class Reply(msgspec.Struct):
    """What goes out: bytes as they are, one after the other with pauses, then what becomes of the connection."""

    parts: Sequence[bytes]
    then: Literal["keep", "close", "reset"] = "keep"
    pause: float = 0.0


Answer = Callable[[Request], Reply]


class Service(msgspec.Struct):
    """A running service: where it is, and what it was asked. `connections` counts them, silent ones too."""

    url: str
    token_url: str
    requests: list[Request] = []
    connections: int = 0
    busiest: int = 0

    def asked(self, path: str) -> list[Request]:
        """The requests for that path."""
        return [request for request in self.requests if request.path == path]

    def source(self, **changes: Any) -> Source:
        """A source with this service, with client credentials."""
        given: dict[str, Any] = {
            "name": "Test",
            "url": self.url,
            "token_url": self.token_url,
            "client_id": "key",
            "page_size": 100,
        }
        return Source(**(given | changes))


def reply(
    body: bytes | str = b"", status: int = 200, then: Literal["keep", "close", "reset"] = "keep", **headers: Any
) -> Reply:
    """A whole answer; header names in snake_case."""
    content = body.encode() if isinstance(body, str) else body
    named = {"content_type": "application/json", "content_length": str(len(content))} | headers
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return Reply(["\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content], then)


def as_json(value: Any, status: int = 200, **headers: Any) -> Reply:
    """A whole answer that holds the value."""
    return reply(json.dumps(value), status, **headers)


def token(value: str = TOKEN, **more: Any) -> Reply:
    """What a token endpoint gives."""
    return as_json({"access_token": value, "token_type": "bearer", "expires_in": 3600} | more)


def zipped(value: Any) -> bytes:
    """The value as packed JSON."""
    return gzip.compress(json.dumps(value).encode())


def rows_of(request: Request, rows: Sequence[Row], *, clamp: int = 10_000, total: bool = True) -> Reply:
    """The page of the rows that the request asks for, as a well-kept service gives it."""
    limit = min(request.limit, clamp)
    name = request.path.rpartition("/")[2]
    envelope = {"schools": "orgs", "students": "users", "teachers": "users", "terms": "academicSessions"}.get(
        name, name
    )
    headers: dict[str, Any] = {"x_total_count": str(len(rows))} if total else {}
    return as_json({envelope: rows[request.offset : request.offset + limit]}, **headers)


def orgs(count: int) -> list[Row]:
    """So many orgs."""
    return [
        {
            "sourcedId": f"org-{number}",
            "status": "active",
            "dateLastModified": "2026-01-31T12:34:56.789Z",
            "name": f"School {number}",
            "type": "school",
        }
        for number in range(count)
    ]


class Gate:
    """Holds the first requests back until so many are there, and every other then could have come too."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.opened = asyncio.Event()

    async def passed(self, busy: int) -> None:
        """Wait in front of it, with so many others."""
        if busy >= self.size and not self.opened.is_set():
            for _ in range(200):
                await asyncio.sleep(0)
            self.opened.set()
        await self.opened.wait()


@contextlib.asynccontextmanager
async def serving(
    answer: Answer, *, tls: ssl.SSLContext | None = None, gate: Gate | None = None
) -> AsyncIterator[Service]:
    """Serve until the block ends. `answer` is asked for everything; see `also`."""
    service = Service(url="", token_url="", requests=[])
    busy = 0
    talks: list[asyncio.Task[None]] = []
    writers: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal busy
        service.connections += 1
        writers.append(writer)
        if task := asyncio.current_task():
            talks.append(task)
        try:
            while (request := await _read(reader)) is not None:
                service.requests.append(request)
                busy += request.path != "/token"
                service.busiest = max(service.busiest, busy)
                await asyncio.sleep(0)
                if gate and request.path != "/token":
                    await gate.passed(busy)
                said = answer(request)
                busy -= request.path != "/token"
                if not await _write(writer, said):
                    return
            writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    scheme = "https" if tls else "http"
    service.url = f"{scheme}://127.0.0.1:{port}{BASE}"
    service.token_url = f"{scheme}://127.0.0.1:{port}/token"
    try:
        yield service
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        if gate:
            gate.opened.set()
        await asyncio.gather(*talks)


@contextlib.asynccontextmanager
async def asking(
    answer: Answer,
    *,
    secret: str = SECRET,
    timing: Timing | None = None,
    caps: Caps | None = None,
    report: Report | None = None,
    wanted: Sequence[str] = (),
    **changes: Any,
) -> AsyncIterator[tuple[Service, Client]]:
    """A running service, and a client of it; `changes` are to its source."""
    async with serving(answer) as service:
        source = service.source(**changes)
        async with Client(source, secret, wanted=wanted, timing=timing, caps=caps, report=report) as client:
            yield service, client


def also(answer: Answer) -> Answer:
    """The same answers, and tokens for who asks for one."""
    return lambda request: token() if request.path == "/token" else answer(request)


async def _read(reader: asyncio.StreamReader) -> Request | None:
    beginning = await reader.readexactly(1)
    if beginning == b"\x16":  # a TLS handshake
        return None
    head = beginning + await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body)


async def _write(writer: asyncio.StreamWriter, said: Reply) -> bool:
    for part in said.parts:
        writer.write(part)
        await writer.drain()
        if said.pause:
            await asyncio.sleep(said.pause)
    if said.then == "reset":
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    return said.then == "keep"
