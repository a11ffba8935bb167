"""Questions to the store that may take longer than a frame: asked in a thread, on a connection of its own."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from rosterdesk.errors import StoreBusyError
from rosterdesk.store.file.connection import COMMIT_SECONDS, Interrupted
from rosterdesk.ui.browsing.masked_reader import MaskedReader

Answer = TypeVar("Answer")

_PATIENCE = 0.1  # seconds, again and again: nothing interrupts who waits for a commit


class Questions:
    """One reader in one thread, made there by `reading`, with so many seconds of patience. A later question overtakes
    an earlier one, whose asker hears `None`.
    """

    def __init__(self, reading: Callable[[float], MaskedReader]) -> None:
        self._reading = reading
        self._reader: MaskedReader | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="questions")
        self._latest = 0

    async def ask(self, question: Callable[[MaskedReader], Answer]) -> Answer | None:
        """The reader's answer, or `None` when somebody asked something else meanwhile; raises `StoreError`."""
        self._latest += 1
        number = self._latest
        if self._reader is not None:
            self._reader.interrupt()
        answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, number, question)
        return answer if number == self._latest else None

    def close(self) -> None:
        """Interrupt what runs, and end the thread; its connection is closed before this returns."""
        self._latest += 1
        if self._reader is not None:
            self._reader.interrupt()
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True)

    def _answer(self, number: int, question: Callable[[MaskedReader], Answer]) -> Answer | None:
        until = time.monotonic() + COMMIT_SECONDS
        while number == self._latest:
            try:
                if self._reader is None:
                    self._reader = self._reading(_PATIENCE)
                return question(self._reader)
            except Interrupted:
                break
            except StoreBusyError:
                if time.monotonic() > until:
                    raise
        return None

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
