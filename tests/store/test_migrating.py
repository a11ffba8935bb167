"""Stores of earlier versions, brought up to date: nothing of them is lost, and they are never between two versions."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import apsw
import pytest

from rosterdesk.errors import NothingStoredError, StoreBusyError
from rosterdesk.model.query import Query
from rosterdesk.store.file import ciphers, connection, lock, schema
from rosterdesk.store.reader import Reader
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writer import Writer
from tests.store import earlier, roster
from tests.store.earlier import columns, content, raw
from tests.store.roster import KEY


@pytest.fixture(params=earlier.VERSIONS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of each earlier version."""
    return earlier.store(tmp_path / "a.db", request.param)


def test_every_version_that_was_released_has_its_store() -> None:
    assert [each.name for each in sorted(earlier.STORES.glob("*.db"))] == [
        f"schema-{version}.db" for version in earlier.VERSIONS
    ]


def test_the_stores_hold_every_collection(path: Path) -> None:
    opened = raw(path)
    for kind in TABLES.values():
        assert opened.execute(f"SELECT count(*) FROM {kind.name} WHERE record IS NOT NULL").get, kind.name
    opened.close()


def test_writing_brings_a_store_up_to_date_and_all_that_was_in_it_is_there(path: Path) -> None:
    tables = columns(path)
    before = content(path, tables)
    Writer(path, KEY).close()
    after = content(path, tables)
    assert {name for name in tables if name != "meta" and after[name] != before[name]} == set()
    assert before["meta"] <= after["meta"]


def test_what_was_brought_up_to_date_has_the_tables_of_a_new_store(path: Path, tmp_path: Path) -> None:
    Writer(path, KEY).close()
    new = roster.store(tmp_path / "new.db")
    assert columns(path) == columns(new)
    indexes = "SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger', 'view') AND name NOT LIKE 'sqlite%'"
    one, other = raw(path), raw(new)
    assert set(one.execute(indexes)) == set(other.execute(indexes))
    assert one.pragma("user_version") == other.pragma("user_version") == schema.VERSION
    assert one.pragma("integrity_check") == "ok"
    one.close()
    other.close()


def test_reading_brings_it_up_to_date_as_well(path: Path) -> None:
    with roster.reader(path) as reader:
        people = {reader.record("users", key).sourced_id for key in reader.keys(Query(collection="users"))}
        assert {"zoe", "lukasz", "left", roster.ANA} <= people
        assert "gone" not in people
        assert [found.sourced_id for found in reader.find("zoe muller")] == ["zoe"]
        assert [found.sourced_id for found in reader.find("łukasz")] == ["lukasz"]
        newest, *ended = reader.runs()
    assert (newest.run, newest.ended, newest.held, newest.collections["users"].rows) == (4, None, "", 5)
    assert [(run.run, run.kind, run.complete) for run in ended] == [
        (3, "full", True), (2, "delta", True), (1, "full", True),
    ]  # fmt: skip
    opened = raw(path)
    assert opened.pragma("user_version") == schema.VERSION
    opened.close()


def test_people_are_found_by_their_phones_as_in_a_new_store(path: Path) -> None:
    with roster.reader(path) as reader:
        for typed in ("5550104477", "(555) 010-4477", "555 010 4478", "+4930901820"):
            assert reader.find(typed), typed


def test_the_next_sync_brings_what_the_interrupted_one_did_not(path: Path) -> None:
    with Writer(path, KEY) as writer:
        roster.sync(writer, roster.in_order())
        assert [run.run for run in writer.runs() if run.ended] == [5, 3, 2, 1]
    with roster.reader(path) as reader:
        assert set(roster.ids(reader, Query(collection="users"))) == {
            user.sourced_id for user in roster.ROSTER["users"]
        }


def test_who_reads_while_another_brings_it_up_to_date_waits_for_that(path: Path) -> None:
    held = lock.taken(path)
    with ThreadPoolExecutor() as others:
        opening = others.submit(connection.open_reader, path, KEY)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.2)
        held.release()
        opening.result().close()


def test_a_store_that_another_writes_for_long_is_not_brought_up_to_date_meanwhile(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MIGRATION_SECONDS", 0)
    held = lock.taken(path)
    with pytest.raises(StoreBusyError):
        Reader(path, KEY)
    held.release()


def test_a_file_that_was_never_filled_is_nothing_and_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    opened = apsw.Connection(str(path))
    opened.pragma("cipher", ciphers.preferred()[0])
    opened.pragma("key", f"raw:{KEY.hex()}")
    opened.pragma("application_id", 0)
    opened.execute("CREATE TABLE x (y); DROP TABLE x")
    opened.close()
    with pytest.raises(NothingStoredError):
        Reader(path, KEY)


def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(path, columns(path))
    broken = "CREATE TABLE half (id); INSERT INTO nowhere VALUES (1)"
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(apsw.SQLError):
        Writer(path, KEY)
    assert "half" not in columns(path)
    assert content(path, columns(path)) == before


def test_a_step_may_do_in_python_what_sql_cannot(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shouted(opened: apsw.Connection) -> None:
        for key, name in opened.execute("SELECT id, name FROM org").fetchall():
            opened.execute("UPDATE org SET name = ? WHERE id = ?", ((name or "").upper(), key))

    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, shouted))
    Writer(path, KEY).close()
    opened = raw(path)
    assert ("ŁÓDŹ PRIMARY",) in opened.execute("SELECT name FROM org").fetchall()
    opened.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_killed_in_its_midst_it_is_of_the_old_version_or_the_new_one(tmp_path: Path) -> None:
    chance = Random(7)
    for version in earlier.VERSIONS:
        deeds = earlier.deeds(earlier.store(tmp_path / "first.db", version))
        for number in range(12):
            path = earlier.store(tmp_path / f"{version}-{number}.db", version)
            assert earlier.killed_at_any_deed(path, chance, deeds) in {"of the old version", "of the new version"}
