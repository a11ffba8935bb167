"""A run that would remove or change very much is held: the earlier copy is shown until a person agrees."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rosterdesk.errors import NothingStoredError, StoreHeldError
from rosterdesk.model.entities import Entity, Org, Ref, User
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Run
from rosterdesk.store.writer import Writer
from tests.store import journals, roster
from tests.store.roster import KEY, STARTED, ids, item, items, sync

PEOPLE = [User(sourced_id=f"u{number:02}", given_name=f"Name {number}") for number in range(50)]
HALF: dict[str, Sequence[Entity]] = {"users": PEOPLE[25:]}
WHY = "This sync would remove 25 of 50 people (50 %), so the earlier copy is still shown."


def renamed(count: int) -> list[Entity]:
    return [User(sourced_id=each.sourced_id, given_name="Other") for each in PEOPLE[:count]] + PEOPLE[count:]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Writer(path, KEY) as writer:
        sync(writer, {"users": PEOPLE})
    return path


def listed(path: Path) -> list[str]:
    with roster.reader(path) as reader:
        return sorted(ids(reader, Query(collection="users")))


def newest(path: Path) -> Run:
    with roster.reader(path) as reader:
        return reader.runs()[0]


def hold(path: Path) -> None:
    with Writer(path, KEY) as writer, pytest.raises(StoreHeldError):
        sync(writer, HALF)


def test_a_held_run_says_why_and_changes_nothing(path: Path) -> None:
    with roster.reader(path) as reader:
        seen = reader.data_version()
        with Writer(path, KEY) as writer, pytest.raises(StoreHeldError) as held:
            sync(writer, HALF)
        assert reader.data_version() != seen  # that it is held is to be seen
    assert (held.value.exit_code, held.value.kind, held.value.what) == (5, "held", WHY)
    assert held.value.action == "If that is right, sync again with --accept; if not, ask the provider of the service."
    assert len(listed(path)) == 50
    run = newest(path)
    assert (run.held, run.ended, run.complete) == (WHY, None, False)
    assert journals.told(path, 2, KEY) == journals.Told({}, set(), {})


def test_what_was_held_is_shown_once_it_is_accepted_and_its_journal_is_its_own(path: Path) -> None:
    hold(path)
    with Writer(path, KEY) as writer:
        held = writer.held(STARTED)
        assert held is not None
        assert (held.run, held.held) == (2, WHY)
        run = writer.accept(now=STARTED)
        assert writer.held(STARTED) is None
    assert (run.run, run.held, run.complete, run.collections["users"].removed) == (2, "", True, 25)
    assert listed(path) == [each.sourced_id for each in PEOPLE[25:]]
    assert len(journals.told(path, 2, KEY).removed) == 25


def test_a_run_may_be_accepted_before_it_is_known_what_it_does(path: Path) -> None:
    with Writer(path, KEY) as writer:
        assert sync(writer, HALF, accept=True).collections["users"].removed == 25
    assert len(listed(path)) == 25


def test_another_sync_begins_anew_and_is_held_as_well_if_it_is_still_so(path: Path) -> None:
    hold(path)
    hold(path)
    assert newest(path).run == 3
    with Writer(path, KEY) as writer:
        assert sync(writer, {"users": PEOPLE}).run == 4
        assert writer.held(STARTED) is None
        with pytest.raises(NothingStoredError):
            writer.accept(now=STARTED)
    assert len(listed(path)) == 50


@pytest.mark.parametrize(("age", "is_held"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_what_was_held_can_be_accepted_for_a_day(path: Path, age: timedelta, is_held: bool) -> None:
    hold(path)
    with Writer(path, KEY) as writer:
        assert (writer.held(STARTED + age) is not None) is is_held
        assert (writer.held(STARTED - age) is not None) is is_held
        if not is_held:
            with pytest.raises(NothingStoredError):
                writer.accept(now=STARTED + age)


def test_a_sync_after_a_held_one_asks_for_the_same_changes_again(path: Path) -> None:
    hold(path)
    with Writer(path, KEY) as writer:
        writer.begin({"users": "delta"}, started=STARTED + timedelta(hours=1))
        assert writer.since("users") == STARTED - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("brings", "is_held"),
    [
        (PEOPLE[5:], False),
        (PEOPLE[6:], True),
        (renamed(37), False),
        (renamed(38), True),
        ([User(sourced_id=each.sourced_id, status="tobedeleted") for each in PEOPLE[:6]] + PEOPLE[6:], True),
        ([User(sourced_id=f"new{n}") for n in range(200)] + PEOPLE, False),
        ([User(sourced_id=f"new{n}") for n in range(200)] + PEOPLE[6:], True),
    ],
)
def test_what_is_too_much_is_measured_by_what_was_there_before(
    path: Path, brings: Sequence[Entity], is_held: bool
) -> None:
    with Writer(path, KEY) as writer:
        try:
            sync(writer, {"users": brings})
        except StoreHeldError:
            assert is_held
        else:
            assert not is_held


def test_of_a_limited_run_only_what_it_is_about_is_measured(tmp_path: Path) -> None:
    """Six of the ten students of one school go; of all fifty people that is little."""
    path = tmp_path / "a.db"
    people = [
        User(sourced_id=f"{number}", role="student", orgs=[Ref("s1" if number < 10 else "s2")]) for number in range(100)
    ]
    with Writer(path, KEY) as writer:
        sync(writer, {"users": people})
        with pytest.raises(StoreHeldError, match=r"remove 6 of 10 people \(60 %\)"):
            sync(writer, {"users": people[6:10]}, schools=["s1"])
        assert sync(writer, {"users": [*people[6:]]}).collections["users"].removed == 6


def test_what_only_changes_its_date_or_its_addresses_holds_nothing(path: Path) -> None:
    touched = [
        User(
            sourced_id=each.sourced_id, given_name=each.given_name, date_last_modified=datetime(2026, 9, 1, tzinfo=UTC)
        )
        for each in PEOPLE
    ]
    with Writer(path, KEY) as writer:
        assert sync(writer, {"users": touched}).collections["users"].changed == 0


def test_a_record_stored_meanwhile_is_newer_than_the_held_one(path: Path) -> None:
    with Writer(path, KEY) as writer:
        with pytest.raises(StoreHeldError):
            sync(writer, {"users": renamed(50)})
        assert writer.amend("users", item(User(sourced_id="u00", given_name="Newest")))
        writer.accept(now=STARTED)
    with roster.reader(path) as reader:
        key, other = (reader.key("users", each) for each in ("u00", "u01"))
        assert [reader.record("users", each).title for each in (key, other)] == ["Newest", "Other"]
    assert journals.told(path, 2, KEY).changed[("users", "u00")]["givenName"] == ("Name 0", "Newest")


def test_a_first_run_is_never_held(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db", KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(PEOPLE), received=50, total=None)
        writer.begin_list("users", "users")
        writer.put("users", items(PEOPLE[:1]), received=1, total=None)
        writer.end_collection("users", complete=True)
        assert writer.end().collections["users"].added == 1
    assert listed(tmp_path / "a.db") == ["u00"]


def alike(role: str, count: int) -> list[Entity]:
    return [User(sourced_id=f"{role}{number}", role=role) for number in range(count)]


@pytest.mark.parametrize(
    ("collection", "before", "after", "sentence"),
    [
        ("users", [*alike("student", 60), *alike("teacher", 5)], alike("student", 60), "5 of 5 teachers (100 %)"),
        (
            "users",
            [*alike("student", 60), *alike("teacher", 5)],
            [*alike("student", 60), User(sourced_id="other", role="teacher"), *alike("teacher", 1)],
            "4 of 5 teachers (80 %)",
        ),
        ("users", [*alike("student", 9), *alike("guardian", 60)], alike("guardian", 60), "9 of 69 people (13 %)"),
        ("users", [*alike("student", 6), *alike("guardian", 60)], alike("guardian", 60), "6 of 6 students (100 %)"),
        ("users", [*alike("student", 60), *alike("teacher", 3)], alike("student", 60), ""),
        (
            "users",
            [*alike("student", 60), *alike("teacher", 4)],
            [
                *alike("student", 60),
                *(User(sourced_id=f"teacher{n}", role="teacher", status="tobedeleted") for n in range(4)),
            ],
            "4 of 4 teachers (100 %)",
        ),
        (
            "orgs",
            [Org(sourced_id=f"s{n}", type="school") for n in range(5)],
            [Org(sourced_id="s0", type="school")],
            "4 of 5 organizations (80 %)",
        ),
        (
            "orgs",
            [
                *(Org(sourced_id=f"s{n}", type="school") for n in range(5)),
                *(Org(sourced_id=f"d{n}", type="department") for n in range(40)),
            ],
            [Org(sourced_id="s0", type="school"), *(Org(sourced_id=f"d{n}", type="department") for n in range(40))],
            "4 of 5 schools (80 %)",
        ),
    ],
)
def test_what_people_see_as_a_list_of_its_own_is_measured_by_itself(
    tmp_path: Path, collection: str, before: list[Entity], after: list[Entity], sentence: str
) -> None:
    with Writer(tmp_path / "a.db", KEY) as writer:
        sync(writer, {collection: before})
        if not sentence:
            assert not sync(writer, {collection: after}).held
            return
        with pytest.raises(StoreHeldError) as held:
            sync(writer, {collection: after})
    assert held.value.what == f"This sync would remove {sentence}, so the earlier copy is still shown."


def test_a_service_whose_clock_is_far_behind_is_asked_about_as_well(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.begin_list("users", "users", clock=STARTED - timedelta(hours=25))
        writer.put("users", items(PEOPLE[25:]), received=25, total=25)
        writer.end_collection("users", complete=True)
        with pytest.raises(StoreHeldError):
            writer.end()
        held = writer.held(STARTED)
        assert held is not None
        assert held.started < held.begun
