import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rosterdesk import __main__ as program
from rosterdesk.commands import runs
from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from rosterdesk.errors import ServiceRefusedError
from rosterdesk.settings import DataDir
from tests.commands.desks import Desk
from tests.gates import Gate


@pytest.mark.parametrize(
    ("argv", "window"),
    [
        ([], True),
        (["--demo"], True),
        (["--data-dir", "D"], True),
        (["--data-dir=D", "--demo"], True),
        (["--verbose", "--passphrase-file", "P", "--data-dir", "D"], True),
        (["list", "N", "users"], False),
        (["--data-dir", "D", "runs", "N"], False),
        (["--data-dir=D", "selftest"], False),
        (["--help"], False),
        (["--version"], False),
        (["--data-dir", "D", "--version"], False),
        (["unknown"], False),
    ],
)
def test_without_a_command_the_window_opens(argv: list[str], window: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not window:
        monkeypatch.setattr("rosterdesk.commands.main.main", lambda _argv: 42)
        assert program.main(argv) == 42
        return
    ui = pytest.importorskip("rosterdesk.ui.app")
    monkeypatch.setattr(ui, "main", lambda argv: argv)
    assert program.main(argv) == argv


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["source", "add", "--help"], ["export", "--help"]])
def test_help_and_version_are_results(desk: Desk, argv: list[str]) -> None:
    done = desk.run(*argv)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("rosterdesk 0." if argv == ["--version"] else "usage: rosterdesk")


def test_misuse_is_one_line_or_one_object(desk: Desk) -> None:
    done = desk.run("fly")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    done = desk.run("fly", "--progress", "json")
    assert (done.code, done.progress[-1]["error"]) == (2, "usage")
    done = desk.run("--progress=json", "list", "Nowhere", "users")
    assert done.progress == [
        {
            "error": "usage",
            "detail": "There is no source “Nowhere”. Add one with: rosterdesk source add.",
        }
    ]


@pytest.mark.parametrize("argv", [["fly"], ["list"], ["sync", "Lakeside", "--fly"], ["source", "add"]])
def test_misuse_is_one_line_before_there_is_a_log_too(desk: Desk, argv: list[str]) -> None:
    done = desk.process(*argv)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("rosterdesk: ")
    done = desk.process(*argv, "--progress", "json")
    assert [line["error"] for line in done.progress] == ["usage"]


@pytest.mark.parametrize("argv", [["find", "N", "x", "a\nb\x1b[31m"], ["list", "a\nb\x1b[31m", "users"]])
def test_misuse_is_one_line_whatever_was_typed(desk: Desk, argv: list[str]) -> None:
    done = desk.run(*argv)
    assert (done.code, done.err.count("\n"), "a b" in done.err, "\x1b" in done.err) == (2, 1, True, False)


def test_the_log_has_the_kind_of_an_error_and_nothing_of_what_the_service_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_context: object, _arguments: object) -> None:
        raise ServiceRefusedError("The service's answer (HTTP 404): “No demographics for Jane O'Canary here”.", "Ask.")

    monkeypatch.setattr(runs, "run", refused)
    done = desk.run("runs", "Lakeside")
    logged = (desk.data / "log" / "rosterdesk.log").read_text("utf-8")
    assert "Jane O'Canary" in done.err
    assert "refused: The service's answer (HTTP 404): “…”" in logged
    assert not [word for word in ("Jane", "Canary", "demographics") if word in logged]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says whose memory may be looked into")
def test_the_memory_of_a_process_is_nobodys_to_look_into() -> None:
    script = (
        "import ctypes, sys; from rosterdesk.__main__ import main;"
        "main(['selftest', '--fly']); sys.exit(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_a_mistake_of_ours_is_reported_without_what_the_variables_held(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake(_context: object, _arguments: object) -> None:
        pupil = "canary of a pupil"
        raise KeyError(pupil)

    monkeypatch.setattr(runs, "run", mistake)
    done = desk.run("runs", "Lakeside", "--progress", "json")
    assert done.code == 70
    assert '"error":"bug"' in done.err.splitlines()[-1]
    assert "in test_a_mistake_of_ours" in done.err
    assert "canary" not in done.out + done.err


def test_a_data_folder_that_cannot_be_made_is_said_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = desk.run("source", "list", options=["--data-dir", str(tmp_path / "file" / "data")])
    assert (done.code, done.err.count("\n")) == (5, 1)
    assert "Choose another one with --data-dir." in done.err


def test_the_machine_is_found_sound(desk: Desk) -> None:
    done = desk.run("selftest")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"^SQLite      3\.\d+\.\d+, cipher (aegis|chacha20)$", done.out, re.MULTILINE)
    assert "Store       written, encrypted, read and found; journal wal\n" in done.out
    assert "Files       workbook and Parquet written\n" in done.out
    assert [path.name for path in desk.data.iterdir() if path.name.startswith("selftest")] == []


@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_data_folder_where_nothing_can_be_written_is_found_unsound(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refusing(path: str, mode: int = 0o777) -> None:
        raise OSError(code, os.strerror(code), path)

    assert desk.run("selftest").code == 0
    monkeypatch.setattr(os, "mkdir", refusing)
    done = desk.run("selftest")
    said = f"{desk.data} cannot be written: {os.strerror(code)}."
    assert (done.code, done.err.count("\n")) == (5, 1)
    assert f"\nStore       FAILED: {said}" in done.out
    assert said in done.err


def test_nobody_reading_the_results_is_no_error(synced: Desk) -> None:
    process = synced.start("list", "Lakeside", "enrollments", "--format", "json")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.close()
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ending_a_command_is_told_in_a_word_and_leaves_nothing_half_done(
    roster: District, desk: Desk, number: signal.Signals
) -> None:
    gate = Gate()
    gate.hold("enrollments")
    with running(roster, wrap=gate.around) as live:
        desk.add(live)
        with desk.start("sync", "Lakeside", "--progress", "json") as process:
            assert process.stderr is not None
            assert gate.reached.wait(60)
            process.send_signal(number)
            *_, said = process.stderr.read().splitlines(keepends=True)
        gate.open()
        assert process.returncode == 130
        assert said == b'{"error":"cancelled","detail":"Cancelled."}\n'
        assert desk.run("sync", "Lakeside").code == 0


def test_being_ended_counts_as_cancelled_also_where_interruptions_are_ignored(tmp_path: Path) -> None:
    """A shell starts its background jobs with SIGINT ignored."""
    script = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        " from rosterdesk.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    adding = ["source", "add", "x", "--url", "https://sis.example/x", "--auth", "bearer", "--secret-stdin"]
    arguments = [sys.executable, "-c", script, "--data-dir", str(tmp_path), *adding]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not (tmp_path / "log" / "rosterdesk.log").exists():  # from then on it waits for its secret
            time.sleep(0.02)
        process.terminate()
        assert process.wait(20) == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_results_that_find_no_room_are_one_line_and_no_mistake_of_ours(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "rosterdesk", "--data-dir", str(tmp_path), "source", "list", "--format", "json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 6
    assert done.stderr == (
        "rosterdesk: The results could not be written: the disk is full. Free some space, then try again.\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_folder_that_others_use_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    (shared / "somebody-elses.txt").touch()
    DataDir(shared).log()
    assert shared.stat().st_mode & 0o777 == 0o755
    assert (shared / "log").stat().st_mode & 0o777 == 0o700
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o755)
    DataDir(empty).log()
    assert empty.stat().st_mode & 0o777 == 0o700
