"""A local copy that can be read no more: reading leaves it alone and says so, a sync makes it anew."""

import base64
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.credentials.passphrase_vault import PassphraseVault
from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from rosterdesk.errors import (
    KeyringLockedError,
    KeyringUnavailableError,
    SecretMissingError,
    StoreDamagedError,
)
from rosterdesk.settings import DataDir
from rosterdesk.store.file import schema
from rosterdesk.store.writer import Writer
from tests.commands.desks import PASSPHRASE, Desk
from tests.sync.interference import Interference


def store(desk: Desk) -> Path:
    (path,) = (desk.data / "stores").glob("*.db")
    return path


def asides(desk: Desk) -> list[Path]:
    """The copies that were set aside; a reader may have left files beside them."""
    found = (desk.data / "stores").glob("*.corrupt-*")
    return sorted(each for each in found if not each.name.endswith(("-wal", "-shm")))


def vault(desk: Desk) -> PassphraseVault:
    return PassphraseVault(DataDir(desk.data).vault, PASSPHRASE.encode())


def key_account(desk: Desk) -> str:
    return credentials.account(store(desk).stem, credentials.STORE_KEY)


def opened(desk: Desk) -> apsw.Connection:
    """The store, by nobody's rules."""
    found = apsw.Connection(str(store(desk)))
    found.pragma("cipher", "aegis")
    found.pragma("key", f"raw:{base64.b64decode(vault(desk).get(key_account(desk))).hex()}")
    return found


def people(desk: Desk) -> set[str]:
    return {each["sourcedId"] for each in desk.run("list", "Lakeside", "users", "--format", "json").json}


def garbage(desk: Desk) -> None:
    store(desk).write_bytes(random.Random(1).randbytes(50_000))


def letter(desk: Desk) -> None:
    store(desk).write_text("Dear school board,\n" * 400)


def zeros(desk: Desk) -> None:
    store(desk).write_bytes(bytes(store(desk).stat().st_size))


def half(desk: Desk) -> None:
    store(desk).write_bytes(store(desk).read_bytes()[: store(desk).stat().st_size // 2])


def trial(desk: Desk) -> None:
    found = opened(desk)
    found.pragma("user_version", schema.OLDEST - 1)
    found.close()


def versionless(desk: Desk) -> None:
    found = opened(desk)
    found.pragma("user_version", 0)
    found.close()


def versionless_below_zero(desk: Desk) -> None:
    found = opened(desk)
    found.pragma("user_version", -7)
    found.close()


def foreign(desk: Desk) -> None:
    found = opened(desk)
    found.pragma("application_id", 7)
    found.close()


def flipped(desk: Desk) -> None:
    content = bytearray(store(desk).read_bytes())
    content[-100] ^= 1
    store(desk).write_bytes(content)


def other_key(desk: Desk) -> None:
    vault(desk).set(key_account(desk), base64.b64encode(bytes(32)).decode())


DAMAGES = [garbage, letter, zeros, half, trial, versionless, versionless_below_zero, foreign, other_key]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_cannot_be_read_is_left_alone_by_reading_and_made_anew_by_a_sync(
    synced: Desk, roster: District, damage: Callable[[Desk], None]
) -> None:
    damage(synced)
    before = store(synced).read_bytes()
    for reading in (["list", "Lakeside", "users"], ["find", "Lakeside", "a"], ["runs", "Lakeside"]):
        done = synced.run(*reading)
        assert (done.code, done.err.count("\n")) == (5, 1)
        assert "Sync again: it is set aside then, and everything is read anew." in done.err
    assert store(synced).read_bytes() == before
    done = synced.run("sync", "Lakeside")
    (kept,) = asides(synced)
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert f"was set aside as {kept.name}, and is made anew: everything is read." in done.err
    assert kept.read_bytes() == before
    assert people(synced) == {each["sourcedId"] for each in roster.collections["users"]}


def empty(desk: Desk) -> None:
    store(desk).write_bytes(b"")


def missing(desk: Desk) -> None:
    store(desk).unlink()


def test_a_folder_in_place_of_the_copy_is_set_aside(synced: Desk, roster: District) -> None:
    path = store(synced)
    for number in range(2):  # the one that was set aside before goes
        path.unlink()
        path.mkdir()
        (path / "note").write_text(f"Mine {number}")
        for reading in (["list", "Lakeside", "users"], ["runs", "Lakeside"]):
            done = synced.run(*reading, "--progress", "json")
            assert (done.code, done.progress[-1]["error"]) == (5, "store-damaged")
            assert "is a folder, which is not one of RosterDesk's" in done.progress[-1]["detail"]
        done = synced.run("sync", "Lakeside")
        (kept,) = asides(synced)
        assert (done.code, done.err.count("\n")) == (0, 1)
        assert (kept / "note").read_text() == f"Mine {number}"
        assert people(synced) == {each["sourcedId"] for each in roster.collections["users"]}
    path.unlink()
    path.mkdir()
    assert synced.run("source", "forget", "Lakeside").code == 0
    assert [left.name for left in path.parent.glob("*.db*")] == [f"{path.name}.lock"]


@pytest.mark.parametrize("lose", [empty, missing])
def test_a_copy_that_is_lost_is_not_one_that_never_was(
    synced: Desk, roster: District, lose: Callable[[Desk], None]
) -> None:
    path = store(synced)
    lose(synced)
    reading = (["list", "Lakeside", "users"], ["find", "Lakeside", "a"], ["runs", "Lakeside"], ["changes", "Lakeside"])
    for command in (*reading, ["refresh", "Lakeside", "users", "nobody"]):
        done = synced.run(*command, "--progress", "json")
        assert (done.code, done.progress[-1]["error"]) == (5, "store-damaged")
        assert done.progress[-1]["detail"].startswith("The local copy is gone")
        assert done.progress[-1]["detail"].endswith("Sync again: everything is read anew.")
    assert not path.exists() or not path.stat().st_size
    done = synced.run("sync", "Lakeside", "--collection", "orgs")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "The local copy is gone" in done.err
    assert asides(synced) == []
    assert people(synced) == {each["sourcedId"] for each in roster.collections["users"]}


def test_a_copy_that_was_forgotten_was_not_lost(synced: Desk) -> None:
    assert synced.run("source", "forget", "Lakeside").code == 0
    done = synced.run("list", "Lakeside", "users")
    assert done.err.startswith("rosterdesk: Nothing was synced yet from “Lakeside”.")


@pytest.mark.parametrize("damage", [garbage, other_key, flipped, missing, empty])
def test_a_damaged_copy_stays_where_it_is_until_the_service_has_answered(
    roster: District, desk: Desk, damage: Callable[[Desk], None]
) -> None:
    with running(roster) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
    path = store(desk)
    damage(desk)
    before = path.read_bytes() if path.exists() else None
    done = desk.run("sync", "Lakeside")
    assert (done.code, asides(desk)) == (3, [])
    assert done.err.startswith("The local copy ")
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_bit_that_no_command_has_read_is_noticed_by_the_next_sync(synced: Desk, roster: District) -> None:
    flipped(synced)
    done = synced.run("sync", "Lakeside", "--progress", "json")
    assert done.code == 0
    (rebuilt,) = [said for said in done.progress if said.get("phase") == "rebuild"]
    assert asides(synced)[0].name in rebuilt["detail"]
    assert people(synced) == {each["sourcedId"] for each in roster.collections["users"]}


def test_damage_that_shows_in_the_midst_of_a_sync_is_mended_by_it(roster: District, desk: Desk) -> None:
    between = Interference()

    def damage(_query: object) -> None:
        del between.answers["users"]
        other = opened(desk)
        tables = other.execute("SELECT count(*) FROM sqlite_schema").get
        content = bytearray(store(desk).read_bytes())
        for page in range(4096, len(content), 4096):
            content[page + 50] ^= 1
        with store(desk).open("r+b") as file:
            file.write(content)
        other.pragma("user_version", schema.VERSION)  # whoever has the file open reads it again
        other.close()
        assert tables

    with running(roster, wrap=between.around) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        between.answers["users"] = damage
        done = desk.run("sync", "Lakeside", "--full")
        assert len(between.requests("users")) == 3
    assert done.code == 0
    assert "and is made anew: everything is read." in done.err
    assert len(asides(desk)) == 1
    assert people(desk) == {each["sourcedId"] for each in roster.collections["users"]}


def test_only_the_last_that_was_set_aside_is_kept(synced: Desk) -> None:
    for number in range(2):
        store(synced).write_bytes(bytes([number]) * 5000)
        assert synced.run("sync", "Lakeside").code == 0
    (kept,) = asides(synced)
    assert kept.read_bytes() == b"\x01" * 5000


def test_a_newer_store_is_never_touched_but_on_demand(synced: Desk) -> None:
    found = opened(synced)
    found.pragma("user_version", 99)
    found.close()
    before = store(synced).read_bytes()
    for command in (["list", "Lakeside", "users"], ["sync", "Lakeside"], ["sync", "Lakeside", "--full"]):
        done = synced.run(*command, "--progress", "json")
        assert (done.code, done.progress[-1]["error"]) == (5, "store-newer")
        assert "made by a newer RosterDesk" in done.progress[-1]["detail"]
        assert store(synced).read_bytes() == before
    assert synced.run("sync", "Lakeside", "--rebuild").code == 0
    assert asides(synced)[0].read_bytes() == before
    assert synced.run("list", "Lakeside", "users").code == 0


@pytest.mark.parametrize("narrow", [["--collection", "orgs"], ["--school", "nowhere"]])
def test_what_is_made_anew_is_read_whole_whatever_was_asked_for(synced: Desk, narrow: list[str]) -> None:
    before = people(synced)
    garbage(synced)
    assert synced.run("sync", "Lakeside", *narrow).code == 0
    assert people(synced) == before
    done = synced.run("sync", "Lakeside", "--rebuild", *narrow)
    assert (done.code, len(asides(synced))) == (2, 1)
    assert "To rebuild the local copy, everything is read." in done.err


def test_a_copy_that_another_sync_has_made_anew_meanwhile_is_gone_on_with(
    synced: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = people(synced)
    garbage(synced)
    real = Writer.__init__

    def slow(*given: Any, **named: Any) -> None:
        try:
            real(*given, **named)
        except StoreDamagedError:
            monkeypatch.undo()
            assert synced.run("sync", "Lakeside").code == 0
            raise

    monkeypatch.setattr(Writer, "__init__", slow)
    done = synced.run("sync", "Lakeside")
    assert (done.code, "set aside" in done.err, len(asides(synced))) == (0, False, 1)
    assert people(synced) == before
    assert len(synced.run("runs", "Lakeside", "--format", "json").json) == 2


def test_a_rebuild_is_had_for_the_asking(synced: Desk) -> None:
    before = people(synced)
    done = synced.run("sync", "Lakeside", "--rebuild")
    assert (done.code, done.out.startswith("All records read")) == (0, True)
    assert (done.err.startswith("The local copy was set aside as "), done.err.count("\n")) == (True, 1)
    assert people(synced) == before
    assert [run["run"] for run in synced.run("runs", "Lakeside", "--format", "json").json] == [1]


def test_no_copy_is_given_up_for_a_service_that_is_not_there(roster: District, desk: Desk) -> None:
    with running(roster) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
    done = desk.run("sync", "Lakeside", "--rebuild")
    assert (done.code, asides(desk)) == (3, [])
    assert people(desk) == {each["sourcedId"] for each in roster.collections["users"]}


@pytest.mark.parametrize("key", [None, "damaged"])
def test_without_its_key_a_copy_is_explained_by_readers_and_made_anew_by_a_sync(
    synced: Desk, roster: District, key: str | None
) -> None:
    if key is None:
        vault(synced).delete(key_account(synced))
    else:
        vault(synced).set(key_account(synced), key)
    before = store(synced).read_bytes()
    done = synced.run("list", "Lakeside", "users")
    assert done.code == 4
    assert "The key of the local copy is missing, and without it nobody can read the copy. Sync again" in done.err
    assert store(synced).read_bytes() == before
    done = synced.run("sync", "Lakeside")
    assert (done.code, "The key of the local copy is missing" in done.err) == (0, True)
    assert asides(synced)[0].read_bytes() == before
    assert people(synced) == {each["sourcedId"] for each in roster.collections["users"]}


def test_a_worker_without_the_key_makes_none_that_nobody_would_keep(synced: Desk) -> None:
    before = store(synced).read_bytes()
    secret = vault(synced).get(credentials.account(store(synced).stem, credentials.SECRET))
    handed = json.dumps({"secrets": {f"{store(synced).stem}/secret": secret}}) + "\n"
    done = synced.run("sync", "Lakeside", "--handover", stdin=handed)
    assert (done.code, asides(synced)) == (4, [])
    assert store(synced).read_bytes() == before


@pytest.mark.parametrize(("error", "kind"), [
    (KeyringLockedError, "keyring-locked"), (KeyringUnavailableError, "keyring-unavailable"),
])  # fmt: skip
def test_a_keyring_that_is_shut_is_never_one_without_the_key(
    synced: Desk, monkeypatch: pytest.MonkeyPatch, error: type[KeyringLockedError], kind: str
) -> None:
    class Shut(MemoryVault):
        def get(self, account: str) -> str:
            if account.endswith(credentials.STORE_KEY):
                raise error("It is shut.", "Open it.")
            return vault(synced).get(account)

    before = store(synced).read_bytes()
    monkeypatch.setattr(credentials, "choose", lambda *_given: Shut())
    for command in (["sync", "Lakeside"], ["list", "Lakeside", "users"]):
        done = synced.run(*command, "--progress", "json")
        assert (done.code, done.progress[-1]["error"]) == (4, kind)
    assert (store(synced).read_bytes(), asides(synced)) == (before, [])


@pytest.mark.parametrize("command", ["forget", "remove"])
def test_forgetting_destroys_what_was_set_aside_too(synced: Desk, command: str) -> None:
    garbage(synced)
    assert synced.run("sync", "Lakeside").code == 0
    account = key_account(synced)
    assert len(list((synced.data / "stores").iterdir())) > 3
    assert synced.run("source", command, "Lakeside").code == 0
    assert {each.suffix for each in (synced.data / "stores").iterdir()} <= {".TAG", ".lock"}
    with pytest.raises(SecretMissingError):
        vault(synced).get(account)
    assert (synced.run("source", "list").out.count("Lakeside") == 1) == (command == "forget")


OUTSIDE = """
import sys
from rosterdesk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="the time of a folder changes with its entries on POSIX")
def test_nothing_is_ever_written_outside_of_the_data_folder(synced: Desk, tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("temporary", "home", "working")]
    for each in places:
        each.mkdir()
    temporary, home, working = places
    environment = {
        **os.environ, "TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary), "HOME": str(home),
        "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    before = [each.stat().st_mtime_ns for each in places]
    for command in (
        ["sync", "Lakeside", "--full"],
        ["list", "Lakeside", "enrollments", "--sort", "user", "--text", "a"],
        ["find", "Lakeside", "a"],
        ["check", "Lakeside"],
    ):
        run = [sys.executable, "-c", OUTSIDE, *command, *synced.options()]
        subprocess.run(run, env=environment, cwd=working, check=True, stdout=subprocess.DEVNULL)
    assert [each.stat().st_mtime_ns for each in places] == before


def test_a_read_only_data_folder_can_be_read(synced: Desk) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root mounts")
    names = synced.run("list", "Lakeside", "users", "--format", "json").json
    shutil.rmtree(synced.data / "log")
    if subprocess.run(["mount", "--bind", synced.data, synced.data], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let root mount")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", synced.data], check=True)
        assert synced.run("list", "Lakeside", "users", "--format", "json").json == names
        done = synced.run("sync", "Lakeside")
        assert done.code == 5
        assert done.err.startswith("rosterdesk: The local copy cannot be written: Read-only file system. Check ")
    finally:
        subprocess.run(["umount", synced.data], check=True)
