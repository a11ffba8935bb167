"""What the lock does to one window: all that it shows is put away, and a page that asks for the passphrase is there."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from rosterdesk.errors import CredentialsError
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import History
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.lock import Lock
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.lock_page import LockPage
from rosterdesk.ui.views.navigation_view import NavigationView, Titles


class Locking(QObject):
    """Hides the window and lets go of its source; after unlocking, brings back where the user was.

    What workers do goes on. Dialogs are closed without an answer.
    """

    quit_wanted = Signal()

    def __init__(
        self,
        lock: Lock,
        browser: Browser,
        desk: Desk,
        navigation: NavigationView,
        tasks: Tasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._lock = lock
        self._browser = browser
        self._desk = desk
        self._navigation = navigation
        self._unfolded: set[Titles] = set()
        self._tasks = tasks
        self._window = window
        self._page: LockPage | None = None
        self._history: tuple[Source, History] | None = None
        lock.closed.connect(self._put_away)
        lock.opened.connect(self._bring_back)
        lock.unkept.connect(self._tell)
        lock.refused.connect(self._wait)

    def begin(self, source: Source | None) -> None:
        """Show the window on this source, or the page where the program is locked."""
        if self._lock.is_closed:
            self._show_page()
        else:
            self._window.show()
            self._window.raise_()
            self._window.activateWindow()  # it may stand before another one, which has the keys
        self._desk.open(source)

    def lock(self) -> None:
        """Lock the program; where there is no passphrase yet, ask for one first."""
        if self._lock.has_passphrase:
            self._lock.close()
        else:
            self._tasks.start(self._set_up())

    def close(self) -> None:
        """Close the window, or the page that is there in its place."""
        (self._page or self._window).close()

    def ask_passphrase(self, above: QWidget) -> None:
        """Have the passphrase set, changed or removed."""
        from rosterdesk.ui.dialogs.passphrase import PassphraseDialog

        self._tasks.start(PassphraseDialog.ask(self._lock, above))

    async def _set_up(self) -> None:
        from rosterdesk.ui.dialogs.passphrase import PassphraseDialog

        if await PassphraseDialog.ask(self._lock, self._window):
            self._lock.close()

    def _put_away(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        if self._desk.source is not None and self._browser.place is not None:  # else what was put away last is to come
            self._unfolded = self._navigation.unfolded()
            self._history = self._desk.source, self._browser.history
        self._desk.put_away()
        self._desk.session.drop_keys()
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()  # last: what still writes a file says so in the message bar, which `put_away` has cleared
        self._show_page()

    def _show_page(self) -> None:
        self._page = page = LockPage()
        page.setGeometry(self._window.geometry())
        page.setWindowState(self._window.windowState())
        page.passphrase_given.connect(lambda passphrase: self._tasks.start(self._try(passphrase)))
        page.closed.connect(self._window.close)
        page.quit_wanted.connect(self.quit_wanted)
        page.show()
        page.wait(self._lock.wait)
        self._window.hide()

    async def _try(self, passphrase: str) -> None:
        page = self._page
        assert page is not None
        page.show_busy()
        try:
            if not await self._lock.try_passphrase(passphrase):
                page.show_refused(self._lock.wait)
        except CredentialsError as error:
            page.show_refused(self._lock.wait)
            self._tell(error)

    def _tell(self, error: CredentialsError) -> None:
        if self._page is not None:
            self._page.say(sentences(str(error)))

    def _wait(self, seconds: int) -> None:
        """A guess at one window is one at all of them."""
        if self._page is not None and seconds:
            self._page.wait(seconds)

    def _bring_back(self) -> None:
        page, self._page = self._page, None
        if page is None:
            return
        self._window.show()
        page.closed.disconnect()
        page.close()
        page.deleteLater()
        self._tasks.start(self._take_up())

    async def _take_up(self) -> None:
        await self._desk.take_up()
        if self._history is not None and self._history[0] == self._desk.source:
            self._navigation.unfold(self._unfolded)
            self._browser.come_back_to(self._history[1])
