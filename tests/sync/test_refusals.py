"""What a sync makes of lists that are refused, fail or are not believed."""

from pathlib import Path

import msgspec
import pytest
from starlette.responses import Response

from rosterdesk.demo import access
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import NotOneRosterError, ServiceRefusedError, ServiceUnreachableError
from rosterdesk.model.fields import BASES
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from tests.sync.interference import Answer, Interference
from tests.sync.services import KEY, USUAL, StoppedError, records, sent, source, stop_at, sync, whole

pytestmark = pytest.mark.anyio


async def test_what_the_scopes_of_a_key_leave_out_is_a_fact(roster: District, store: Path) -> None:
    with running(roster, scopes=(access.CORE, access.ROSTER)) as live:
        run = await sync(live, store, whole(*USUAL, "demographics"))
    state = run.collections["demographics"]
    assert (run.complete, state.complete, state.refused) == (True, False, True)
    assert "may not read that (HTTP 403)" in state.why


async def test_a_list_that_is_not_there_is_told_and_made_good_by_the_next_sync(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.refuse("courses", 404)
    run = await sync(live, store)
    assert not run.complete
    assert "nothing at that address (HTTP 404)" in run.collections["courses"].why
    assert [name for name, state in run.collections.items() if not state.complete] == ["courses"]
    between.answers.clear()
    run = await sync(live, store)
    assert run.complete
    assert {name: state.kind for name, state in run.collections.items()} == dict.fromkeys(USUAL, "delta") | {
        "courses": "full"
    }
    assert sent(store, "courses") == records(roster, "courses")


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
    await sync(live, store, whole(*USUAL))
    assert sent(store, "users") == records(roster, "users")


async def test_a_list_that_is_suddenly_empty_is_not_believed(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.answers["enrollments"] = lambda _query: Response('{"enrollments": []}', media_type="application/json")
    run = await sync(live, store, whole(*USUAL))
    assert not run.collections["enrollments"].complete
    assert run.collections["enrollments"].why.startswith("The service lists none any more")
    assert sent(store, "enrollments") == records(roster, "enrollments")


async def test_a_list_that_is_suddenly_empty_is_believed_where_somebody_says_that_it_is_right(
    live: Live, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.answers["enrollments"] = lambda _query: Response('{"enrollments": []}', media_type="application/json")
    doubted = (await sync(live, store, whole(*USUAL))).collections["enrollments"]
    assert doubted.why.endswith("accept the empty list: sync again with --accept.")
    run = await sync(live, store, accept=True)  # which reads whole what was not had whole
    assert (run.complete, run.collections["enrollments"].why) == (True, "")
    assert run.collections["enrollments"].removed > 0
    assert sent(store, "enrollments") == {}
    assert (await sync(live, store)).complete, "a list that had none may have none"


async def test_an_empty_list_is_not_believed_by_the_run_that_is_taken_up_either(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    with pytest.raises(StoppedError):
        await sync(live, store, whole(*USUAL), stop_at("users", 100))
    between.answers["users"] = lambda _query: Response('{"users": []}', media_type="application/json")
    run = await sync(live, store, whole(*USUAL))
    assert (run.run, run.collections["users"].complete) == (2, False)
    assert sent(store, "users") == records(roster, "users")


async def test_people_who_were_refused_stay_when_the_run_is_taken_up(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.refuse("users", 403)
    with pytest.raises(StoppedError):
        await sync(live, store, whole(*USUAL), stop_at("classes", 0))
    between.asked.clear()
    run = await sync(live, store, whole(*USUAL))
    assert (run.run, run.collections["users"].complete) == (2, False)
    assert run.collections["users"].why.startswith("The service lists students and teachers only")
    assert sent(store, "users") == records(roster, "users")
    assert not between.requests("students")


def too_busy(_query: object) -> Response:
    """So busy that asking again is not worth the wait."""
    return Response(b"{}", 503, headers={"Retry-After": "86400"})


def a_login_page(_query: object) -> Response:
    return Response("<html>Log in</html>", media_type="text/html")


async def test_a_list_that_fails_is_told_and_the_rest_comes(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.answers["orgs"] = too_busy
    run = await sync(live, store)
    assert "The service is busy" in run.collections["orgs"].why
    assert [name for name, state in run.collections.items() if not state.complete] == ["orgs"]
    assert sent(store, "enrollments") == records(roster, "enrollments")


@pytest.mark.parametrize("answer", [too_busy, a_login_page])
async def test_an_optional_list_that_fails_makes_the_run_incomplete_and_spoils_nothing(
    live: Live, roster: District, between: Interference, store: Path, answer: Answer
) -> None:
    between.answers["demographics"] = answer
    run = await sync(live, store, whole(*USUAL, "demographics"))
    assert (run.complete, run.collections["demographics"].refused) == (False, False)
    assert run.ended is not None
    assert [name for name, state in run.collections.items() if not state.complete] == ["demographics"]
    assert sent(store, "enrollments") == records(roster, "enrollments")


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


async def test_a_page_that_is_no_roster_is_told_and_the_rest_comes(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    between.answers["users"] = a_login_page
    del roster.collections["enrollments"][0]
    live.service.forget()
    run = await sync(live, store, whole(*USUAL))
    assert [name for name, state in run.collections.items() if not state.complete] == ["users", "enrollments"]
    assert "a web page" in run.collections["users"].why
    assert run.collections["enrollments"].why == "What came is shown when the list of people has come as well."
    for name in USUAL:
        assert (sent(store, name) == records(roster, name)) is (name != "enrollments")
    del between.answers["users"]
    for _ in range(2):  # what is gone of a list that waited is known when it was read again
        assert (await sync(live, store, whole(*USUAL))).complete
    for name in USUAL:
        assert sent(store, name) == records(roster, name)


@pytest.mark.parametrize("status", [200, 403])
async def test_a_list_that_breaks_in_its_midst_is_not_shown_and_neither_is_what_needs_it(
    live: Live, roster: District, between: Interference, store: Path, status: int
) -> None:
    """Of people of whom all are renamed, a part comes; whose enrollments all are others."""
    await sync(live, store, page_size=20)
    before = {name: sent(store, name) for name in USUAL}
    for user in roster.collections["users"]:
        user["familyName"] = "Renamed"
    for enrollment in roster.collections["enrollments"]:
        enrollment["sourcedId"] = f"new-{enrollment['sourcedId']}"
    roster.collections["courses"][0]["title"] = "Renamed"
    live.service.forget()
    between.answers["users"] = lambda query: (
        None if query["offset"] == ["0"] else Response("<html>", status, media_type="text/html")
    )
    between.refuse("students", 403)  # which is asked for where the list of all is refused
    run = await sync(live, store, whole(*USUAL), page_size=20)
    assert not run.complete
    assert run.collections["users"].why.startswith("Stopped after 20 of ")
    assert {name for name in USUAL if sent(store, name) != before[name]} == {"courses"}
    del between.answers["users"]
    between.asked.clear()
    run = await sync(live, store, whole(*USUAL), page_size=20, accept=True)
    assert not between.requests("enrollments")
    assert run.complete
    assert sent(store, "users") == records(roster, "users")
    assert sent(store, "enrollments").keys() >= records(roster, "enrollments").keys()
    await sync(live, store, whole(*USUAL), page_size=20, accept=True)
    assert sent(store, "enrollments") == records(roster, "enrollments")


async def test_where_every_page_is_no_roster_the_sync_fails(live: Live, between: Interference, store: Path) -> None:
    for name in BASES:
        between.answers[name] = a_login_page
    with pytest.raises(NotOneRosterError):
        await sync(live, store)


async def test_where_all_that_was_asked_for_is_refused_the_sync_fails(
    live: Live, between: Interference, store: Path
) -> None:
    for name in ("results", "resources"):
        between.refuse(name, 403)
    with pytest.raises(ServiceRefusedError, match="may not read that"):
        await sync(live, store, whole("resources", "results"))
    run = await sync(live, store, whole("resources", "lineItems", "results"))
    assert run.complete


async def test_a_key_that_is_refused_everywhere_is_no_fact_of_one_list(
    live: Live, between: Interference, store: Path
) -> None:
    for name in ("demographics", "orgs"):
        between.refuse(name, 401)
    with pytest.raises(ServiceRefusedError, match="rejected the credentials"):
        await sync(live, store, whole("demographics", "results"))
    assert not between.requests("results")


async def test_optional_lists_at_another_host_that_is_down_spoil_nothing(
    live: Live, roster: District, store: Path
) -> None:
    away = msgspec.structs.replace(source(live), gradebook_url="http://127.0.0.1:1/ims/oneroster/v1p1")
    timing = Timing(pause=no_pause)
    with Writer(store, KEY) as writer:
        async with Client(away, live.client_secret, timing=timing) as client:
            run = await engine.sync(client, writer, whole("orgs", "demographics", "results", "resources"))
    assert [name for name, state in run.collections.items() if not state.complete] == ["results"]
    assert "127.0.0.1" in run.collections["results"].why
    assert sent(store, "demographics") == records(roster, "demographics")


async def test_the_rosters_own_host_out_of_reach_ends_the_sync_in_an_optional_list_too(live: Live, store: Path) -> None:
    down = msgspec.structs.replace(source(live), url="http://127.0.0.1:1/ims/oneroster/v1p1")
    with Writer(store, KEY) as writer:
        async with Client(down, live.client_secret, timing=Timing(pause=no_pause)) as client:
            with pytest.raises(ServiceUnreachableError):
                await engine.sync(client, writer, whole("demographics", "results"))


async def no_pause(_seconds: float) -> None:
    pass


async def test_of_two_lists_one_that_is_suddenly_empty_is_not_believed(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.refuse("users", 404)
    await sync(live, store)
    before = sent(store, "users")
    between.answers["students"] = lambda _query: Response('{"users": []}', media_type="application/json")
    await sync(live, store, whole(*USUAL))
    assert sent(store, "users") == before


async def test_who_is_gone_from_the_lists_of_students_and_teachers_is_gone_and_nobody_else(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store)
    gone = next(user for user in roster.collections["users"] if user["role"] == "student")
    roster.collections["users"].remove(gone)
    live.service.forget()
    between.refuse("users", 404)
    run = await sync(live, store, whole(*USUAL))
    assert not run.complete
    assert sent(store, "users") == records(roster, "users")


async def test_a_key_that_sees_nothing_at_all_is_told(live: Live, between: Interference, store: Path) -> None:
    for name in USUAL:
        between.answers[name] = lambda _query, name=name: Response(  # type: ignore[misc]
            msgspec.json.encode({name: []}), headers={"X-Total-Count": "0"}
        )
    run = await sync(live, store)
    assert not run.complete
    assert "this key sees nothing" in run.collections["orgs"].why


@pytest.mark.parametrize("status", [401, 403, 404, 405])
@pytest.mark.parametrize("asked", [("resources", "results"), ("orgs", "resources", "results")])
async def test_an_optional_list_that_is_refused_is_a_fact_and_spoils_nothing(
    live: Live, roster: District, between: Interference, store: Path, status: int, asked: tuple[str, ...]
) -> None:
    between.refuse("resources", status)
    run = await sync(live, store, whole(*asked))
    assert run.complete
    assert run.collections["resources"].refused
    assert f"(HTTP {status})" in run.collections["resources"].why
    for name in asked:
        assert name == "resources" or sent(store, name) == records(roster, name)
