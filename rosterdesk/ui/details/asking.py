"""How the pane asks the store what may take longer than a frame."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from rosterdesk.store.reader import Reader

Answer = TypeVar("Answer")


class Ask(Protocol):
    """Puts a question to a reader in a thread of its own, and tells the answer, unless something else was asked by
    then: a pane shows one thing at a time.
    """

    def __call__(self, question: Callable[[Reader], Answer], answered: Callable[[Answer], None], /) -> None: ...


def at_once(reader: Reader) -> Ask:
    """Answers before it returns."""

    def ask(question: Callable[[Reader], Answer], answered: Callable[[Answer], None], /) -> None:
        answered(question(reader))

    return ask


def while_wanted(ask: Ask, wanted: Callable[[], bool]) -> Ask:
    """Neither asks nor tells what is not wanted any more: it would overtake what is."""

    def ask_wanted(question: Callable[[Reader], Answer], answered: Callable[[Answer], None], /) -> None:
        if wanted():
            ask(question, lambda answer: answered(answer) if wanted() else None)

    return ask_wanted
