"""The data folder, with several processes in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rosterdesk.errors import UsageError
from rosterdesk.settings import DataDir, Preferences, Source

ADDING = """
import sys
from pathlib import Path
from rosterdesk.settings import DataDir, Source
data = DataDir(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    data.add(Source(name=f"{sys.argv[2]} {number}", url="https://sis.example.org"))
    gone = Source(name=f"{sys.argv[2]} {number} gone", url="https://sis.example.org")
    data.add(gone)
    data.remove(gone)
"""


def test_no_source_is_lost_when_two_processes_add_and_remove_at_once(tmp_path: Path) -> None:
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "other")
    ]
    for process in adding:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in adding:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in adding:
        process.communicate(timeout=60)
        assert process.returncode == 0
    names = [source.name for source in DataDir(tmp_path).sources()]
    assert sorted(names) == sorted(f"{name} {number}" for name in ("one", "other") for number in range(15))


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_can_read_what_changing_the_sources_leaves(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        subprocess.run([sys.executable, "-c", ADDING, str(tmp_path), "one"], input=b"go\n", check=True)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_nothing_is_made_before_something_is_to_be_kept(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    assert (data.sources(), data.preferences()) == ([], Preferences())
    with pytest.raises(UsageError):
        data.source("Lakeside")
    assert not data.path.exists()
    data.add(Source(name="Lakeside", url="https://sis.example.org"))
    assert data.source("Lakeside").oneroster == "1.1"


def test_what_an_older_version_kept_is_read(tmp_path: Path) -> None:
    (tmp_path / "sources.json").write_text('[{"name": "Lakeside", "url": "https://sis.example.org", "uid": "1"}]')
    (source,) = DataDir(tmp_path).sources()
    assert source == Source(name="Lakeside", url="https://sis.example.org", uid="1")
    assert (source.also, source.bundle, source.auth) == ((), "", "oauth2")


def test_a_secret_is_for_every_address_of_its_source_and_for_no_other() -> None:
    source = Source(name="x", url="https://a", token_url="https://b", gradebook_url="https://c", bundle="")
    assert source.addresses == ("https://a", "https://b", "https://c")
    assert Source(name="x", bundle="/roster.zip").addresses == ()
