"""The demo district as a OneRoster 1.1 service on this machine."""

import contextlib
import gc
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO
from urllib.parse import unquote

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from rosterdesk.demo import access, answers
from rosterdesk.demo.district import District, make
from rosterdesk.demo.roster import Roster, UnknownObjectError
from rosterdesk.errors import UsageError

BASE_PATH = "/ims/oneroster/v1p1"
TOKEN_PATH = "/oauth/token"
CLIENT_ID = "lakeside-demo"


class Address(msgspec.Struct, frozen=True):
    """Where a service listens, and what lets a client in."""

    url: str
    token_url: str
    client_id: str
    client_secret: str


class Service:
    """Answers requests on one district. `forget` after the district's records were changed."""

    def __init__(self, district: District, access: access.Access) -> None:
        self.access = access
        self.roster = Roster(district)
        self.selections = answers.Selections()

    def forget(self) -> None:
        """The district was changed: look everything up anew."""
        self.roster.forget()
        self.selections.forget()

    async def answer(self, request: Request) -> Response:
        """Any GET below the base path."""
        granted = self.access.granted(request.headers.get("authorization", ""))
        if granted is None:
            challenge = {"WWW-Authenticate": 'Bearer realm="OneRoster"'}
            return answers.refusal(401, "unauthorized", "A valid bearer token is needed.", challenge)
        # The undecoded path: a sourcedId may hold a slash.
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        path = raw.split(b"?")[0].decode("ascii", errors="replace")
        segments = [unquote(part) for part in path.removeprefix(BASE_PATH).strip("/").split("/")]
        if not _allowed(segments, granted):
            return answers.refusal(403, "forbidden", "The scopes of this token do not cover this.")
        try:
            return self._found(segments, path, request)
        except UnknownObjectError:
            return answers.refusal(404, "unknown object", "There is no such object.")
        except answers.InvalidRequestError as error:
            return answers.refusal(400, error.minor, str(error))

    def _found(self, segments: Sequence[str], path: str, request: Request) -> Response:
        found = self.roster.find(segments)
        wanted = answers.asked(request.query_params, found.collection)
        if found.single:
            return answers.single(found, wanted)
        url = request.url.replace(path=path, query="")
        return answers.page(found, self.selections.of(path, found, wanted), wanted, url)


def _allowed(segments: Sequence[str], granted: frozenset[str]) -> bool:
    """Whether these scopes cover that path: demographics have their own, nested lists need the whole roster."""
    if segments[0] == "demographics":
        return access.DEMOGRAPHICS in granted
    return access.ROSTER in granted or (access.CORE in granted and len(segments) <= 2)


def application(
    district: District,
    *,
    client_id: str,
    client_secret: str,
    scopes: Sequence[str] = access.SCOPES,
) -> Starlette:
    """The service as an ASGI application; `scopes` are those that the client may have. Its `state.service` is the
    `Service` within."""
    door = access.Access(client_id, client_secret, scopes)
    service = Service(district, door)
    app = Starlette(
        routes=[
            Route(TOKEN_PATH, door.token, methods=["POST"]),
            Route(BASE_PATH + "/{path:path}", service.answer, methods=["GET"]),
        ],
        # Level 1: on loopback time costs more than bytes.
        middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=1)],
    )
    app.state.service = service
    return app


class Live(Address, frozen=True):
    """A service that runs; through `service` a test changes what it answers."""

    service: Service


@contextlib.contextmanager
def running(
    district: District,
    *,
    port: int = 0,
    scopes: Sequence[str] = access.SCOPES,
    wrap: Callable[[ASGIApp], ASGIApp] | None = None,
) -> Iterator[Live]:
    """The district served on loopback, in a thread of this process, for as long as the context lasts.

    `wrap` puts an application of the caller's around the service, to make it fail or dawdle. Raises `UsageError`
    where the port is taken.
    """
    with _bound(port) as listener, _serving(listener, district, scopes, wrap) as live:
        yield live


def serve(port: int, students: int, seed: int, faulty: bool, out: TextIO) -> None:
    """Serves a made district on loopback until SIGTERM or SIGINT; once it listens, its address is one line of JSON."""
    handlers = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with contextlib.suppress(KeyboardInterrupt), _bound(port) as listener:
            district = make(students=students, seed=seed, faulty=faulty)
            gc.freeze()  # millions of records that stay: the collector need not look at them again
            with _serving(listener, district) as live:
                address = Address(live.url, live.token_url, live.client_id, live.client_secret)
                out.write(msgspec.json.encode(address).decode() + "\n")
                out.flush()
                while True:
                    time.sleep(3600)  # a signal ends it
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _bound(port: int) -> Iterator[socket.socket]:
    # With the protocol named, asyncio sets TCP_NODELAY; without it every answer waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listener:
        if os.name == "posix":  # elsewhere it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise UsageError(f"Port {port} cannot be used.", "Choose another one, or 0 for any that is free.") from None
        yield listener


@contextlib.contextmanager
def _serving(
    listener: socket.socket,
    district: District,
    scopes: Sequence[str] = access.SCOPES,
    wrap: Callable[[ASGIApp], ASGIApp] | None = None,
) -> Iterator[Live]:
    secret = secrets.token_hex(24)
    app = application(district, client_id=CLIENT_ID, client_secret=secret, scopes=scopes)
    config = uvicorn.Config(
        wrap(app) if wrap else app,
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        # No log: addresses carry filters, and filters carry names.
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="demo service", daemon=True)
    listener.listen(128)  # from here on the system takes connections, before the thread does
    thread.start()
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        yield Live(origin + BASE_PATH, origin + TOKEN_PATH, CLIENT_ID, secret, app.state.service)
    finally:
        server.should_exit = True
        thread.join()
