"""A measure for tests: every letter is as wide as every other one, half the size of its type."""

from rosterdesk.export.paper.layout import pages
from rosterdesk.export.paper.marks import Page, Type, Words
from rosterdesk.export.paper.sheet import Document, Paper, Sheet


class Typewriter:
    """Breaks lines where they are full, whatever stands there."""

    def width(self, text: str, type_: Type) -> float:
        return len(text) * type_.size / 2

    def wrapped(self, text: str, type_: Type, width: float) -> list[str]:
        most = max(1, int(width / (type_.size / 2)))
        return [text[start : start + most] for start in range(0, len(text), most)] or [""]

    def elided(self, text: str, type_: Type, width: float) -> str:
        most = max(1, int(width / (type_.size / 2)))
        return text if len(text) <= most else text[: most - 1] + "…"


def typed(*sheets: Sheet, paper: Paper | None = None, footer: str = "") -> list[Page]:
    """The pages of these sheets."""
    return list(pages(Document("Test", iter(sheets), len(sheets), paper or Paper(), footer), Typewriter()))


def lines(page: Page) -> list[Words]:
    """The texts of a page, in the order of painting."""
    return [mark for mark in page.marks if isinstance(mark, Words)]


def texts(page: Page) -> list[str]:
    return [line.text for line in lines(page)]
