"""What a later run brings waits for its end: readers see the state before it or the one after it, nothing between."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rosterdesk import progress
from rosterdesk.model.entities import Class, Course, Enrollment, Entity, Item, Org, Ref, Resource, User
from rosterdesk.model.query import Query
from rosterdesk.store.file import connection
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.store.writing.journal import ListState
from tests.store import journals, picture, roster
from tests.store.roster import ANA, KEY, STARTED, ids, item, items, sync

USERS = roster.ROSTER["users"]
BO = User(sourced_id="bo", given_name="Bobby", role="teacher", orgs=[Ref("s1")])
NEW = User(sourced_id="new", given_name="New", role="student", orgs=[Ref("s2")])
LATER: dict[str, Sequence[Entity]] = {
    "orgs": roster.ROSTER["orgs"],
    "users": [BO, *(each for each in USERS if each.sourced_id not in ("bo", "x")), NEW],
}


class KilledError(Exception):
    """The process ended here."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return roster.store(tmp_path / "a.db")


def listed(path: Path, collection: str = "users") -> list[str]:
    with roster.reader(path) as reader:
        return sorted(ids(reader, Query(collection=collection)))


def staged(path: Path) -> int:
    opened = connection.open_reader(path, KEY)
    rows = opened.execute("SELECT count(*) FROM staged").get
    opened.close()
    return int(rows)


def brought(writer: Writer, brings: dict[str, Sequence[Entity]] = LATER) -> None:
    """A run, as far as its last page."""
    writer.begin(dict.fromkeys(brings, "full"), started=STARTED)
    for collection, entities in brings.items():
        writer.put(collection, items(entities), received=len(entities), total=None)
        writer.end_collection(collection, complete=True)


def looks(reader: Reader) -> tuple[object, ...]:
    """What somebody at the window sees."""
    keys = reader.keys(Query(collection="users"))
    found = [hit.sourced_id for hit in reader.find("bobby")]
    return reader.data_version(), reader.rows("users", keys, ("sourcedId", "name", "role")), reader.tally(), found


def test_readers_see_the_state_before_a_run_until_its_end_and_then_the_one_after_it(path: Path) -> None:
    with roster.reader(path) as first, roster.reader(path) as second, Writer(path, KEY) as writer:
        writer.begin({"orgs": "full", "users": "full"}, started=STARTED)
        before = looks(first)
        assert looks(second) == before
        for collection, entities in LATER.items():
            for each in entities:
                writer.put(collection, [item(each)], received=1, total=None)
                writer.flush()
                assert looks(first) == before
            writer.end_collection(collection, complete=True)
            assert looks(first) == before
        with second.snapshot():
            assert looks(second) == before
            writer.end()
            assert looks(second) == before
            after = looks(first)
        assert looks(second) == after
    assert after[0] != before[0]
    assert after[3] == ["bo"]
    assert listed(path) == sorted(each.sourced_id for each in LATER["users"])


def test_a_run_that_is_published_leaves_what_a_store_of_its_own_would_have(path: Path, tmp_path: Path) -> None:
    with Writer(path, KEY) as writer:
        sync(writer, roster.in_order() | LATER)
    alone = tmp_path / "alone.db"
    with Writer(alone, KEY) as writer:
        sync(writer, roster.in_order() | LATER)
    assert picture.of(path, KEY) == picture.of(alone, KEY)
    picture.examine(path, KEY)


@pytest.mark.parametrize("at", range(8))
def test_a_run_that_was_killed_while_it_was_published_is_published_whole_by_the_next_sync(path: Path, at: int) -> None:
    number = 0

    def killed(message: progress.Message) -> None:
        nonlocal number
        if number == at:
            raise KilledError
        number += 1

    with roster.reader(path) as reader:
        before = looks(reader)[1:]
    writer = Writer(path, KEY)
    brought(writer, roster.in_order() | LATER | {"classes": ()})
    try:
        writer.end(accept=True, report=killed)
    except KilledError:
        assert at < number + 1
    else:
        assert at >= number
    writer.close()
    with roster.reader(path) as reader:
        assert (looks(reader)[1:] == before) is (reader.runs()[0].ended is None)
    with Writer(path, KEY) as writer:
        kinds: Any = dict.fromkeys(roster.in_order(), "full")
        if writer.runs()[0].ended is None:
            assert writer.begin(kinds, started=STARTED) == 2
            assert all(map(writer.ended, kinds))
            writer.end(accept=True)
    assert listed(path) == sorted(each.sourced_id for each in LATER["users"])
    assert listed(path, "classes") == []
    assert staged(path) == 0
    assert journals.told(path, 2, KEY).added.keys() == {("users", "new")}


def test_publishing_says_how_far_it_is(path: Path) -> None:
    said: list[progress.Message] = []
    with Writer(path, KEY) as writer:
        brought(writer)
        writer.end(report=said.append)
    assert said == [progress.Progress("publish", "users", done, 2) for done in (0, 2)]


def test_a_record_that_comes_again_as_it_was_is_not_staged_any_more(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(USERS), received=8, total=8)
        writer.flush()
        assert staged(path) == 0
        writer.put("users", items([BO, BO]), received=2, total=8)
        writer.flush()
        assert staged(path) == 1
        writer.put("users", [item(USERS[1])], received=1, total=8)
        writer.end_collection("users", complete=True)
        assert staged(path) == 0
        run = writer.end()
    assert run.collections["users"].changed == 0


def test_of_two_versions_in_one_run_the_last_one_counts(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "delta"}, started=STARTED)
        for name in ("first", "second", "third"):
            writer.put("users", [item(User(sourced_id="bo", given_name=name))], received=1, total=None)
            assert b'"%b"' % name.encode() in writer.preview.sent("users", ["bo"])["bo"]
        writer.end_collection("users", complete=True)
        writer.end()
    with roster.reader(path) as reader:
        assert b'"third"' in reader.record("users", reader.key("users", "bo")).sent
    assert journals.told(path, 2, KEY).changed[("users", "bo")]["givenName"] == ("Bo", "third")


def test_a_list_that_begins_anew_takes_back_what_only_it_had_brought(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items([*USERS, NEW]), received=9, total=9)
        writer.begin_list("users", "users")
        writer.put("users", items(USERS), received=8, total=8)
        writer.end_collection("users", complete=True)
        counts = writer.end().collections["users"]
    assert (counts.added, counts.changed, counts.removed) == (0, 0, 0)
    assert "new" not in listed(path)


@pytest.mark.parametrize("newer", [BO, USERS[1]])
def test_what_is_stored_outside_of_a_run_is_newer_than_what_the_run_brought_before(path: Path, newer: User) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        older = User(sourced_id="bo", given_name="Older")
        writer.put("users", items([older, *(each for each in USERS if each.sourced_id != "bo")]), received=8, total=8)
    with Writer(path, KEY) as writer:
        writer.amend("users", item(newer))
        writer.amend("users", item(NEW))
    assert "new" in listed(path)
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.end_collection("users", complete=True)
        writer.end()
    assert "new" in listed(path)
    with roster.reader(path) as reader:
        assert reader.record("users", reader.key("users", "bo")).sent == item(newer).record


def test_a_run_asks_of_what_it_has_brought_itself(path: Path) -> None:
    arrived = Class(sourced_id="c", title="Chess", school=Ref("s2"), course=Ref("chess"), resources=[Ref("board")])
    child = User(sourced_id="kid", role="student", orgs=[Ref("s2")], agents=[Ref("mum")])
    guest = Enrollment(sourced_id="e", user=Ref("guest"), class_=Ref("c"), school=Ref("s2"))
    with Writer(path, KEY) as writer:
        kinds: Any = {"classes": "full", "enrollments": "full", "courses": "full", "users": "full"}
        writer.begin(kinds, schools=["s2"], started=STARTED)
        assert writer.preview.courses() == ["math"]
        writer.put("classes", [item(arrived)], received=1, total=None)
        writer.put("enrollments", [item(guest)], received=1, total=None)
        writer.put("users", [item(child)], received=1, total=None)
        preview = writer.preview
        assert set(preview.courses()) == {"math", "chess"}
        assert {"mum", "guest"} <= set(preview.named())
        assert "board" in preview.mentioned("resources")
        assert preview.present("classes", ["c", "m7", "never"]) == {"c", "m7"}
        assert preview.lacking("users", ["kid", "mum"]) == ["mum"]
        assert preview.sent("classes", ["c", "never"]) == {"c": item(arrived).record}
    assert "c" not in listed(path, "classes")
    assert not {"mum", "guest", "kid"} & set(listed(path))


def test_what_of_the_changes_is_staged_is_lacking_no_more(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"courses": "delta"}, schools=["s2"], started=STARTED)
        assert writer.preview.lacking("courses", ["math", "chess"]) == ["chess"]
        writer.put("courses", [item(Course(sourced_id="chess", title="Chess"))], received=1, total=None)
        assert writer.preview.lacking("courses", ["math", "chess"]) == []


def test_a_list_goes_on_where_it_stopped_though_nobody_has_seen_what_it_brought(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"orgs": "full", "users": "full"}, started=STARTED)
        writer.put("users", items(LATER["users"][:5]), received=5, total=8)
    with Writer(path, KEY) as writer:
        assert writer.begin({"orgs": "full", "users": "full"}, started=STARTED + timedelta(hours=1)) == 2
        assert writer.list_state("users", "users") == ListState(rows=5)
        assert writer.preview.goes_on("users", "users", [each.sourced_id for each in LATER["users"][3:5]], 2)
        writer.begin_list("users", "users", 5)
        writer.put("users", items(LATER["users"][5:]), received=3, total=8)
        writer.end_collection("users", complete=True)
        writer.end()
    assert listed(path) == sorted(each.sourced_id for each in LATER["users"])


@pytest.mark.parametrize("ends", [True, False])
def test_a_run_takes_over_what_the_last_one_staged_of_a_list_that_it_left_in_its_midst(path: Path, ends: bool) -> None:
    """The last one ended, or it did not and was to read something else."""
    with Writer(path, KEY) as writer:
        writer.begin({"orgs": "full", "users": "full"}, started=STARTED)
        writer.put("orgs", [item(Org(sourced_id="s9", name="New School"))], received=1, total=None)
        writer.end_collection("orgs", complete=False)
        writer.put("users", items(LATER["users"][:5]), received=5, total=8)
        writer.stop_collection("users", "The service is busy.")
        if ends:
            writer.end()
    assert ("s9" in listed(path, "orgs")) is ends
    with Writer(path, KEY) as writer:
        assert writer.begin({"users": "full"}, started=STARTED + timedelta(hours=1)) == 3
        assert writer.list_state("users", "users").rows == 5
        writer.put("users", items(LATER["users"][5:]), received=3, total=8)
        writer.end_collection("users", complete=True)
        writer.end()
    assert listed(path) == sorted(each.sourced_id for each in LATER["users"])
    assert ("s9" in listed(path, "orgs")) is ends


def test_what_a_run_staged_is_forgotten_where_another_one_begins_anew(path: Path) -> None:
    before = listed(path)
    with Writer(path, KEY) as writer:
        brought(writer)
        writer.begin({"users": "delta"}, started=STARTED, anew=True)
        assert staged(path) == 0
        writer.end_collection("users", complete=True)
        writer.end()
    assert listed(path) == before


def test_of_some_schools_what_leaves_them_is_no_loss_and_what_they_lose_is(path: Path) -> None:
    """Bo goes to another school, which the run's own list tells; Ana is in no list any more."""
    moved = User(sourced_id="bo", given_name="Bo", role="student", orgs=[Ref("s1")])
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, schools=["s2"], started=STARTED)
        writer.put("users", items([moved, *USERS[4:7]]), received=4, total=None)
        assert writer.preview.loses("users", 1)
        writer.end_collection("users", complete=True)
        writer.end()
    assert ANA not in listed(path)
    assert "bo" in listed(path)


def _first_run(writer: Writer) -> None:
    writer.begin({"users": "full"}, started=STARTED)
    writer.put("users", items(USERS), received=8, total=9)


def _run_that_brought_nothing(writer: Writer) -> None:
    writer.begin({"users": "full"}, started=STARTED)
    writer.end_collection("users", complete=False, why="The service refused.")
    writer.end()


@pytest.mark.parametrize("before", [_first_run, _run_that_brought_nothing])
def test_rows_show_as_they_come_until_something_is_there_to_be_shown_instead(
    tmp_path: Path, before: Callable[[Writer], None]
) -> None:
    path = tmp_path / "first.db"
    with Writer(path, KEY) as writer:
        before(writer)
        writer.begin({"users": "full"}, started=STARTED, anew=True)
        writer.put("users", [item(NEW)], received=1, total=None)
        writer.flush()
        assert "new" in listed(path)


def test_how_a_record_is_spelt_is_understood_at_the_end_as_when_it_came(path: Path) -> None:
    """Of a page in which some names are written in another case; at its end the records are among others."""
    bent = Item(
        Resource(sourced_id="odd", title="Odd", vendor_resource_id="v"),
        b'{"sourcedid":"odd","Title":"Odd","vendorResourceId":"v","status":"active"}',
    )
    with Writer(path, KEY) as writer:
        writer.begin({"resources": "delta"}, started=STARTED)
        others = [Resource(sourced_id=f"r{number}", title=f"R{number}") for number in range(40)]
        writer.put("resources", items(others), received=40, total=None)
        writer.put("resources", [bent], received=1, total=None)
        writer.end_collection("resources", complete=True)
        writer.end()
    with roster.reader(path) as reader:
        assert reader.record("resources", reader.key("resources", "odd")).title == "Odd"


def test_the_counts_of_lists_follow_what_only_a_journal_leaves_out(path: Path) -> None:
    """Deleted ones that come and go are listed and counted, though nobody is told of them."""
    dead = User(sourced_id="dead", role="student", status="tobedeleted", orgs=[Ref("s2")])
    for brings in ([*USERS, dead], USERS):
        with Writer(path, KEY) as writer:
            run = sync(writer, {"users": brings}).collections["users"]
        assert (run.added, run.changed, run.removed) == (0, 0, 0)
        with roster.reader(path) as reader:
            assert reader.tally()["students", ""] == 4 + (dead in brings)
