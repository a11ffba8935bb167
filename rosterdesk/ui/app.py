"""Runs the window: the composition root of this half of RosterDesk."""

import argparse
import asyncio
import contextlib
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rosterdesk import credentials, log, resources
from rosterdesk.credentials import MemoryVault
from rosterdesk.errors import RosterDeskError, UsageError
from rosterdesk.settings import DataDir
from rosterdesk.ui.look import language
from rosterdesk.ui.program import garbage
from rosterdesk.ui.program.appearance import Appearance
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.windows import Windows


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
    try:
        with _data_dir(options) as data_dir, qasync.QEventLoop(application) as loop:
            code: int = loop.run_until_complete(_run(application, options, data_dir))
            return code
    except RosterDeskError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


async def _run(application: QApplication, options: argparse.Namespace, data_dir: DataDir) -> int:
    log.set_up(data_dir.log(), verbose=options.verbose)
    session = Session(data_dir, _vault(options, data_dir))
    language.use(application, session.remembered.settings.language)  # before any widget has a text
    Appearance(application, session.remembered, options.theme)
    windows = Windows(session, faulty=options.faulty)
    sys.excepthook = _stray(windows)
    garbage.begin(windows)
    with contextlib.suppress(NotImplementedError):  # Windows has no such signals
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, windows.close)
    if options.demo:
        first = windows.open(None)
        first.desk.opened.connect(lambda: windows.open_demo(first), Qt.ConnectionType.SingleShotConnection)
    else:
        sources = {source.name: source for source in session.sources()}
        windows.open(sources.get(session.remembered.preferences.source) or next(iter(sources.values()), None))
    await windows.ended()
    sys.excepthook = sys.__excepthook__
    session.close()
    gc.collect()
    garbage.end()
    return 0


def _stray(windows: Windows) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What hears of an error in a slot or a paint, which no coroutine awaits."""

    def strayed(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, RosterDeskError):
            windows.failed(error)
        else:
            windows.crashed(error)

    return strayed


def has_screen() -> bool:
    """Whether Qt has something to draw on; without, it would end the process with a page of its own words."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rosterdesk", add_help=False)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--faulty", action="store_true")  # the demo district
    parser.add_argument("--data-dir")
    parser.add_argument("--passphrase-file", type=Path)
    parser.add_argument("--progress", choices=("json",))
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--theme", choices=("system", "light", "dark"))
    options = parser.parse_args(argv)
    if options.faulty and not options.demo:
        parser.error("--faulty is for the demo district: use it with --demo.")
    return options


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
