import itertools
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import anyio
import msgspec
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rosterdesk import progress
from rosterdesk.demo import access, district
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import NotOneRosterError, ServiceOverloadedError, ServiceRefusedError
from rosterdesk.model.fields import BASES
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.plan import Plan, plan
from tests.sync.interference import Interference

pytestmark = pytest.mark.anyio

KEY = bytes(range(32))
USUAL = tuple(name for name in BASES if name != "demographics")
MADE = district.make(students=60, seed=7, today=date(2026, 11, 23))


class StoppedError(Exception):
    """The process ended here."""


@pytest.fixture
def roster() -> District:
    """A district of this test's own, to change as it likes."""
    return deepcopy(MADE)


@pytest.fixture
def between() -> Interference:
    return Interference()


@pytest.fixture
def live(roster: District, between: Interference) -> Iterator[Live]:
    with running(roster, wrap=between.around) as service:
        yield service


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def source(live: Live, page_size: int = 100) -> Source:
    return Source(
        name="Lakeside", url=live.url, token_url=live.token_url, client_id=live.client_id, page_size=page_size
    )


async def sync(
    live: Live,
    store: Path,
    chosen: Plan | None = None,
    report: progress.Report = progress.silent,
    now: datetime | None = None,
    page_size: int = 100,
) -> Run:
    """One sync of everything usual: full the first time, then the changes."""
    with Writer(store, KEY) as writer:
        async with Client(source(live, page_size), live.client_secret) as client:
            moment = now or datetime.now(UTC)
            return await engine.sync(client, writer, chosen or plan(runs(store), now=moment), report, lambda: moment)


def runs(store: Path) -> list[Run]:
    with Reader(store, KEY) as reader:
        return reader.runs()


def sent(store: Path, collection: str) -> dict[str, object]:
    with Reader(store, KEY) as reader:
        records = map(msgspec.json.decode, reader.sent(collection, reader.keys(Query(collection=collection))))
        return {record["sourcedId"]: record for record in records}


def records(roster: District, collection: str) -> dict[str, object]:
    return {str(record["sourcedId"]): record for record in roster.collections[collection]}


def stop_at(collection: str, rows: int) -> progress.Report:
    def report(message: progress.Message) -> None:
        if isinstance(message, progress.Progress) and message.collection == collection and message.done >= rows:
            raise StoppedError

    return report


async def test_a_full_sync_brings_every_record_as_it_was_sent(live: Live, roster: District, store: Path) -> None:
    run = await sync(live, store, Plan("full", BASES))
    assert run.complete
    for collection in BASES:
        assert sent(store, collection) == records(roster, collection)
        assert run.collections[collection].rows == len(roster.collections[collection])


async def test_what_nobody_asked_for_stays_where_it_is(live: Live, between: Interference, store: Path) -> None:
    run = await sync(live, store)
    assert tuple(run.collections) == USUAL
    assert not between.requests("demographics")


async def test_the_second_sync_asks_for_changes_and_changes_nothing(
    live: Live, between: Interference, store: Path
) -> None:
    await sync(live, store)
    before = {name: sent(store, name) for name in USUAL}
    between.asked.clear()
    run = await sync(live, store)
    assert (run.kind, run.complete) == ("delta", True)
    assert {name: state.rows for name, state in run.collections.items()} == dict.fromkeys(USUAL, 0)
    assert {name: sent(store, name) for name in USUAL} == before
    assert all("dateLastModified>" in query["filter"][0] for name in USUAL for query in between.requests(name))
    assert [len(between.requests(name)) for name in USUAL] == [1] * len(USUAL)


async def test_changes_and_departures_come_with_the_next_sync(live: Live, roster: District, store: Path) -> None:
    await sync(live, store)
    changed, gone = roster.collections["users"][:2]
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    changed.update(familyName="Ångström", dateLastModified=now)
    gone.update(status="tobedeleted", dateLastModified=now)
    live.service.forget()
    run = await sync(live, store)
    assert (run.kind, run.collections["users"].rows) == ("delta", 2)
    assert sent(store, "users") == records(roster, "users")
    with Reader(store, KEY) as reader:
        assert [found.sourced_id for found in reader.find("angstrom")] == [changed["sourcedId"]]
        assert reader.record("users", reader.key("users", str(gone["sourcedId"]))).values["status"] == "tobedeleted"


async def test_a_full_sync_lets_go_of_what_the_service_no_longer_lists(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store)
    del roster.collections["enrollments"][10:20]
    live.service.forget()
    await sync(live, store)
    assert len(sent(store, "enrollments")) == len(roster.collections["enrollments"]) + 10
    await sync(live, store, Plan("full", USUAL))
    assert sent(store, "enrollments") == records(roster, "enrollments")


@pytest.mark.parametrize(("collection", "rows"), [("orgs", 0), ("users", 0), ("users", 100), ("enrollments", 200)])
async def test_an_interrupted_sync_goes_on_where_it_stopped(
    live: Live, roster: District, between: Interference, store: Path, collection: str, rows: int
) -> None:
    with pytest.raises(StoppedError):
        await sync(live, store, report=stop_at(collection, rows))
    assert not runs(store)[0].complete
    assert runs(store)[0].ended is None
    between.asked.clear()
    run = await sync(live, store)
    assert (run.run, run.complete) == (1, True)
    for name in USUAL:
        assert sent(store, name) == records(roster, name)
        assert run.collections[name].rows == len(roster.collections[name])
    assert between.requests(collection)[0]["offset"] == ["0"]
    before = USUAL[: USUAL.index(collection)]
    assert not any(between.requests(name) for name in before)


async def test_rows_that_moved_up_between_interruption_and_resumption_are_not_lost(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store)
    with pytest.raises(StoppedError):
        await sync(live, store, Plan("full", USUAL), stop_at("enrollments", 200))
    del roster.collections["enrollments"][:40]
    live.service.forget()
    run = await sync(live, store, Plan("full", USUAL))
    assert (run.run, run.complete) == (2, True)
    assert sent(store, "enrollments") == records(roster, "enrollments")


async def test_a_run_that_had_everything_but_its_end_is_ended_by_the_next_sync(
    live: Live, between: Interference, store: Path
) -> None:
    with Writer(store, KEY) as writer:
        writer.begin("full", USUAL, started=datetime.now(UTC))
        for name in USUAL:
            writer.end_collection(name, complete=True)
    run = await sync(live, store)
    assert (run.run, run.kind, run.complete) == (1, "full", True)
    assert run.ended is not None
    assert not between.requests("orgs")


async def test_what_was_interrupted_sweeps_nothing(live: Live, roster: District, store: Path) -> None:
    await sync(live, store)
    with pytest.raises(StoppedError):
        await sync(live, store, Plan("full", USUAL), stop_at("users", 100))
    assert sent(store, "users") == records(roster, "users")


async def test_refused_demographics_are_a_fact_and_no_failure(roster: District, store: Path) -> None:
    with running(roster, scopes=(access.CORE, access.ROSTER)) as live:
        run = await sync(live, store, Plan("full", BASES))
    assert not run.collections["demographics"].complete
    assert "may not read that (HTTP 403)" in run.collections["demographics"].why
    assert all(run.collections[name].complete for name in USUAL)
    assert plan([run], asked=BASES, now=datetime.now(UTC)).kind == "delta"


async def test_a_list_that_is_not_there_is_told_and_the_rest_comes(
    live: Live, between: Interference, store: Path
) -> None:
    between.refuse("courses", 404)
    run = await sync(live, store)
    assert not run.complete
    assert "nothing at that address (HTTP 404)" in run.collections["courses"].why
    assert [name for name, state in run.collections.items() if not state.complete] == ["courses"]
    assert (await sync(live, store)).kind == "full"


@pytest.mark.parametrize("status", [403, 404])
async def test_where_all_people_are_refused_students_and_teachers_will_do(
    live: Live, roster: District, between: Interference, store: Path, status: int
) -> None:
    between.refuse("users", status)
    run = await sync(live, store)
    assert [name for name, state in run.collections.items() if not state.complete] == ["users"]
    assert run.collections["users"].why.startswith("The service lists students and teachers only")
    wanted = {
        name: record
        for name, record in records(roster, "users").items()
        if record["role"] in {"student", "teacher"}  # type: ignore[index]
    }
    assert sent(store, "users") == wanted
    assert run.collections["users"].rows == len(wanted)


async def test_people_who_were_here_stay_where_all_people_are_refused_later(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.refuse("users", 403)
    await sync(live, store, Plan("full", USUAL))
    assert sent(store, "users") == records(roster, "users")


async def test_a_clock_that_is_fast_misses_no_change(live: Live, store: Path) -> None:
    run = await sync(live, store, now=datetime.now(UTC) + timedelta(hours=1))
    assert datetime.fromisoformat(run.started) <= datetime.now(UTC)


async def test_a_list_that_is_suddenly_empty_is_not_believed(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.answers["enrollments"] = lambda _query: Response('{"enrollments": []}', media_type="application/json")
    run = await sync(live, store, Plan("full", USUAL))
    assert not run.collections["enrollments"].complete
    assert run.collections["enrollments"].why.startswith("The service lists none any more")
    assert sent(store, "enrollments") == records(roster, "enrollments")


async def test_an_empty_list_is_not_believed_by_the_run_that_is_taken_up_either(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    with pytest.raises(StoppedError):
        await sync(live, store, Plan("full", USUAL), stop_at("users", 100))
    between.answers["users"] = lambda _query: Response('{"users": []}', media_type="application/json")
    run = await sync(live, store, Plan("full", USUAL))
    assert (run.run, run.collections["users"].complete) == (2, False)
    assert sent(store, "users") == records(roster, "users")


async def test_people_who_were_refused_stay_when_the_run_is_taken_up(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.refuse("users", 403)
    with pytest.raises(StoppedError):
        await sync(live, store, Plan("full", USUAL), stop_at("classes", 0))
    between.asked.clear()
    run = await sync(live, store, Plan("full", USUAL))
    assert (run.run, run.collections["users"].complete) == (2, False)
    assert run.collections["users"].why.startswith("The service lists students and teachers only")
    assert sent(store, "users") == records(roster, "users")
    assert not between.requests("students")


def too_busy(_query: object) -> Response:
    """So busy that asking again is not worth the wait."""
    return Response(b"{}", 503, headers={"Retry-After": "86400"})


async def test_a_list_that_fails_is_told_and_the_rest_comes(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.answers["orgs"] = too_busy
    run = await sync(live, store)
    assert "The service is busy" in run.collections["orgs"].why
    assert [name for name, state in run.collections.items() if not state.complete] == ["orgs"]
    assert sent(store, "enrollments") == records(roster, "enrollments")


async def test_an_optional_list_that_fails_is_a_failure_once_the_rest_is_there(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.answers["demographics"] = too_busy
    with pytest.raises(ServiceOverloadedError, match="busy"):
        await sync(live, store, Plan("full", BASES))
    (run,) = runs(store)
    assert run.ended is not None
    assert [name for name, state in run.collections.items() if not state.complete] == ["demographics"]
    assert sent(store, "enrollments") == records(roster, "enrollments")


class Held(Response):
    """An answer that is not given before the store shows so many users, or in half a minute."""

    def __init__(self, body: bytes, store: Path, rows: int) -> None:
        super().__init__(body, media_type="application/json")
        self._store = store
        self._rows = rows
        self.seen = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with anyio.move_on_after(30):
            while not self.seen:
                with Reader(self._store, KEY) as reader:
                    self.seen = reader.count(Query(collection="users")) >= self._rows
                await anyio.sleep(0.02)
        await super().__call__(scope, receive, send)


async def test_what_came_is_shown_while_the_service_is_silent(live: Live, between: Interference, store: Path) -> None:
    people = MADE.collections["users"]
    held: list[Held] = []

    def answer(query: Mapping[str, list[str]]) -> Response:
        offset = int(query["offset"][0])
        body = msgspec.json.encode({"users": people[offset : offset + 1]})
        if offset not in {100, 101}:  # of the rows before these, some wait for a commit that comes every few pages
            return Response(body, media_type="application/json")
        held.append(Held(body, store, offset))
        return held[-1]

    between.answers["users"] = answer
    run = await sync(live, store, Plan("full", ("users",)), page_size=1)
    assert run.complete
    assert [each.seen for each in held] == [True, True]


async def test_where_everything_is_refused_the_sync_fails(live: Live, between: Interference, store: Path) -> None:
    for name in (*BASES, "students", "teachers"):
        between.refuse(name, 404)
    with pytest.raises(ServiceRefusedError, match="nothing at that address"):
        await sync(live, store)


async def test_a_key_that_stops_working_ends_the_sync(live: Live, between: Interference, store: Path) -> None:
    between.refuse("courses", 401)
    with pytest.raises(ServiceRefusedError, match="rejected the credentials"):
        await sync(live, store)
    assert sent(store, "orgs")


async def test_a_page_that_is_no_roster_ends_the_sync_and_what_was_there_stays(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.answers["users"] = lambda _query: Response("<html>Log in</html>", media_type="text/html")
    with pytest.raises(NotOneRosterError):
        await sync(live, store, Plan("full", USUAL))
    assert sent(store, "users") == records(roster, "users")


async def test_a_service_that_ignores_the_filter_is_noticed(live: Live, between: Interference, store: Path) -> None:
    await sync(live, store)
    body = msgspec.json.encode({"courses": MADE.collections["courses"]})
    between.answers["courses"] = lambda query: Response(
        body if query["offset"] == ["0"] else b'{"courses": []}', media_type="application/json"
    )
    run = await sync(live, store)
    assert run.complete
    assert run.collections["courses"].why == "The service does not tell what changed, so the whole list was read."


async def test_a_service_that_refuses_the_filter_is_asked_for_everything(
    live: Live, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.answers["orgs"] = lambda query: Response(b"{}", 400) if "filter" in query else None
    run = await sync(live, store)
    assert (run.complete, run.collections["orgs"].rows) == (True, len(MADE.collections["orgs"]))


async def test_fewer_rows_than_announced_make_the_run_incomplete(
    live: Live, between: Interference, store: Path
) -> None:
    body = msgspec.json.encode({"orgs": MADE.collections["orgs"]})
    between.answers["orgs"] = lambda query: Response(
        body if query["offset"] == ["0"] else b'{"orgs": []}',
        headers={"X-Total-Count": "1000"},
        media_type="application/json",
    )
    run = await sync(live, store)
    assert not run.complete
    assert "1,000" in run.collections["orgs"].why


async def test_records_without_an_id_are_left_out_and_told_and_nothing_is_gone_for_their_sake(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    listed = [*MADE.collections["orgs"][2:], {"name": "nobody"}, {"sourcedId": None}]
    between.answers["orgs"] = lambda _query: Response(
        msgspec.json.encode({"orgs": listed}), headers={"X-Total-Count": str(len(listed))}
    )
    run = await sync(live, store, Plan("full", USUAL))
    assert [name for name, state in run.collections.items() if not state.complete] == ["orgs"]
    assert run.collections["orgs"].why == "2 records have no usable sourcedId and were left out."
    assert sent(store, "orgs") == records(roster, "orgs")


async def test_progress_counts_rows_of_each_collection(live: Live, store: Path) -> None:
    said: list[progress.Message] = []
    await sync(live, store, report=said.append)
    steps = [message for message in said if isinstance(message, progress.Progress)]
    by_collection = {name: list(of) for name, of in itertools.groupby(steps, lambda step: step.collection)}
    assert tuple(by_collection) == USUAL
    for name, of in by_collection.items():
        count = len(MADE.collections[name])
        assert of[0] == progress.Progress("sync", name, 0)
        assert of[-1] == progress.Progress("sync", name, count, count)
        assert [step.done for step in of] == sorted(step.done for step in of)


async def test_after_a_week_the_next_sync_is_full(live: Live, store: Path) -> None:
    now = datetime.now(UTC)
    await sync(live, store, now=now - timedelta(days=7, minutes=1))
    assert (await sync(live, store, now=now)).kind == "full"
