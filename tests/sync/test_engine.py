import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rosterdesk import progress
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.model import fields
from rosterdesk.model.fields import BASES
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader
from rosterdesk.sync.plan import Plan
from tests.sync.interference import Interference
from tests.sync.services import KEY, MADE, USUAL, records, sent, sync, whole

pytestmark = pytest.mark.anyio


ELEVEN = tuple(name for name in BASES if fields.collection(name).since == "1.1")


async def test_a_full_sync_brings_every_record_as_it_was_sent(live: Live, roster: District, store: Path) -> None:
    run = await sync(live, store, whole(*ELEVEN))
    assert run.complete
    for collection in ELEVEN:
        assert sent(store, collection) == records(roster, collection)
        assert run.collections[collection].rows == len(roster.collections[collection])


async def test_what_nobody_asked_for_stays_where_it_is(live: Live, between: Interference, store: Path) -> None:
    run = await sync(live, store)
    assert tuple(run.collections) == USUAL
    assert not between.requests("demographics")


async def test_a_full_sync_lets_go_of_what_the_service_no_longer_lists(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store)
    del roster.collections["enrollments"][10:20]
    live.service.forget()
    await sync(live, store)
    assert len(sent(store, "enrollments")) == len(roster.collections["enrollments"]) + 10
    await sync(live, store, whole(*USUAL))
    assert sent(store, "enrollments") == records(roster, "enrollments")


async def test_what_comes_again_word_for_word_is_told_as_if_it_were_read(
    live: Live, roster: District, store: Path
) -> None:
    first = await sync(live, store, whole(*USUAL))
    second = await sync(live, store, whole(*USUAL))
    assert second.complete
    for name, was in first.collections.items():
        again = second.collections[name]
        assert (again.rows, again.bent, again.complete) == (was.rows, was.bent, True)
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
    roster.collections["users"][7]["familyName"] = "Changed"
    live.service.forget()
    third = await sync(live, store, whole(*USUAL))
    assert third.collections["users"].changed == 1
    assert sent(store, "users") == records(roster, "users")


async def test_rows_without_ids_that_come_again_do_no_harm(live: Live, roster: District, store: Path) -> None:
    for session in roster.collections["academicSessions"]:
        del session["sourcedId"]
    live.service.forget()
    runs = [await sync(live, store, whole(*USUAL)) for _ in range(3)]
    assert len({run.collections["academicSessions"].rows for run in runs}) == 1
    assert sent(store, "users") == records(roster, "users")


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
    run = await sync(live, store, whole("users"), page_size=1)
    assert run.complete
    assert [each.seen for each in held] == [True, True]


async def test_what_was_bent_dropped_or_came_twice_is_counted(live: Live, between: Interference, store: Path) -> None:
    made = MADE.collections["orgs"]
    rows: list[object] = [
        *made,
        made[0],
        {**made[1], "sourcedId": "flat", "parent": "SIS:LUSD"},
        {"name": "nobody", "status": "active"},
    ]
    between.answers["orgs"] = lambda query: Response(
        msgspec.json.encode({"orgs": rows[int(query["offset"][0]) :][: int(query["limit"][0])]})
    )
    run = await sync(live, store, whole("orgs"), page_size=2)
    state = run.collections["orgs"]
    assert (state.rows, state.dropped) == (len(rows), 1)
    assert state.bent == {"references": 1, "repeats": 1}
    assert "1 record has no usable sourcedId" in state.why


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
    run = await sync(live, store, whole(*USUAL))
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


@pytest.mark.parametrize("announces", [True, False])
async def test_a_record_that_never_had_an_id_is_told_and_keeps_nothing_that_is_gone(
    live: Live, between: Interference, store: Path, announces: bool
) -> None:
    listed: list[object] = [*MADE.collections["orgs"], {"name": "nobody"}]
    between.answers["orgs"] = lambda _query: Response(
        msgspec.json.encode({"orgs": listed}), headers={"X-Total-Count": str(len(listed))} if announces else None
    )
    for _ in range(2):
        run = await sync(live, store, whole("orgs"))
        assert (run.complete, run.collections["orgs"].dropped) == (True, 1)
        assert len(sent(store, "orgs")) == len(listed) - 1
        del listed[0]


@pytest.mark.parametrize(("kinds", "remaining"), [({"results": "full"}, 1), ({"results": "delta"}, 1), ({}, 0)])
async def test_results_that_the_service_still_lists_stay_when_their_student_is_gone(
    live: Live, roster: District, store: Path, kinds: dict[str, Any], remaining: int
) -> None:
    await sync(live, store, whole("users", "results", "demographics"))
    theirs: dict[str, Any] = roster.collections["results"][0]
    gone = theirs["student"]["sourcedId"]
    del roster.collections["results"][1:]
    people = roster.collections["users"]
    people[:] = [user for user in people if user["sourcedId"] != gone]
    live.service.forget()
    await sync(live, store, Plan({"users": "full", **kinds}), accept=True)
    kept = [each for each in sent(store, "results").values() if of_student(each, gone)]
    assert min(len(kept), 1) == remaining
    assert gone not in sent(store, "demographics")


def of_student(record: Any, sourced_id: str) -> bool:
    return bool(record["student"]["sourcedId"] == sourced_id)
