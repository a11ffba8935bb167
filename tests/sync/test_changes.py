"""What changed since the last sync, and services that cannot tell."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import msgspec
import pytest
from starlette.responses import Response

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.oneroster.client import Client
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.plan import Plan
from tests.oneroster.fake_service import SECRET, Reply, Request, as_json, orgs, serving, token
from tests.sync.interference import Answer, Interference
from tests.sync.services import KEY, USUAL, records, sent, sync

pytestmark = pytest.mark.anyio


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


async def test_a_clock_that_is_fast_misses_no_change(live: Live, store: Path) -> None:
    run = await sync(live, store, now=datetime.now(UTC) + timedelta(hours=1))
    assert datetime.fromisoformat(run.started) <= datetime.now(UTC)


@pytest.mark.parametrize("auth", ["oauth2", "bearer"])
async def test_a_clock_that_is_fast_is_put_right_by_the_rosters_own_not_by_that_of_the_tokens(
    store: Path, auth: str
) -> None:
    behind = datetime.now(UTC) - timedelta(hours=1)

    def answer(request: Request) -> Reply:
        if request.path == "/token":
            return token(date=format_datetime(datetime.now(UTC), usegmt=True))
        return as_json({"orgs": orgs(3)}, x_total_count="3", date=format_datetime(behind, usegmt=True))

    async with serving(answer) as service:
        for _ in range(2):
            with Writer(store, KEY) as writer:
                async with Client(service.source(auth=auth), SECRET) as client:
                    run = await engine.sync(client, writer, Plan({"orgs": "full"}))
            assert abs(datetime.fromisoformat(run.started) - behind) < timedelta(seconds=2)


Listed = list[dict[str, object]]


def everything(listed: Listed) -> Answer:
    """The whole list, page by page, whatever the filter says."""

    def answer(query: Mapping[str, list[str]]) -> Response:
        offset, limit = (int(query[name][0]) for name in ("offset", "limit"))
        body = msgspec.json.encode({"enrollments": listed[offset : offset + limit]})
        return Response(body, headers={"X-Total-Count": str(len(listed))}, media_type="application/json")

    return answer


def as_it_is(listed: Listed) -> Listed:
    return listed


def undated(listed: Listed) -> Listed:
    return [{**record, "dateLastModified": None} for record in listed]


def latest_first(listed: Listed) -> Listed:
    """The first pages have rows that changed of late: only later ones betray that the filter was not heeded."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    return [{**record, "dateLastModified": now} if place < 250 else record for place, record in enumerate(listed)]


@pytest.mark.parametrize("order", [as_it_is, undated, latest_first])
async def test_a_service_that_ignores_the_filter_is_noticed_and_the_list_is_read_whole(
    live: Live, roster: District, between: Interference, store: Path, order: Callable[[Listed], Listed]
) -> None:
    await sync(live, store)
    listed = order(roster.collections["enrollments"][5:])
    between.answers["enrollments"] = everything(listed)
    run = await sync(live, store)
    state = run.collections["enrollments"]
    assert (run.complete, run.kind, state.kind, state.rows) == (True, "delta", "full", len(listed))
    assert state.why == "The service does not tell what changed, so the whole list was read."
    assert sent(store, "enrollments") == {record["sourcedId"]: record for record in listed}


@pytest.mark.parametrize("status", [400, 422, 501])
async def test_a_service_that_refuses_the_filter_is_asked_for_everything(
    live: Live, roster: District, between: Interference, store: Path, status: int
) -> None:
    await sync(live, store)
    del roster.collections["orgs"][-1]
    live.service.forget()
    between.answers["orgs"] = lambda query: Response(b"{}", status) if "filter" in query else None
    run = await sync(live, store)
    assert (run.complete, run.collections["orgs"].kind) == (True, "full")
    assert sent(store, "orgs") == records(roster, "orgs")


async def test_after_a_week_the_next_sync_is_full(live: Live, store: Path) -> None:
    now = datetime.now(UTC)
    await sync(live, store, now=now - timedelta(days=7, minutes=1))
    assert (await sync(live, store, now=now)).kind == "full"
