"""A writer that is killed at any moment leaves a store that opens, with whole pages only."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rosterdesk.model.query import Query
from rosterdesk.store import connection
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import KEY

PAGE = 40
PROGRAM = """
import sys
from pathlib import Path
from rosterdesk.model.entities import User
from rosterdesk.store.writer import Writer
from tests.store import roster
path, version = Path(sys.argv[1]), sys.argv[2]
with Writer(path, roster.KEY) as writer:
    writer.begin({"users": "full"}, started=roster.STARTED)
    writer.begin_list("users", "users")
    page = int(sys.argv[3])
    print("begun", flush=True)
    while True:
        page += 1
        people = [User(sourced_id=f"{page}-{n}", given_name=f"Sheet{page}", family_name=version) for n in range(PAGE)]
        writer.put("users", roster.items(people), received=len(people), total=None)
        print(page, flush=True)
""".replace("PAGE", str(PAGE))


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_killed_at_random_moments_the_store_holds_whole_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    chance = random.Random(23)
    pages = 0
    for number in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path), f"v{number}", str(pages)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        with process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            written = pages
            for _ in range(chance.randrange(6)):
                written = int(process.stdout.readline())
            for _ in range(chance.randrange(60_000)):  # a moment of any length within the next page
                pass
            process.send_signal(signal.SIGKILL)
        pages = whole_pages(path, pages)
        assert pages >= written - pages // 8 - 1  # pages of a large store share a commit
    with Writer(path, KEY) as writer:
        assert writer.begin({"users": "full"}, started=roster.STARTED) == 1


def whole_pages(path: Path, before: int) -> int:
    """How many pages the store holds, each whole, found, and counted; the run has those that were not there before."""
    opened = connection.open_reader(path, KEY)
    assert opened.pragma("integrity_check") == "ok"
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    searched = opened.execute("SELECT count(*) FROM words WHERE words MATCH 'sheet*'").get
    opened.close()
    with roster.reader(path) as reader:
        rows = reader.rows("users", reader.keys(Query(collection="users")), ("sourcedId",))
        rows_of_run = reader.runs()[0].collections["users"].rows
    found = {str(sourced_id) for (sourced_id,) in rows}
    pages = len(found) // PAGE
    assert found == {f"{page}-{n}" for page in range(1, pages + 1) for n in range(PAGE)}
    assert searched == len(rows) == len(found)
    assert rows_of_run == len(found) - before * PAGE
    return pages
