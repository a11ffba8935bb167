"""The log says what happened where, and nothing that belongs to somebody."""

import json
import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosterdesk import log
from rosterdesk.errors import UsageError

CANARY = "c4n4ry/+ &é'\"secret"
posix = pytest.mark.skipif(os.name != "posix", reason="only POSIX has modes")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level = root.level
    log.set_up(tmp_path, verbose=False)
    yield tmp_path
    log.tear_down()
    root.setLevel(level)


def written(folder: Path) -> str:
    return (folder / "rosterdesk.log").read_text(encoding="utf-8")


def test_a_line_says_when_who_and_what(folder: Path) -> None:
    logging.getLogger("rosterdesk.sync").info("%d rows of %s", 12, "users")
    line = written(folder).splitlines()[-1]
    assert line.endswith(f" {os.getpid()} INFO rosterdesk.sync: 12 rows of users")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "GET https://x.example/ims/users?filter=email%3D'kid%40x.example'&limit=1 200",
            "https://x.example/ims/users?",
        ),
        ("GET /ims/users?filter=familyName='O Canary' AND givenName='Canary' 200", "GET /ims/users?"),
        ("filter=familyName='O Canary' AND status='active'", "filter="),
        ("GET https://x.example/ims/users/c?access_token=canary#canary", "https://x.example/ims/users/c?"),
        ("proxy http://joe:canary@proxy.example:3128 refused", "proxy.example:3128 refused"),
        ("Authorization: Bearer canary.canary-canary_canary", "Authorization: "),
        ("authorization=Basic Y2FuYXJ5OmNhbmFyeQ==", "authorization="),
        ("[(b'Authorization', b'Bearer canary'), (b'Accept', b'a')]", "Authorization"),
        ('{"authorization": "OAuth oauth_signature=canary"}', "authorization"),
        ("Set-Cookie: session=canary; path=/", "Set-Cookie: "),
        ("sent Bearer canarycanary to them", "sent Bearer "),
        ('{"access_token": "canary canary", "expires_in": 3600}', '"expires_in": 3600}'),
        ("{'client_secret': 'canary', 'scope': 'roster'}", "'scope': 'roster'}"),
        ("grant_type=client_credentials&client_secret=canary&scope=a", "&scope=a"),
        ("password: canary", "password: "),
        ("oauth_signature=canary, oauth_nonce=1", "oauth_nonce=1"),
        ("no mailbox canary.o'canary@lakeside.example here", "no mailbox "),
        ("<canary@lakeside.example>,canary@x.co.uk", "<"),
    ],
)
def test_what_belongs_to_somebody_is_blanked_and_the_rest_is_kept(said: str, kept: str, folder: Path) -> None:
    logging.getLogger("rosterdesk").info("%s", said)
    line = written(folder).splitlines()[-1].lower()
    assert kept.lower() in line
    for spelling in ("canary", "kid", "y2fuyxj5"):
        assert spelling not in line


@pytest.mark.parametrize("said", ["Is it so? Yes.", "12 of 30 rows", "a token has expired", "at 08:12, 3 pages"])
def test_harmless_words_stay(said: str) -> None:
    assert log.redacted(said) == said


@pytest.mark.parametrize(
    "spelled",
    [
        CANARY,
        quote(CANARY),
        quote(CANARY, safe=""),
        quote_plus(CANARY),
        json.dumps(CANARY),
        json.dumps(CANARY, ensure_ascii=False),
        repr(CANARY),
        repr({"x": CANARY}),
    ],
)
def test_a_registered_secret_is_blanked_in_every_spelling(spelled: str, folder: Path) -> None:
    log.secrets(CANARY)
    logging.getLogger("rosterdesk").info("sent %s to them", spelled)
    assert "c4n4ry" not in written(folder)
    assert "sent " in written(folder)


def test_a_registered_key_is_blanked_in_hexadecimal_and_base64(folder: Path) -> None:
    key = bytes(range(200, 232))
    log.secrets(key)
    logging.getLogger("rosterdesk").info("key raw:%s or %s", key.hex(), key.hex().upper())
    logging.getLogger("rosterdesk").info("key yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=")
    assert "c8c9ca" not in written(folder).lower()
    assert "yMnKy8" not in written(folder)


def test_a_registered_secret_that_is_empty_blanks_nothing() -> None:
    log.secrets("", b"")
    assert log.redacted("all is well") == "all is well"


@given(text=st.text(max_size=200))
@example("a@" * 100)
@example("://" * 100)
def test_any_text_can_be_redacted_and_twice_is_as_good_as_once(text: str) -> None:
    once = log.redacted(text)
    assert log.redacted(once) == once


def test_a_line_of_the_log_cannot_be_forged(folder: Path) -> None:
    logging.getLogger("rosterdesk").info("%s", "x\n2026-01-01 INFO forged\r\u2028forged\x1b[2Jforged")
    assert len(written(folder).splitlines()) == 1
    assert "\x1b" not in written(folder)


def test_a_monstrous_text_is_only_counted(folder: Path) -> None:
    logging.getLogger("rosterdesk").info("%s", "x" * 200_000)
    logging.getLogger("rosterdesk").info("%s", "y" * 50_000)
    assert "(a text of 200,000 characters)" in written(folder)
    assert len(written(folder)) < 10_000


def test_arguments_that_do_not_fit_are_no_error() -> None:
    record = logging.makeLogRecord({"msg": "%d rows", "args": ("canary",)})
    assert log.Redacted().format(record).endswith(": %d rows (its arguments do not fit)")


def fail_with_secrets_in_locals() -> None:
    canary = "canary-in-a-local"
    try:
        int(f"Ann O'{canary}")
    except ValueError as error:
        raise KeyError(canary) from error


def caught() -> BaseException:
    try:
        fail_with_secrets_in_locals()
    except KeyError as error:
        return error
    raise AssertionError


def test_an_error_is_logged_with_its_place_and_without_values(folder: Path) -> None:
    logging.getLogger("rosterdesk").error("It broke.", exc_info=caught())
    lines = written(folder)
    assert "It broke." in lines
    assert "builtins.ValueError\n" in lines
    assert "builtins.KeyError" in lines
    assert "in fail_with_secrets_in_locals" in lines
    assert "test_log:" in lines
    assert "canary" not in lines
    assert "Ann" not in lines


def test_what_is_forgotten_is_kept_nowhere(folder: Path) -> None:
    log.secrets(b"the key of a store")
    log.forget(b"the key of a store")
    logging.getLogger("rosterdesk").info("%s", b"the key of a store".hex())
    assert b"the key of a store".hex() in written(folder)


def test_a_report_ends_with_the_end_of_the_log(folder: Path) -> None:
    for number in range(40):
        logging.getLogger("rosterdesk").info("line %d of amara@example.invalid", number)
    text = log.report(caught(), {"Qt": "6.11"})
    assert "Qt 6.11" in text
    assert "line 39 of […]" in text
    assert "line 3 of" not in text
    assert "amara" not in text + written(folder)


def test_a_report_has_versions_and_places_and_no_values() -> None:
    text = log.report(caught())
    for name in ("RosterDesk 0.", "Python 3.", "PySide6-Essentials 6.", "httpx 0."):
        assert name in text
    assert "in fail_with_secrets_in_locals" in text
    assert "canary" not in text
    assert str(Path.home()) not in text


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (AttributeError("'Canary' object has no attribute 'given_name'"), "builtins.AttributeError"),
        (ValueError("Invalid value 'Canary'"), "builtins.ValueError"),
        (LookupError("no row for Ann Canary"), "builtins.LookupError"),
        (UsageError("There is no source “Canary”."), "There is no source “…”."),
        (OSError(28, "No space left on device", "/home/canary/store.db"), "builtins.OSError: errno 28"),
        (ExceptionGroup("several of Ann Canary", [ValueError("Canary")]), "  | builtins.ValueError"),
        (RuntimeError(), "builtins.RuntimeError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_errors_of_ours_are_told_in_words_and_without_what_they_quote(error: Exception, kept: str) -> None:
    text = log.report(error)
    assert kept in text
    assert "Ann" not in text
    assert "canary" not in text.lower()


def test_an_endless_recursion_is_a_short_report() -> None:
    def again(depth: int) -> int:
        return again(depth + 1) + 1

    with pytest.raises(RecursionError) as raised:
        again(0)
    assert "  …" in log.report(raised.value)
    assert len(log.report(raised.value).splitlines()) < 100


def test_the_libraries_of_others_say_nothing_below_a_warning(folder: Path) -> None:
    for name in ("httpx", "httpcore", "httpcore.http11", "urllib3", "keyring.backend", "asyncio"):
        logging.getLogger(name).info("canary")
        logging.getLogger(name).debug("canary")
    assert "canary" not in written(folder)


def test_even_at_debug_nothing_slips_through(folder: Path) -> None:
    log.secrets(CANARY)
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("anything").debug("%r", {"x": CANARY})
    assert "anything" in written(folder)
    assert "c4n4ry" not in written(folder)


def test_verbose_says_the_same_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(tmp_path, verbose=True)
    logging.getLogger("rosterdesk").info("Bearer canarycanary")
    log.tear_down()
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == written(tmp_path)
    assert "canary" not in told.err


def test_setting_up_again_takes_the_place_of_the_earlier_log(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    log.set_up(other, verbose=False)
    logging.getLogger("rosterdesk").info("only here")
    assert written(folder) == ""
    assert "only here" in written(other)


@posix
def test_the_log_is_for_this_user_alone_and_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 1000)
    before = os.umask(0)
    try:
        log.set_up(tmp_path, verbose=False)
        for _ in range(50):
            logging.getLogger("rosterdesk").info("%s", "word " * 20)
    finally:
        os.umask(before)
        log.tear_down()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["rosterdesk.log", "rosterdesk.log.1", "rosterdesk.log.2"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert all(file.stat().st_size <= 1000 for file in files)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(tmp_path / "none", verbose=False)
    logging.getLogger("rosterdesk").info("canary")
    log.tear_down()
    assert capsys.readouterr().err == ""


def test_without_a_folder_only_the_screen_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(None, verbose=True)
    logging.getLogger("rosterdesk").info("said aloud")
    assert "said aloud" in capsys.readouterr().err
    assert written(folder) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_disk_stops_nothing_and_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rosterdesk.log").symlink_to("/dev/full")
    log.set_up(tmp_path, verbose=False)
    logging.getLogger("rosterdesk").warning("canary")
    assert capsys.readouterr().err == ""
    log.tear_down()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "said",
    [
        "The service refused: “No demographics for Jane Canary”. Ask them.",
        "The service's answer: “Jane Canary's Canary”.",
        "It's “Jane 'C' Canary” that isn't here.",
        "“Jane ”Canary” is missing",
        "cut short: “Jane Canary",
    ],
)
def test_what_a_service_is_quoted_with_is_blanked_in_an_error(said: str) -> None:
    told = log.said(UsageError(said))
    assert "Jane" not in told
    assert "Canary" not in told
