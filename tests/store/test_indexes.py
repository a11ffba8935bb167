"""A large first load does without some indexes while it writes; none is missing after it, whatever became of it."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from rosterdesk.model.query import Query, Sort
from rosterdesk.store.file import connection
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import KEY, STARTED, items

LARGE = 1_000_000
SPARED = {"user_sort_name", "user_given", "user_username", "user_identifier", "user_email", "enrollment_user"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def opened(path: Path) -> Iterator[apsw.Connection]:
    with Writer(path, KEY):
        pass
    reader = connection.open_reader(path, KEY)
    yield reader
    reader.close()


def indexes(opened: apsw.Connection) -> dict[str, str]:
    return dict(opened.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"))


def put(writer: Writer, collection: str, total: int | None) -> None:
    writer.put(collection, items(roster.ROSTER[collection]), received=len(roster.ROSTER[collection]), total=total)


def begin(writer: Writer) -> None:
    writer.begin({"users": "full", "enrollments": "full"}, started=STARTED)


def test_a_large_first_load_does_without_some_indexes_until_its_collection_ends(
    path: Path, opened: apsw.Connection
) -> None:
    before = indexes(opened)
    with Writer(path, KEY) as writer:
        begin(writer)
        for collection in ("users", "enrollments"):
            put(writer, collection, LARGE)
            put(writer, collection, LARGE)
        writer.flush()
        assert before.keys() - indexes(opened).keys() == SPARED
        with roster.reader(path) as reader:  # what is here is found meanwhile
            people = reader.keys(Query(collection="users", sort=(Sort("name"),)))
            assert len(people) == len(roster.ROSTER["users"])
            for field in ("homeroom", "schools", "email"):
                assert set(reader.keys(Query(collection="users", sort=(Sort(field),)))) == set(people)
        writer.end_collection("users", complete=True)
        writer.end_collection("enrollments", complete=True)
        assert indexes(opened) == before


def test_what_only_such_an_index_tells_is_not_looked_for_row_by_row_meanwhile(path: Path) -> None:
    with Writer(path, KEY) as writer:
        writer.begin(dict.fromkeys(roster.ROSTER, "full"), started=STARTED)
        for collection in roster.ROSTER:
            put(writer, collection, LARGE if collection == "enrollments" else None)
        writer.flush()
        with roster.reader(path) as reader:
            ana = reader.key("users", roster.ANA)
            assert reader.rows("users", [ana], ("homeroom",)) == [(None,)]
            writer.end_collection("enrollments", complete=True)
            assert reader.rows("users", [ana], ("homeroom",)) == [("R10",)]


@pytest.mark.parametrize("total", [None, 8, 40_000])
def test_a_small_load_keeps_them(path: Path, opened: apsw.Connection, total: int | None) -> None:
    before = indexes(opened)
    with Writer(path, KEY) as writer:
        begin(writer)
        put(writer, "users", total)
        writer.flush()
        assert indexes(opened) == before


@pytest.mark.parametrize("way", ["ended", "stopped", "begun again"])
def test_they_are_there_again_however_the_load_ends(path: Path, opened: apsw.Connection, way: str) -> None:
    before = indexes(opened)
    with Writer(path, KEY) as writer:
        begin(writer)
        put(writer, "users", LARGE)
        if way == "ended":
            writer.end()
        elif way == "stopped":
            writer.stop_collection("users", "The service does not answer.")
    if way == "begun again":
        assert indexes(opened) != before
        with Writer(path, KEY) as writer:
            begin(writer)
    assert indexes(opened) == before


def test_later_loads_keep_them(path: Path, opened: apsw.Connection) -> None:
    roster.store(path)
    before = indexes(opened)
    with Writer(path, KEY) as writer:
        begin(writer)
        put(writer, "users", LARGE)
        writer.flush()
        assert indexes(opened) == before
