"""The passphrase of the window: recognised, never kept."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.credentials.padlock import LONGEST_WAIT, Padlock
from rosterdesk.errors import CredentialsError

CHEAP = 2


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "padlock.json"


@pytest.fixture
def padlock(path: Path) -> Padlock:
    padlock = Padlock(path, cost=CHEAP)
    padlock.set("correct horse")
    return padlock


def test_without_a_passphrase_nothing_is_locked(path: Path) -> None:
    padlock = Padlock(path, cost=CHEAP)
    padlock.lock()
    assert not padlock.is_set
    assert not padlock.is_locked
    assert padlock.opens("whatever")
    assert not path.exists()


def test_it_stays_locked_when_the_program_is_started_again(padlock: Padlock, path: Path) -> None:
    padlock.lock()
    again = Padlock(path)
    assert again.is_locked
    assert not again.opens("wrong horse")
    assert again.is_locked
    assert again.opens("correct horse")
    assert not Padlock(path).is_locked


def test_the_passphrase_is_in_no_file(padlock: Padlock, path: Path) -> None:
    padlock.lock()
    assert b"correct" not in path.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_guesses_waits_longer_and_longer(padlock: Padlock, path: Path) -> None:
    waits = []
    for _ in range(10):
        padlock.opens("wrong")
        waits.append(Padlock(path).wait)
    assert waits[:5] == [0, 0, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT
    assert padlock.opens("correct horse")
    assert padlock.wait == 0


def test_a_removed_passphrase_locks_nothing(padlock: Padlock) -> None:
    padlock.lock()
    padlock.remove()
    padlock.remove()
    assert not padlock.is_locked
    assert not padlock.is_set


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff", b'{"scrypt": {"n": 3, "r": 8, "p": 1, "salt": ""}, "verifier": ""}']
)
def test_a_file_that_cannot_be_read_is_as_none(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    assert not Padlock(path).is_set


def test_a_folder_that_cannot_be_written_is_an_error_for_a_person(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError):
        Padlock(tmp_path / "nowhere" / "padlock.json", cost=CHEAP).set("correct horse")


@settings(max_examples=30)
@given(right=st.text(min_size=1), guess=st.text())
def test_only_the_same_text_opens(right: str, guess: str, path: Path) -> None:
    padlock = Padlock(path, cost=CHEAP)
    padlock.set(right)
    assert padlock.opens(guess) == (guess == right)
    assert padlock.opens(right)


def test_the_right_passphrase_opens_also_where_that_cannot_be_written(
    padlock: Padlock, full: Callable[[], None]
) -> None:
    padlock.lock()
    full()
    assert padlock.opens("correct horse")
    with pytest.raises(CredentialsError):
        padlock.opens("wrong horse")
    assert padlock.is_locked, "so the file says still"
