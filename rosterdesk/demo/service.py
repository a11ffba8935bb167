"""The demo district as a OneRoster service on this machine: 1.1 and 1.2 at once, with every way in."""

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
from starlette.datastructures import URL
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from rosterdesk.demo import access, answers
from rosterdesk.demo.district import District, make
from rosterdesk.demo.editions import EDITION_1P1, EDITIONS, ROOT, Edition, at
from rosterdesk.demo.roster import Roster, UnknownObjectError
from rosterdesk.errors import UsageError
from rosterdesk.model import fields

TOKEN_PATH = "/oauth/token"
CLIENT_ID = "lakeside-demo"


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where a service listens, and what lets a client in. `url` is that of 1.1, `url_1p2` the root of the three
    services of 1.2; OAuth 1's consumer has the client's id and secret."""

    url: str
    token_url: str
    client_id: str
    client_secret: str
    url_1p2: str
    bearer_token: str


class Service:
    """Answers requests on one district. `forget` after the district's records were changed."""

    def __init__(self, district: District, access: access.Access) -> None:
        self.access = access
        self._rosters = {edition.version: Roster(district, edition) for edition in EDITIONS}
        self._selections = answers.Selections()

    def forget(self) -> None:
        """The district was changed: look everything up anew."""
        for roster in self._rosters.values():
            roster.forget()
        self._selections.forget()

    async def answer(self, request: Request) -> Response:
        """Any GET below the root."""
        # The undecoded path: a sourcedId may hold a slash.
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        path = raw.split(b"?")[0].decode("ascii", errors="replace")
        place = at(path)
        if place is None:
            return answers.refusal(EDITION_1P1, 404, "unknown object", "There is no such service.")
        edition, service, encoded = place
        url = request.url.replace(path=path)
        granted = self.access.granted(request.method, str(url), request.headers.get("authorization", ""))
        if isinstance(granted, str):
            challenge = {"WWW-Authenticate": 'Bearer realm="OneRoster"'}
            return answers.refusal(edition, 401, "unauthorized", granted, challenge)
        segments = [unquote(part) for part in encoded]
        if not access.allowed(edition, segments, granted):
            return answers.refusal(edition, 403, "forbidden", "The scopes of this token do not cover this.")
        try:
            return self._found(edition, service, segments, request, url.replace(query=""))
        except UnknownObjectError:
            return answers.refusal(edition, 404, "unknown object", "There is no such object.")
        except answers.InvalidRequestError as error:
            return answers.refusal(edition, 400, error.minor, str(error))

    def _found(
        self, edition: Edition, service: fields.Service, segments: Sequence[str], request: Request, url: URL
    ) -> Response:
        found = self._rosters[edition.version].find(service, segments)
        wanted = answers.asked(request.query_params, found.collection, edition)
        if found.single:
            return answers.single(found, wanted)
        selected = self._selections.of(url.path, found, wanted, edition.fields[found.collection])
        return answers.page(found, selected, wanted, url)


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
            Route(ROOT + "/{path:path}", service.answer, methods=["GET"]),
        ],
        # Level 1: on loopback time costs more than bytes.
        middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=1)],
    )
    app.state.service = service
    return app


class Live(Address, frozen=True, kw_only=True):
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
                out.write(msgspec.json.encode(msgspec.convert(live, Address, from_attributes=True)).decode() + "\n")
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
        yield Live(
            url=origin + EDITION_1P1.bases["rostering"],
            token_url=origin + TOKEN_PATH,
            client_id=CLIENT_ID,
            client_secret=secret,
            url_1p2=origin + ROOT,
            bearer_token=app.state.service.access.bearer_token,
            service=app.state.service,
        )
    finally:
        server.should_exit = True
        thread.join()
