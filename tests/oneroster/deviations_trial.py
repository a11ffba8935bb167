"""Where deviations are tried: one small district, served over loopback, and the stores that syncs of it make."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import anyio
import msgspec

from rosterdesk.demo.district import District, make
from rosterdesk.demo.service import Live, running
from rosterdesk.model.fields import BASES, COLLECTIONS, OPTIONAL
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Run, Value
from rosterdesk.oneroster.bodies import Caps
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.plan import plan
from tests.oneroster.deviations_around import Deviation, Stage

KEY = bytes(range(32))
TODAY = date(2026, 11, 23)
Edition: TypeAlias = Literal["1.1", "1.2"]
EDITIONS: tuple[Edition, ...] = ("1.1", "1.2")
Truth: TypeAlias = dict[str, dict[str, dict[str, Value]]]
"""By collection and sourcedId: every field."""


class Watch:
    """A clock that moves only when somebody waits; `pauses` are how long each time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.now += seconds
        self.pauses.append(seconds)

    @property
    def timing(self) -> Timing:
        return Timing(clock=lambda: self.now, pause=self.pause, random=lambda: 0.5)


class Trial:
    """A served district. `truths` are what a service without any deviation gives, by version."""

    def __init__(self, district: District, live: Live, stage: Stage, folder: Path) -> None:
        self.district = district
        self.live = live
        self.watch = Watch()
        self._stage = stage
        self._caps: Caps | None = None
        self._stores = {edition: folder / f"{edition}.db" for edition in EDITIONS}
        self.runs = {edition: anyio.run(self.sync, store, edition) for edition, store in self._stores.items()}
        self.truths = {edition: truth(store) for edition, store in self._stores.items()}

    def put(self, deviation: Deviation | None) -> None:
        """From now on the service has this deviation, or none; it is another watch that is looked at."""
        self.watch = Watch()
        self._caps = Caps(seconds=deviation.within) if deviation else None
        self._stage.put(deviation)

    @property
    def deviated(self) -> bool:
        """Whether that has made any difference."""
        return self._stage.deviated

    def begin(self, edition: Edition, store: Path) -> None:
        """Have the truth in the store, as if it was synced before."""
        shutil.copy(self._stores[edition], store)

    def source(self, edition: Edition = "1.1", **changes: Any) -> Source:
        """The service as a source that asks for all there is; in texts, `{url_1p2}`, `{token_url}` and `{origin}`
        stand for its addresses."""
        places = {
            "origin": self.live.url_1p2.removesuffix("/ims/oneroster"),
            "url_1p2": self.live.url_1p2,
            "token_url": self.live.token_url,
        }
        given: dict[str, Any] = {
            "name": "Lakeside",
            "url": self.live.url_1p2 if edition == "1.2" else self.live.url,
            "oneroster": edition,
            "token_url": self.live.token_url,
            "client_id": self.live.client_id,
            "page_size": 100,
            "also": OPTIONAL,
        }
        changes = {name: value.format(**places) if isinstance(value, str) else value for name, value in changes.items()}
        return Source(**(given | changes))

    async def sync(self, store: Path, edition: Edition = "1.1", *, full: bool = True, **changes: Any) -> Run:
        """A sync of the source with these changes into the store, of all that the source asks for."""
        with Writer(store, KEY) as writer:
            also = self.source(edition, **changes).also
            async with self.client(edition, **changes) as client:
                wanted = plan(writer.runs(), also=also, full=full, now=datetime.now(UTC), offers=client.offers)
                return await engine.sync(client, writer, wanted)

    def client(self, edition: Edition = "1.1", **changes: Any) -> Client:
        """A client of the source with these changes."""
        source = self.source(edition, **changes)
        secret = self.live.bearer_token if source.auth == "bearer" else self.live.client_secret
        return Client(source, secret, timing=self.watch.timing, caps=self._caps)

    def sent(self, edition: Edition, collection: str) -> list[dict[str, Any]]:
        """The records of the truth as they were sent."""
        return sent(self._stores[edition], collection)


@contextlib.contextmanager
def trials(folder: Path) -> Iterator[Trial]:
    """Serve the district until the block ends; stores of the truth are made in the folder."""
    stage, made = Stage(), district()
    with running(made, wrap=stage.around) as live:
        yield Trial(made, live, stage, folder)


def district() -> District:
    """A small district with what real ones have: ids that need care, seats without an end, one person twice."""
    made = make(students=40, seed=3, today=TODAY)
    for records in made.collections.values():
        for record in records:
            record["dateLastModified"] = record["dateLastModified"][:19] + ".000Z"
    for enrollment in made.collections["enrollments"][::7]:
        del enrollment["endDate"]
    users = made.collections["users"]
    teacher = next(user for user in users if user["role"] == "teacher")
    users.append(teacher | {"sourcedId": "TCH_5%/2F|%7C {5}"})
    return made


def truth(store: Path) -> Truth:
    """All that readers of the store see."""
    found: Truth = {}
    with Reader(store, KEY, today=lambda: TODAY) as reader:
        for name in BASES:
            columns = [field.name for field in COLLECTIONS[name].fields]
            rows = reader.rows(name, reader.keys(Query(collection=name)), columns)
            named = [dict(zip(columns, row, strict=True)) for row in rows]
            found[name] = {str(each["sourcedId"]): each for each in named}
    return found


def sent(store: Path, collection: str) -> list[dict[str, Any]]:
    """The records of a store as they were sent."""
    with Reader(store, KEY) as reader:
        return [
            msgspec.json.decode(record) for record in reader.sent(collection, reader.keys(Query(collection=collection)))
        ]
