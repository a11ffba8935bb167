"""The journal of changes: what runs made different, for as long as that is remembered."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.model.changes import Change, ChangeQuery
from rosterdesk.model.entities import (
    Class,
    Demographics,
    Enrollment,
    Entity,
    Item,
    LineItem,
    Org,
    Ref,
    Result,
    User,
)
from rosterdesk.model.rows import Run
from rosterdesk.store.file import memory
from rosterdesk.store.file.connection import Location
from rosterdesk.store.writer import Writer
from tests.store import journals, roster
from tests.store.journals import Told
from tests.store.roster import KEY, STARTED, item

NOBODY: dict[str, Sequence[Entity]] = {"users": [User(sourced_id="stays", given_name="Stay")]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def ana(name: str = "Ana", status: str = "active", day: int = 1) -> User:
    return User(
        sourced_id="ana", given_name=name, role="student", status=status,
        date_last_modified=datetime(2026, 9, day, tzinfo=UTC),
    )  # fmt: skip


def with_ana(*versions: User) -> dict[str, Sequence[Entity]]:
    return {"users": [*NOBODY["users"], *versions]}


def run(path: Location, brings: Mapping[str, Sequence[Entity]], **how: Any) -> Run:
    with Writer(path, KEY) as writer:
        return roster.sync(writer, brings, **how)


def told(path: Location, number: int) -> Told:
    return journals.told(path, number, KEY)


ANA = ("users", "ana")
ADDED, BACK, REMOVED, NOTHING = Told({ANA: False}, set(), {}), Told({ANA: True}, set(), {}), Told({}, {ANA}, {}), Told(
    {}, set(), {}
)  # fmt: skip


def changed(before: str, after: str) -> Told:
    return Told({}, set(), {ANA: {"givenName": (before, after)}})


@pytest.mark.parametrize(
    "steps",
    [
        [([ana()], ADDED)],
        [([ana(status="tobedeleted")], NOTHING), ([ana()], ADDED), ([], REMOVED), ([ana()], BACK)],
        [([ana(status="tobedeleted")], NOTHING), ([], NOTHING), ([ana()], ADDED)],
        [([ana()], ADDED), ([ana()], NOTHING), ([ana("Eva")], changed("Ana", "Eva")), ([ana("Eva")], NOTHING)],
        [([ana()], ADDED), ([ana(day=2)], NOTHING), ([ana("Eva", day=3)], changed("Ana", "Eva"))],
        [([ana()], ADDED), ([], REMOVED), ([ana()], BACK), ([], REMOVED)],
        [([ana()], ADDED), ([ana(status="tobedeleted")], REMOVED), ([], NOTHING), ([ana()], BACK)],
        [([ana()], ADDED), ([ana(status="ToBeDeleted")], REMOVED), ([ana("Eva")], BACK)],
        [([ana()], ADDED), ([ana(status="tobedeleted")], REMOVED), ([ana(status="tobedeleted")], NOTHING)],
        [([ana("Eva"), ana()], ADDED), ([ana("Eva"), ana()], NOTHING), ([ana(), ana("Eva")], changed("Ana", "Eva"))],
    ],
)  # fmt: skip
def test_a_run_tells_what_became_of_a_record(path: Path, steps: list[tuple[list[User], Told]]) -> None:
    """After a first run without Ana: what each later one brings of her, and what its journal says, then and later."""
    run(path, NOBODY)
    for number, (brings, expected) in enumerate(steps, 2):
        ended = run(path, with_ana(*brings))
        assert told(path, number) == expected
        counts = ended.collections["users"]
        assert (counts.added, counts.changed, counts.removed) == tuple(
            len(each) for each in (expected.added, expected.changed, expected.removed)
        )
    for number, (_brings, expected) in enumerate(steps, 2):
        assert told(path, number) == expected


def test_a_first_run_adds_all_that_it_leaves_there(path: Path) -> None:
    people = [ana(), User(sourced_id="dee", status="tobedeleted"), *NOBODY["users"]]
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", roster.items([*people, User(sourced_id="brief")]), received=4, total=None)
        writer.begin_list("users", "users")
        writer.put("users", roster.items(people), received=3, total=None)
        writer.end_collection("users", complete=True)
        assert writer.end().collections["users"].added == 2
    assert told(path, 1) == Told({ANA: False, ("users", "stays"): False}, set(), {})


def test_what_goes_with_a_person_is_told(path: Path) -> None:
    run(path, {**with_ana(ana()), "demographics": [Demographics(sourced_id="ana")]})
    run(path, NOBODY)
    assert told(path, 2).removed == {ANA, ("demographics", "ana")}


def test_what_was_stored_outside_of_runs_is_told_by_the_next_one(path: Path) -> None:
    run(path, with_ana(ana()))
    with Writer(path, KEY) as writer:
        for each in (ana("Eva"), ana("Ada"), User(sourced_id="new", given_name="New"), ana("Eva")):
            writer.amend("users", item(each))
    assert told(path, 1).added.keys() == {ANA, ("users", "stays")}
    run(path, {"orgs": []})
    assert told(path, 2) == Told({("users", "new"): False}, set(), {ANA: {"givenName": ("Ana", "Eva")}})


@pytest.mark.parametrize(
    ("amended", "brought", "expected"),
    [
        (ana("Eva"), [ana()], NOTHING),
        (ana("Eva"), [ana("Ada")], changed("Ana", "Ada")),
        (ana("Eva"), [], REMOVED),
        (ana(status="tobedeleted"), [], REMOVED),
        (ana(status="tobedeleted"), [ana()], NOTHING),
        (ana(status="tobedeleted"), [ana("Eva")], changed("Ana", "Eva")),
    ],
)
def test_a_run_tells_the_difference_from_what_was_there_before_the_record_was_stored_outside_of_it(
    path: Path, amended: User, brought: list[User], expected: Told
) -> None:
    run(path, with_ana(ana()))
    with Writer(path, KEY) as writer:
        assert writer.amend("users", item(amended))
    run(path, with_ana(*brought))
    assert told(path, 2) == expected


@pytest.mark.parametrize(
    ("brought", "expected"), [([], REMOVED), ([ana("Eva")], ADDED), ([ana(status="tobedeleted")], REMOVED)]
)
def test_a_record_that_first_came_outside_of_a_run_was_added(path: Path, brought: list[User], expected: Told) -> None:
    run(path, NOBODY)
    with Writer(path, KEY) as writer:
        assert writer.amend("users", item(ana()))
    run(path, with_ana(*brought))
    assert told(path, 2) == expected


def test_a_record_that_lived_only_between_two_runs_was_removed(path: Path) -> None:
    """It was to be deleted before and is so again, with another name: whoever saw it meanwhile sees it gone."""
    run(path, with_ana(ana(status="tobedeleted")))
    with Writer(path, KEY) as writer:
        assert writer.amend("users", item(ana()))
    run(path, with_ana(ana("Eva", status="tobedeleted")))
    assert told(path, 2) == REMOVED


def test_what_returned_is_compared_with_what_was_removed_while_that_is_remembered(path: Path) -> None:
    for number, brings in enumerate(([], [ana()], [ana(status="tobedeleted")], [], [ana("Eva")], [ana("Ida")])):
        run(path, with_ana(*brings), started=STARTED + timedelta(days=number))
    with roster.reader(path) as reader:
        assert list(reader.changes(ChangeQuery(5), "added")) == [
            Change("users", "ana", "Ida", {"givenName": ("Ana", "Eva")}, returned=True)
        ]


def test_the_history_of_a_record_is_what_each_run_tells_of_it_the_newest_first(path: Path) -> None:
    brought = ([], [ana()], [ana("Eva")], [ana("Eva", day=9)], [ana("Eva", "tobedeleted")], [], [ana("Ida")])
    for number, brings in enumerate(brought):
        run(path, with_ana(*brings), started=STARTED + timedelta(days=number))
    with Writer(path, KEY) as writer:
        writer.amend("users", item(ana("Ada")))  # outside of runs: the next one tells of it
    with roster.reader(path) as reader:
        history = reader.history("users", reader.key("users", "ana"))
        assert [(step.run, step.kind) for step in history] == [
            (7, "added"),
            (5, "removed"),
            (3, "changed"),
            (2, "added"),
        ]
        for step in history:
            assert step.change in list(reader.changes(ChangeQuery(step.run), step.kind))
        assert [(step.run, step.kind) for step in reader.history("users", reader.key("users", "stays"))] == [
            (1, "added")
        ]


def test_changes_come_by_collection_and_title_as_they_are_called(path: Path) -> None:
    first: dict[str, Sequence[Entity]] = {
        "users": [User(sourced_id=each, given_name=each, family_name="Z") for each in ("b", "C", "a", "d")],
        "orgs": [Org(sourced_id="o", name="Oak")],
        "enrollments": [Enrollment(sourced_id="e", user=Ref("a"), class_=Ref("c"))],
    }
    run(path, first)
    run(path, {**first, "users": first["users"][1:]})
    with roster.reader(path) as reader:
        titles = [change.title for change in reader.changes(ChangeQuery(1), "added")]
        assert titles == ["Oak", "a Z", "b Z", "C Z", "d Z", "a Z"]
        assert [change.title for change in reader.changes(ChangeQuery(1), "added", 3)] == titles[:3]
        assert [change.title for change in reader.changes(ChangeQuery(1, collection="students"), "added", 2)] == [
            "a Z",
            "b Z",
        ]
        assert list(reader.changes(ChangeQuery(1), "added", 0)) == []
        assert list(reader.changes(ChangeQuery(2), "removed")) == [Change("users", "b", "b Z")]
        assert list(reader.changes(ChangeQuery(3), "added")) == []


PARTS: dict[str, Sequence[Entity]] = {
    "orgs": [Org(sourced_id="o", name="Oak")],
    "users": [User(sourced_id="u", given_name="Ána", family_name="Łopez")],
    "classes": [Class(sourced_id="c", title="Math 7")],
    "enrollments": [
        Enrollment(sourced_id="e", user=Ref("u"), class_=Ref("c")),
        Enrollment(sourced_id="half", class_=Ref("c"), user=Ref("unknown")),
        Enrollment(sourced_id="nobody"),
    ],
    "demographics": [Demographics(sourced_id="u")],
    "results": [Result(sourced_id="r", student=Ref("u"), line_item=Ref("l"))],
    "lineItems": [LineItem(sourced_id="l", title="Vase")],
}


@pytest.mark.parametrize("goes", [{}, {"users", "demographics"}, {"enrollments", "results"}, set(PARTS)])
def test_what_is_gone_and_what_it_refers_to_is_called_as_it_was(path: Path, goes: set[str]) -> None:
    titles = [
        "Oak", "Ána Łopez", "Math 7", "Math 7", "nobody", "Ána Łopez, Math 7", "Ána Łopez", "Vase", "Ána Łopez, Vase",
    ]  # fmt: skip
    run(path, PARTS)
    for _ in range(2):  # what is gone once is gone the second time
        run(path, {base: () if base in goes else entities for base, entities in PARTS.items()})
    with roster.reader(path) as reader:
        added = [change.title for change in reader.changes(ChangeQuery(1), "added")]
        assert sorted(added) == sorted(titles)
        removed = {(change.collection, change.title) for change in reader.changes(ChangeQuery(2), "removed")}
    assert {collection for collection, _ in removed} == set(goes)
    assert {title for _, title in removed} <= set(titles)


def test_a_change_is_json_with_only_what_there_is_to_tell() -> None:
    encoded = msgspec.json.encode([Change("users", "1", "Ana"), Change("users", "1", "Ana", {"a": (None, 1)}, True)])
    assert encoded == (
        b'[{"collection":"users","sourcedId":"1","title":"Ana"},'
        b'{"collection":"users","sourcedId":"1","title":"Ana","fields":{"a":[null,1]},"returned":true}]'
    )


def test_more_changes_than_are_read_at_once_come_all_and_in_order(path: Path) -> None:
    many = [User(sourced_id=str(number), given_name=f"{number:04}") for number in range(1200)]
    run(path, {"users": many})
    with roster.reader(path) as reader:
        assert [change.sourced_id for change in reader.changes(ChangeQuery(1), "added")] == [
            each.sourced_id for each in many
        ]


_ids = st.sampled_from("abcdef")
_orgs = st.builds(
    Org, sourced_id=_ids, name=st.sampled_from(["Oak", "Elm"]), parent=st.none() | _ids.map(Ref),
    status=st.sampled_from(["active", "active", "tobedeleted"]),
)  # fmt: skip
_people = st.builds(
    User, sourced_id=_ids, given_name=st.sampled_from(["Ada", "Bo"]), orgs=st.lists(_ids.map(Ref), max_size=2),
    status=st.sampled_from(["active", "active", "tobedeleted"]),
)  # fmt: skip
_rosters = st.fixed_dictionaries({"orgs": st.lists(_orgs, max_size=6), "users": st.lists(_people, max_size=6)})
_runs = st.lists(
    st.tuples(_rosters, st.sampled_from(["full", "delta"]), st.sampled_from(["", "killed", "amended"])),
    min_size=1,
    max_size=5,
)  # fmt: skip


@given(_runs)
@settings(max_examples=25)
def test_the_journal_is_the_difference_of_what_was_and_what_is(runs: list[tuple[Any, Any, str]]) -> None:
    """Each run brings these; it may be killed after its first page and taken up, or a record be stored before it."""
    state = {"orgs": by_id([]), "users": by_id(NOBODY["users"])}
    gone: set[tuple[str, str]] = set()
    journal: dict[int, Told] = {}
    with memory.store() as location:
        run(location, {"orgs": [], **NOBODY})
        for brings, kind, accident in runs:
            before = {name: dict(records) for name, records in state.items()}
            amended = by_id([])
            with Writer(location, KEY) as writer:
                if accident == "amended" and brings["users"]:
                    writer.amend("users", item(brings["users"][0]))
                    amended = by_id(brings["users"][:1])
                    state["users"] |= amended
                if accident == "killed":
                    writer.begin({"orgs": kind, "users": kind}, started=STARTED)
                    writer.put("orgs", roster.items(brings["orgs"]), received=1, total=None)
            all_of_it = {"orgs": brings["orgs"], "users": [*brings["users"], *NOBODY["users"]]}
            ended = run(location, all_of_it, kind=kind, accept=True)
            for name, entities in all_of_it.items():
                state[name] = ({} if kind == "full" else state[name]) | by_id(entities)
            expected = journal[ended.run] = journals.difference(before, state, gone)
            seen_alive = journals.difference({"users": amended}, {"users": state["users"]}, gone).removed
            expected.removed |= seen_alive
            for once in seen_alive & expected.changed.keys():  # deleted before that as well; it is told as removed
                del expected.changed[once]
            assert told(location, ended.run) == expected
            gone |= expected.removed
        for number, expected in journal.items():
            assert told(location, number) == expected


def sent(each: Item) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.json.decode(each.record)
    return record


def by_id(entities: Sequence[Entity]) -> dict[str, dict[str, Any]]:
    return {entity.sourced_id: sent(item(entity)) for entity in entities}


@pytest.mark.parametrize("odd", [b"1e999", b"9" * 5000, b"[" * 600 + b"]" * 600, b"[" * 900 + b"]" * 900, b'"\xff"'])
def test_a_value_beyond_reading_is_published_and_told(path: Path, odd: bytes) -> None:
    """It is in what nobody looks into: such records come through whole."""

    def sent(name: str, metadata: bytes) -> Item:
        record = b'{"sourcedId":"ana","status":"active","givenName":"%b","metadata":{"x":%b}}' % (
            name.encode(),
            metadata,
        )
        return Item(User(sourced_id="ana", given_name=name), record)

    run(path, NOBODY)
    for name, metadata in (("Ana", odd), ("Eva", odd), ("Eva", b"1"), ("Eva", odd)):
        with Writer(path, KEY) as writer:
            writer.begin({"users": "full"}, started=STARTED)
            writer.put("users", [sent(name, metadata), *roster.items(NOBODY["users"])], received=2, total=2)
            writer.end_collection("users", complete=True)
            writer.end()
    assert told(path, 3).changed == {ANA: {"givenName": ("Ana", "Eva")}}
    assert told(path, 4).changed.keys() == told(path, 5).changed.keys() == {ANA}


def test_what_goes_with_people_is_counted_though_it_was_not_read(path: Path) -> None:
    run(path, {**with_ana(ana()), "demographics": [Demographics(sourced_id="ana")]})
    ended = run(path, NOBODY)
    assert "demographics" not in ended.collections
    assert {name: state.removed for name, state in ended.touched.items()} == {"users": 1, "demographics": 1}
