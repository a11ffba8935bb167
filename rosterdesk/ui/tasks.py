"""The owner of the window's coroutines: whatever it starts has ended when it is closed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from rosterdesk.errors import RosterDeskError


class Tasks:
    """Starts coroutines and keeps them until they end.

    `failed` hears every error that a person can act on; `crashed` every other: it is a bug. Cancelled is neither.
    """

    def __init__(self, failed: Callable[[RosterDeskError], None], crashed: Callable[[BaseException], None]) -> None:
        self.failed = failed
        self._crashed = crashed
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Run the coroutine from the next turn of the loop on."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, RosterDeskError):
            self.failed(error)
        elif error is not None:
            self._crashed(error)
