"""The data folder, with several processes in it."""

import contextlib
import errno
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.errors import StoreError, UsageError
from rosterdesk.settings import DataDir, Preferences, Settings, Source, allowed, changed, choices
from rosterdesk.settings.choices import limits
from rosterdesk.settings.kept import unwritable
from tests import others

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


def test_what_the_user_chose_is_kept_and_the_rest_is_as_usual(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    assert (data.settings(), data.fixed()) == (
        Settings(retention_days=0, journal_runs=30, journal_days=90),
        frozenset(),
    )
    data.choose_settings({"retention_days": "30"})
    data.choose_settings({"journal_runs": 5})
    assert DataDir(data.path).settings() == Settings(retention_days=30, journal_runs=5, journal_days=90)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"colour": 1}, "There is no setting “colour”. Settings are: theme, density, text_size,"),
        ({"retention_days": "-1"}, "retention_days cannot be “-1”. It may be a whole number from 0 to 100,000."),
        ({"retention_days": "a week"}, "retention_days cannot be “a week”. It may be a whole number"),
        ({"retention_days": 10**9}, "retention_days cannot be “1000000000”."),
        ({"journal_days": 1.5}, "journal_days cannot be “1.5”."),
        ({"lock_after": 1441}, "lock_after cannot be “1441”. It may be a whole number from 0 to 1,440."),
        ({"theme": "pink"}, "theme cannot be “pink”. It may be system, light or dark."),
        ({"text_size": "120"}, "text_size cannot be “120”. It may be 90, 100, 115, 130 or 150."),
        ({"demographics": "maybe"}, "demographics cannot be “maybe”. It may be true or false."),
        ({"names": "x" * 100}, f"names cannot be “{'x' * 40}…”. It may be usual, family-first or given-first."),
        ({"language": ["en"]}, "language cannot be “.'en'.”. It may be system, en or es."),
    ],
)
def test_what_cannot_be_chosen_is_said_and_nothing_is_kept(
    tmp_path: Path, chosen: dict[str, object], said: str
) -> None:
    data = DataDir(tmp_path / "data")
    with pytest.raises(UsageError, match=said):
        data.choose_settings({"journal_runs": 1, **chosen})
    assert data.settings() == Settings()


def test_the_administrators_policy_goes_before_what_the_user_chose(tmp_path: Path, policy_file: Path) -> None:
    data = DataDir(tmp_path / "data")
    data.choose_settings({"retention_days": 400, "journal_runs": 7})
    policy_file.write_text('{"retention_days": 30}')
    assert (data.settings(), data.fixed()) == (Settings(retention_days=30, journal_runs=7), {"retention_days"})
    with pytest.raises(UsageError, match="administrator of this computer set retention_days"):
        data.choose_settings({"retention_days": 1})
    policy_file.unlink()
    assert data.settings().retention_days == 400


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"retention_days": "30"}', '{"retention_days": -1}', '{"retention_day": 30}', '{"theme": "pink"}'],
)
def test_a_policy_that_cannot_be_read_is_not_got_around(tmp_path: Path, policy_file: Path, content: str) -> None:
    policy_file.write_text(content)
    with pytest.raises(StoreError, match=r"is damaged[.:].* Ask your administrator to correct it"):
        DataDir(tmp_path).settings()


def test_damaged_settings_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{")
    with pytest.raises(StoreError, match=r"is damaged\. Move it away"):
        DataDir(tmp_path).settings()
    path.write_text('{"theme": "pink"}')
    with pytest.raises(
        StoreError, match=r"theme cannot be “pink”\. It may be system, light or dark\. Correct it there"
    ):
        DataDir(tmp_path).settings()


def values(name: str) -> st.SearchStrategy[object]:
    """All that a setting may be."""
    if options := choices(name):
        return st.sampled_from(options)
    return st.booleans() if isinstance(getattr(Settings(), name), bool) else st.integers(*limits(name))


@given(st.fixed_dictionaries({}, optional={name: values(name) for name in Settings.__struct_fields__}))
def test_every_choice_comes_back_from_the_file_and_from_the_command_line(chosen: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder))
        data.choose_settings(chosen)
        assert msgspec.structs.asdict(DataDir(data.path).settings()) == msgspec.structs.asdict(Settings()) | chosen
        data.choose_settings({name: str(value).lower() for name, value in chosen.items()})
        assert data.settings() == changed(Settings(), chosen)


@given(st.sampled_from(Settings.__struct_fields__), st.text(max_size=60) | st.integers() | st.none() | st.floats())
def test_what_a_setting_cannot_be_is_answered_by_what_it_may_be(name: str, value: object) -> None:
    with contextlib.suppress(UsageError):
        assert getattr(changed(Settings(), {name: value}), name) is not None
        return
    with pytest.raises(UsageError, match=re.escape(f"It may be {allowed(name)}.")):
        changed(Settings(), {name: value})


def test_a_setting_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark", "perfume": "rose"}')
    assert DataDir(tmp_path).settings() == Settings(theme="dark")


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "days"),
    [
        (NOW, 0),
        (NOW - timedelta(days=29, hours=23), 0),
        (NOW - timedelta(days=30), 0),
        (NOW - timedelta(days=30, minutes=1), 30),
        (NOW - timedelta(days=400), 400),
    ],
)
def test_a_copy_is_overdue_by_when_it_was_synced(tmp_path: Path, since: datetime, days: int) -> None:
    data, source = DataDir(tmp_path), Source(name="Lakeside", url="https://sis.example.org")
    data.store(source).touch()
    data.synced(source, since)
    assert data.overdue(source, NOW) == 0
    data.choose_settings({"retention_days": 30})
    assert data.overdue(source, NOW) == days
    data.store(source).unlink()
    assert data.overdue(source, NOW) == 0


@pytest.mark.parametrize("stamp", [None, "", "yesterday", '"2026-11-23T12:00:00"'])
def test_where_nobody_says_when_it_was_synced_the_file_is_asked(tmp_path: Path, stamp: str | None) -> None:
    data, source = DataDir(tmp_path), Source(name="Lakeside", url="https://sis.example.org")
    data.choose_settings({"retention_days": 30})
    path = data.store(source)
    path.touch()
    if stamp is not None:
        path.with_name(f"{path.name}.synced").write_text(stamp)
    written = (NOW - timedelta(days=31)).timestamp()
    os.utime(path, (written, written))
    assert data.overdue(source, NOW) == 31


LIMIT = timedelta(days=30, minutes=1)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=400)])
def test_what_was_synced_by_a_clock_that_was_ahead_ages_from_the_first_look(tmp_path: Path, ahead: timedelta) -> None:
    data, source = DataDir(tmp_path), Source(name="Lakeside", url="https://sis.example.org")
    data.choose_settings({"retention_days": 30})
    data.store(source).touch()
    data.synced(source, NOW + ahead)
    assert [data.overdue(source, now) for now in (NOW, NOW + timedelta(days=20))] == [0, 0]
    assert data.overdue(source, NOW + ahead + LIMIT if ahead < LIMIT else NOW + LIMIT) == 30


def test_a_look_by_a_clock_that_is_behind_makes_no_copy_older_or_younger(tmp_path: Path) -> None:
    data, source = DataDir(tmp_path), Source(name="Lakeside", url="https://sis.example.org")
    data.choose_settings({"retention_days": 30})
    data.store(source).touch()
    data.synced(source, NOW)
    assert data.overdue(source, NOW - timedelta(days=2000)) == 0
    assert data.overdue(source, NOW - timedelta(days=1969)) == 31  # it stands there for a month
    assert data.overdue(source, NOW + timedelta(days=29)) == 0
    assert data.overdue(source, NOW + LIMIT) == 30


def test_what_never_was_whole_ages_from_when_its_first_sync_began(tmp_path: Path) -> None:
    data, source = DataDir(tmp_path), Source(name="Lakeside", url="https://sis.example.org")
    data.choose_settings({"retention_days": 30})
    data.store(source).touch()
    for days in (0, 10, 20):
        data.syncing(source, NOW + timedelta(days=days))
    assert data.overdue(source, NOW + LIMIT) == 30


@pytest.mark.parametrize(
    ("looks", "doubtful"),
    [
        ([0], [False]),
        ([0, 300], [False, False]),  # a long holiday
        ([0, 366], [False, True]),
        ([0, 366, 366.9, 367], [False, True, True, False]),  # a day later it says so still
        ([0, 730, 1, 2], [False, True, False, False]),  # it was set right
        ([0, 730, 1, 731], [False, True, False, True]),
        ([0, -2000, 1], [False, False, True]),  # a battery died, and the time was fetched
    ],
)
def test_a_clock_that_jumps_ahead_is_believed_a_day_later(
    tmp_path: Path, looks: list[float], doubtful: list[bool]
) -> None:
    data = DataDir(tmp_path)
    assert [data.is_doubtful(NOW + timedelta(days=days)) for days in looks] == doubtful


def test_what_was_kept_of_the_clock_may_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("yesterday")
    assert not DataDir(tmp_path).is_doubtful(NOW)
    assert DataDir(tmp_path).is_doubtful(NOW + timedelta(days=400))


def test_backups_are_told_to_leave_stores_out(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    data.store(Source(name="Lakeside"))
    tag = data.path / "stores" / "CACHEDIR.TAG"
    assert tag.read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    tag.write_text("Signature: 8a477f597d28d172789f06886806bc55")
    data.store(Source(name="Lakeside"))
    assert tag.read_text() == "Signature: 8a477f597d28d172789f06886806bc55"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_everything_in_the_data_folder_is_the_users_own_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        data, source = DataDir(tmp_path / "data"), Source(name="Lakeside", url="https://sis.example.org")
        data.add(source)
        data.choose_settings({"journal_runs": 5})
        data.remember(Preferences(), Preferences(source="Lakeside"))
        data.log()
        data.store(source)
        data.synced(source, NOW)
    finally:
        os.umask(before)
    found = [data.path, *data.path.rglob("*")]
    assert len(found) == 9
    assert {path: path.stat().st_mode & 0o777 for path in found} == {
        path: 0o700 if path.is_dir() else 0o600 for path in found
    }


ANOTHERS = """
import codecs, os, sys
from pathlib import Path
from rosterdesk.errors import StoreError
from rosterdesk.settings import DataDir, Source
codecs.lookup("ascii")  # loaded while it may be
os.setgid(65534)
os.setuid(65534)
data = DataDir(Path(sys.argv[1]))
for use in (lambda: data.store(Source(name="Lakeside")), data.sources, data.settings, data.log):
    try:
        use()
    except StoreError as error:
        print(error.what)
"""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives folders away")
def test_a_data_folder_of_another_user_is_said_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    DataDir(data).store(Source(name="Lakeside"))
    others.let_in(tmp_path)
    done = subprocess.run([sys.executable, "-c", ANOTHERS, data], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"The data folder {data} cannot be used: Permission denied.",
        f"{data / 'sources.json'} cannot be read: Permission denied.",
        f"{data / 'settings.json'} cannot be read: Permission denied.",
    ]


@pytest.mark.parametrize(
    ("number", "way_on"),
    [
        (errno.EROFS, "It can only be read there: choose another data folder with --data-dir."),
        (errno.EACCES, "Check who may write there, or choose another data folder with --data-dir."),
        (errno.ENOSPC, "Free some space, then try again."),
        (errno.EIO, "Free some space, or check who may write there."),
    ],
)
def test_a_file_that_cannot_be_written_is_told_with_what_helps(tmp_path: Path, number: int, way_on: str) -> None:
    told = unwritable(tmp_path / "settings.json", OSError(number, os.strerror(number)))
    assert (os.strerror(number) in told.what, told.action) == (True, way_on)
