"""The test of a service: step by step, then list by list, as far as it comes."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec

from rosterdesk.commands import verdict
from rosterdesk.commands.verdict import NEEDED, Sight, State, Step, StepName, Verdict
from rosterdesk.errors import RosterDeskError, ServiceError, ServiceRefusedError, ServiceUnreachableError
from rosterdesk.model.fields import COLLECTIONS, OPTIONAL, Service
from rosterdesk.oneroster import addresses, auth, proxies, refusals
from rosterdesk.oneroster.client import Client
from rosterdesk.progress import Progress, Report
from rosterdesk.settings import Source

_STATES: dict[int, State] = {
    401: "forbidden",
    403: "forbidden",
    404: "absent",
    405: "absent",
    410: "absent",
    501: "absent",
}
_CLOCKS_DIFFER = timedelta(minutes=2)
_ACCEPTED = {"bearer": "The service takes the token.", "oauth1": "The service takes the signature."}
_CHECK = {
    "1.1": (
        "Check it: with most services it ends in /ims/oneroster/v1p1. If it speaks OneRoster 1.2, choose that version"
        " (--oneroster 1.2)."
    ),
    "1.2": "Check it: with most services it ends in /ims/oneroster/rostering/v1p2.",
}


class Examination:
    """One test of a service. Each step and list is reported as soon as it is known how it stands."""

    def __init__(self, source: Source, report: Report) -> None:
        # As a source that wants everything: so the test asks for every scope, and finds out what could be had.
        self._source = msgspec.structs.replace(source, also=OPTIONAL)
        self._report = report
        self._proxy = proxies.host(source.url)
        self._steps: dict[StepName, Step] = {}
        self._sights: list[Sight] = []
        self._failures: list[ServiceError] = []
        self._lost: dict[Service, ServiceError] = {}
        self._scopes: tuple[str, ...] = ()
        self._clock = ""

    async def carry_out(self, secret: str) -> RosterDeskError | None:
        """Do the steps; the error at which they ended, or that says what the key lacks."""
        try:
            client = Client(self._source, secret, report=self._report)
        except RosterDeskError as error:
            self._step("address", str(error), ok=False)
            return error
        self._step("address", self._source.url)
        try:
            async with client:
                await client.reach()
                self._reached(client)
                if refusal := await self._authorize(client):
                    return refusal
                await self._look(client)
        except ServiceUnreachableError as error:
            self._unreachable(error)
            return error
        except ServiceError as error:
            self._unauthorized(error)
            return error
        return self._lack()

    def verdict(self, error: RosterDeskError | None) -> Verdict:
        """What was found out until this error."""
        if self._sights and not isinstance(error, ServiceUnreachableError):
            summary = verdict.sentences(self._sights, self._scopes, self._wanted())
        else:
            summary = []  # the step that failed says it
        if self._clock and self._clock not in str(error):
            summary.append(f"{self._clock}: set it right.")
        return Verdict(error is None, list(self._steps.values()), self._sights, self._scopes, summary)

    async def _authorize(self, client: Client) -> ServiceError | None:
        """Have a token, where the source takes one; the error where there is none to be had."""
        try:
            self._scopes = await client.authorize()
        except ServiceError as error:
            self._unauthorized(error)
            return error
        if self._source.auth == "oauth2":
            self._step("token", "The service gave a token.")
            self._step("scopes", self._granted())
        return None

    async def _look(self, client: Client) -> None:
        offered = [name for name in COLLECTIONS if client.offers(name)]
        for number, name in enumerate(offered, 1):
            sight = await self._sight(client, name)
            if not self._sights and self._source.auth in _ACCEPTED:
                self._step("token", _ACCEPTED[self._source.auth])
            self._sights.append(sight)
            detail = sight.detail or ("" if sight.count is None else f"{sight.count:,}")
            self._report(Progress("test", name, number, len(offered), sight.state, detail))

    async def _sight(self, client: Client, name: str) -> Sight:
        service = COLLECTIONS[name].service
        if lost := self._lost.get(service):
            return Sight(name, "failed", None, 0, str(lost))
        try:
            probe = await client.probe(name)
        except ServiceError as error:
            status = error.status if isinstance(error, ServiceRefusedError) else 0
            if status == 401 and not self._sights:
                raise
            # A list may be too slow; what does not answer twice in a row is the service.
            again = not self._sights or self._sights[-1].state == "failed"
            if again and isinstance(error, ServiceUnreachableError):
                if service == "rostering":
                    raise
                self._lost[service] = error
            if status not in _STATES:
                self._failures.append(error)
            return Sight(name, _STATES.get(status, "failed"), None, 0, str(error))
        return Sight(name, "allowed" if probe.rows else "empty", probe.total, round(probe.latency * 1000))

    def _lack(self) -> ServiceError | None:
        """The error that says what is missing for a sync, and what to do about it."""
        states = {sight.state for sight in self._sights}
        if states == {"failed"}:
            return self._failures[0]
        if verdict.sees_nothing(self._sights):
            return ServiceRefusedError(verdict.NOTHING, "Ask the people who run the service what it may see.")
        if states == {"absent"}:
            what = "The service has no OneRoster lists at this address."
            return ServiceRefusedError(what, _CHECK[self._source.oneroster], status=404)
        if not (missing := verdict.missing(self._sights)):
            return None
        return ServiceRefusedError(
            f"This key cannot read all that is needed: {', '.join(missing)}.",
            "Ask the people who run the service to allow it.",
        )

    def _reached(self, client: Client) -> None:
        """The service has answered, be it with a refusal."""
        self._step("connection", f"The service answers{self._way()}.")
        address = urlsplit(self._source.url)
        if address.scheme == "https":
            self._step("tls", "Encrypted; the certificate is trusted.")
        elif addresses.is_loopback(address.hostname or ""):
            self._step("tls", "Not needed: the service is on this computer.")
        else:
            self._step("tls", "Not encrypted (http://): everybody on the way can read what is sent.", warns=True)
        skew = client.skew
        if skew is None:
            self._step("clock", "The service does not say what time it is.")
        elif abs(skew) <= _CLOCKS_DIFFER:
            self._step("clock", "This computer's clock agrees with the service's.")
        else:
            self._clock = refusals.clocks(skew)
            self._step("clock", f"{self._clock}.")

    def _unauthorized(self, error: ServiceError) -> None:
        """There is no token, or it is not accepted; that may be the clock's fault."""
        if self._clock and self._clock in error.action:
            self._step("clock", f"{self._clock}.", ok=False)
        self._step("token", str(error), ok=False)

    def _unreachable(self, error: ServiceUnreachableError) -> None:
        if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
            self._step("connection", f"The host answers{self._way()}.")
            self._step("tls", str(error), ok=False)
        else:
            way = f" (Tried{self._way()}.)" if self._proxy else ""
            self._step("connection", f"{error}{way}", ok=False)

    def _way(self) -> str:
        return f", by way of the proxy {self._proxy}" if self._proxy else ""

    def _granted(self) -> str:
        """The scopes that were granted, against those that were asked for, in their short form."""
        granted = [_short(scope) for scope in self._scopes]
        if not granted:
            return "The service asks for none."
        refused = [_short(scope) for scope in auth.ladder(self._source)[0] if _short(scope) not in granted]
        return " ".join(granted) + (f". Asked for, but not granted: {' '.join(refused)}." if refused else "")

    def _wanted(self) -> dict[str, str]:
        """By collection the scope that it takes, where the service has any."""
        if not self._scopes:
            return {}
        rostering = dict.fromkeys(NEEDED, "roster.readonly") | {"demographics": "roster-demographics.readonly"}
        return rostering | auth.SCOPES

    def _step(self, name: StepName, detail: str, *, ok: bool = True, warns: bool = False) -> None:
        self._steps[name] = Step(name, ok, detail, warns)
        state = "failed" if not ok else "doubtful" if warns else "ok"
        self._report(Progress("test", name, state=state, detail=detail))


def _short(scope: str) -> str:
    return scope.rpartition("/")[2]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
