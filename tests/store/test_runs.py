"""The journal of syncs: what a run goes on with, what it may take for gone, and from when on changes are asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rosterdesk.model.entities import Ref, User
from rosterdesk.model.query import Query
from rosterdesk.model.rows import CollectionState
from rosterdesk.store.file import connection
from rosterdesk.store.writer import Writer
from rosterdesk.store.writing.journal import ListState
from tests.store import roster
from tests.store.roster import ANA, KEY, STARTED, ids, item, items, sync


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def listed(path: Path, collection: str = "users") -> list[str]:
    with roster.reader(path) as reader:
        return sorted(ids(reader, Query(collection=collection)))


@pytest.mark.parametrize(
    ("kind", "complete", "doubtful"), [("delta", True, False), ("full", False, False), ("full", True, True)]
)
def test_nothing_is_swept_unless_all_was_listed(path: Path, kind: Any, complete: bool, doubtful: bool) -> None:
    roster.store(path)
    before = listed(path)
    with Writer(path, KEY) as writer:
        writer.begin({"users": kind}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"][:2]), received=2, total=2)
        writer.end_list("users", "users", doubtful=doubtful)
        writer.end_collection("users", complete=complete)
        run = writer.end()
    assert run.complete is complete
    assert listed(path) == before


def test_an_interrupted_run_keeps_what_ended_and_goes_on_with_the_rest(path: Path) -> None:
    orgs, users = roster.ROSTER["orgs"], roster.ROSTER["users"]
    with Writer(path, KEY) as writer:
        first = writer.begin({"orgs": "full", "users": "full"}, started=STARTED)
        writer.put("orgs", items(orgs), received=4, total=4)
        writer.end_collection("orgs", complete=False, why="One was left out.")
        writer.put("users", items(users[:3]), received=3, total=8)
    with roster.reader(path) as reader:
        assert reader.runs()[0].ended is None
        assert len(reader.keys(Query(collection="users"))) == 3
    with Writer(path, KEY) as writer:
        assert writer.begin({"orgs": "full", "users": "full"}, started=STARTED + timedelta(hours=1)) == first
        assert [writer.ended(name) for name in ("orgs", "users")] == [True, False]
        assert writer.list_state("users", "users") == ListState(rows=3)
        came = [user.sourced_id for user in users]
        assert writer.preview.goes_on("users", "users", came[1:3], 2)
        assert writer.preview.goes_on("users", "users", came[1:2], 2)
        assert not writer.preview.goes_on("users", "users", came[1:2], 1)
        assert not writer.preview.goes_on("users", "users", came[1:4], 2)
        assert not writer.preview.goes_on("users", "users", [came[2], came[1]], 2)
        assert not writer.preview.goes_on("users", "users", came[:3], 4)
        writer.begin_list("users", "users", 2)
        writer.put("users", items(users[2:]), received=6, total=8)
        writer.end_collection("users", complete=True)
        run = writer.end()
    assert run.collections == {
        "orgs": CollectionState(rows=4, complete=False, why="One was left out.", added=4),
        "users": CollectionState(rows=8, complete=True, added=7),
    }
    assert listed(path) == sorted(user.sourced_id for user in users)


def test_a_list_that_begins_anew_forgets_what_it_brought(path: Path) -> None:
    users = roster.ROSTER["users"]
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(users[:3]), received=4, total=8, bent={"dates": 2}, dropped=1)
        writer.begin_list("users", "users")
        assert writer.list_state("users", "users") == ListState()
        writer.put("users", items(users[2:]), received=6, total=6)
        writer.end_collection("users", complete=True)
        assert writer.end().collections["users"] == CollectionState(rows=6, complete=True, added=5)
    assert listed(path) == sorted(user.sourced_id for user in users[2:])


def test_a_collection_of_several_lists_has_the_rows_of_all_and_is_swept_by_all(path: Path) -> None:
    roster.store(path)
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        for name, chosen in (("students", roster.ROSTER["users"][:3]), ("teachers", roster.ROSTER["users"][2:5])):
            writer.put("users", items(chosen), received=3, total=3, of=name, bent={"roles": 1, name: 2}, dropped=1)
            assert writer.preview.listed("users", name) == 3
        writer.end_collection("users", complete=True)
        state = writer.end().collections["users"]
    assert (state.rows, state.dropped, state.bent) == (6, 2, {"roles": 2, "students": 2, "teachers": 2})
    assert listed(path) == sorted(user.sourced_id for user in roster.ROSTER["users"][:5])


def test_a_run_goes_on_with_the_collections_that_the_last_one_left_in_their_midst(path: Path) -> None:
    users, day = roster.ROSTER["users"], timedelta(days=1)
    with Writer(path, KEY) as writer:
        sync(writer, {"users": users[6:]})
        writer.begin({"users": "full", "orgs": "full"}, started=STARTED)
        writer.put("users", items(users[:3]), received=3, total=5)
        writer.stop_collection("users", "The service is busy.")
        writer.put("orgs", items(roster.ROSTER["orgs"]), received=4, total=4)
        writer.end_collection("orgs", complete=True)
        stopped = writer.end()
        assert stopped.collections["users"].why == "Stopped after 3 of 5 rows: The service is busy."
        assert (stopped.complete, stopped.kind) == (False, "full")
        assert writer.begin({"orgs": "delta", "users": "full"}, started=STARTED + day / 2) == stopped.run + 1
        assert writer.list_state("users", "users").rows == 3
        writer.begin_list("users", "users", 2)
        writer.put("users", items(users[2:5]), received=3, total=5)
        writer.end_collection("users", complete=True)
        writer.end_collection("orgs", complete=True)
        run = writer.end()
        assert (run.run, run.kind, run.complete, run.collections["users"].rows) == (stopped.run + 1, "delta", True, 5)
        assert writer.since("users") == STARTED - timedelta(minutes=5)  # when its first rows came
        assert writer.since("orgs") == STARTED + day / 2 - timedelta(minutes=5)
    assert listed(path) == sorted(user.sourced_id for user in users[:5])


@pytest.mark.parametrize(
    ("kinds", "schools", "later", "anew"),
    [
        ({"users": "delta"}, (), timedelta(0), False),
        ({"orgs": "full"}, (), timedelta(0), False),
        ({"users": "full"}, ("s1",), timedelta(0), False),
        ({"users": "full"}, (), timedelta(days=2), False),
        ({"users": "full"}, (), timedelta(0), True),
    ],
)
def test_what_was_left_in_its_midst_begins_again_where_it_would_not_be_the_same(
    path: Path, kinds: Any, schools: Sequence[str], later: timedelta, anew: bool
) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"]), received=8, total=9)
        writer.stop_collection("users", "The service is busy.")
        writer.end()
        assert rows_of(path, "listed") == 1
        writer.begin(kinds, schools=schools, started=STARTED + later, anew=anew)
        assert writer.list_state("users", "users") == ListState()
    assert rows_of(path, "listed") == 0


def test_a_collection_that_is_read_whole_after_all_begins_again_and_is_swept(path: Path) -> None:
    roster.store(path)
    with Writer(path, KEY) as writer:
        writer.begin({"users": "delta", "orgs": "delta"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"][:1]), received=1, total=1)
        writer.turn_full("users")
        writer.put("users", items(roster.ROSTER["users"][:2]), received=2, total=2)
        for name in ("users", "orgs"):
            writer.end_collection(name, complete=True)
        run = writer.end(accept=True)
    assert {name: (state.kind, state.rows) for name, state in run.collections.items()} == {
        "users": ("full", 2),
        "orgs": ("delta", 0),
    }
    assert run.kind == "delta"
    assert len(listed(path)) == 2
    assert len(listed(path, "orgs")) == 4


def test_a_refused_collection_leaves_the_run_complete(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full", "results": "full"}, started=STARTED)
        writer.end_collection("users", complete=True)
        writer.end_collection("results", complete=False, refused=True, why="Not for this key.")
        run = writer.end()
    assert run.complete
    assert run.collections["results"] == CollectionState(0, complete=False, why="Not for this key.", refused=True)


def test_a_run_says_how_far_it_came(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"orgs": "full", "users": "full"}, started=STARTED, schools=["s2", "s1", "s2"])
        writer.put("orgs", items(roster.ROSTER["orgs"]), received=4, total=1234)
        writer.flush()
        with roster.reader(path) as reader:
            (run,) = reader.runs()
    assert (run.ended, run.complete, run.schools) == (None, False, ("s1", "s2"))
    assert {name: state.why for name, state in run.collections.items()} == {
        "orgs": "4 of 1,234 rows came so far.",
        "users": "It was not read yet.",
    }


def test_one_record_is_stored_outside_of_a_run_and_says_whether_it_changed(path: Path) -> None:
    roster.store(path)
    known = roster.ROSTER["users"][1]
    with Writer(path, KEY) as writer:
        assert not writer.amend("students", item(known))
        assert writer.amend("students", item(User(sourced_id="bo", given_name="Bobby", role="teacher")))
        assert writer.amend("users", item(User(sourced_id="new", given_name="New", role="student")))
        assert writer.preview.present("users", ["bo", "new", "lost", "never"]) == {"bo", "new"}
        assert {"bo", "new", "lost"} <= writer.preview.mentioned("users")
        assert len(writer.runs()) == 1
    with roster.reader(path) as reader:
        assert [found.sourced_id for found in reader.find("bobby")] == ["bo"]
        assert reader.tally()["teachers", ""] == 3


def test_demographics_are_counted_where_a_person_who_is_read_again_is_now(path: Path) -> None:
    roster.store(path)
    with roster.reader(path) as reader:
        before = reader.tally()
    (of,) = {each.sourced_id for each in roster.ROSTER["demographics"]} & {
        each.sourced_id for each in roster.ROSTER["users"]
    }
    with Writer(path, KEY) as writer:
        assert writer.amend("users", item(User(sourced_id=of, given_name="Ana", role="student", orgs=[Ref("a1")])))
    with roster.reader(path) as reader:
        after = reader.tally()
    assert before["demographics", "s2"] == 1
    assert (after.get(("demographics", "s2"), 0), after["demographics", "a1"]) == (0, 1)


def test_the_service_s_clock_makes_a_run_older_and_never_younger(path: Path) -> None:
    hour = timedelta(hours=1)
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.begin_list("users", "users", clock=STARTED - hour)
        writer.begin_list("users", "users", clock=STARTED + hour)
        writer.end_collection("users", complete=True)
        assert datetime.fromisoformat(writer.end().started) == STARTED - hour
        assert writer.since("users") == STARTED - hour - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("behind", "known"), [(timedelta(0), True), (timedelta(milliseconds=400), True), (timedelta(seconds=2), False)]
)
def test_a_clock_that_tells_whole_seconds_was_not_set_back(path: Path, behind: timedelta, known: bool) -> None:
    first = STARTED.replace(microsecond=500_000)
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=first)
        writer.end_collection("users", complete=True)
        writer.end()
        writer.begin({"users": "delta"}, started=first - behind)
        assert (writer.since("users") is not None) is known


@pytest.mark.parametrize(("doubtful", "known"), [(True, False), (False, True)])
def test_after_a_list_that_was_in_doubt_changes_will_not_do(path: Path, doubtful: bool, known: bool) -> None:
    with Writer(path, KEY) as writer:
        sync(writer, {"users": []})
        writer.begin({"users": "full"}, started=STARTED + timedelta(hours=1))
        writer.end_list("users", "users", doubtful=doubtful)
        writer.end_collection("users", complete=True)
        writer.end()
        writer.begin({"users": "delta"}, started=STARTED + timedelta(hours=2))
        assert (writer.since("users") is not None) is known


def test_records_without_an_id_may_be_some_that_are_here_unless_there_always_were_as_many(path: Path) -> None:
    users = roster.ROSTER["users"]

    def loses(came: int, nameless: int) -> bool:
        with Writer(path, KEY) as writer:
            writer.begin({"users": "full"}, started=STARTED, anew=True)
            writer.put("users", items(users[:came]), received=came + nameless, total=None, dropped=nameless)
            lost = writer.preview.loses("users", nameless)
            writer.end_collection("users", complete=not lost)
            writer.end()
        return lost

    assert not loses(len(users), 0)
    assert loses(len(users) - 2, 2)
    assert not loses(len(users), 2)
    assert not loses(len(users) - 2, 2)
    assert len(listed(path)) == len(users) - 2


def test_what_was_stored_while_a_run_was_left_in_its_midst_is_not_swept_by_it(path: Path) -> None:
    roster.store(path)
    users, new = roster.ROSTER["users"], User(sourced_id="new", given_name="New", role="student")
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(users[:4]), received=4, total=8)
    with Writer(path, KEY) as writer:
        assert writer.amend("users", item(new))
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(users[4:7]), received=3, total=7)
        assert writer.preview.listed("users", "users") == 7
        writer.end_collection("users", complete=True)
        writer.end()
    assert listed(path) == sorted(user.sourced_id for user in (*users[:7], new))
    with Writer(path, KEY) as writer:
        sync(writer, {"users": users})
    assert "new" not in listed(path)


@pytest.mark.parametrize(
    ("collection", "remaining", "gone"),
    [
        ("classes", (), {"m7", "hr"}),
        ("classes", ("hr",), {"m7"}),
        ("enrollments", ("e1",), {"e2", "e3", "e4", "e5", "e6"}),
        ("courses", (), set()),  # the district's
        # Cy is at another school too, and so is Tom's principal; of Solo and of aides no list of a school tells.
        ("users", (), {ANA, "bo", "t1", "g1"}),
        ("users", (ANA,), {"bo", "t1", "g1"}),
        ("users", (ANA, "g1"), {"bo", "t1"}),
        ("orgs", ("s2",), {"d", "s1", "a1"}),
    ],
)
def test_of_some_schools_only_what_is_theirs_and_nobody_elses_is_swept(
    path: Path, collection: str, remaining: tuple[str, ...], gone: set[str]
) -> None:
    roster.store(path)
    before = set(listed(path, collection))
    kept = [each for each in roster.ROSTER[collection] if each.sourced_id in remaining]
    with Writer(path, KEY) as writer:
        writer.begin({collection: "full"}, schools=["s2"], started=STARTED)
        writer.put(collection, items(kept), received=len(kept), total=None)
        writer.end_collection(collection, complete=True)
        writer.end(accept=True)
    assert before - set(listed(path, collection)) == gone


def test_guardians_whom_anybody_else_names_stay(path: Path) -> None:
    roster.store(path)
    sister = User(sourced_id="sis", role="student", orgs=[Ref("s1")], agents=[Ref("g1")])
    with Writer(path, KEY) as writer:
        writer.amend("users", item(sister))
        writer.begin({"users": "full"}, schools=["s2"], started=STARTED)
        assert writer.preview.named() == []
        writer.put("users", [item(roster.ROSTER["users"][0])], received=1, total=None)
        assert writer.preview.named() == ["g1", "lost"]
        assert writer.preview.lacking("users", [ANA, "g1", "lost", "never"]) == ["g1", "lost", "never"]
        writer.keep("users", "named", ["g1", "lost"])
        assert writer.preview.lacking("users", [ANA, "g1", "lost"]) == ["lost"]
        writer.end_collection("users", complete=True)
        writer.end()
    assert {"g1", "sis"} <= set(listed(path))


def test_the_courses_of_schools_are_those_of_their_classes(path: Path) -> None:
    roster.store(path)
    with Writer(path, KEY) as writer:
        writer.begin({"courses": "full"}, schools=["s2", "nowhere"], started=STARTED)
        assert writer.preview.courses() == ["math"]


def test_what_a_run_listed_is_forgotten_when_it_ends(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"]), received=8, total=8)
        assert rows_of(path, "listed") == 1
        writer.end_collection("users", complete=True)
        writer.end()
    assert rows_of(path, "listed") == 0


def rows_of(path: Path, table: str) -> int:
    opened = connection.open_reader(path, KEY)
    rows = opened.execute(f"SELECT count(*) FROM {table}").get
    opened.close()
    return int(rows)


@pytest.mark.parametrize(
    ("kind", "collections", "schools", "later"),
    [
        ("full", ["users", "orgs"], (), timedelta(0)),
        ("full", ["users"], ("s1",), timedelta(0)),
        ("full", ["users"], (), timedelta(days=2)),
        ("full", ["users"], (), timedelta(days=-2)),
    ],
)
def test_another_run_starts_anew(
    path: Path, kind: Any, collections: list[str], schools: Sequence[str], later: timedelta
) -> None:
    with Writer(path, KEY) as writer:
        first = writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"][:3]), received=3, total=8)
        assert writer.begin(dict.fromkeys(collections, kind), schools=schools, started=STARTED + later) == first + 1
        assert not writer.ended("users")
        writer.end()
    with roster.reader(path) as reader:
        assert [run.run for run in reader.runs()] == [first + 1, first]


def test_where_changes_would_do_an_interrupted_full_run_is_gone_on_with(path: Path) -> None:
    with Writer(path, KEY) as writer:
        first = writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"]), received=8, total=9)
        assert writer.begin({"users": "delta"}, started=STARTED + timedelta(hours=1)) == first
        assert writer.kind("users") == "full"


@pytest.mark.parametrize(
    ("had", "wanted", "known"),
    [((), ("s1",), True), (("s1",), (), False), (("s1", "s2"), ("s2",), True), (("s1",), ("s1", "s2"), False)],
)
def test_changes_are_asked_for_where_an_earlier_run_had_all_of_these_schools(
    path: Path, had: Sequence[str], wanted: Sequence[str], known: bool
) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, schools=had, started=STARTED)
        writer.end_collection("users", complete=True)
        writer.end()
        writer.begin({"users": "delta"}, schools=wanted, started=STARTED + timedelta(days=1))
        assert (writer.since("users") is not None) is known


def test_a_delta_asks_from_the_start_of_the_last_complete_run_less_an_overlap(path: Path) -> None:
    with Writer(path, KEY) as writer:
        assert writer.since("users") is None
        sync(writer, {"users": [], "orgs": []})
        assert writer.since("users") == STARTED - timedelta(minutes=5)
        writer.begin({"users": "delta", "orgs": "delta"}, started=STARTED + timedelta(days=1))
        writer.end_collection("users", complete=True)
        writer.end_collection("orgs", complete=False, why="The service refused.")
        run = writer.end()
        assert run.collections["orgs"].why == "The service refused."
        assert not run.complete
        assert writer.since("users") == STARTED + timedelta(days=1, minutes=-5)
        assert writer.since("orgs") == STARTED - timedelta(minutes=5)
        writer.begin({"users": "full"}, schools=["s1"], started=STARTED + timedelta(days=2))
        writer.end_collection("users", complete=True)
        writer.end()
        assert writer.since("users") == STARTED + timedelta(days=2, minutes=-5)
        writer.begin({"users": "delta"}, started=STARTED + timedelta(days=3))
        assert writer.since("users") == STARTED + timedelta(days=1, minutes=-5)


def test_a_clock_that_was_set_back_asks_for_everything(path: Path) -> None:
    with Writer(path, KEY) as writer:
        for ahead in (timedelta(days=30), timedelta(0)):
            writer.begin({"users": "full"}, started=STARTED + ahead)
            assert writer.since("users") is None
            writer.end_collection("users", complete=True)
            writer.end()
        writer.begin({"users": "delta"}, started=STARTED + timedelta(days=1))
        assert writer.since("users") == STARTED - timedelta(minutes=5)


def test_another_zone_is_the_same_moment(path: Path) -> None:
    elsewhere = datetime.fromisoformat("2026-09-30T06:00:00+02:00")
    with Writer(path, KEY) as writer:
        writer.begin({"orgs": "full"}, started=elsewhere)
        writer.end_collection("orgs", complete=True)
        assert writer.end().started == "2026-09-30T04:00:00.000Z"
        assert writer.since("orgs") == datetime(2026, 9, 30, 3, 55, tzinfo=UTC)


def test_a_run_of_a_service_whose_clock_is_far_behind_is_taken_up_by_our_own(path: Path) -> None:
    with Writer(path, KEY) as writer:
        run = writer.begin({"orgs": "full", "users": "full"}, started=STARTED)
        writer.begin_list("users", "users", clock=STARTED - timedelta(hours=25))
        writer.put("users", items(roster.ROSTER["users"][:3]), received=3, total=8)
    with Writer(path, KEY) as writer:
        assert writer.begin({"orgs": "full", "users": "full"}, started=STARTED + timedelta(hours=1)) == run
        writer.begin({"users": "full"}, started=STARTED + timedelta(hours=2))
        assert writer.list_state("users", "users").rows == 3
