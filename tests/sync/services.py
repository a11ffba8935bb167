"""What the tests of syncs share: a made district behind a real service, and a store to bring it to."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from rosterdesk import progress
from rosterdesk.demo import district
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.model.fields import BASES, OPTIONAL
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.plan import Plan, plan

KEY = bytes(range(32))
USUAL = tuple(name for name in BASES if name not in OPTIONAL)
MADE = district.make(students=60, seed=7, today=date(2026, 11, 23))


class StoppedError(Exception):
    """The process ended here."""


def whole(*collections: str) -> Plan:
    """A plan that reads these collections whole."""
    return Plan(dict.fromkeys(collections, "full"))


def source(live: Live, page_size: int = 100) -> Source:
    """The service as a source that wants everything."""
    return Source(
        name="Lakeside",
        url=live.url,
        token_url=live.token_url,
        client_id=live.client_id,
        page_size=page_size,
        also=OPTIONAL,
    )


async def sync(
    live: Live,
    store: Path,
    chosen: Plan | None = None,
    report: progress.Report = progress.silent,
    now: datetime | None = None,
    page_size: int = 100,
    *,
    accept: bool = False,
) -> Run:
    """One sync of everything usual: whole the first time, then the changes."""
    with Writer(store, KEY) as writer:
        async with Client(source(live, page_size), live.client_secret) as client:
            moment = now or datetime.now(UTC)
            wanted = chosen or plan(runs(store), now=moment)
            return await engine.sync(client, writer, wanted, report, lambda: moment, accept=accept)


def runs(store: Path) -> list[Run]:
    """What the journal says."""
    with Reader(store, KEY) as reader:
        return reader.runs()


def sent(store: Path, collection: str) -> dict[str, object]:
    """The records of the store as they were sent, by id."""
    with Reader(store, KEY) as reader:
        records = map(msgspec.json.decode, reader.sent(collection, reader.keys(Query(collection=collection))))
        return {record["sourcedId"]: record for record in records}


def records(roster: District, collection: str) -> dict[str, object]:
    """The records of the district, by id."""
    return {str(record["sourcedId"]): record for record in roster.collections[collection]}


def stop_at(collection: str, rows: int) -> progress.Report:
    """Ends the process once so many rows of the collection came."""

    def report(message: progress.Message) -> None:
        if isinstance(message, progress.Progress) and message.collection == collection and message.done >= rows:
            raise StoppedError

    return report
