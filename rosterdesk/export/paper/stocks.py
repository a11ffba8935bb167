"""Sheets of labels that offices buy, as their makers measure them."""

import msgspec

from rosterdesk.export.paper.sheet import Size

_INCH = 72.0
_MILLIMETRE = 72 / 25.4


class Stock(msgspec.Struct, frozen=True):
    """A sheet of labels, in points: the first label's corner, a label's size, and the steps from one to the next."""

    name: str
    size: Size
    across: int
    down: int
    left: float
    top: float
    width: float
    height: float
    step_across: float
    step_down: float

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.across * self.down

    def corner(self, place: int) -> tuple[float, float]:
        """Left and top of a label, counted from 0 in reading order."""
        row, column = divmod(place, self.across)
        return self.left + column * self.step_across, self.top + row * self.step_down


def _stock(name: str, size: Size, unit: float, counts: tuple[int, int], *measures: float) -> Stock:
    return Stock(name, size, *counts, *(round(measure * unit, 3) for measure in measures))


STOCKS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        _stock("5160", "letter", _INCH, (3, 10), 0.1875, 0.5, 2.625, 1, 2.75, 1),
        _stock("5161", "letter", _INCH, (2, 10), 0.15625, 0.5, 4, 1, 4.1875, 1),
        _stock("5163", "letter", _INCH, (2, 5), 0.15625, 0.5, 4, 2, 4.1875, 2),
        _stock("L7160", "a4", _MILLIMETRE, (3, 7), 7.2, 15.15, 63.5, 38.1, 66.0, 38.1),
        _stock("L7163", "a4", _MILLIMETRE, (2, 7), 4.65, 15.15, 99.1, 38.1, 101.6, 38.1),
    )
}
"""The stocks by name, in the order in which they are offered."""
