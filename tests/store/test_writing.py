"""What syncs leave behind: new, changed and missing records, checkpoints, and the keys that never change."""

import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.errors import SecretMissingError, StoreBusyError
from rosterdesk.model import fields
from rosterdesk.model.entities import Class, Enrollment, Item, Org, Ref, Role, User
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link
from rosterdesk.store.file import connection, journaling
from rosterdesk.store.reader import Reader
from rosterdesk.store.records.tables import LINKS, TABLES
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ANA, KEY, STARTED, ids, item, items, sync


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def listed(path: Path, collection: str = "users") -> list[str]:
    with roster.reader(path) as reader:
        return sorted(ids(reader, Query(collection=collection)))


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of records and links."""
    opened = connection.open_reader(path, KEY)
    tables = (*(table.name for table in TABLES.values()), *(name for links in LINKS.values() for name, _ in links),
              "tally")  # fmt: skip
    content = {table: sorted(opened.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    opened.close()
    return content


def test_a_second_sync_of_the_same_records_changes_nothing(path: Path) -> None:
    roster.store(path)
    before = everything(path)
    roster.store(path)
    assert everything(path) == before


def test_every_reference_leads_to_a_row(path: Path) -> None:
    roster.store(path)
    opened = connection.open_reader(path, KEY)
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.pragma("integrity_check") == "ok"
    opened.close()


def test_a_changed_record_keeps_its_key_and_loses_its_old_links(path: Path) -> None:
    roster.store(path)
    with roster.reader(path) as reader:
        keys = {each: reader.key("users", each) for each in ("cy", "bo")}
    cy = User(sourced_id="cy", given_name="Cyrus", roles=[Role(role="aide", org=Ref("s2"))])
    with Writer(path, KEY) as writer:
        writer.begin({"users": "delta"}, started=STARTED)
        writer.put("users", [item(cy)], received=1, total=1)
        writer.end_collection("users", complete=True)
        writer.end()
    with roster.reader(path) as reader:
        assert {each: reader.key("users", each) for each in keys} == keys
        assert ids(reader, Query(collection="orgs", scopes=(Scope("member", "cy"),))) == ["s2"]
        assert "cy" not in ids(reader, Query(collection="students"))
        (row,) = reader.rows("users", [keys["cy"]], ("name", "role", "grades"))
        assert row == ("Cyrus", "aide", None)


def test_what_a_complete_full_run_does_not_list_is_gone_and_keeps_its_key(path: Path) -> None:
    roster.store(path)
    with roster.reader(path) as reader:
        key = reader.key("users", "bo")
    remaining = [user for user in roster.ROSTER["users"] if user.sourced_id != "bo"]
    with Writer(path, KEY) as writer:
        sync(writer, {"users": remaining})
    assert "bo" not in listed(path)
    with roster.reader(path) as reader:
        enrollment = reader.record("enrollments", reader.key("enrollments", "e3"))
        assert enrollment.values["user"] == roster_link_missing("bo")
        assert reader.tally()["users", ""] == 7
    with Writer(path, KEY) as writer:
        sync(writer, {"users": roster.ROSTER["users"]})
    with roster.reader(path) as reader:
        assert reader.key("users", "bo") == key


def roster_link_missing(sourced_id: str) -> object:
    return Link("users", sourced_id, sourced_id, present=False)


def test_views_are_put_among_their_base_and_never_sweep(path: Path) -> None:
    roster.store(path)
    new = User(sourced_id="new", given_name="New", role="student")
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full", "orgs": "full", "academicSessions": "full"}, started=STARTED)
        writer.put("users", [item(new)], received=1, total=1, of="students")
        for base in ("users", "orgs", "academicSessions"):
            writer.end_collection(base, complete=False)
        writer.end()
    assert {"new", "bo", "t1"} <= set(listed(path))
    assert set(listed(path, "schools")) == {"s1", "s2"}


def test_of_two_records_with_one_id_the_last_counts(path: Path) -> None:
    twice = [Org(sourced_id="o", name="first"), Org(sourced_id="o", name="second")]
    with Writer(path, KEY) as writer:
        sync(writer, {"orgs": twice})
    with roster.reader(path) as reader:
        (key,) = reader.keys(Query(collection="orgs"))
        assert reader.record("orgs", key).title == "second"
        assert json.loads(reader.sent("orgs", [key])[0])["name"] == "second"


def test_a_record_may_be_referred_to_before_it_comes_even_by_itself(path: Path) -> None:
    ring = [Org(sourced_id="a", name="A", parent=Ref("b")), Org(sourced_id="b", name="B", parent=Ref("a"))]
    alone = [User(sourced_id="u", given_name="U", agents=[Ref("u"), Ref("v")]), User(sourced_id="v", agents=[Ref("u")])]
    with Writer(path, KEY) as writer:
        writer.begin(dict.fromkeys(fields.BASES, "full"), started=STARTED)
        enrollment = Enrollment(sourced_id="e", user=Ref("u"), class_=Ref("c"), school=Ref("a"), role="student")
        writer.put("enrollments", [item(enrollment)], received=1, total=1)
        writer.put("users", items(alone), received=2, total=2)
        writer.put("classes", [item(Class(sourced_id="c", title="C", school=Ref("a")))], received=1, total=1)
        writer.put("orgs", items(ring), received=2, total=2)
        writer.end()
    with roster.reader(path) as reader:
        assert ids(reader, Query(collection="students", scopes=(Scope("class", "c"),))) == ["u"]
        assert ids(reader, Query(collection="users", scopes=(Scope("agents_of", "v"),))) == ["u"]
        assert set(ids(reader, Query(collection="orgs", scopes=(Scope("school", "a"),)))) == {"a", "b"}
        assert reader.tally()["enrollments", "b"] == 1


def test_a_page_without_records_still_counts_what_was_received(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", [], received=5, total=5)
        assert writer.end().collections["users"].rows == 5


def test_the_demographics_of_who_is_gone_are_gone_too(path: Path) -> None:
    roster.store(path)
    assert ANA in listed(path, "demographics")
    with Writer(path, KEY) as writer:
        sync(writer, {"users": [user for user in roster.ROSTER["users"] if user.sourced_id != ANA]})
    assert listed(path, "demographics") == ["nobody"]
    with roster.reader(path) as reader:
        assert reader.tally()["demographics", ""] == 1


def test_a_failing_page_leaves_nothing_and_the_next_one_is_stored(path: Path) -> None:
    bad = Item(User(sourced_id="\ud800", given_name="Bad"), b"{}")
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"][:2]), received=2, total=None)
        with pytest.raises(UnicodeEncodeError):
            writer.put("users", [item(roster.ROSTER["users"][3]), bad], received=2, total=None)
        writer.put("users", items(roster.ROSTER["users"][4:6]), received=2, total=None)
        assert writer.end().collections["users"].rows == 4
    assert listed(path) == sorted(
        user.sourced_id for user in (*roster.ROSTER["users"][:2], *roster.ROSTER["users"][4:6])
    )


def test_readers_see_pages_as_they_come(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        with roster.reader(path) as reader:
            before = reader.data_version()
            writer.put("users", items(roster.ROSTER["users"]), received=8, total=8)
            assert reader.data_version() != before
            assert len(reader.keys(Query(collection="users"))) == 8
            assert reader.tally()["students", ""] == 4


def test_readers_see_what_waits_for_its_commit_once_it_is_flushed(path: Path) -> None:
    people = [User(sourced_id=str(n), given_name="Name") for n in range(800)]
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.flush()
        writer.put("users", items(people), received=800, total=None)
        writer.put("users", [item(User(sourced_id="late"))], received=1, total=None)
        assert "late" not in listed(path)
        writer.flush()
        assert "late" in listed(path)


def test_the_key_is_asked_for_under_the_lock(path: Path) -> None:
    def key() -> bytes:
        with pytest.raises(StoreBusyError):
            Writer(path, KEY)
        assert not path.exists()
        return KEY

    with Writer(path, key):
        pass
    with Writer(path, KEY):
        pass


def test_a_key_that_cannot_be_had_leaves_the_lock_free(path: Path) -> None:
    def missing() -> bytes:
        raise SecretMissingError("There is none.")

    with pytest.raises(SecretMissingError):
        Writer(path, missing)
    with Writer(path, KEY):
        pass


def test_there_is_one_writer_at_a_time(path: Path) -> None:
    with Writer(path, KEY):
        with pytest.raises(StoreBusyError):
            Writer(path, KEY)
        with roster.reader(path) as reader:
            assert len(reader.keys(Query(collection="users"))) == 0
    with Writer(path, KEY):
        pass


_sourced_ids = st.sampled_from(["a", "b", "c", "d", ANA])


_users = st.builds(
    User,
    sourced_id=_sourced_ids,
    given_name=st.sampled_from(["Ada", "Bo", "Çelik"]),
    role=st.sampled_from(["student", "teacher", "aide"]),
    orgs=st.lists(st.sampled_from([Ref("o1"), Ref("o2")]), max_size=2),
    agents=st.lists(_sourced_ids.map(Ref), max_size=2),
    status=st.sampled_from(["active", "tobedeleted"]),
)


_runs = st.lists(
    st.tuples(
        st.sampled_from(["full", "delta"]),
        st.lists(st.lists(_users, max_size=4), max_size=3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


@given(_runs)
@settings(max_examples=40)
def test_the_store_agrees_with_a_dictionary(runs: list[tuple[Any, list[list[User]], bool, bool]]) -> None:
    """(kind, pages, complete, whether the process ends after two pages and another takes up the run)."""
    expected: dict[str, User] = {}
    keys: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        for number, (kind, pages, complete, interrupted) in enumerate(runs):
            started = STARTED + timedelta(days=number)
            writer = Writer(path, KEY)
            writer.begin({"users": kind}, started=started)
            if interrupted:
                for page in pages[:2]:
                    writer.put("users", items(page), received=len(page), total=None)
                writer.close()
                writer = Writer(path, KEY)
                writer.begin({"users": kind}, started=started)
            with writer:
                writer.begin_list("users", "users")
                for page in pages:
                    writer.put("users", items(page), received=len(page), total=None)
                writer.end_collection("users", complete=complete)
                assert writer.end(accept=True).collections["users"].rows == sum(map(len, pages))
            seen = {user.sourced_id: user for page in pages for user in page}
            expected.update(seen)
            if kind == "full" and complete:
                expected = seen
            with roster.reader(path) as reader:
                agree(reader, expected)
                now = {each: reader.key("users", each) for each in expected}
            assert all(keys.get(each, key) == key for each, key in now.items())
            keys |= now


def agree(reader: Reader, expected: dict[str, User]) -> None:
    """The reader says of these users what the dictionary says."""
    keys = reader.keys(Query(collection="users"))
    rows = reader.rows("users", keys, ("sourcedId", "givenName", "role", "status"))
    assert sorted(rows) == sorted(
        (each.sourced_id, each.given_name, each.role, each.status) for each in expected.values()
    )
    for collection, role in (("students", "student"), ("teachers", "teacher")):
        wanted = {each.sourced_id for each in expected.values() if each.role == role}
        assert set(ids(reader, Query(collection=collection))) == wanted
        assert reader.tally().get((collection, ""), 0) == len(wanted)
    for agent in ("a", "b"):
        wanted = {each.sourced_id for each in expected.values() if Ref(agent) in each.agents}
        assert set(ids(reader, Query(collection="users", scopes=(Scope("dependants_of", agent),)))) == wanted
    for name in ("ada", "çelik"):
        wanted = {each.sourced_id for each in expected.values() if each.given_name.lower() == name}
        assert {hit.sourced_id for hit in reader.find(name)} == wanted


def test_sqlite_is_one_that_may_write_ahead() -> None:
    assert journaling.wal_is_safe(apsw.SQLITE_VERSION_NUMBER)
