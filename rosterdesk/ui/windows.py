"""All windows of the program: one session, and in each window a source, a place and a history of its own."""

import asyncio

from PySide6.QtCore import QObject, QPoint, QRect, Qt

from rosterdesk.errors import RosterDeskError
from rosterdesk.model.rows import Found, Link
from rosterdesk.settings import Source
from rosterdesk.ui.actions.crashes import Crashes
from rosterdesk.ui.demo import DemoDistrict
from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks

_STEP = QPoint(32, 32)


class Windows(QObject):
    """Opens windows, and ends the work of each when it is closed. The program ends with the last one."""

    def __init__(self, session: Session, *, faulty: bool = False) -> None:
        """The demo district is `faulty` where it is to be judged."""
        super().__init__()
        self._session = session
        self._crashes = Crashes()
        self._demo = DemoDistrict(session, faulty=faulty)
        self._tasks: dict[MainWindow, Tasks] = {}  # of the windows that are open
        self._ending = Tasks(self.failed, self.crashed)
        self._all_ended = asyncio.Event()
        session.remembered.failed.connect(self.failed)

    @property
    def open_ones(self) -> list[MainWindow]:
        """The windows that are open, in the order in which they were opened."""
        return list(self._tasks)

    def open(self, source: Source | None) -> MainWindow:
        """Open a window on this source."""
        tasks = Tasks(lambda error: window.desk.failed(error), self.crashed)  # noqa: PLW0108 - there is none yet
        with style.undressed():
            window = MainWindow(self._session, tasks)
        window.closed.connect(lambda: self._close(window))
        window.another_wanted.connect(lambda: self.open(window.desk.source))
        window.beside_wanted.connect(lambda link: self.open_beside(window, link))
        window.quit_wanted.connect(self.close)
        window.demo_wanted.connect(lambda: self.open_demo(window))
        self._place(window)
        self._tasks[window] = tasks
        window.locking.begin(source)
        return window

    def open_beside(self, window: MainWindow, link: Link | Found) -> MainWindow:
        """Open another window on the record that a place of this one's source refers to."""
        source = window.desk.source
        beside = self.open(source)

        def arrive() -> None:
            if beside.desk.source == source:  # another one, where that did not open and the user went elsewhere
                beside.browser.follow(link)
                beside.roster.setFocus()

        beside.desk.opened.connect(arrive, Qt.ConnectionType.SingleShotConnection)
        return beside

    def open_demo(self, window: MainWindow) -> None:
        """Show the demo district in this window."""
        self._tasks[window].start(self._demo.open(window))

    def close(self) -> None:
        """Close all windows."""
        for window in self.open_ones:
            window.locking.close()

    async def ended(self) -> None:
        """Return when the last window was closed, and all its work has ended."""
        await self._all_ended.wait()
        await self._ending.close()
        await self._demo.close()

    def failed(self, error: RosterDeskError) -> None:
        """Say an error of no window in particular in the one that is used."""
        if (window := self._used()) is not None:
            window.desk.failed(error)

    def crashed(self, error: BaseException) -> None:
        """Report a mistake of ours."""
        self._crashes.tell(error, self._used())

    def _used(self) -> MainWindow | None:
        """The window that has the keys, or was opened last."""
        windows = self.open_ones
        return next((window for window in windows if window.isActiveWindow()), windows[-1] if windows else None)

    def _place(self, window: MainWindow) -> None:
        """Where the last window was left, or a little below and beside the one that is used."""
        preferences, used = self._session.remembered.preferences, self._used()
        if used is None:
            window.restore(preferences.geometry, preferences.splitter)
            return
        window.restore(*used.left_at())
        window.setWindowState(Qt.WindowState.WindowNoState)  # else it would cover the other one
        window.setGeometry(_cascaded(used.geometry(), used.screen().availableGeometry()))

    def _close(self, window: MainWindow) -> None:
        tasks = self._tasks.pop(window, None)
        if tasks is not None:
            self._ending.start(self._end(window, tasks))

    async def _end(self, window: MainWindow, tasks: Tasks) -> None:
        source = window.desk.wanted
        geometry, splitter = window.left_at()
        self._session.remembered.remember(geometry=geometry, splitter=splitter, source=source.name if source else "")
        try:
            self._session.showing.remove(window.desk)
            window.browser.close()  # first: it looks for news as long as it is open
            await tasks.close()
        finally:
            window.deleteLater()
            if not self._tasks:
                self._all_ended.set()


def _cascaded(before: QRect, room: QRect) -> QRect:
    """The same size a step further; where that leaves the screen, a step from its corner, and no larger than it has
    room for.
    """
    moved = before.translated(_STEP)
    return moved if room.contains(moved) else QRect(room.topLeft() + _STEP, before.size()) & room
