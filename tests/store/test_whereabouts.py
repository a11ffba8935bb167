"""Changes by school: where a record is now, and where it was before the run."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.changes import KINDS, ChangeQuery, Kind
from rosterdesk.model.differences import Counts
from rosterdesk.model.entities import Class, Enrollment, Entity, Org, Ref, User
from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.store.reader import Reader
from rosterdesk.store.reading.whereabouts import BELONGING
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import KEY, ROSTER

SCHOOLS = {"s1": "Łódź Primary", "s2": "West High"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose second run moved Bo, closed the primary school, and took from Ana a class with its results."""
    path = roster.store(tmp_path_factory.mktemp("schools") / "a.db")
    brings: dict[str, Sequence[Entity]] = dict(ROSTER)
    gone = {
        "orgs": {"s1", "a1"},
        "classes": {"pot", "m7", "old"},
        "users": {roster.ANA, "dee"},
        "enrollments": {"e1", "e7"},
        "demographics": {roster.ANA},
        "lineItems": {"l1"},
        "results": {"r1", "r2"},
    }
    for name, ids in gone.items():
        brings[name] = [each for each in ROSTER[name] if each.sourced_id not in ids]
    bo = User(sourced_id="bo", given_name="Bo", family_name="Øst", role="student", orgs=[Ref("s3")], grades=["10"])
    brings["users"] = [bo if each.sourced_id == "bo" else each for each in brings["users"]]
    brings["orgs"] = [*brings["orgs"], Org(sourced_id="s3", name="East High", type="school", parent=Ref("d"))]
    with Writer(path, KEY) as writer:
        roster.sync(writer, {name: brings[name] for name in roster.in_order()}, accept=True)
    return path


def told(path: Path, run: int, kind: Kind, school: str) -> set[tuple[str, str]]:
    with roster.reader(path) as reader:
        return {(each.collection, each.sourced_id) for each in reader.changes(ChangeQuery(run, school=school), kind)}


@pytest.mark.parametrize("school", SCHOOLS)
@pytest.mark.parametrize("name", sorted(set(BELONGING) - {"scoreScales", "academicSessions"}))
def test_what_a_first_run_added_at_a_school_is_what_its_list_has(path: Path, school: str, name: str) -> None:
    fresh = path.parent / f"{name}-{school}.db"
    roster.store(fresh)
    listed = Query(
        collection=name,
        scopes=(Scope("school", school),),
        where=(Where("status", ("tobedeleted",), negated=True),),
    )
    with roster.reader(fresh) as reader:
        assert {each.sourced_id for each in reader.changes(ChangeQuery(1, None, name, school), "added")} == set(
            roster.ids(reader, listed)
        )


def test_who_moves_is_told_at_both_schools(path: Path) -> None:
    assert ("users", "bo") in told(path, 2, "changed", "s2") & told(path, 2, "changed", "s3")
    assert told(path, 2, "added", "s3") == {("orgs", "s3")}


def test_what_is_gone_is_told_where_it_was_also_by_what_it_referred_to(path: Path) -> None:
    at_west = told(path, 2, "removed", "s2")
    assert {("users", roster.ANA), ("demographics", roster.ANA), ("classes", "m7"), ("enrollments", "e1")} <= at_west
    assert {("lineItems", "l1"), ("results", "r1"), ("results", "r2")} <= at_west
    assert ("enrollments", "e7") not in at_west
    assert {("enrollments", "e7"), ("classes", "pot")} <= told(path, 2, "removed", "a1")


def test_a_school_that_is_gone_keeps_its_name_and_what_went_with_it(path: Path) -> None:
    assert ("orgs", "s1") in told(path, 2, "removed", "s1")
    with roster.reader(path) as reader:
        names = {school.sourced_id: school.title for school, _counts in reader.changes_by_school(ChangeQuery(2))}
        assert {each: reader.org_title(each) for each in names} == names
        assert reader.org_title("nowhere") == ""
    assert names == {"s2": "West High", "s3": "East High", "s1": "Łódź Primary", "a1": "Arts Department"}


def test_over_several_runs_it_is_told_where_all_was_before_the_first_of_them(tmp_path: Path) -> None:
    def taught(school: str) -> dict[str, Sequence[Entity]]:
        orgs = [Org(sourced_id=each, name=each, type="school") for each in "abc"]
        added = [Class(sourced_id="new", title="New", school=Ref(school))] if school != "a" else []
        return {"orgs": orgs, "classes": [Class(sourced_id="m", title="Math", school=Ref(school)), *added]}

    with Writer(tmp_path / "a.db", KEY) as writer:
        for school in "abc":
            roster.sync(writer, taught(school))
    with Reader(tmp_path / "a.db", KEY) as reader:
        told = {
            (since, school): {
                (kind, each.sourced_id)
                for kind in KINDS
                for each in reader.changes(ChangeQuery(3, since, "classes", school), kind)
            }
            for since in (None, 1, 2)
            for school in "abc"
        }
        counted = {
            since: {link.sourced_id: counts for link, counts in reader.changes_by_school(ChangeQuery(3, since))}
            for since in (1, 2)
        }
    moved = {("changed", "m"), ("changed", "new")}
    alone = {"a": set(), "b": moved, "c": moved}
    assert {school: told[None, school] for school in "abc"} == {school: told[2, school] for school in "abc"} == alone
    assert {school: told[1, school] for school in "abc"} == {
        "a": {("changed", "m")},
        "b": set(),  # where both were in between, and neither before nor after
        "c": {("changed", "m"), ("added", "new")},
    }
    assert {school: counts["classes"] for school, counts in counted[1].items()} == {
        "a": Counts(0, 1, 0),
        "c": Counts(1, 1, 0),
    }


@pytest.mark.parametrize(("run", "since"), [(1, None), (2, None), (2, 0), (2, 1)])
def test_the_counts_of_a_school_are_those_of_what_is_told_of_it(path: Path, run: int, since: int | None) -> None:
    with roster.reader(path) as reader:
        by_school = reader.changes_by_school(ChangeQuery(run, since))
        assert [school.title for school, _ in by_school] == sorted((s.title for s, _ in by_school), key=str.casefold)
        for school, counts in by_school:
            for name in BELONGING:
                found = reader.count_changes(ChangeQuery(run, since, name, school.sourced_id))
                assert counts.get(name) == found.get(name), (school, name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_school_that_nobody_knows_is_an_error(path: Path, kind: Kind) -> None:
    with Reader(path, KEY) as reader, pytest.raises(NothingStoredError, match="There is no org with this sourcedId"):
        list(reader.changes(ChangeQuery(2, school="nowhere"), kind))


def test_a_ring_of_orgs_ends(tmp_path: Path) -> None:
    ring = [Org(sourced_id="a", type="school", parent=Ref("b")), Org(sourced_id="b", type="school", parent=Ref("a"))]
    enrolled = [Enrollment(sourced_id="e", user=Ref("u"), class_=Ref("c"))]
    brings: dict[str, Sequence[Entity]] = {
        "orgs": ring,
        "classes": [Class(sourced_id="c", school=Ref("a"))],
        "enrollments": enrolled,
    }
    with Writer(tmp_path / "a.db", KEY) as writer:
        roster.sync(writer, brings)
    for school in ("a", "b"):
        assert told(tmp_path / "a.db", 1, "added", school) == {
            ("orgs", "a"), ("orgs", "b"), ("classes", "c"), ("enrollments", "e"),
        }  # fmt: skip
