"""What a sync makes of a run that was left in its midst: it goes on there, and misses nothing that moved meanwhile."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import anyio
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import Response

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import ServiceRefusedError
from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import Plan
from tests.sync.interference import Answer, Interference
from tests.sync.services import KEY, MADE, USUAL, StoppedError, records, runs, sent, stop_at, sync, whole

pytestmark = pytest.mark.anyio

LIST = "enrollments"
Change = Callable[[list[Any]], None]


def take_away(rows: int) -> Change:
    def change(listed: list[Any]) -> None:
        del listed[:rows]

    return change


def put_before(rows: int) -> Change:
    def change(listed: list[Any]) -> None:
        listed[:0] = [{**record, "sourcedId": f"new {place}"} for place, record in enumerate(listed[:rows])]

    return change


def last_first(listed: list[Any]) -> None:
    listed.insert(0, listed.pop())


def swap_the_last_read(listed: list[Any]) -> None:
    listed[250], listed[251] = listed[251], listed[250]


async def interrupted(live: Live, store: Path, rows: int = 300) -> None:
    with pytest.raises(StoppedError):
        await sync(live, store, whole(LIST), stop_at(LIST, rows))


@pytest.mark.parametrize(
    ("change", "offsets"),
    [
        (take_away(0), [200]),
        (take_away(1), [200, 0]),
        (take_away(250), [200, 0]),
        (put_before(1), [200, 0]),
        (put_before(150), [200, 0]),
        (last_first, [200, 0]),
        (swap_the_last_read, [200, 0]),
    ],
)
async def test_a_list_goes_on_where_it_stopped_unless_that_is_another_place_now(
    live: Live, roster: District, between: Interference, store: Path, change: Change, offsets: list[int]
) -> None:
    await interrupted(live, store)
    between.asked.clear()
    change(roster.collections[LIST])
    live.service.forget()
    run = await sync(live, store, whole(LIST))
    asked = [int(query["offset"][0]) for query in between.requests(LIST)]
    assert asked[: len(offsets)] == offsets
    assert (0 in asked) == (0 in offsets)
    assert run.complete
    assert sent(store, LIST) == records(roster, LIST)


def untold(roster: District, *, paged: bool = True) -> Callable[[Mapping[str, list[str]]], Response]:
    """The list from a service that announces no total, or that knows no pages at all."""

    def answer(query: Mapping[str, list[str]]) -> Response:
        offset, limit = (int(query[name][0]) if paged else place for name, place in (("offset", 0), ("limit", 10**6)))
        body = msgspec.json.encode({LIST: roster.collections[LIST][offset : offset + limit]})
        return Response(body, media_type="application/json")

    return answer


async def test_without_a_total_a_list_that_was_read_in_two_parts_sweeps_nothing_and_the_next_sync_reads_it_whole(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.answers[LIST] = untold(roster)
    await sync(live, store, whole(LIST))
    gone = roster.collections[LIST].pop(400)
    await interrupted(live, store)
    run = await sync(live, store, whole(LIST))
    assert run.complete
    assert gone["sourcedId"] in sent(store, LIST)
    run = await sync(live, store, Plan({LIST: "delta"}))
    assert (run.complete, run.collections[LIST].kind) == (True, "full")
    assert sent(store, LIST) == records(roster, LIST)


async def test_what_was_bent_is_counted_once_though_some_of_it_came_again(
    live: Live, roster: District, store: Path
) -> None:
    for record in roster.collections[LIST][150:350]:
        record["dateLastModified"] = "2026-01-31 12:34:56.789-05:00"
    live.service.forget()
    await interrupted(live, store)
    run = await sync(live, store, whole(LIST))
    (count,) = run.collections[LIST].bent.values()
    assert count == 200


async def test_a_service_that_knows_no_pages_is_read_from_the_beginning(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await interrupted(live, store)
    between.answers[LIST] = untold(roster, paged=False)
    run = await sync(live, store, whole(LIST))
    assert run.collections[LIST].rows == len(roster.collections[LIST])
    assert sent(store, LIST) == records(roster, LIST)


def busy_from(offset: int) -> Callable[[Mapping[str, list[str]]], Response | None]:
    def answer(query: Mapping[str, list[str]]) -> Response | None:
        busy = int(query["offset"][0]) >= offset
        return Response(b"{}", 503, headers={"Retry-After": "86400"}) if busy else None

    return answer


async def test_a_list_that_was_given_up_says_where_and_the_next_run_goes_on_there(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.answers[LIST] = busy_from(300)
    run = await sync(live, store, whole("orgs", LIST))
    total = len(roster.collections[LIST])
    assert (run.complete, run.collections["orgs"].complete) == (False, True)
    assert run.collections[LIST].why.startswith(f"Stopped after 300 of {total:,} rows: The service is busy")
    between.answers.clear()
    between.asked.clear()
    run = await sync(live, store)
    assert (run.run, run.complete, run.collections["orgs"].kind) == (2, True, "delta")
    assert run.collections[LIST].rows == total
    assert between.requests(LIST)[0]["offset"] == ["200"]
    assert sent(store, LIST) == records(roster, LIST)


async def test_a_sync_that_could_not_go_on_says_where_it_stopped(
    live: Live, between: Interference, store: Path
) -> None:
    between.answers[LIST] = lambda query: Response(b"{}", 401) if query["offset"] == ["100"] else None
    with pytest.raises(ServiceRefusedError):
        await sync(live, store, whole(LIST))
    (run,) = runs(store)
    assert run.ended is None
    assert run.collections[LIST].why.startswith("Stopped after 100 of ")


async def test_records_that_were_left_out_before_the_interruption_are_not_forgotten(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store, whole(LIST))
    before = sent(store, LIST)
    nameless = roster.collections[LIST][:]
    nameless[5] = {key: value for key, value in nameless[5].items() if key != "sourcedId"}
    roster.collections[LIST][:] = nameless

    def answer(query: Mapping[str, list[str]]) -> Response:
        offset = int(query["offset"][0])
        body = msgspec.json.encode({LIST: nameless[offset : offset + 100]})
        return Response(body, headers={"X-Total-Count": str(len(nameless))})

    between.answers[LIST] = answer
    await interrupted(live, store)
    run = await sync(live, store, whole(LIST))
    assert not run.complete
    assert (run.collections[LIST].dropped, run.collections[LIST].why) == (
        1,
        "1 record has no usable sourcedId and was left out.",
    )
    assert sent(store, LIST) == before


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
    again = max(0, rows - 100)  # a hundred rows again, to see whether it is the same place
    assert between.requests(collection)[0]["offset"] == [str(again)]
    before = USUAL[: USUAL.index(collection)]
    assert not any(between.requests(name) for name in before)


async def test_a_run_that_had_everything_but_its_end_is_ended_by_the_next_sync(
    live: Live, between: Interference, store: Path
) -> None:
    with Writer(store, KEY) as writer:
        writer.begin(dict.fromkeys(USUAL, "full"), started=datetime.now(UTC))
        for name in USUAL:
            writer.end_collection(name, complete=True)
    run = await sync(live, store)
    assert (run.run, run.kind, run.complete) == (1, "full", True)
    assert run.ended is not None
    assert not between.requests("orgs")


async def test_what_was_interrupted_sweeps_nothing(live: Live, roster: District, store: Path) -> None:
    await sync(live, store)
    with pytest.raises(StoppedError):
        await sync(live, store, whole(*USUAL), stop_at("users", 100))
    assert sent(store, "users") == records(roster, "users")


def paged(listed: list[Any], *, announces: bool) -> Answer:
    """A hundred rows a page, with or without a total."""

    def answer(query: Mapping[str, list[str]]) -> Response:
        offset = int(query["offset"][0])
        headers = {"X-Total-Count": str(len(listed))} if announces else None
        return Response(msgspec.json.encode({LIST: listed[offset : offset + 100]}), headers=headers)

    return answer


_places = st.integers(0, 350)
_changes = st.lists(st.tuples(st.booleans(), _places, st.integers(1, 150)), max_size=3)
_moves = st.tuples(_places, st.integers(1, 150), _places)


@given(move=_moves, announces=st.booleans())
@settings(max_examples=6)
def test_wherever_rows_moved_in_between_a_list_that_is_complete_has_all_that_is_there(
    move: tuple[int, int, int], announces: bool
) -> None:
    """(from, rows, to), while a list of 350 rows is read that was left after 200."""
    start, rows, end = move
    listed = deepcopy(MADE.collections[LIST][:350])
    between = Interference()
    between.answers[LIST] = paged(listed, announces=announces)

    async def scenario(live: Live, store: Path) -> None:
        await interrupted(live, store, 200)
        moved = listed[start : start + rows]
        del listed[start : start + rows]
        listed[end:end] = moved
        run = await sync(live, store, whole(LIST))
        there = {str(record["sourcedId"]) for record in listed}
        assert not run.complete or there <= set(sent(store, LIST))

    with running(MADE, wrap=between.around) as live, TemporaryDirectory() as folder:
        anyio.run(scenario, live, Path(folder) / "a.db")


@given(changes=_changes, announces=st.booleans())
@settings(max_examples=6)
def test_whatever_came_and_went_in_between_nothing_that_is_there_is_swept(
    changes: list[tuple[bool, int, int]], announces: bool
) -> None:
    """(comes or goes, place, rows), while a list of 350 rows is read that was left after 200."""
    listed = deepcopy(MADE.collections[LIST][:350])
    between = Interference()

    async def scenario(live: Live, store: Path) -> None:
        await sync(live, store, whole(LIST))
        before = set(sent(store, LIST))
        await interrupted(live, store, 200)
        for number, (comes, place, rows) in enumerate(changes):
            new = [{**record, "sourcedId": f"{number} {each}"} for each, record in enumerate(listed[:rows])]
            listed[place : place if comes else place + rows] = new if comes else []
        there = {str(record["sourcedId"]) for record in listed}
        await sync(live, store, whole(LIST), accept=True)
        assert before & there <= set(sent(store, LIST))
        await sync(live, store, whole(LIST), accept=True)
        if there:  # a list of none is not believed
            assert set(sent(store, LIST)) == there

    between.answers[LIST] = paged(listed, announces=announces)
    with running(MADE, wrap=between.around) as live, TemporaryDirectory() as folder:
        anyio.run(scenario, live, Path(folder) / "a.db")
