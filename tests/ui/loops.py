"""A loop for asyncio and Qt that leaves no trace for the next test."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


@contextmanager
def running(application: QApplication) -> Iterator[qasync.QEventLoop]:
    """A loop that asyncio takes for running while qtbot waits."""
    _forget_quitting(application)
    loop = qasync.QEventLoop(application, already_running=True)
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        loop.stop()
        asyncio.events._set_running_loop(None)
        loop.close()
        asyncio.set_event_loop(None)
        _forget_quitting(application)


def _forget_quitting(application: QApplication) -> None:
    """`stop` tells an application that does not run to exit: until it has run once, no Qt loop waits any more."""
    QTimer.singleShot(0, application.quit)
    application.exec()
