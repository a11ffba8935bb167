"""Copies that are older than they are to be kept."""

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from rosterdesk.errors import CredentialsError, StoreBusyError, StoreError
from rosterdesk.settings import Source
from rosterdesk.store.file.aside import forget_aside
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.program.session import Session

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.question import Answer

_LIMIT = "retention_days"


class Retention:
    """Wipes them at once where the administrator set the limit; else asks, once a session and source."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self._session = session
        self._window = window

    async def is_due(self) -> bool:
        """Whether there is something that the administrator wants wiped, and that can be."""
        if not self._is_policy() or await self._is_doubtful():
            return False
        return any([await self._age(source) for source in self._session.sources()])

    async def enforce(self) -> str:
        """Wipe what the administrator wants wiped, and what was set aside as long ago; says which, in a sentence."""
        for source in self._session.sources() if self._days() else ():
            with contextlib.suppress(StoreError):  # it hinders nobody from looking at what is here
                before = datetime.now(UTC) - timedelta(days=self._days())
                await asyncio.to_thread(forget_aside, self._session.data_dir.store(source), before)
        if not self._is_policy():
            return ""
        if await self._is_doubtful():
            return await self._doubt()
        wiped = [source.name for source in self._session.sources() if await self._wiped(source)]
        if not wiped:
            return ""
        words = tr("{0}: the copy was wiped. Your administrator has copies kept for {1} days. Sync to read it again.")
        return words.format(_names(wiped), self._days())

    async def answer(self, source: Source) -> "Answer":
        """What is to become of the copy before it is shown: wiped by now (`action`), synced (`instead`), or kept."""
        age = await self._age(source)
        if not age or source.uid in self._session.asked_of_age or self._is_policy():
            return ""
        from rosterdesk.ui.dialogs.question import ask

        answer = await ask(
            self._window,
            tr("The copy of “{0}” is {1} days old").format(source.name, age),
            tr(
                "You keep copies for {0} days. A sync brings this one up to date; wiping destroys it on this computer."
            ).format(self._days()),
            tr("Wipe it"),
            instead=tr("Sync now"),
            dismiss=tr("Keep for now"),
        )
        self._session.asked_of_age.add(source.uid)
        if answer == "action":
            await self._session.forget(source)
        return answer

    async def _doubt(self) -> str:
        due = [source.name for source in self._session.sources() if await self._age(source)]
        if not due:
            return ""
        words = tr(
            "By this computer's clock, RosterDesk was not used for more than a year. If the clock is wrong, set it"
            " right; if not, {0}: the copy is wiped in a day."
        )
        return words.format(_names(due))

    async def _wiped(self, source: Source) -> bool:
        if not await self._age(source):
            return False
        try:
            await self._session.forget(source)
        except StoreBusyError:
            return False  # it is being synced: it will not be old any more
        except CredentialsError:
            pass  # the copy is gone; its key opens nothing that is here
        return True

    async def _age(self, source: Source) -> int:
        """How many days old it is, where that is too old."""
        return await asyncio.to_thread(self._session.data_dir.overdue, source, datetime.now(UTC))

    async def _is_doubtful(self) -> bool:
        return await asyncio.to_thread(self._session.data_dir.is_doubtful, datetime.now(UTC))

    def _is_policy(self) -> bool:
        return _LIMIT in self._session.data_dir.fixed()

    def _days(self) -> int:
        return self._session.data_dir.settings().retention_days


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
