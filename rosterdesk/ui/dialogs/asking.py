"""Waiting for a dialog without stopping the window."""

import asyncio

from PySide6.QtWidgets import QDialog


async def finished(dialog: QDialog) -> int:
    """Open the dialog over its window and return how it was closed; it is closed too when the task is cancelled."""
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def close(result: int) -> None:
        if not closed.done():
            closed.set_result(result)

    dialog.finished.connect(close)
    dialog.open()
    try:
        return await closed
    finally:
        dialog.finished.disconnect(close)
        dialog.hide()
