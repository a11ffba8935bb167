"""Runs the window: the composition root of this half of RosterDesk."""

import argparse
import asyncio
import contextlib
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec
import qasync
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rosterdesk import credentials, log
from rosterdesk.credentials import MemoryVault
from rosterdesk.errors import RosterDeskError, UsageError
from rosterdesk.settings import DataDir
from rosterdesk.ui import garbage, resources, style
from rosterdesk.ui.demo import DemoDistrict
from rosterdesk.ui.dialogs.crash import CrashDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.session import Session
from rosterdesk.ui.tasks import Tasks


def main(argv: list[str]) -> int:
    """Run the window with the arguments of the command line; returns when it was closed."""
    options = _options(argv)
    if not has_screen():
        sys.stderr.write("There is no screen to open a window on. For commands see: rosterdesk --help.\n")
        return UsageError.exit_code
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("RosterDesk")
    application.setApplicationDisplayName("RosterDesk")
    application.setDesktopFileName("org.rosterdesk.RosterDesk")
    application.setWindowIcon(QIcon(str(resources.path("rosterdesk.svg"))))
    application.setQuitOnLastWindowClosed(False)  # the loop ends when the window has ended its work
    style.apply(application, options.theme)
    if options.theme == "system":
        style.follow_system(application, application)
    try:
        with _data_dir(options) as data_dir, qasync.QEventLoop(application) as loop:
            code: int = loop.run_until_complete(_run(options, data_dir))
            return code
    except RosterDeskError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


async def _run(options: argparse.Namespace, data_dir: DataDir) -> int:
    log.set_up(data_dir.log(), verbose=options.verbose)
    session = Session(data_dir, _vault(options, data_dir))
    closed = asyncio.Event()
    window: MainWindow | None = None

    def failed(error: RosterDeskError) -> None:
        if window is not None:
            window.desk.failed(error)

    def crashed(error: BaseException) -> None:
        CrashDialog(log.report(error), window).open()

    def strayed(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """An error in a slot or a paint, which no coroutine awaits."""
        if isinstance(error, RosterDeskError):
            failed(error)
        else:
            crashed(error)

    sys.excepthook = strayed
    tasks = Tasks(failed, crashed)
    window = MainWindow(session, tasks)
    garbage.begin(window)
    window.closed.connect(closed.set)
    demo = DemoDistrict(session, window)
    with contextlib.suppress(NotImplementedError):  # Windows has no such signals
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, window.close)
    window.demo_wanted.connect(lambda: tasks.start(demo.open()))
    preferences = data_dir.preferences()
    window.restore(preferences.geometry, preferences.splitter)
    window.show()
    if options.demo:
        tasks.start(demo.open())
    else:
        sources = {source.name: source for source in session.sources()}
        window.desk.open(sources.get(preferences.source) or next(iter(sources.values()), None))
    await closed.wait()
    geometry, splitter = window.left_at()
    name = window.desk.source.name if window.desk.source else ""
    with contextlib.suppress(RosterDeskError):
        data_dir.remember(msgspec.structs.replace(preferences, geometry=geometry, splitter=splitter, source=name))
    sys.excepthook = sys.__excepthook__
    window.browser.close()  # first: it looks for news as long as it is open
    await tasks.close()
    await demo.close()
    session.close()
    window.deleteLater()
    gc.collect()
    garbage.end()
    return 0


def has_screen() -> bool:
    """Whether Qt has something to draw on; without, it would end the process with a page of its own words."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rosterdesk", add_help=False)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--data-dir")
    parser.add_argument("--passphrase-file", type=Path)
    parser.add_argument("--progress", choices=("json",))
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--theme", choices=("system", "light", "dark"), default="system")
    return parser.parse_args(argv)


@contextlib.contextmanager
def _data_dir(options: argparse.Namespace) -> Iterator[DataDir]:
    if not options.demo:
        yield DataDir.choose(options.data_dir)
        return
    with tempfile.TemporaryDirectory(prefix="rosterdesk-demo-", ignore_cleanup_errors=True) as folder:
        yield DataDir(Path(folder))


def _vault(options: argparse.Namespace, data_dir: DataDir) -> credentials.Vault:
    if options.demo:
        return MemoryVault()
    return credentials.choose(data_dir.vault, options.passphrase_file)
