"""What a deviation is: something put around the demo service that makes it answer as services out there do."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qsl, unquote, urlencode

import anyio
import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rosterdesk.model.fields import OPTIONAL

Row: TypeAlias = dict[str, Any]
DRIP = 0.02


class Call(msgspec.Struct):
    """A request on its way to the service. `name` is the last list in its path, or "token"; `number` counts, from 1,
    the requests for that. `path`, as it was sent, `query` and `form` go on to the service; `offset` and `limit` are
    what the client asked for; `memory` is kept from call to call.
    """

    name: str
    path: str
    query: dict[str, str]
    offset: int
    limit: int
    headers: dict[str, str]
    form: dict[str, str]
    number: int
    memory: dict[str, Any]


class Reply(msgspec.Struct):
    """An answer on its way back. `sent` is how much of it leaves the service before it ends the connection; one that
    `drips` leaves it byte by byte, `DRIP` seconds apart."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = msgspec.field(default_factory=lambda: {"content-type": "application/json"})
    sent: int | None = None
    drips: bool = False

    @property
    def members(self) -> dict[str, Any]:
        """The body as an object."""
        return msgspec.json.decode(self.body)  # type: ignore[no-any-return]

    @members.setter
    def members(self, value: object) -> None:
        self.body = msgspec.json.encode(value)

    @property
    def envelope(self) -> str:
        """The member that has the rows; nothing where the answer is no list."""
        if self.status != 200 or not self.body.startswith(b"{"):
            return ""
        return next((name for name, value in self.members.items() if isinstance(value, list)), "")

    @property
    def rows(self) -> list[Row]:
        """The rows of a list."""
        return self.members[self.envelope]  # type: ignore[no-any-return]

    @rows.setter
    def rows(self, value: list[Any]) -> None:
        self.members = {self.envelope: value}


Before: TypeAlias = Callable[[Call], Reply | None]
"""Changes the request in its place, or answers it."""
After: TypeAlias = Callable[[Call, Reply], None]
"""Changes the answer in its place."""


def all_before(*parts: Before) -> Before:
    """One after the other, until one answers."""

    def before(call: Call) -> Reply | None:
        return next((reply for part in parts if (reply := part(call)) is not None), None)

    return before


def all_after(*parts: After) -> After:
    """One after the other."""

    def after(call: Call, reply: Reply) -> None:
        for part in parts:
            part(call, reply)

    return after


class Deviation(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which services differ from the standard, and what is to come of it.

    `expected` is "complete" (and equal to the truth, but for the fields in `apart` and the collections in `refused`),
    "incomplete" or "error"; `words` are then told, and the lists in `torn` are those that are not whole. `bent` are the
    kinds that the run counts, `waits` the seconds that each of its pauses takes, `within` those that an answer may
    take. `source` are changes to
    the source that a user would make, `also` the optional collections that are asked for. Of a "delta" deviation it is
    the second sync that is tested. One that is a `demand` makes no difference to whoever does as it wants.
    """

    name: str
    what: str
    expected: Literal["complete", "incomplete", "error"] = "complete"
    words: str = ""
    bent: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    torn: tuple[str, ...] = ("classes",)
    waits: float = 0
    within: float = 300
    before: Before | None = None
    after: After | None = None
    source: Mapping[str, Any] = {}
    also: tuple[str, ...] = OPTIONAL
    edition: Literal["1.1", "1.2"] = "1.1"
    kind: Literal["full", "delta"] = "full"
    demand: bool = False


class Stage:
    """A service around which one deviation after the other is put: to start a service takes longer than most tests.
    `deviated` says whether the last one has made any difference yet."""

    def __init__(self) -> None:
        self.deviated = False
        self._deviation: Deviation | None = None
        self._numbers: Counter[str] = Counter()
        self._memory: dict[str, Any] = {}

    def put(self, deviation: Deviation | None) -> None:
        """From now on, this deviation, or none."""
        self.deviated = False
        self._deviation = deviation
        self._numbers.clear()
        self._memory.clear()

    def around(self, service: ASGIApp) -> ASGIApp:
        """The service, with what is put around it."""

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            if self._deviation is None:
                await service(scope, receive, send)
            else:
                await self._deviate(self._deviation, service, scope, receive, send)

        return application

    async def _deviate(
        self, deviation: Deviation, service: ASGIApp, scope: Scope, receive: Receive, send: Send
    ) -> None:
        call = self._call(scope, await _request_body(receive))
        asked = (call.path, dict(call.query), dict(call.form))
        reply = deviation.before(call) if deviation.before else None
        self.deviated |= reply is not None or asked != (call.path, call.query, call.form)
        reply = reply or await _answer(service, scope, call)
        if deviation.after:
            answered = msgspec.structs.replace(reply, headers=dict(reply.headers))
            deviation.after(call, reply)
            self.deviated |= reply != answered
        await _send(reply, send)

    def _call(self, scope: Scope, body: bytes) -> Call:
        path = scope["raw_path"].partition(b"?")[0].decode()
        name = path.rstrip("/").rpartition("/")[2]
        query = dict(parse_qsl(scope["query_string"].decode()))
        self._numbers[name] += 1
        return Call(
            name=name,
            path=path,
            query=query,
            offset=int(query.get("offset", "0")),
            limit=int(query.get("limit", "100")),
            headers={key.decode(): value.decode() for key, value in scope["headers"]},
            form=dict(parse_qsl(body.decode())),
            number=self._numbers[name],
            memory=self._memory,
        )


async def _request_body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _answer(app: ASGIApp, scope: Scope, call: Call) -> Reply:
    """What the service answers to the call, unpacked."""
    reply = Reply(500)
    body = urlencode(call.form).encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            reply.headers = {key.decode().lower(): value.decode() for key, value in message["headers"]}
        else:
            reply.body += message.get("body", b"")

    call.headers.pop("accept-encoding", None)
    headers = [(name.encode(), value.encode()) for name, value in call.headers.items()]
    place = {"path": unquote(call.path), "raw_path": call.path.encode()}
    await app({**scope, **place, "query_string": urlencode(call.query).encode(), "headers": headers}, receive, send)
    return reply


async def _send(reply: Reply, send: Send) -> None:
    """Send the answer; one that is not sent whole leaves the connection closed, for the server sees it unfinished."""
    headers = {"content-length": str(len(reply.body))} | {
        name: value for name, value in reply.headers.items() if name != "content-length"
    }
    start = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": start})
    if reply.drips:
        for byte in reply.body:
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
            await anyio.sleep(DRIP)
    elif reply.sent is None:
        await send({"type": "http.response.body", "body": reply.body})
    else:
        await send({"type": "http.response.body", "body": reply.body[: reply.sent], "more_body": True})
