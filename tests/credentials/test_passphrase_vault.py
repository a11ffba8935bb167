"""Secrets in a file under a passphrase."""

import itertools
import os
import stat
import threading
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase
from rosterdesk.errors import CredentialsError, SecretMissingError

CHEAP = 2
numbers = itertools.count()
posix = pytest.mark.skipif(os.name != "posix", reason="only POSIX has modes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vault.json"


def opened(path: Path, passphrase: bytes = b"correct horse") -> PassphraseVault:
    return PassphraseVault(path, passphrase, cost=CHEAP)


@settings(max_examples=50)
@given(kept=st.dictionaries(st.text(), st.text(), max_size=4), passphrase=st.binary(min_size=1))
def test_what_is_kept_comes_back_in_another_process(kept: dict[str, str], passphrase: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"{next(numbers)}.json"
    for account, secret in kept.items():
        opened(path, passphrase).set(account, secret)
    later = opened(path, passphrase)
    assert {account: later.get(account) for account in kept} == kept


def test_a_later_secret_takes_the_place_of_an_earlier_one(path: Path) -> None:
    vault = opened(path)
    vault.set("a", "one")
    vault.set("a", "two")
    assert opened(path).get("a") == "two"


def test_a_deleted_secret_is_missing_and_deleting_nothing_is_fine(path: Path) -> None:
    vault = opened(path)
    vault.delete("a")
    assert not path.exists()
    vault.set("a", "one")
    vault.set("b", "two")
    vault.delete("a")
    vault.delete("a")
    with pytest.raises(SecretMissingError):
        opened(path).get("a")
    assert opened(path).get("b") == "two"


def test_the_wrong_passphrase_opens_nothing_and_destroys_nothing(path: Path) -> None:
    opened(path).set("a", "one")
    before = path.read_bytes()
    wrong = opened(path, b"battery staple")
    for attempt in (lambda: wrong.get("a"), lambda: wrong.set("b", "two"), lambda: wrong.delete("a")):
        with pytest.raises(CredentialsError, match=r"passphrase does not open .* is read anew"):
            attempt()
    assert path.read_bytes() == before


def test_nothing_of_what_is_kept_shows_in_the_file(path: Path) -> None:
    vault = opened(path)
    vault.set("uid-canary/secret", "secret-canary")
    content = path.read_bytes()
    assert b"canary" not in content
    assert b"correct horse" not in content
    assert "canary" not in repr(vault)
    assert "horse" not in repr(vault)


@posix
def test_the_file_is_for_this_user_alone(path: Path) -> None:
    before = os.umask(0)
    try:
        opened(path).set("a", "one")
    finally:
        os.umask(before)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes.pop("vault.json") == 0o600
    assert set(modes.values()) <= {0o600}


def test_a_new_file_costs_an_attacker_much(path: Path) -> None:
    PassphraseVault(path, b"correct horse").set("a", "one")
    file = msgspec.json.decode(path.read_bytes())
    assert file["scrypt"].items() >= {"n": 1 << 17, "r": 8, "p": 1}.items()
    assert PassphraseVault(path, b"correct horse").get("a") == "one"


def test_every_write_has_a_nonce_of_its_own(path: Path) -> None:
    vault = opened(path)
    nonces = set()
    for _ in range(20):
        vault.set("a", "the same")
        nonces.add(msgspec.json.decode(path.read_bytes())["nonce"])
    assert len(nonces) == 20


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"\xff\xfe",
        b'{"format": 1}',
        b'{"format": 1, "scrypt": {"n": 3, "r": 8, "p": 1, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
        b'{"format": 1, "scrypt": {"n": 0, "r": 8, "p": 1, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
        b'{"format": 1, "scrypt": {"n": -2, "r": 8, "p": 1, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
        b'{"format": 1, "scrypt": {"n": 1073741824, "r": 8, "p": 1, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
        b'{"format": 1, "scrypt": {"n": 2, "r": 999999999, "p": 1, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
        b'{"format": 1, "scrypt": {"n": 2, "r": 8, "p": 999999999, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
        b'{"format": 1, "scrypt": {"n": 2, "r": 8, "p": 1, "salt": ""}, "nonce": "", "secrets": ""}',
        b'{"format": 0, "scrypt": {"n": 2, "r": 8, "p": 1, "salt": ""}, "nonce": "AAAA", "secrets": ""}',
    ],
)
def test_a_damaged_file_says_so_and_is_left_alone(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    for attempt in (lambda: opened(path).get("a"), lambda: opened(path).set("a", "one")):
        with pytest.raises(CredentialsError, match="damaged"):
            attempt()
    assert path.read_bytes() == content


def test_every_change_of_the_file_is_noticed(path: Path) -> None:
    opened(path).set("a", "one")
    file = msgspec.json.decode(path.read_bytes())
    changed = [
        {**file, "scrypt": {**file["scrypt"], "n": 4}},
        {**file, "scrypt": {**file["scrypt"], "salt": "AAAAAAAAAAAAAAAAAAAAAA=="}},
        {**file, "nonce": "AAAAAAAAAAAAAAAA"},
        {**file, "secrets": "A" * len(file["secrets"])},
        {**file, "secrets": ""},
    ]
    for each in changed:
        path.write_bytes(msgspec.json.encode(each))
        with pytest.raises(CredentialsError):
            opened(path).get("a")


def test_a_file_of_a_newer_rosterdesk_says_so(path: Path) -> None:
    opened(path).set("a", "one")
    path.write_bytes(msgspec.json.encode({**msgspec.json.decode(path.read_bytes()), "format": 2}))
    with pytest.raises(CredentialsError, match="newer RosterDesk"):
        opened(path).get("a")


def test_writers_at_the_same_moment_lose_nothing(path: Path) -> None:
    vaults = [opened(path) for _ in range(4)]
    start = threading.Barrier(len(vaults))

    def write(number: int) -> None:
        start.wait()
        for each in range(5):
            vaults[number].set(f"{number}/{each}", str(each))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(vaults))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    later = opened(path)
    assert [later.get(f"{number}/{each}") for number in range(4) for each in range(5)] == list("01234" * 4)


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    vault = opened(tmp_path / "missing" / "vault.json")
    (tmp_path / "missing").write_text("a file where the folder would be")
    with pytest.raises(CredentialsError, match="cannot be written"):
        vault.set("a", "one")


def test_a_folder_in_the_place_of_the_file_says_so(path: Path) -> None:
    path.mkdir()
    with pytest.raises(CredentialsError, match="cannot be read"):
        opened(path).get("a")


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.touch(mode=0o600)
    return path


@pytest.mark.parametrize(
    ("content", "passphrase"),
    [
        (b"correct horse\n", b"correct horse"),
        (b"correct horse", b"correct horse"),
        (b"correct horse\r\n", b"correct horse"),
        (b"correct horse\n\n", b"correct horse\n"),
        (b" blanks count \n", b" blanks count "),
        (b"\xff\x00", b"\xff\x00"),
    ],
)
def test_a_passphrase_is_the_file_less_one_newline(content: bytes, passphrase: bytes, passphrase_file: Path) -> None:
    passphrase_file.write_bytes(content)
    assert read_passphrase(passphrase_file) == passphrase


@pytest.mark.parametrize(("content", "why"), [(b"", "empty"), (b"\n", "empty"), (b"x" * 1_000_001, "too large")])
def test_a_file_that_holds_no_passphrase_is_refused(content: bytes, why: str, passphrase_file: Path) -> None:
    passphrase_file.write_bytes(content)
    with pytest.raises(CredentialsError, match=why):
        read_passphrase(passphrase_file)


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o602])
def test_a_passphrase_that_others_can_reach_is_refused(mode: int, passphrase_file: Path) -> None:
    passphrase_file.write_bytes(b"correct horse\n")
    passphrase_file.chmod(mode)
    with pytest.raises(CredentialsError, match="by others") as refused:
        read_passphrase(passphrase_file)
    assert "chmod 600" in refused.value.action


def test_a_passphrase_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="cannot be read"):
        read_passphrase(tmp_path / "none")


def test_a_passphrase_file_chooses_the_encrypted_file(path: Path, passphrase_file: Path) -> None:
    passphrase_file.write_bytes(b"correct horse\n")
    credentials.choose(path, passphrase_file).set("a", "one")
    assert PassphraseVault(path, b"correct horse").get("a") == "one"
    assert credentials.choose(path, None).label == "the system keyring"
