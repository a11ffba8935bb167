"""A folder of CSV files, read into a store in memory."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from rosterdesk import progress
from rosterdesk.bundle.reading import Bundle
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Run
from rosterdesk.store.file import memory
from rosterdesk.store.file.connection import Memory
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.sync.loading import load

KEY = bytes(range(32))
MANIFEST = """propertyName,value
manifest.version,1.0
oneroster.version,1.1
file.orgs,{orgs}
file.users,{users}
"""
ORGS = """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
{}d,,,District,district,,
{}s,,,School,school,,d
"""
USERS = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,\
middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
"""
MODIFIED = "2026-09-01T12:00:00.000Z"


def person(sourced_id: str, given_name: str = "Ada", status: str = "") -> str:
    modified = MODIFIED if status else ""
    return f"{sourced_id},{status},{modified},true,s,student,{given_name},,{given_name},L,,,,,,,07,\n"


@pytest.fixture
def location() -> Iterator[Memory]:
    with memory.store() as location:
        yield location


def bundle(folder: Path, *people: str, orgs: str = "bulk", users: str = "bulk") -> Bundle:
    folder.mkdir(exist_ok=True)
    (folder / "manifest.csv").write_text(MANIFEST.format(orgs=orgs, users=users))
    (folder / "orgs.csv").write_text(ORGS.format("", ""))
    (folder / "users.csv").write_text(USERS + "".join(people))
    return Bundle(folder)


def loaded(location: Memory, bundle: Bundle, report: progress.Report = progress.silent) -> Run:
    with bundle, Writer(location, KEY) as writer:
        return load(bundle, writer, report)


def people(location: Memory) -> dict[str, str]:
    with Reader(location, KEY) as reader:
        rows = reader.rows("users", reader.keys(Query(collection="users")), ("sourcedId", "status"))
        return {str(sourced_id): str(status) for sourced_id, status in rows}


def test_what_files_hold_whole_is_all_there_is(location: Memory, tmp_path: Path) -> None:
    run = loaded(location, bundle(tmp_path, person("a"), person("b")))
    assert (run.kind, run.complete, run.collections["users"].rows) == ("full", True, 2)
    assert run.collections["users"].bent == {}, "a whole file says no status and no time, by the standard"
    assert people(location) == {"a": "active", "b": "active"}
    loaded(location, bundle(tmp_path, person("b")))
    assert people(location) == {"b": "active"}


def test_what_files_say_changed_is_changed_and_nothing_else_is_gone(location: Memory, tmp_path: Path) -> None:
    loaded(location, bundle(tmp_path, person("a"), person("b")))
    changes = (person("b", status="tobedeleted"), person("c", status="active"))
    run = loaded(location, bundle(tmp_path, *changes, users="delta"))
    assert {name: state.kind for name, state in run.collections.items()} == {"orgs": "full", "users": "delta"}
    assert people(location) == {"a": "active", "b": "tobedeleted", "c": "active"}


def test_a_row_without_an_id_is_told_and_nothing_is_gone_for_its_sake(location: Memory, tmp_path: Path) -> None:
    loaded(location, bundle(tmp_path, person("a"), person("b")))
    run = loaded(location, bundle(tmp_path, person("a"), person("")))
    state = run.collections["users"]
    assert (run.complete, state.complete, state.dropped) == (False, False, 1)
    assert state.why.startswith("1 record has no usable sourcedId and was left out. 1 problem was found in the file.")
    assert set(people(location)) == {"a", "b"}


def test_a_bundle_that_was_left_in_its_midst_is_read_from_its_beginning(location: Memory, tmp_path: Path) -> None:
    class LeftError(Exception):
        pass

    def leave(message: progress.Message) -> None:
        if isinstance(message, progress.Progress) and message.collection == "users" and message.done:
            raise LeftError

    with pytest.raises(LeftError):
        loaded(location, bundle(tmp_path, person("a")), leave)
    run = loaded(location, bundle(tmp_path, person("b"), person("c")))
    assert (run.run, run.complete, run.collections["users"].rows) == (2, True, 2)
    assert set(people(location)) == {"b", "c"}


def test_progress_counts_the_rows_of_each_file(location: Memory, tmp_path: Path) -> None:
    said: list[progress.Message] = []
    loaded(location, bundle(tmp_path, person("a"), person("b")), said.append)
    steps = [(step.collection, step.done) for step in said if isinstance(step, progress.Progress)]
    assert steps == [("orgs", 0), ("orgs", 2), ("users", 0), ("users", 2)]


ROLES = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,\
userProfileSourcedId
"""
PEOPLE = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName\n"


def second(folder: Path, mode: str, people: str, roles: str) -> Bundle:
    """A bundle of 1.2 with people and their roles."""
    folder.mkdir(exist_ok=True)
    said = f"propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,{mode}\nfile.roles,{mode}\n"
    (folder / "manifest.csv").write_text(said)
    (folder / "users.csv").write_text(PEOPLE + people)
    (folder / "roles.csv").write_text(ROLES + roles)
    return Bundle(folder)


def roles(location: Memory) -> dict[str, list[str]]:
    """By person the name and the roles."""
    found = {}
    with Reader(location, KEY) as reader:
        for record in map(msgspec.json.decode, reader.sent("users", reader.keys(Query(collection="users")))):
            found[record["sourcedId"]] = [record["givenName"], *(each["role"] for each in record.get("roles", ()))]
    return found


def test_changes_of_roles_change_what_is_stored_and_nothing_else(location: Memory, tmp_path: Path) -> None:
    people = "a,,,true,a,Ada,L\nb,,,true,b,Bo,L\n"
    before = "r1,,,a,primary,student,,,s,\nr2,,,a,primary,aide,,,t,\nr3,,,b,primary,teacher,,,s,\n"
    assert loaded(location, second(tmp_path, "bulk", people, before)).complete
    changed = f"r3,active,{MODIFIED},b,primary,principal,,,s,\nr2,tobedeleted,{MODIFIED},a,primary,aide,,,t,\n"
    run = loaded(location, second(tmp_path, "delta", f"a,active,{MODIFIED},true,a,Anna,L\n", changed))
    assert (run.complete, run.collections["users"].rows) == (True, 2)
    assert roles(location) == {"a": ["Anna", "student"], "b": ["Bo", "principal"]}


def test_changes_of_roles_of_nobody_here_are_not_complete(location: Memory, tmp_path: Path) -> None:
    run = loaded(location, second(tmp_path, "delta", "", f"r3,active,{MODIFIED},b,primary,principal,,,s,\n"))
    assert not run.complete
    assert run.collections["users"].why.startswith("roles.csv: It has only what changed")
