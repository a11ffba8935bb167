"""A store in memory: the same as one in a file, and never on a disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.query import Query
from rosterdesk.store.file import memory
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import KEY, ids

PROGRAM = """
import resource, sys
from rosterdesk.model.entities import User
from rosterdesk.store.file import memory
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # whoever writes to a file now is ended
opened = []
sys.addaudithook(lambda event, args: opened.append(args) if event in {"open", "os.mkdir"} else None)
with memory.store() as location:
    with Writer(location, roster.KEY) as writer:
        roster.sync(writer, roster.in_order())
        people = [User(sourced_id=str(n), given_name="Name" * 20) for n in range(20_000)]
        writer.begin({"users": "delta"}, started=roster.STARTED)
        writer.put("users", roster.items(people), received=len(people), total=None)
        writer.end_collection("users", complete=True)
        writer.end()
    with Reader(location, roster.KEY) as reader:
        print(len(reader.find("name", 50)), len(reader.tally()) > 0)
written = [args for args in opened if isinstance(args[1], str) and set(args[1]) & set("wax+")]
print(written)
"""


def test_it_holds_what_a_file_holds(stored: Path) -> None:
    with memory.store() as location:
        with Writer(location, KEY) as writer:
            roster.sync(writer, roster.in_order())
        with Reader(location, KEY, today=lambda: roster.TODAY) as here, roster.reader(stored) as there:
            for collection in roster.ROSTER:
                query = Query(collection=collection)
                assert ids(here, query) == ids(there, query)
            assert here.tally() == there.tally()
            assert here.find("lopez") == there.find("lopez")


def test_each_is_one_of_its_own_and_gone_at_the_end() -> None:
    with memory.store() as one, memory.store() as other:
        with Writer(one, KEY) as writer:
            roster.sync(writer, roster.in_order())
        with pytest.raises(NothingStoredError):
            Reader(other, KEY)
    with pytest.raises(NothingStoredError):
        Reader(one, KEY)


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are POSIX")
def test_nothing_of_it_reaches_a_disk(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TMPDIR": str(tmp_path), "SQLITE_TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["50 True", "[]"]
    assert list(tmp_path.iterdir()) == []
