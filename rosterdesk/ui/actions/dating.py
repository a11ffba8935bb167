"""Choosing the day that the window is about, among the terms that the store has."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.views.frame import Frame

if TYPE_CHECKING:
    from rosterdesk.ui.views.day_choice import Term

_MOST_READ = 400
_MOST = 8
_TERMS = Query(
    collection="academicSessions",
    where=(Where("type", ("semester", "term")),),
    sort=(Sort("startDate"), Sort("endDate", descending=True), Sort("title")),
    limit=_MOST_READ,
)


class Dating(QObject):
    """Takes the wish from the top bar to the browser's day, and says there what became of it."""

    def __init__(self, browser: Browser, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._browser = browser
        self._tree = frame.navigation.tree
        self._control = frame.top_bar.as_of
        self._control.choice_wanted.connect(self.begin)
        self._control.day_chosen.connect(browser.day.choose)
        frame.nothing.today_wanted.connect(lambda: browser.day.choose(None))
        browser.day.changed.connect(self._show)

    def begin(self) -> None:
        """Ask for a day, where there is something to look at."""
        reader, day = self._browser.reader, self._browser.day
        if reader is not None:
            today = day.today()
            self._control.offer(day.shown(), today, terms(reader, today))

    def _show(self) -> None:
        self._control.show_day(self._browser.day.chosen)
        self._tree.show_dated(dated=self._browser.day.chosen is not None)


def terms(reader: Reader, today: date) -> "list[Term]":
    """The terms of the school year of today, each of its dates once; of the year that ended last, or the next one,
    where none runs.
    """
    from rosterdesk.ui.views.day_choice import Term

    columns = ("title", "startDate", "endDate", "schoolYear")
    found: dict[str, dict[tuple[str, str], str]] = {}
    for title, begins, ends, year in reader.rows("academicSessions", reader.keys(_TERMS), columns):
        if begins and ends:
            found.setdefault(str(year or ""), {}).setdefault((str(begins), str(ends)), str(title or ""))
    here = today.isoformat()
    years = sorted(found.values(), key=lambda year: max(ends for _, ends in year))
    best = next((year for year in years if max(ends for _, ends in year) > here), years[-1] if years else {})
    return [Term(title, date.fromisoformat(first), date.fromisoformat(end)) for (first, end), title in best.items()][
        :_MOST
    ]
