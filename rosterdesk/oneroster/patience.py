"""Asking until an answer comes, as long as that makes sense, and saying so while it waits."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from rosterdesk.errors import RosterDeskError, ServiceOverloadedError, ServiceUnreachableError
from rosterdesk.oneroster import faults, retry
from rosterdesk.oneroster.envelopes import GarbledError
from rosterdesk.oneroster.transport import Answer
from rosterdesk.progress import Progress, Report

Read = TypeVar("Read")
WORTH_SAYING = 1.0
BY_FAULT = {
    faults.Kind.NETWORK: retry.Reason.NETWORK,
    faults.Kind.CUT: retry.Reason.CUT,
    faults.Kind.TRUNCATED: retry.Reason.TRUNCATED,
    faults.Kind.SLOW: retry.Reason.SLOW,
}


class Timing(msgspec.Struct, frozen=True):
    """Where time and chance come from: a clock that only goes forward, the wall clock, pauses, numbers from 0 to 1."""

    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random


class Patience:
    """Asks again where that can help, and reports each wait."""

    def __init__(self, timing: Timing, report: Report) -> None:
        self.timing = timing
        self.report = report

    async def ask(
        self,
        send: Callable[[], Awaitable[Answer]],
        read: Callable[[Answer], Read],
        collection: str = "",
        policies: Mapping[retry.Reason, retry.Policy] = retry.POLICIES,
    ) -> Read:
        """What `read` makes of the answer; an answer that says "busy" or "broken" is never read.

        Raises `ServiceOverloadedError` when the service stays busy, and what `send` and `read` raise.
        """
        started = self.timing.clock()
        tries = 0
        while True:
            tries += 1
            answer: Answer | None = None
            try:
                answer = await send()
                reason = retry.reason(answer.status)
                if reason is None:
                    return read(answer)
                error: RosterDeskError = _overloaded(answer.status)
            except faults.FaultError as fault:
                if fault.fault.kind not in BY_FAULT:
                    raise
                # Another kind of error: whoever asked for the sake of another request must not set off its retries.
                reason, error = BY_FAULT[fault.fault.kind], ServiceUnreachableError(fault.what, fault.action)
            except GarbledError as garbled:
                reason, error = retry.Reason.GARBLED, garbled
            elapsed = self.timing.clock() - started
            headers = answer.headers if answer else {}
            chosen = retry.decide(
                reason, tries, elapsed, headers, random=self.timing.random, now=self.timing.now(), policies=policies
            )
            if isinstance(chosen, retry.Stop):
                raise _until(chosen.until, self.timing.now()) if chosen.until else error
            await self._wait(chosen.seconds, reason, collection)

    async def _wait(self, seconds: float, reason: retry.Reason, collection: str) -> None:
        """Wait, and say so where it takes long."""
        if seconds >= WORTH_SAYING:
            why = "the service is busy" if reason is retry.Reason.BUSY else "the service did not answer well"
            self.report(Progress(phase=f"waiting {seconds:.0f} s because {why}", collection=collection))
        await self.timing.pause(seconds)


def _overloaded(status: int) -> RosterDeskError:
    what = "is busy" if status in {429, 503} else "has a fault of its own"
    return ServiceOverloadedError(f"The service {what} (HTTP {status}) and stayed so.", "Try again later.")


def _until(moment: datetime, now: datetime) -> RosterDeskError:
    local = moment.astimezone()
    when = f"{local:%H:%M}" if moment - now < timedelta(hours=12) else f"{local:%Y-%m-%d %H:%M}"
    return ServiceOverloadedError("The service is busy and asks for a long pause.", f"Try again after {when}.")
