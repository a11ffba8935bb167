from functools import partial
from pathlib import Path

import msgspec
import pytest
from starlette.responses import Response

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.errors import NothingStoredError, NotOneRosterError, ServiceRefusedError
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.refreshing import Refreshed, refresh
from tests.sync.interference import Interference
from tests.sync.services import KEY, runs, sent, source, sync, whole

pytestmark = pytest.mark.anyio


async def refreshed(live: Live, store: Path, collection: str, sourced_id: str) -> Refreshed:
    async with Client(source(live), live.client_secret) as client:
        return await refresh(client, partial(Writer, store, KEY), collection, sourced_id)


@pytest.mark.parametrize("collection", ["users", "orgs", "academicSessions", "classes", "enrollments"])
async def test_a_record_says_whether_it_changed(live: Live, roster: District, store: Path, collection: str) -> None:
    record = roster.collections[collection][0]
    sourced_id = str(record["sourcedId"])
    assert await refreshed(live, store, collection, sourced_id) == "new"
    assert await refreshed(live, store, collection, sourced_id) == "unchanged"
    record["metadata"] = {"note": "more"}
    live.service.forget()
    assert await refreshed(live, store, collection, sourced_id) == "changed"
    assert sent(store, collection) == {sourced_id: record}
    assert runs(store) == []


async def test_a_view_is_refreshed_as_what_it_is_a_view_of(live: Live, roster: District, store: Path) -> None:
    student = next(user for user in roster.collections["users"] if user["role"] == "student")
    assert await refreshed(live, store, "students", str(student["sourcedId"])) == "new"


async def test_a_record_that_the_service_does_not_know_any_more_is_kept_and_said_to_be_gone(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store, whole("orgs"))
    before = sent(store, "orgs")
    gone = roster.collections["orgs"].pop()
    live.service.forget()
    assert await refreshed(live, store, "orgs", str(gone["sourcedId"])) == "gone"
    assert sent(store, "orgs") == before


async def test_a_record_that_nobody_has_is_no_success(live: Live, store: Path) -> None:
    await sync(live, store, whole("orgs"))
    with pytest.raises(NothingStoredError, match="Neither the service nor the local copy"):
        await refreshed(live, store, "orgs", "no such org")


async def test_a_key_that_may_not_read_it_is_told(live: Live, between: Interference, store: Path) -> None:
    between.refuse("orgs/*", 403)
    with pytest.raises(ServiceRefusedError, match="may not read"):
        await refreshed(live, store, "orgs", "SIS:LUSD")


async def test_another_record_than_the_one_asked_for_is_not_taken(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    body = msgspec.json.encode({"org": roster.collections["orgs"][1]})
    between.answers["orgs/*"] = lambda _query: Response(body, media_type="application/json")
    with pytest.raises(NotOneRosterError, match="another record"):
        await refreshed(live, store, "orgs", "SIS:LUSD")
    with pytest.raises(NothingStoredError):
        runs(store)
