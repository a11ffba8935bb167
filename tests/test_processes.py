"""What can only be seen from outside: what a process loads, what a killed one leaves, where a secret shows."""

import contextlib
import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rosterdesk.demo import district
from rosterdesk.demo.service import Live, running
from tests.commands.desks import Desk, adding

SLOW_TO_LOAD = {
    *("httpx", "starlette", "uvicorn", "keyring", "cryptography", "rustpy_xlsxwriter", "arro3", "ssl", "zipfile"),
}
LOADED = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=open(sys.argv.pop(1), "w")))
from rosterdesk.__main__ import main
report = sys.argv[1]
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with running(district.make(students=100, seed=5, today=date(2026, 11, 23))) as service:
        yield service


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def loaded_by(desk: Desk, *arguments: str, stdin: str = "", options: list[str] | None = None) -> set[str]:
    """The top-level packages and our own modules that a process has loaded when it ends."""
    report = desk.data / "loaded.json"
    given = desk.options() if options is None else options
    subprocess.run(
        [sys.executable, "-c", LOADED, str(report), *arguments, *given],
        input=stdin.encode(),
        capture_output=True,
        check=True,
    )
    modules = json.loads(report.read_text())
    return {name for name in modules if name.startswith("rosterdesk.")} | {name.partition(".")[0] for name in modules}


def handed_over(desk: Desk) -> str:
    """What a window hands to a worker: the secrets of the source, so that the process needs no vault."""
    from rosterdesk import credentials  # noqa: PLC0415
    from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase  # noqa: PLC0415
    from rosterdesk.settings import DataDir  # noqa: PLC0415

    data = DataDir(desk.data)
    vault = PassphraseVault(data.vault, read_passphrase(desk.passphrase))
    return json.dumps({"secrets": credentials.handover(vault, data.source("Lakeside").uid)}) + "\n"


def test_each_command_loads_only_its_half(live: Live, desk: Desk, tmp_path: Path) -> None:
    window = {"PySide6", "shiboken6", "qasync", "rosterdesk.ui"}
    assert not loaded_by(desk, *adding(live), stdin=live.client_secret) & window
    assert not loaded_by(desk, "source", "test", "Lakeside") & window
    syncing = loaded_by(desk, "sync", "Lakeside")
    assert not syncing & window
    assert "httpx" in syncing
    handover, options = handed_over(desk), ["--data-dir", str(desk.data), "--handover"]
    for arguments in (
        ["find", "Lakeside", "mar"],
        ["list", "Lakeside", "users", "--limit", "1"],
        ["runs", "Lakeside"],
        ["export", "Lakeside", "users", "--to", str(tmp_path / "list.csv")],
    ):
        loaded = loaded_by(desk, *arguments, stdin=handover, options=options)
        assert not loaded & (window | SLOW_TO_LOAD), arguments
    lists = ["class-lists", "Lakeside", "--to", str(tmp_path / "lists.xlsx"), "--as-of", "2026-11-23"]
    listing = loaded_by(desk, *lists, stdin=handover, options=options)
    assert not listing & (window | SLOW_TO_LOAD - {"rustpy_xlsxwriter", "zipfile"})  # what writes a workbook
    paper = ["print", "Lakeside", "class-list", "--to", str(tmp_path / "lists.pdf"), "--as-of", "2026-11-23"]
    printing = loaded_by(desk, *paper, stdin=handover, options=options)
    assert not printing & ({"qasync", "rosterdesk.ui"} | SLOW_TO_LOAD - {"zipfile"})  # Qt itself loads that


THE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from rosterdesk.ui import app

application = QApplication([])

def look():
    window = next((each for each in application.topLevelWidgets() if each.objectName() == "mainWindow"), None)
    if window is None or window.desk.source is None or window.desk.syncing or not window.roster.table.rowCount():
        QTimer.singleShot(100, look)
        return
    print(window.roster.table.rowCount() > 0, sorted(sys.modules))
    window.close()

look()
sys.exit(app.main(["--demo", "--faulty"]))
"""


def test_the_window_loads_no_http_client_from_its_start_to_the_end_of_a_sync() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", THE_WINDOW], capture_output=True, text=True, check=True, env=environment, timeout=120
    )
    assert done.stdout.startswith("True ")
    for module in ("'httpx'", "'starlette'", "'uvicorn'", "'rosterdesk.oneroster", "'rosterdesk.sync"):
        assert module not in done.stdout


FIRST_PAINT = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from rosterdesk.__main__ import main

class Look(QObject):
    loaded = None

    def eventFilter(self, watched, event):
        if self.loaded is None and event.type() == QEvent.Type.Paint:
            table = watched.parent()
            if table is not None and table.objectName() == "rosterTable" and table.table.rowCount():
                self.loaded = sorted(sys.modules)
                QTimer.singleShot(0, table.window().close)
        return False

application, look = QApplication([]), Look()
application.installEventFilter(look)
code = main(sys.argv[1:])
application.removeEventFilter(look)
print(" ".join(look.loaded))
sys.exit(code)
"""
NOT_AT_ONCE = (
    *("rosterdesk.ui.dialogs.", "rosterdesk.ui.details.overview", "rosterdesk.ui.views.day_choice"),
    *("rosterdesk.ui.browsing.finding_branches", "rosterdesk.checks.rules", "rosterdesk.export.paper"),
    *("rosterdesk.ui.views.filter_panel", "rosterdesk.ui.views.column_chooser", "rosterdesk.ui.views.field_chooser"),
    *("rosterdesk.ui.views.findings_view", "rosterdesk.ui.views.changes_view"),
    *("rosterdesk.bundle", "PySide6.QtPrintSupport", "httpx", "keyring", "ssl"),
)


def test_the_window_paints_its_first_rows_before_it_loads_what_they_do_not_need(live: Live, desk: Desk) -> None:
    desk.process(*adding(live), stdin=live.client_secret)
    assert desk.process("sync", "Lakeside").code == 0
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, *desk.options()],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
    )
    loaded = done.stdout.split()
    assert "rosterdesk.ui.main_window" in loaded
    assert [module for module in loaded if module.startswith(NOT_AT_ONCE)] == []


def test_a_sync_killed_at_any_moment_leaves_a_store_that_opens_and_a_next_sync_that_completes(
    live: Live, desk: Desk
) -> None:
    desk.run(*adding(live), "--page-size", "200", stdin=live.client_secret)
    begun = time.monotonic()
    assert desk.run("sync", "Lakeside").code == 0
    whole = time.monotonic() - begun
    everything = desk.run("list", "Lakeside", "enrollments", "--format", "json").json
    moments = random.Random(2)
    killed = 0
    for attempt in range(10):
        if attempt % 2:
            assert desk.run("source", "forget", "Lakeside").code == 0
        killed += kill_sync_after(desk, moments.uniform(0, whole))
        (run, *_) = desk.run("runs", "Lakeside", "--format", "json").json
        again = desk.run("sync", "Lakeside", "--full")
        assert (again.code, again.err) == (0, "")
        assert desk.run("list", "Lakeside", "enrollments", "--format", "json").json == everything
        assert run["kind"] == "full"
    assert killed > 0


def kill_sync_after(desk: Desk, seconds: float) -> bool:
    """Kill a full sync so many seconds after its first page was asked for; whether it was still at work."""
    with desk.start("sync", "Lakeside", "--full", "--progress", "json") as process:
        assert process.stderr is not None
        process.stderr.readline()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode != 0


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_secret_is_in_no_file_argument_environment_log_or_output(live: Live, desk: Desk, tmp_path: Path) -> None:
    canary = f"canary-{secrets.token_hex(16)}"
    access = live.service.access
    before, access.client_secret = access.client_secret, canary
    try:
        said = [desk.process(*adding(live), "--verbose", stdin=f"{canary}\n")]
        with desk.start("sync", "Lakeside", "--verbose", "--progress", "json") as process:
            assert process.stderr is not None
            first = process.stderr.readline()
            shown = [Path(f"/proc/{process.pid}/cmdline").read_bytes()]
            with contextlib.suppress(PermissionError):  # only root sees it
                shown.append(Path(f"/proc/{process.pid}/environ").read_bytes())
            out, err = process.communicate()
        assert process.returncode == 0
        access.client_secret = "another"
        said += [desk.process("sync", "Lakeside", "--verbose"), desk.process("source", "test", "Lakeside", "--verbose")]
        assert [done.code for done in said] == [0, 3, 3]
    finally:
        access.client_secret = before
    printed = [text.encode() for done in said for text in (done.out, done.err)]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.endswith(".log") for path in tmp_path.rglob("*"))
    for content in (*shown, first, out, err, *printed, *files):
        assert canary.encode() not in content


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_can_read_what_is_kept(live: Live, desk: Desk) -> None:
    before = os.umask(0)
    try:
        desk.process(*adding(live), stdin=live.client_secret)
        assert desk.process("sync", "Lakeside").code == 0
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (desk.data, *desk.data.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
