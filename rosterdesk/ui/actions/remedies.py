"""What is said of an error: a sentence, and the one thing that helps."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError, SecretMissingError, StoreDamagedError, StoreNewerError
from rosterdesk.progress import Failure
from rosterdesk.settings import Source
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

Action = Callable[[], object]

_OF_THE_SOURCE = {"refused", "not-oneroster", "secret-missing", "usage"}
"""Kinds of errors of a sync that another address, key or secret helps against."""
_PASSING = {"keyring-locked", "keyring-unavailable", "store-busy", "store-full"}
"""Kinds that may be over when the copy is opened again."""


class Remedies(QObject):
    """Says errors in the message bar."""

    accept_wanted = Signal()
    edit_wanted = Signal()
    rebuild_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._messages = messages
        self._window = window

    def tell(self, error: RosterDeskError, source: Source | None, again: Action | None = None) -> None:
        """Say what went wrong in the window itself, which shows this source; `again` is what was tried."""
        if source is None:
            self._say(str(error), self.tr("Try again"), again)
            return
        match error:
            case StoreDamagedError() | SecretMissingError():  # the secret is the copy's key: a worker asks for others
                words = self.tr("{0} A rebuild reads everything anew.").format(error.what)
                self._say(words, self.tr("Rebuild the local copy"), self.rebuild_wanted.emit)
            case StoreNewerError():
                words = self.tr("{0} Update RosterDesk, or rebuild the copy with this version.").format(error.what)
                self._say(words, self.tr("Rebuild the local copy"), lambda: self._tasks.start(self._give_up_newer()))
            case _ if again is None and error.kind in _PASSING:
                self._say(str(error), self.tr("Try again"), self.reopen_wanted.emit)
            case _:
                self._say(str(error), self.tr("Try again"), again)

    def tell_sync(self, failure: Failure, source: Source, again: Action) -> None:
        """Say why a sync of this source failed."""
        if failure.error == "store-damaged":
            self._say(failure.detail, self.tr("Rebuild the local copy"), self.rebuild_wanted.emit)
        elif failure.error == "emptied":
            accept = self.tr("Accept the empty list"), self.accept_wanted.emit
            self._messages.say("danger", failure.detail, accept, (self.tr("Try again"), again))
        elif failure.error in _OF_THE_SOURCE and not source.bundle:
            edit = self.tr("Edit this source…"), self.edit_wanted.emit
            self._messages.say("danger", failure.detail, edit, (self.tr("Try again"), again))  # or it is mended there
        else:
            self._say(failure.detail, self.tr("Try again"), again)

    def _say(self, text: str, words: str, action: Action | None) -> None:
        self._messages.say("danger", text, *([(words, action)] if action is not None else []))

    async def _give_up_newer(self) -> None:
        from rosterdesk.ui.dialogs.question import ask

        title = self.tr("Rebuild the local copy with this version?")
        sentence = self.tr(
            "A newer RosterDesk made it, and can still read it. It is set aside, and everything is read anew."
        )
        if await ask(self._window, title, sentence, self.tr("Rebuild")):
            self.rebuild_wanted.emit()
