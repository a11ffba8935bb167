"""A sync limited to schools: all that is theirs comes, nothing that is others' is touched."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.responses import Response

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.errors import UsageError
from rosterdesk.model.rows import Run
from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import plan
from tests.sync.interference import Interference
from tests.sync.services import KEY, MADE, records, runs, sent, sync

pytestmark = pytest.mark.anyio

FIRST, SECOND, _THIRD = (org["sourcedId"] for org in MADE.collections["orgs"] if org["type"] == "school")
NESTED = ("classes", "enrollments", "courses", "students", "teachers")
USUAL = ("orgs", "academicSessions", "classes", "enrollments", "courses", "users")


async def limited(
    live: Live, store: Path, *schools: str, also: tuple[str, ...] = (), full: bool = False, accept: bool = False
) -> Run:
    """A sync of these schools alone."""
    with Writer(store, KEY) as writer:
        before = writer.runs()
    now = datetime.now(UTC)
    return await sync(live, store, plan(before, schools=schools, also=also, full=full, now=now), now=now, accept=accept)


def refers(record: Mapping[str, Any], field: str, targets: set[str]) -> bool:
    value = record.get(field) or []
    return any(each["sourcedId"] in targets for each in (value if isinstance(value, list) else [value]))


def theirs(roster: District, *schools: str) -> dict[str, set[str]]:
    """The ids of all that a sync limited to these schools brings."""
    wanted = set(schools)
    of = roster.collections
    students = [user for user in of["users"] if user["role"] == "student" and refers(user, "orgs", wanted)]
    guardians = {str(agent["sourcedId"]) for user in students for agent in user.get("agents") or ()}  # type: ignore[attr-defined]
    return {
        **{name: set(records(roster, name)) for name in ("orgs", "academicSessions")},
        "classes": {str(each["sourcedId"]) for each in of["classes"] if refers(each, "school", wanted)},
        "enrollments": {str(each["sourcedId"]) for each in of["enrollments"] if refers(each, "school", wanted)},
        "courses": {str(each["sourcedId"]) for each in of["courses"] if refers(each, "org", wanted)},
        "users": guardians
        | {
            str(user["sourcedId"])
            for user in of["users"]
            if user["role"] in {"student", "teacher"} and refers(user, "orgs", wanted)
        },
    }


def stored(store: Path) -> dict[str, set[str]]:
    return {name: set(sent(store, name)) for name in USUAL}


@pytest.mark.parametrize("schools", [(FIRST,), (FIRST, SECOND)])
async def test_all_that_is_theirs_comes_with_the_guardians_of_their_students(
    live: Live, roster: District, between: Interference, store: Path, schools: tuple[str, ...]
) -> None:
    run = await limited(live, store, *schools)
    assert (run.complete, run.schools) == (True, tuple(sorted(schools)))
    assert stored(store) == theirs(roster, *schools)
    assert not any(between.requests(name) for name in NESTED)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 501])
async def test_where_schools_have_no_lists_of_their_own_theirs_is_taken_from_the_districts(
    live: Live, roster: District, between: Interference, store: Path, status: int
) -> None:
    for name in NESTED:
        between.refuse(f"schools/*/{name}", status)
    run = await limited(live, store, FIRST)
    assert run.complete
    assert stored(store) == theirs(roster, FIRST)


async def test_a_list_that_the_key_may_not_read_is_told(live: Live, between: Interference, store: Path) -> None:
    for name in ("schools/*/enrollments", "enrollments"):
        between.refuse(name, 403)
    run = await limited(live, store, FIRST)
    assert [name for name, state in run.collections.items() if not state.complete] == ["enrollments"]
    assert "may not read that" in run.collections["enrollments"].why


@pytest.mark.parametrize("schools", [("nowhere",), (FIRST, "nowhere")])
async def test_an_unknown_school_is_said_before_anything_is_changed(
    live: Live, store: Path, schools: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError, match="no school “nowhere”"):
        await limited(live, store, *schools)
    assert runs(store) == []


async def test_a_school_is_known_where_only_schools_may_be_read(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    between.refuse("orgs", 403)
    run = await limited(live, store, FIRST)
    assert [name for name, state in run.collections.items() if not state.complete] == ["orgs"]
    assert set(sent(store, "classes")) == theirs(roster, FIRST)["classes"]


async def test_the_second_sync_of_a_school_asks_for_changes_and_for_guardians_who_are_new(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await limited(live, store, FIRST)
    here, users = theirs(roster, FIRST)["users"], roster.collections["users"]
    student = next(user for user in users if user["role"] == "student" and str(user["sourcedId"]) in here)
    stranger = next(user for user in users if user["role"] == "guardian" and str(user["sourcedId"]) not in here)
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    student.update(agents=[{"sourcedId": stranger["sourcedId"]}], dateLastModified=now)
    live.service.forget()
    between.asked.clear()
    run = await limited(live, store, FIRST)
    assert (run.kind, run.complete) == ("delta", True)
    assert all("filter" in query for name in NESTED for query in between.requests(f"schools/*/{name}"))
    assert len(between.requests("users/*")) == 1
    assert str(stranger["sourcedId"]) in sent(store, "users")


async def test_what_a_school_no_longer_lists_is_gone_and_what_is_others_stays(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store)
    before = stored(store)
    leaving = [
        user for user in roster.collections["users"] if user["role"] == "student" and refers(user, "orgs", {FIRST})
    ][1:]
    orphans = {
        str(agent["sourcedId"])
        for user in leaving
        for agent in user["agents"]  # type: ignore[attr-defined]
    }
    ids = {str(user["sourcedId"]) for user in leaving}
    classes = [each for each in roster.collections["classes"] if refers(each, "school", {FIRST})][:2]
    roster.collections["users"][:] = [
        user for user in roster.collections["users"] if str(user["sourcedId"]) not in ids | orphans
    ]
    for each in classes:
        roster.collections["classes"].remove(each)
    live.service.forget()
    run = await limited(live, store, FIRST, full=True, accept=True)
    assert run.complete
    after = stored(store)
    assert before["classes"] - after["classes"] == {str(each["sourcedId"]) for each in classes}
    gone = before["users"] - after["users"]
    assert ids <= gone <= ids | orphans
    assert gone & orphans
    assert after["enrollments"] == before["enrollments"]


async def test_guardians_of_two_schools_stay_while_one_of_them_has_their_student(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store)
    guardian = next(user for user in roster.collections["users"] if user["role"] == "guardian")
    elsewhere = next(
        user for user in roster.collections["users"]
        if user["role"] == "student" and refers(user, "orgs", {SECOND})
    )  # fmt: skip
    before = sent(store, "users")
    elsewhere["agents"] = [{"sourcedId": guardian["sourcedId"]}]
    live.service.forget()
    await limited(live, store, SECOND, full=True)
    roster.collections["users"].remove(guardian)
    live.service.forget()
    await limited(live, store, FIRST, full=True)
    assert guardian["sourcedId"] in sent(store, "users")
    assert len(before) == len(sent(store, "users"))


async def test_of_optional_lists_only_what_belongs_to_who_is_here_is_kept(
    live: Live, roster: District, store: Path
) -> None:
    wanted = ("demographics", "resources", "categories", "lineItems", "results")
    run = await limited(live, store, SECOND, also=wanted)
    assert run.complete
    here = stored(store)
    of = roster.collections
    assert set(sent(store, "demographics")) == {str(each["sourcedId"]) for each in of["demographics"]} & here["users"]
    for name, field, owners in (("lineItems", "class", "classes"), ("results", "student", "users")):
        assert set(sent(store, name)) == {
            str(each["sourcedId"]) for each in of[name] if refers(each, field, here[owners])
        }
        assert 0 < len(sent(store, name)) < len(of[name])
    assert len(sent(store, "categories")) == len(of["categories"])
    used = {
        str(each["sourcedId"])
        for name in ("classes", "courses")
        for record in of[name]
        if str(record["sourcedId"]) in here[name]
        for each in record.get("resources") or ()  # type: ignore[attr-defined]
    }
    assert set(sent(store, "resources")) == used


async def test_a_limited_sync_of_optional_lists_sweeps_nothing_of_others(
    live: Live, roster: District, store: Path
) -> None:
    await sync(live, store)
    await sync(live, store, plan([], asked=("lineItems", "results"), now=datetime.now(UTC)))
    gone = roster.collections["results"].pop()
    live.service.forget()
    await limited(live, store, FIRST, also=("lineItems", "results"), full=True)
    assert set(sent(store, "lineItems")) == set(records(roster, "lineItems"))
    assert set(sent(store, "results")) == set(records(roster, "results"))
    assert gone["sourcedId"] not in sent(store, "results")


async def test_guardians_who_cannot_be_asked_for_are_told(live: Live, between: Interference, store: Path) -> None:
    between.refuse("users/*", 403)
    between.refuse("users", 403)
    run = await limited(live, store, FIRST)
    assert [name for name, state in run.collections.items() if not state.complete] == ["users"]
    assert run.collections["users"].why.endswith("so guardians are missing.")


async def test_who_is_enrolled_from_another_school_comes_too(live: Live, roster: District, store: Path) -> None:
    enrollment = next(each for each in roster.collections["enrollments"] if refers(each, "school", {FIRST}))
    elsewhere = next(user for user in roster.collections["users"]
                     if user["role"] == "student" and refers(user, "orgs", {SECOND}))  # fmt: skip
    enrollment["user"] = {"sourcedId": elsewhere["sourcedId"]}
    live.service.forget()
    run = await limited(live, store, FIRST)
    assert run.complete
    assert sent(store, "users")[str(elsewhere["sourcedId"])] == elsewhere
    elsewhere["familyName"] = "Changed"
    live.service.forget()
    await limited(live, store, FIRST, full=True)
    assert sent(store, "users")[str(elsewhere["sourcedId"])] == elsewhere


async def test_so_many_guardians_are_had_of_the_list_of_all_people(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    users = roster.collections["users"]
    student = next(user for user in users if user["role"] == "student" and refers(user, "orgs", {FIRST}))
    student["agents"] = [{"sourcedId": f"guardian {number}"} for number in range(5_001)]
    live.service.forget()
    run = await limited(live, store, FIRST)
    assert run.complete
    assert run.collections["users"].why.endswith("5,001 people are named that the service does not know.")
    assert not between.requests("users/*")
    assert stored(store)["users"] == theirs(roster, FIRST)["users"] - {f"guardian {number}" for number in range(5_001)}


async def test_guardians_whom_the_service_does_not_know_are_counted(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    unknown = iter((True, True))
    between.answers["users/*"] = lambda _query: Response(b"{}", 404) if next(unknown, False) else None
    run = await limited(live, store, FIRST)
    assert run.complete
    assert run.collections["users"].why.endswith("2 people are named that the service does not know.")
    assert len(theirs(roster, FIRST)["users"]) - len(sent(store, "users")) == 2


async def test_where_no_single_person_can_be_had_guardians_who_are_here_stay(
    live: Live, between: Interference, store: Path
) -> None:
    await limited(live, store, FIRST)
    before = sent(store, "users")
    for name in ("users/*", "users"):
        between.refuse(name, 404)
    run = await limited(live, store, FIRST, full=True)
    assert not run.complete
    assert sent(store, "users") == before


@pytest.mark.parametrize("status", [403, 404, 501])
async def test_where_no_single_record_can_be_had_guardians_are_taken_from_the_list_of_all_people(
    live: Live, roster: District, between: Interference, store: Path, status: int
) -> None:
    between.refuse("users/*", status)
    run = await limited(live, store, FIRST)
    assert run.complete
    assert stored(store)["users"] == theirs(roster, FIRST)["users"]


async def test_an_empty_list_of_a_school_that_had_records_is_not_believed(
    live: Live, between: Interference, store: Path
) -> None:
    await limited(live, store, FIRST)
    before = stored(store)
    between.answers["schools/*/classes"] = lambda _query: Response(msgspec.json.encode({"classes": []}))
    run = await limited(live, store, FIRST, full=True)
    assert run.collections["classes"].why.startswith("The service lists none any more")
    assert stored(store) == before


async def test_one_school_of_two_whose_list_is_suddenly_empty_is_not_believed(
    live: Live, between: Interference, store: Path
) -> None:
    await limited(live, store, FIRST, SECOND)
    before = stored(store)
    empty = iter((True,))
    between.answers["schools/*/classes"] = lambda _query: (
        Response(msgspec.json.encode({"classes": []})) if next(empty, False) else None
    )
    run = await limited(live, store, FIRST, SECOND, full=True)
    assert not run.collections["classes"].complete
    assert stored(store) == before


async def test_courses_of_the_district_come_one_by_one_where_a_school_lists_its_own_alone(
    live: Live, roster: District, store: Path
) -> None:
    district = roster.collections["orgs"][0]["sourcedId"]
    taken: dict[str, Any] = next(each for each in roster.collections["classes"] if refers(each, "school", {FIRST}))
    course: dict[str, Any] = next(
        each for each in roster.collections["courses"] if each["sourcedId"] == taken["course"]["sourcedId"]
    )
    course["org"] = {"sourcedId": district}
    live.service.forget()
    run = await limited(live, store, FIRST)
    assert run.complete
    assert sent(store, "courses")[course["sourcedId"]] == course
    later: dict[str, Any] = next(
        each for each in roster.collections["courses"] if not refers(each, "org", {FIRST}) and each is not course
    )
    taken.update(
        course={"sourcedId": later["sourcedId"]}, dateLastModified=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    )
    live.service.forget()
    run = await limited(live, store, FIRST)
    assert (run.kind, run.complete) == ("delta", True)
    assert later["sourcedId"] in sent(store, "courses")


async def test_a_district_is_no_school(live: Live, roster: District, store: Path) -> None:
    district = next(str(org["sourcedId"]) for org in roster.collections["orgs"] if org["type"] == "district")
    for _ in range(2):
        with pytest.raises(UsageError, match="not a school"):
            await limited(live, store, FIRST, district)
        assert runs(store) == []
        await limited(live, store.with_name("other.db"), FIRST)


@pytest.mark.parametrize("body", [{"user": None}, {"user": {"sourcedId": "somebody-else", "role": "guardian"}}])
async def test_one_guardian_who_is_garbled_is_told_and_stays_and_the_rest_comes(
    live: Live, roster: District, between: Interference, store: Path, body: Any
) -> None:
    await limited(live, store, FIRST)
    before = sent(store, "users")
    garbled = iter((True,))
    between.answers["users/*"] = lambda _query: (
        Response(msgspec.json.encode(body), media_type="application/json") if next(garbled, False) else None
    )
    leaving = next(
        user for user in roster.collections["users"] if user["role"] == "teacher" and refers(user, "orgs", {FIRST})
    )
    roster.collections["users"].remove(leaving)
    live.service.forget()
    run = await limited(live, store, FIRST, full=True)
    assert [name for name, state in run.collections.items() if not state.complete] == ["users"]
    assert run.collections["users"].why.endswith("1 person is missing: the service answers with something else.")
    assert before.keys() - sent(store, "users").keys() == {leaving["sourcedId"]}


async def test_what_was_bent_of_other_schools_is_not_counted(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    for each in roster.collections["classes"]:
        each["dateLastModified"] = "2026-01-31 12:34:56.789-05:00"
    live.service.forget()
    between.refuse("schools/*/classes", 404)
    run = await limited(live, store, FIRST)
    (count,) = run.collections["classes"].bent.values()
    assert count == len(sent(store, "classes")) < len(roster.collections["classes"])
