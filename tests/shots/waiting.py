"""Waiting in a scene: never without an end."""

import asyncio
from collections.abc import Callable

PATIENCE = 30.0  # seconds


async def settle(seconds: float = 0.35) -> None:
    """Let queries answer and everything be painted."""
    await asyncio.sleep(seconds)


async def until(happened: Callable[[], object]) -> None:
    """Wait for it; raises `TimeoutError`."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - what a person sees says no event
            await asyncio.sleep(0.01)
