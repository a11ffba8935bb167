"""RosterDesk on the only source of a folder: says when its first rows are painted, and then how much memory it has.

python -m tests.bench._whole FOLDER
"""

# ruff: noqa: E402
from rosterdesk.ui.program import quick_start

quick_start.hasten()  # as `rosterdesk.__main__` does, before it loads the window

import asyncio
import base64
import sys
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.settings import DataDir
from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from tests.bench._bare import SIZE, resident
from tests.bench._painted import painted

_REST = 1.5  # seconds for the record, the counts and the tree


class Desk:
    """A window, the first rows of its source painted; it has the keys of the benchmark's stores, and no keyring."""

    def __init__(self, folder: Path) -> None:
        vault = MemoryVault()
        self._tasks = Tasks(_failed, _failed)
        self._session = Session(DataDir(folder), vault)
        for source in self._session.sources():
            account = credentials.account(source.uid, credentials.STORE_KEY)
            vault.set(account, base64.b64encode(bytes(range(32))).decode())
        with style.undressed():
            self.window = MainWindow(self._session, self._tasks)

    async def open(self) -> None:
        """Show the source."""
        window, (source,) = self.window, self._session.sources()
        window.resize(*SIZE)
        await painted(window.roster.viewport(), window.browser.rows_changed, lambda: window.locking.begin(source))

    async def close(self) -> None:
        """End everything but the session, which would wipe a copy whose key is in memory alone."""
        self.window.browser.close()
        await self._tasks.close()
        self._session.remembered.close()
        self.window.hide()


def _failed(error: BaseException) -> None:
    print(repr(error), file=sys.stderr)


async def show(folder: Path) -> None:
    """The window, until it has come to rest."""
    desk = Desk(folder)
    await desk.open()
    print("painted", flush=True)
    await asyncio.sleep(_REST)
    print(resident(), flush=True)
    await desk.close()


def main() -> None:
    """Show it."""
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    style.apply(application)
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(show(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
