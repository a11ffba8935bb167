"""Brings a store up to date with a service: page by page, each kept before the next, so that it may end anywhere."""

from collections.abc import Callable
from datetime import UTC, datetime

from rosterdesk import progress
from rosterdesk.errors import ServiceError, ServiceOverloadedError, ServiceRefusedError, ServiceUnreachableError
from rosterdesk.model.fields import OPTIONAL
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import Plan
from rosterdesk.sync.reading import Reading, Wanted
from rosterdesk.sync.schools import Schools

_NOT_FOR_US = {403, 404, 405, 410, 501}  # not this list; a refused key is another matter and ends the sync
_PEOPLE = ("students", "teachers")


def _now() -> datetime:
    return datetime.now(UTC)


async def sync(
    client: Client,
    writer: Writer,
    plan: Plan,
    report: progress.Report = progress.silent,
    now: Callable[[], datetime] = _now,
) -> Run:
    """Carry out the plan; what an earlier run of it left in its midst goes on there.

    The run tells of each collection how it went; one that is optional may be refused, which is no failure. Raises
    `ServiceError` and `StoreError` where it cannot go on, or where it had nothing of all that is needed, and
    `UsageError` for a school that there is none of; what came until then stays.
    """
    await client.authorize()  # a service that cannot be reached begins no run
    schools = Schools(client, writer, plan.schools)
    await schools.check()
    here = now()
    # The next delta asks from here on, by the service's clock: with ours an hour fast it would miss an hour.
    writer.begin(plan.kinds, schools=plan.schools, started=min(here, client.clock or here))
    lists = schools.read if plan.schools else _district
    failures: dict[str, ServiceError] = {}
    for name in plan.kinds:
        if writer.ended(name):
            continue
        reading = Reading(client, writer, name, report)
        try:
            await reading.read(lists)
        except ServiceError as error:
            writer.stop_collection(name, error.what)
            if not _may_go_on(name, error):
                raise
            if isinstance(error, ServiceRefusedError):  # asking for the rest of it is of no use
                refused = name in OPTIONAL and error.status in _NOT_FOR_US | {401}
                writer.end_collection(name, complete=False, refused=refused, why=error.what)
            failures[name] = error
        else:
            writer.end_collection(name, complete=reading.complete, why=reading.remarks())
    run = writer.end()
    needed = [name for name in plan.kinds if name not in OPTIONAL]
    if needed and set(needed) <= set(failures):
        raise failures[needed[0]]
    return run


def _may_go_on(name: str, error: ServiceError) -> bool:
    """Whether the next collection may go better than this one did."""
    if name in OPTIONAL:
        return not isinstance(error, ServiceUnreachableError)
    if isinstance(error, ServiceRefusedError):
        return error.status in _NOT_FOR_US
    return isinstance(error, ServiceOverloadedError)


async def _district(reading: Reading) -> None:
    """The list as the service gives it; people in two lists, where there is none of all."""
    try:
        await reading.list(Wanted(reading.collection))
    except ServiceRefusedError as error:
        if reading.collection != "users" or error.status not in _NOT_FOR_US:
            raise
        reading.lack("The service lists students and teachers only, so other people are missing.")
        for people in _PEOPLE:
            await reading.list(Wanted(people))
