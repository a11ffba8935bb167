"""Where the user is, was, and can go back to: values and a list of them. Pure."""

import msgspec

from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing.report import Report


class Place(msgspec.Struct, frozen=True):
    """What the window shows: the rows of a query, the record in the detail pane, and the first row on the screen;
    where several rows were chosen, their keys.

    Where there is a report, it stands in place of these rows, and nobody asks for them.
    """

    query: Query
    record: Link | None = None
    top: int = 0
    report: Report | None = None
    chosen: tuple[int, ...] = ()


class History:
    """The places visited. Going somewhere new forgets what was ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._current = -1

    @property
    def current(self) -> Place | None:
        """Where the user is; `None` before the first visit."""
        return self._places[self._current] if self._places else None

    @property
    def can_go_back(self) -> bool:
        return self._current > 0

    @property
    def can_go_forward(self) -> bool:
        return self._current < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go somewhere new. The place that the user is at already is not written twice."""
        if place == self.current:
            return
        del self._places[self._current + 1 :]
        self._places.append(place)
        self._current += 1

    def amend(self, place: Place) -> None:
        """The same place, seen otherwise (a row chosen, scrolled): Back comes back to just this."""
        if self._places:
            self._places[self._current] = place

    def go(self, steps: int) -> Place:
        """Go so many steps back (below zero) or forward, as far as there are places, and say where that is."""
        self._current = max(0, min(self._current + steps, len(self._places) - 1))
        return self._places[self._current]

    def behind(self) -> list[Place]:
        """Where Back leads, the nearest first."""
        return self._places[: max(self._current, 0)][::-1]

    def ahead(self) -> list[Place]:
        """Where Forward leads, the nearest first."""
        return self._places[self._current + 1 :]
