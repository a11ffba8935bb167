"""How long things are kept: what the user chooses, and what an administrator has wiped."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault
from rosterdesk.errors import SecretMissingError
from rosterdesk.settings import DataDir, Source
from tests.commands.desks import PASSPHRASE, Desk


def lakeside(desk: Desk) -> tuple[DataDir, Source]:
    data = DataDir(desk.data)
    return data, data.source("Lakeside")


def aged(desk: Desk, days: int) -> Path:
    """The store, as if it had been synced so long ago."""
    data, source = lakeside(desk)
    data.synced(source, datetime.now(UTC) - timedelta(days=days, minutes=1))
    return data.store(source)


def test_settings_are_shown_and_chosen(desk: Desk) -> None:
    assert desk.run("settings").out.splitlines() == [
        "Setting         Value  Chosen by",
        "retention_days      0  you",
        "journal_runs       30  you",
        "journal_days       90  you",
    ]
    assert "retention_days     14  you" in desk.run("settings", "retention_days=14").out
    assert desk.run("settings", "--format", "json").json[0] == {"name": "retention_days", "value": 14, "fixed": False}


@pytest.mark.parametrize("chosen", ["retention_days", "retention_days=", "colour=1", "journal_days=-1", "=3"])
def test_what_is_no_setting_is_a_mistake_of_usage(desk: Desk, chosen: str) -> None:
    assert desk.run("settings", chosen).code == 2
    assert not (desk.data / "settings.json").exists()


def test_what_the_administrator_chose_is_shown_as_theirs_and_stays(desk: Desk, policy_file: Path) -> None:
    policy_file.write_text('{"journal_runs": 3}')
    assert "journal_runs        3  the administrator" in desk.run("settings").out
    done = desk.run("settings", "journal_runs=4")
    assert (done.code, done.err) == (
        2,
        "rosterdesk: The administrator of this computer set journal_runs. Ask them to change it.\n",
    )


def test_a_sync_says_how_old_the_copy_is(synced: Desk) -> None:
    data, source = lakeside(synced)
    aged(synced, 50)
    assert synced.run("settings", "retention_days=30").code == 0
    assert data.overdue(source, datetime.now(UTC)) == 50
    assert synced.run("sync", "Lakeside").code == 0
    assert data.overdue(source, datetime.now(UTC)) == 0
    assert data.overdue(source, datetime.now(UTC) + timedelta(days=30, minutes=5)) == 30


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
    assert [each.name for each in path.parent.iterdir()] == ["CACHEDIR.TAG"]
    with pytest.raises(SecretMissingError):
        PassphraseVault(DataDir(synced.data).vault, PASSPHRASE.encode()).get(account)
    assert synced.run(*command).err.count("wiped") == 0
    assert synced.run("sync", "Lakeside").code == 0
    assert synced.run("list", "Lakeside", "users").code == 0


def test_within_the_administrators_limit_nothing_goes_but_what_was_set_aside_before_it(
    synced: Desk, policy_file: Path
) -> None:
    path = aged(synced, 29)
    old = path.with_name(f"{path.name}.corrupt-20260101T000000.000000Z")
    old.write_bytes(b"an earlier one")
    policy_file.write_text('{"retention_days": 30}')
    done = synced.run("list", "Lakeside", "users")
    assert (done.code, done.err) == (0, "")
    assert not old.exists()


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
