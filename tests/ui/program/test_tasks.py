"""The owner of the window's coroutines: when it is closed, nothing of it runs any more."""

import asyncio

import pytest

from rosterdesk.errors import RosterDeskError, UsageError
from rosterdesk.ui.program.tasks import Tasks

pytestmark = pytest.mark.anyio


async def test_errors_are_heard_by_those_who_can_act_on_them() -> None:
    failed: list[RosterDeskError] = []
    crashed: list[BaseException] = []
    tasks = Tasks(failed.append, crashed.append)

    async def work(error: Exception) -> None:
        raise error

    await asyncio.wait([tasks.start(work(UsageError("No."))), tasks.start(work(ValueError("oh")))])
    assert [str(error) for error in failed] == ["No."]
    assert [str(error) for error in crashed] == ["oh"]


async def test_what_is_begun_in_ending_ends_too() -> None:
    tasks = Tasks(lambda _: None, lambda _: None)
    late: list[asyncio.Task[None]] = []

    async def forever() -> None:
        await asyncio.Event().wait()

    async def restless() -> None:
        try:
            await forever()
        finally:
            late.append(tasks.start(forever()))

    tasks.start(restless())
    await asyncio.sleep(0)
    await tasks.close()
    assert [task.cancelled() for task in late] == [True]
    assert tasks.start(forever()).cancelling()
