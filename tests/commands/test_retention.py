"""How long things are kept: what the user chooses, and what an administrator has wiped."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.responses import Response

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault
from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from rosterdesk.errors import SecretMissingError
from rosterdesk.settings import DataDir, Source
from tests import others
from tests.commands import bundles
from tests.commands.desks import PASSPHRASE, Desk
from tests.sync.interference import Interference


def lakeside(desk: Desk) -> tuple[DataDir, Source]:
    data = DataDir(desk.data)
    return data, data.source("Lakeside")


def aged(desk: Desk, days: int) -> Path:
    """The store, as if it had been synced so long ago."""
    data, source = lakeside(desk)
    data.synced(source, datetime.now(UTC) - timedelta(days=days, minutes=1))
    return data.store(source)


def test_settings_are_shown_and_chosen(desk: Desk) -> None:
    title, *lines = desk.run("settings").out.splitlines()
    assert title.split("  ")[0] == "Setting"
    assert {"theme": "system", "demographics": "true", "retention_days": "0", "journal_days": "90"}.items() <= {
        name: value for name, value, *_ in map(str.split, lines)
    }.items()
    assert all(line.endswith("  the default") for line in lines)
    assert "retention_days  14           you" in desk.run("settings", "retention_days=14", "sync_on_start=true").out
    told = desk.run("settings", "--format", "json").json
    assert {"name": "retention_days", "value": 14, "fixed": False} in told
    assert {"name": "sync_on_start", "value": True, "fixed": False} in told


@pytest.mark.parametrize(
    "chosen", ["retention_days", "retention_days=", "colour=1", "theme=pink", "journal_days=-1", "=3"]
)
def test_what_is_no_setting_is_a_mistake_of_usage(desk: Desk, chosen: str) -> None:
    assert desk.run("settings", chosen).code == 2
    assert not (desk.data / "settings.json").exists()


def test_what_the_administrator_chose_is_shown_as_theirs_and_stays(desk: Desk, policy_file: Path) -> None:
    policy_file.write_text('{"journal_runs": 3}')
    assert "journal_runs    3            the administrator" in desk.run("settings").out
    done = desk.run("settings", "journal_runs=4")
    assert (done.code, done.err) == (
        2,
        "rosterdesk: The administrator of this computer set journal_runs. Ask them to change it.\n",
    )


AS_NOBODY = """
import os, sys
from pathlib import Path
from rosterdesk import log
from rosterdesk.commands.main import main
from rosterdesk.settings import policy
policy.PATH = Path(sys.argv[1])
main(["--data-dir", sys.argv[2] + " of root", "settings"])  # who loads what nobody may
log.tear_down()
os.setgid(65534)
os.setuid(65534)
sys.exit(main(["--data-dir", sys.argv[2], "settings"]))
"""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root becomes another user")
@pytest.mark.parametrize(("mode", "said"), [(0o644, False), (0o666, True)])
def test_a_policy_that_its_users_could_change_is_told(tmp_path: Path, policy_file: Path, mode: int, said: bool) -> None:
    policy_file.write_text('{"journal_runs": 3}')
    policy_file.chmod(mode)
    data = tmp_path / "data"
    data.mkdir()
    os.chown(data, 65534, 65534)
    others.let_in(policy_file.parent)
    others.let_in(tmp_path)
    command = [sys.executable, "-c", AS_NOBODY, policy_file, data]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, "journal_runs    3            the administrator" in done.stdout) == (0, True)
    told = f"You could change {policy_file} yourself. Ask your administrator to take that right away.\n"
    assert done.stderr == (told if said else "")


def test_a_sync_says_how_old_the_copy_is(synced: Desk) -> None:
    data, source = lakeside(synced)
    aged(synced, 50)
    assert synced.run("settings", "retention_days=30").code == 0
    assert data.overdue(source, datetime.now(UTC)) == 50
    assert synced.run("sync", "Lakeside").code == 0
    assert data.overdue(source, datetime.now(UTC)) == 0
    assert data.overdue(source, datetime.now(UTC) + timedelta(days=30, minutes=5)) == 30


@pytest.mark.parametrize("mark", [None, "", "yesterday"])
@pytest.mark.parametrize("by", ["a reading command", "a sync that fails", "the administrator"])
def test_where_the_mark_is_gone_the_copys_own_runs_tell_how_old_it_is(
    roster: District, desk: Desk, policy_file: Path, mark: str | None, by: str
) -> None:
    """Its file may have been copied, or written to, since."""
    with running(roster) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
    data, source = lakeside(desk)
    (run,) = desk.run("runs", "Lakeside", "--format", "json").json
    stamp = data.store(source).with_name(f"{source.uid}.db.synced")
    stamp.unlink()
    if mark is not None:
        stamp.write_text(mark)
    ahead = datetime.now(UTC) + timedelta(days=20)
    os.utime(data.store(source), (ahead.timestamp(), ahead.timestamp()))
    if by == "the administrator":
        policy_file.write_text('{"retention_days": 30}')
        assert desk.run("source", "list").code == 0
    else:
        command, code = {"a reading command": ("list", 0), "a sync that fails": ("sync", 3)}[by]
        assert desk.run(command, "Lakeside", *["users"] * (command == "list")).code == code
    assert data.synced_at(source, ahead) == datetime.fromisoformat(run["begun"])


def overdue(desk: Desk) -> int:
    data, source = lakeside(desk)
    return data.overdue(source, datetime.now(UTC))


@pytest.mark.parametrize("some", [["--collection", "orgs"], ["--school"]])
def test_a_sync_of_some_of_it_makes_no_copy_younger(synced: Desk, some: list[str]) -> None:
    synced.run("settings", "retention_days=30")
    aged(synced, 448)
    if some == ["--school"]:
        some = ["--school", synced.run("list", "Lakeside", "schools", "--format", "json").json[0]["sourcedId"]]
    assert synced.run("sync", "Lakeside", *some).code == 0
    assert overdue(synced) == 448
    assert synced.run("sync", "Lakeside").code == 0
    assert overdue(synced) == 0


def test_a_sync_that_fails_makes_no_copy_younger(roster: District, desk: Desk) -> None:
    between = Interference()
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        desk.run("settings", "retention_days=30")
        assert desk.run("sync", "Lakeside").code == 0
        aged(desk, 41)
        between.answers["enrollments"] = lambda _query: Response("<html>Please log in</html>", media_type="text/html")
        assert desk.run("sync", "Lakeside").code == 3
        assert overdue(desk) == 41
        between.answers.clear()
        assert desk.run("sync", "Lakeside").code == 0
        assert overdue(desk) == 0


def test_by_a_clock_that_jumped_ahead_nothing_is_wiped_for_a_day(synced: Desk, policy_file: Path) -> None:
    path = aged(synced, 3)
    policy_file.write_text('{"retention_days": 30}')
    clock = synced.data / "clock.json"
    assert synced.run("source", "list").err == ""
    assert clock.exists()
    aged(synced, 730)
    clock.write_text(json.dumps({"seen": (datetime.now(UTC) - timedelta(days=727)).isoformat()}))
    done = synced.run("list", "Lakeside", "users")
    assert (done.code, path.exists()) == (0, True)
    assert done.err.startswith(
        "By this computer's clock, RosterDesk was not used for more than a year. If the clock is wrong, set it right;"
        " if not, the local copy of “Lakeside” is wiped in a day."
    )
    since = datetime.now(UTC) - timedelta(days=1, minutes=1)
    clock.write_text(json.dumps({"seen": since.isoformat(), "jumped": since.isoformat()}))
    assert "has been wiped" in synced.run("list", "Lakeside", "users").err
    assert not path.exists()


def test_the_users_own_limit_is_a_remark_and_everything_goes_on(synced: Desk) -> None:
    path = aged(synced, 31)
    assert synced.run("list", "Lakeside", "users").err == ""
    synced.run("settings", "retention_days=30")
    done = synced.run("list", "Lakeside", "users")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith("The local copy of “Lakeside” is 31 days old, and copies are to be kept for 30.")
    assert path.exists()


@pytest.mark.parametrize("command", [["source", "list"], ["list", "Lakeside", "users"], ["settings"]])
def test_the_administrators_limit_wipes_at_the_start_of_any_command(
    synced: Desk, policy_file: Path, command: list[str]
) -> None:
    path = aged(synced, 31)
    path.with_name(f"{path.name}.corrupt-20260101T000000.000000Z").write_bytes(b"an earlier one")
    account = credentials.account(path.stem, credentials.STORE_KEY)
    policy_file.write_text('{"retention_days": 30}')
    done = synced.run(*command)
    assert done.err.startswith(
        "The local copy of “Lakeside” was 31 days old and has been wiped, as the administrator of this computer wants"
    )
    assert done.code == (5 if command[0] == "list" else 0)
    assert {each.suffix for each in path.parent.iterdir()} <= {".TAG", ".lock"}
    with pytest.raises(SecretMissingError):
        PassphraseVault(DataDir(synced.data).vault, PASSPHRASE.encode()).get(account)
    assert synced.run(*command).err.count("wiped") == 0
    assert synced.run("sync", "Lakeside").code == 0
    assert synced.run("list", "Lakeside", "users").code == 0


@pytest.mark.parametrize("year", [2026, 2199])  # the clock was ahead
def test_within_the_administrators_limit_nothing_goes_but_what_was_set_aside_before_it(
    synced: Desk, policy_file: Path, year: int
) -> None:
    path = aged(synced, 29)
    old = path.with_name(f"{path.name}.corrupt-{year}0101T000000.000000Z")
    old.write_bytes(b"an earlier one")
    policy_file.write_text('{"retention_days": 30}')
    done = synced.run("list", "Lakeside", "users")
    assert (done.code, done.err) == (0, "")
    assert not old.exists()


def test_who_reads_a_bundle_alone_leaves_the_data_folder_alone_under_a_policy_too(
    tmp_path: Path, desk: Desk, policy_file: Path
) -> None:
    policy_file.write_text('{"retention_days": 30}')
    bundle = bundles.written(tmp_path / "roster.zip")
    before = sorted(desk.data.rglob("*"))
    assert desk.run("list", str(bundle), "users").code == 0
    assert sorted(desk.data.rglob("*")) == before


def test_what_is_being_synced_is_not_wiped_meanwhile(synced: Desk, policy_file: Path) -> None:
    import filelock  # noqa: PLC0415

    path = aged(synced, 31)
    policy_file.write_text('{"retention_days": 30}')
    with filelock.FileLock(f"{path}.lock"):
        assert synced.run("list", "Lakeside", "users").code == 0
    assert path.exists()


def test_without_a_limit_what_was_set_aside_stays_and_with_one_it_goes_with_a_sync(synced: Desk) -> None:
    data, source = lakeside(synced)
    path = data.store(source)
    old = path.with_name(f"{path.name}.corrupt-20260101T000000.000000Z")
    old.write_bytes(b"an earlier one")
    assert synced.run("sync", "Lakeside").code == 0
    assert old.exists()
    synced.run("settings", "retention_days=30")
    assert synced.run("sync", "Lakeside").code == 0
    assert not old.exists()


def test_a_sync_keeps_the_changes_of_as_many_runs_as_were_chosen(synced: Desk) -> None:
    synced.run("settings", "journal_runs=1", "journal_days=0")
    for _ in range(3):
        assert synced.run("sync", "Lakeside", "--full").code == 0
    newest, *_, oldest = synced.run("runs", "Lakeside", "--format", "json").json
    assert synced.run("changes", "Lakeside", "--run", str(newest["run"])).code == 0
    assert newest["run"] > oldest["run"] or newest == oldest
    assert synced.run("changes", "Lakeside", "--run", "1").code != 0
