"""`source test`: what the key of a source can see, step by step, and what to do about what it cannot."""

import argparse
import asyncio
import ssl
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from rosterdesk import progress
from rosterdesk.commands import plain_table, secrets
from rosterdesk.commands.context import Context
from rosterdesk.errors import RosterDeskError, ServiceError, ServiceRefusedError, ServiceUnreachableError
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.sync.plan import OPTIONAL

StepName: TypeAlias = Literal["address", "connection", "tls", "token", "scopes"]
State: TypeAlias = Literal["allowed", "forbidden", "absent", "empty", "failed"]

_STATES: dict[int, State] = {401: "forbidden", 403: "forbidden", 404: "absent", 405: "absent", 410: "absent"}


class Step(msgspec.Struct, frozen=True):
    """One thing that has to work before the next can."""

    step: StepName
    ok: bool
    detail: str


class Sight(msgspec.Struct, frozen=True):
    """What can be seen of one collection; `count` where the service says it."""

    collection: str
    state: State
    count: int | None
    milliseconds: int
    detail: str


class Verdict(msgspec.Struct, frozen=True):
    """All that was found out."""

    ok: bool
    steps: list[Step]
    collections: list[Sight]
    scopes: tuple[str, ...]


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what the key can see; raises the error that stopped the test, or that says what the key lacks."""
    source = context.source(arguments.name)
    examination = Examination(source, context.report)
    error = asyncio.run(examination.carry_out(secrets.of(context, source)))
    context.settle()
    verdict = examination.verdict()
    if arguments.format == "json":
        print(msgspec.json.encode(verdict).decode())
    else:
        for line in _lines(verdict):
            print(line)
    if error := error or examination.lack():
        raise error


class Examination:
    """One test of a source, as far as it came."""

    def __init__(self, source: Source, report: progress.Report) -> None:
        self._source = source
        self._report = report
        self._steps: list[Step] = []
        self._sights: list[Sight] = []
        self._scopes: tuple[str, ...] = ()
        self._failures: list[ServiceError] = []
        self._reached = False

    async def carry_out(self, secret: str) -> RosterDeskError | None:
        """Do the steps; the error at which they ended, if any."""
        try:
            client = Client(self._source, secret, report=self._report)
        except RosterDeskError as error:
            self._step("address", str(error), ok=False)
            return error
        self._step("address", self._source.url)
        try:
            async with client:
                await self._authorize(client)
                await self._look(client)
        except ServiceUnreachableError as error:
            self._unreachable(error)
            return error
        except ServiceError as error:
            self._reach()
            self._step("token", str(error), ok=False)
            return error
        return None

    def verdict(self) -> Verdict:
        """What was found out."""
        ok = all(step.ok for step in self._steps) and not self._missing()
        return Verdict(ok, self._steps, self._sights, self._scopes)

    def lack(self) -> ServiceError | None:
        """The error that says what is missing for a sync, and what to do about it."""
        states = {sight.state for sight in self._sights}
        if states == {"failed"}:
            return self._failures[0]  # the token's host works, the roster's does not
        if states == {"empty"}:
            return ServiceRefusedError(
                "This key sees nothing: every list is empty.", "Ask the people who run the service what it may see."
            )
        if not (missing := self._missing()):
            return None
        if all(sight.state == "absent" for sight in self._sights):
            return ServiceRefusedError(
                "The service has no OneRoster lists at this address.",
                "Check it: with most services it ends in /ims/oneroster/v1p1.",
                status=404,
            )
        return ServiceRefusedError(
            f"This key cannot read all that is needed: {', '.join(missing)}.",
            "Ask the people who run the service to allow it.",
        )

    def _missing(self) -> list[str]:
        """The collections that a sync needs and this key cannot read; students and teachers will do for all people."""
        seen = {sight.collection for sight in self._sights if sight.state in {"allowed", "empty"}}
        if {"students", "teachers"} <= seen:
            seen.add("users")
        return [name for name in BASES if name not in seen and name not in OPTIONAL]

    async def _authorize(self, client: Client) -> None:
        self._scopes = await client.authorize()
        if self._source.auth == "oauth2":
            self._reach()
            self._step("token", "The service gave a token.")
            self._step("scopes", " ".join(self._scopes) or "The service asks for none.")

    async def _look(self, client: Client) -> None:
        for number, name in enumerate(COLLECTIONS, 1):
            self._sights.append(await self._sight(client, name))
            self._report(progress.Progress("test", name, number, len(COLLECTIONS)))

    async def _sight(self, client: Client, name: str) -> Sight:
        try:
            probe = await client.probe(name)
        except ServiceUnreachableError as error:
            if not self._reached:
                raise
            self._failures.append(error)
            return Sight(name, "failed", None, 0, str(error))
        except ServiceError as error:
            self._reach()
            status = error.status if isinstance(error, ServiceRefusedError) else 0
            if status == 401 and not self._sights:
                raise
            if status not in _STATES:
                self._failures.append(error)
            return Sight(name, _STATES.get(status, "failed"), None, 0, str(error))
        self._reach()
        state: State = "allowed" if probe.rows else "empty"
        return Sight(name, state, probe.total, round(probe.latency * 1000), "")

    def _reach(self) -> None:
        if self._reached:
            return
        self._reached = True
        self._step("connection", "The service answers.")
        plain = self._source.url.startswith("http://")
        self._step("tls", "Not encrypted (http://)." if plain else "Encrypted; the certificate is trusted.")

    def _unreachable(self, error: ServiceUnreachableError) -> None:
        if self._reached:
            self._step("connection", str(error), ok=False)
        elif any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
            self._step("connection", "The host answers.")
            self._step("tls", str(error), ok=False)
        else:
            self._step("connection", str(error), ok=False)

    def _step(self, name: StepName, detail: str, *, ok: bool = True) -> None:
        self._steps.append(Step(name, ok, detail))
        self._report(progress.Progress("test", name))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _lines(verdict: Verdict) -> Iterator[str]:
    rows = [(step.step, "ok" if step.ok else "failed", step.detail) for step in verdict.steps]
    yield from plain_table.lines(("Step", "", "Detail"), rows)
    if verdict.collections:
        yield ""
        yield from plain_table.lines(
            ("Collection", "Seen", "Count", "ms", "Detail"),
            map(_row, verdict.collections),
            (False, False, True, True, False),
        )


def _row(sight: Sight) -> tuple[str, ...]:
    count = "" if sight.count is None else f"{sight.count:,}"
    return sight.collection, sight.state, count, str(sight.milliseconds), sight.detail
