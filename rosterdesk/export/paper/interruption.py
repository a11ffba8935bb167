"""Ctrl+C and the request to end, while Qt works."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

_NUMBERS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """Have both wait until the function given is called, or the end.

    An exception that is raised within a call of Qt's comes out as another one, and leaves a painter half done.
    """
    if threading.current_thread() is not threading.main_thread():  # no signal is answered there
        yield lambda: None
        return
    arrived: list[int] = []
    answers = {int(number): signal.getsignal(number) for number in _NUMBERS}

    def hold(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    def let_in() -> None:
        while arrived:
            answer = answers[number := arrived.pop()]
            if callable(answer):
                answer(number, None)

    held = [number for number, answer in answers.items() if callable(answer)]
    for number in held:
        signal.signal(number, hold)
    try:
        yield let_in
    finally:
        for number in held:
            signal.signal(number, answers[number])
    let_in()
