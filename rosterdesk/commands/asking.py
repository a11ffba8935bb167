"""Asking a service, by their ids, for records that others refer to and that are not here."""

import asyncio
from collections.abc import Sequence

from rosterdesk.checks.judgement import Cause
from rosterdesk.commands import secrets
from rosterdesk.commands.context import Context
from rosterdesk.errors import NothingStoredError, RosterDeskError, ServiceRefusedError
from rosterdesk.model.judged import Absence
from rosterdesk.oneroster.client import Client
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.sync.singles import single

_MOST = 200  # requests of one check
_FORBIDDEN = 403
_Absences = dict[tuple[str, str], Absence]


def absent(reader: Reader, causes: Sequence[Cause]) -> list[Cause]:
    """Those of which the store has no record."""
    return [cause for cause in causes if not _is_here(reader, cause)]


def asked(context: Context, source: Source, causes: Sequence[Cause]) -> _Absences:
    """What the service says of these, as far as it answers."""
    return asyncio.run(_asked(context, source, causes))


async def _asked(context: Context, source: Source, causes: Sequence[Cause]) -> _Absences:
    found: _Absences = {}
    try:
        async with Client(source, secrets.of(context, source), report=context.report) as client:
            offered = [cause for cause in causes if client.offers(cause.collection)]
            for done, cause in enumerate(offered[:_MOST]):
                context.report(Progress("ask", cause.collection, done, min(len(offered), _MOST)))
                found[cause.collection, cause.sourced_id] = await _absence(client, cause)
            if left := len(offered[_MOST:]):
                context.remark(f"A check asks for {_MOST} records at most: {left:,} were not asked for. Check again.")
    except RosterDeskError as error:
        context.remark(f"The service could not be asked for all that is missing. {error}")
    return found


async def _absence(client: Client, cause: Cause) -> Absence:
    try:
        item = await single(client, cause.collection, cause.sourced_id)
    except ServiceRefusedError as error:
        if error.status != _FORBIDDEN:
            raise
        return "not visible"
    return "missing" if item is None else "not loaded"


def _is_here(reader: Reader, cause: Cause) -> bool:
    try:
        reader.key(cause.collection, cause.sourced_id)
    except NothingStoredError:
        return False
    return True
