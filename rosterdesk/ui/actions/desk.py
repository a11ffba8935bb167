"""The source that a window shows, and the work on it. The window only shows it."""

from functools import partial

from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError
from rosterdesk.settings import Source
from rosterdesk.ui.actions.syncing import SyncedSource
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar


class Desk(SyncedSource):
    """Adds a source, changes and destroys the one that is shown: all windows let go of it before."""

    def __init__(self, session: Session, browser: Browser, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(session, browser, tasks, messages, window)
        self._left = ("", browser.history)  # the uid of the source that was shown and somebody changes, the way there
        self._following: Source | None = None  # what is to be shown in its place
        session.showing.append(self)

    async def begin(self, source: Source, secret: str) -> None:
        """Keep a new source, show it, and sync it for the first time."""
        await self.session.add(source, secret)
        await self.show(source)
        self.sync()

    async def show(self, source: Source | None, *, stopping: bool = True) -> str:
        """As every source is shown; whoever goes elsewhere does not come back to what was left."""
        self._left = "", self._browser.history
        return await super().show(source, stopping=stopping)

    async def change(self, before: Source, after: Source, secret: str, *, anew: bool) -> None:
        """Keep the source as it is now; `anew`: it is another service, whose copy is read from nothing."""
        async with self.session.hidden(before):
            await self.session.edit(after, secret, anew=anew)
        if anew and self.source == after:
            self.sync()

    async def destroy(self, source: Source, *, remove: bool, then: Source | None = None) -> None:
        """Destroy its local copy, or all of it; then show `then`, or another one, or itself.

        Nothing is shown before it is begun, in any window, so that nobody writes meanwhile what is to be gone. Where it
        fails, the source is shown as it is, with a way to try the same again.
        """
        self._following = then
        try:
            async with self.session.hidden(source):
                await (self.session.remove(source) if remove else self.session.forget(source))
        except RosterDeskError as error:
            if self.source is None or self.source.uid != source.uid:
                raise  # the user has gone elsewhere meanwhile
            again = partial(self.destroy, source, remove=remove, then=then)
            self.failed(error, lambda: self._tasks.start(again()))

    async def take_up(self) -> None:
        """Show what was put away; where it is being changed or destroyed, `come_back` does."""
        if not self._left[0]:
            await self.show(self.wanted, stopping=False)

    async def leave(self, source: Source) -> None:
        """Let go of the source, where it is shown here: when this returns, nothing here reads or writes it, nor does an
        export that has outlived the source on the screen.
        """
        if self.source is not None and self.source.uid == source.uid:
            history = self._browser.history
            self.put_away()
            self._left = source.uid, history
        await self.jobs.stop(source)

    async def come_back(self, source: Source) -> None:
        """Show again what was left here, as it is now; where it is gone, what is to follow it, or another one."""
        following, self._following = self._following, None
        uid, history = self._left
        if uid != source.uid:
            return  # it was not shown here, or the user has gone elsewhere meanwhile
        sources = {each.uid: each for each in self.session.sources()}
        uids = (source.uid, following.uid if following else "", *sources)
        await self.show(next((sources[uid] for uid in uids if uid in sources), None))
        if self.source is not None and self.source.uid == source.uid:
            self._browser.come_back_to(history)
