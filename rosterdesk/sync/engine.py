"""Brings a store up to date with a service: page by page, each kept before the next, so that it may end anywhere."""

from collections.abc import Callable
from datetime import UTC, datetime

from rosterdesk import progress
from rosterdesk.errors import (
    NotOneRosterError,
    ServiceError,
    ServiceOverloadedError,
    ServiceRefusedError,
    ServiceUnreachableError,
)
from rosterdesk.model.fields import OPTIONAL
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import Plan
from rosterdesk.sync.reading import Reading, Wanted
from rosterdesk.sync.refusals import NOT_THIS
from rosterdesk.sync.schools import Schools

_KEY_REFUSED = 401
_PEOPLE = ("students", "teachers")


def _now() -> datetime:
    return datetime.now(UTC)


async def sync(
    client: Client,
    writer: Writer,
    plan: Plan,
    report: progress.Report = progress.silent,
    now: Callable[[], datetime] = _now,
    *,
    accept: bool = False,
) -> Run:
    """Carry out the plan; what an earlier run of it left in its midst goes on there.

    The run tells of each collection how it went; one that is optional may be refused, which is no failure. Raises
    `ServiceError` and `StoreError` where it cannot go on, or where it had nothing of all that is needed or was asked
    for, and `UsageError` for a school that there is none of; what came until then stays. `StoreHeldError`, where what
    came would remove or change too much, is raised unless that is accepted, as then is a list that is empty now.
    """
    await client.authorize()  # without a token no run begins
    schools = Schools(client, writer, plan.schools)
    await schools.check()
    writer.begin(plan.kinds, schools=plan.schools, started=now())
    lists = schools.read if plan.schools else _district
    failures: dict[str, ServiceError] = {}
    has_answered = False
    for name in plan.kinds:
        if writer.ended(name):
            continue
        reading = Reading(client, writer, name, report, accept=accept)
        try:
            await reading.read(lists)
        except ServiceError as error:
            writer.stop_collection(name, error.what)
            if not await _may_go_on(client, name, error, has_answered=has_answered):
                raise
            if isinstance(error, ServiceRefusedError) and not writer.brought(name):  # asking again is of no use
                refused = name in OPTIONAL and error.status in NOT_THIS | {_KEY_REFUSED}
                writer.end_collection(name, complete=False, refused=refused, why=error.what)
            failures[name] = error
        else:
            has_answered = True
            writer.end_collection(name, complete=reading.complete, swept=reading.is_whole, why=reading.remarks())
    run = writer.end(accept=accept, report=report)
    wanted = [name for name in plan.kinds if name not in OPTIONAL] or list(plan.kinds)
    if wanted and set(wanted) <= set(failures):
        raise failures[wanted[0]]
    return run


async def _may_go_on(client: Client, name: str, error: ServiceError, *, has_answered: bool) -> bool:
    """Whether the next collection may go better than this one did; raises where the roster itself is out of reach, or
    the key is refused everywhere.
    """
    is_refused_key = isinstance(error, ServiceRefusedError) and error.status == _KEY_REFUSED
    if name not in OPTIONAL:
        return not isinstance(error, ServiceUnreachableError) and not is_refused_key
    # Optional lists may be at another host, which is down, and may be refused to a key that is good for the rest.
    if isinstance(error, ServiceUnreachableError) or (is_refused_key and not has_answered):
        try:
            await client.probe("orgs")
        except ServiceRefusedError as refusal:
            if refusal.status == _KEY_REFUSED:
                raise
        except (ServiceOverloadedError, NotOneRosterError):
            pass
    return True


async def _district(reading: Reading) -> None:
    """The list as the service gives it; people in two lists, where there is none of all."""
    try:
        await reading.list(Wanted(reading.collection))
    except ServiceRefusedError as error:
        if reading.collection != "users" or error.status not in NOT_THIS:
            raise
        reading.lack("The service lists students and teachers only, so other people are missing.", of_some=True)
        for people in _PEOPLE:
            await reading.list(Wanted(people))
