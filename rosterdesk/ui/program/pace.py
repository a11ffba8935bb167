"""How far a sync is and how fast it goes, from what its worker says. Pure, but for the clock that it is given."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from rosterdesk.model.fields import BASES, OPTIONAL
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.look.language import tr

_LATELY = 10.0  # seconds that count for how fast it goes: what was read before a pause says nothing of now
_SOON, _MINUTE, _HOUR = 5, 90, 5400  # seconds


class Figures(NamedTuple):
    """`at` is the list that is read now, of so many; `speed` are rows a second, and `left` seconds, where one can know:
    how many rows a list has is known once it is read, so that only the last one tells.
    """

    at: int
    lists: int
    rows: int
    speed: int | None
    left: float | None


class Pace:
    """Takes what is said of one sync, in its order."""

    def __init__(self, lists: Sequence[str]) -> None:
        self._lists = lists
        self._done: dict[str, int] = {}
        self._kept: dict[str, int] = {}
        self._last: Progress | None = None
        self._lately: deque[tuple[float, int]] = deque()

    def take(self, progress: Progress, now: float) -> None:
        """This was said at this moment, in seconds of a clock that is never put back."""
        if self._last is not None and progress.phase != self._last.phase:
            self._done.clear()
            self._kept.clear()
            self._lately.clear()
        self._last = progress
        self._done[progress.collection] = progress.done
        self._kept[progress.collection] = progress.kept  # what was here before took no time
        self._lately.append((now, sum(self._done.values()) - sum(self._kept.values())))
        while self._lately[0][0] < now - _LATELY and len(self._lately) > 2:
            self._lately.popleft()

    def figures(self) -> Figures | None:
        """How it stands; nothing before anything was said of a list."""
        last = self._last
        if last is None:
            return None
        (then, before), (now, read) = self._lately[0], self._lately[-1]
        speed = (read - before) / (now - then) if now - then > 1 and read > before else None
        known = self._lists if last.collection in self._lists else ()
        at = known.index(last.collection) + 1 if known else 0
        is_last = bool(known) and at == len(known)
        left = (last.total - last.done) / speed if speed and last.total is not None and is_last else None
        return Figures(at, len(known), sum(self._done.values()), None if speed is None else round(speed), left)


def lists(source: Source) -> tuple[str, ...]:
    """The lists that a sync of this source asks for, in order; nothing of a bundle, which has what it has."""
    return () if source.bundle else tuple(name for name in BASES if name not in OPTIONAL or name in source.also)


def words(figures: Figures) -> str:
    """As a line that people read."""
    parts = [
        tr("List {0} of {1}").format(figures.at, figures.lists) if figures.lists else "",
        tr("{0} rows").format(f"{figures.rows:,}"),
        tr("{0} a second").format(f"{figures.speed:,}") if figures.speed else "",
        "" if figures.left is None else _left(figures.left),
    ]
    return " · ".join(part for part in parts if part)


def _left(seconds: float) -> str:
    if seconds < _SOON:
        return tr("a few seconds left")
    if seconds < _MINUTE:
        return tr("about {0} s left").format(max(5, round(seconds / 5) * 5))
    if seconds < _HOUR:
        return tr("about {0} min left").format(round(seconds / 60))
    return tr("about {0} h left").format(round(seconds / 3600))
