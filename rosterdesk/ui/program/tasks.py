"""The owner of the window's coroutines: whatever it starts has ended when it is closed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from rosterdesk.errors import RosterDeskError

Answer = TypeVar("Answer")


class Tasks:
    """Starts coroutines and keeps them until they end.

    `failed` hears every error that a person can act on; `crashed` every other: it is a bug. Cancelled is neither.
    """

    def __init__(self, failed: Callable[[RosterDeskError], None], crashed: Callable[[BaseException], None]) -> None:
        self.failed = failed
        self._crashed = crashed
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, work: Coroutine[Any, Any, Answer]) -> "asyncio.Task[Answer]":
        """Run the coroutine from the next turn of the loop on; once closed, it is cancelled before it begins."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        if self._closed:
            task.cancel()
        return task

    async def close(self) -> None:
        """Cancel what still runs, and what that starts in ending, and wait until all has ended."""
        self._closed = True
        while running := list(self._running):
            for task in running:
                task.cancel()
            await asyncio.wait(running)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, RosterDeskError):
            self.failed(error)
        elif error is not None:
            self._crashed(error)
