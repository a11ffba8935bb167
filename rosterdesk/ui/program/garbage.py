"""Garbage, collected on the window's own thread alone.

Python collects in whichever thread happens to allocate. A Qt object that goes there takes its timers' addresses with
it: Qt cannot stop a timer from another thread, and the next tick ends the process.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000  # milliseconds


def begin(parent: QObject) -> None:
    """From now on collect here alone, as often as Python would, until `end`. What there is already are modules, which
    stay: to look through them for garbage would stop the window for an eye's blink.
    """
    gc.disable()
    gc.freeze()
    timer = QTimer(parent)
    timer.timeout.connect(collect_what_is_due)
    timer.start(_EVERY)


def end() -> None:
    """Leave it to Python again."""
    gc.unfreeze()
    gc.enable()


def collect_what_is_due() -> None:
    """Collect the oldest generation that has grown beyond Python's own threshold, if any has."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
