"""When something is on the screen."""

import asyncio
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

PATIENCE = 60.0  # seconds


class Painted(QObject):
    """Hears of the first paint of a widget after a signal, and then calls."""

    def __init__(self, widget: QWidget, signal: SignalInstance, then: Callable[[], None]) -> None:
        super().__init__()
        self._widget, self._signal, self._then = widget, signal, then
        self._said = False
        signal.connect(self._hear)
        widget.installEventFilter(self)

    def _hear(self) -> None:
        self._said = True
        self._widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if self._said and event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            self._signal.disconnect(self._hear)
            QTimer.singleShot(0, self._then)  # after it
        return super().eventFilter(watched, event)


def clocks() -> tuple[float, float]:
    """The time, and what of it this process had on a processor, in milliseconds."""
    return time.perf_counter() * 1000, time.process_time() * 1000


async def painted(widget: QWidget, signal: SignalInstance, do: Callable[[], object]) -> tuple[float, float]:
    """How long it takes from doing it until the widget is painted after the signal, and how much of that on a
    processor, which is what it takes where nothing else runs; in milliseconds.
    """
    done: asyncio.Future[tuple[float, float]] = asyncio.get_running_loop().create_future()
    hearing = Painted(widget, signal, lambda: None if done.done() else done.set_result(clocks()))
    begun, busy = clocks()
    do()
    try:
        ended, spent = await asyncio.wait_for(done, PATIENCE)
        return ended - begun, spent - busy
    finally:
        hearing.deleteLater()
