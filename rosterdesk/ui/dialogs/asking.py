"""Waiting for a dialog without stopping the window."""

import asyncio

from PySide6.QtWidgets import QDialog


async def finished(dialog: QDialog) -> int:
    """Open the dialog over its window and return how it was closed; it is closed too when the task is cancelled.

    Over a window that is hidden, as while the program is locked, nothing is asked: that is as if it had been dismissed.
    """
    above = dialog.parentWidget()
    if above is not None and not above.window().isVisible():
        return QDialog.DialogCode.Rejected
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def close(result: int) -> None:
        if not closed.done():
            closed.set_result(result)

    dialog.finished.connect(close)
    QDialog.open(dialog)  # some dialogs of Qt have an `open` of another kind
    try:
        return await closed
    finally:
        dialog.finished.disconnect(close)
        dialog.hide()
