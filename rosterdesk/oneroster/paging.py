"""Paging by offset, as a state machine: which pages to ask for next, and whether the whole list came. Pure.

A short page is not the end (servers clamp the limit in silence): the next offset counts the rows received. The end
is an empty page, a total reached, a page that comes again, or a `Link` header without a next page. After a page that
is full, or as long as a service's own limit may be, none of that proves anything, for totals are capped and of the
page alone: then it is asked once more.
Source: oneroster 1.1 section 3.4.1, and what servers do.
"""

from array import array
from collections.abc import Sequence

import msgspec

MOST_PAGES = 50_000
MOST_ROWS = 20_000_000
AHEAD = 4
"""Pages in flight at once, where it is known that they are there."""
SMALLEST_CLAMP = 50
"""Few servers clamp to less than this; a first page that is shorter is mostly just a short one."""
ROUND = (10, 25)
"""Servers clamp to multiples of these."""
SMALLEST_CAP = 1_000
BUCKETS = 64
CIRCLING = "The service sends the same page again and again, so there may be more."
REFUSING = "The service does not say whether there is more: it refused to go on."
GAP = "The service sent a page without rows where it says that there is more, so rows may be missing."
MOST_GAPS = 4
SHORTER = "The list has become shorter since it was begun, so rows may be missing."


class Ask(msgspec.Struct, frozen=True):
    """One page to ask for."""

    offset: int
    limit: int


class Distinct:
    """Counts ids without keeping them: eight bytes each. To count takes a while, so it is done when it is needed."""

    def __init__(self) -> None:
        self._buckets = [array("q") for _ in range(BUCKETS)]
        self._counted = 0  # different ids, when they were last counted
        self._since = 0  # ids that were added after that

    def add(self, ids: Sequence[str]) -> None:
        """Take note of ids, known ones too."""
        self._since += len(ids)
        buckets = self._buckets
        for sourced_id in ids:
            number = hash(sourced_id)
            buckets[number % BUCKETS].append(number)

    def count(self) -> int:
        """How many different ids there were."""
        if self._since:
            self._counted, self._since = sum(len(set(bucket)) for bucket in self._buckets), 0
        return self._counted

    def reach(self, count: int) -> bool:
        """Whether there were at least so many different ones."""
        if self._counted >= count or self._counted + self._since < count:
            return self._counted >= count
        return self.count() >= count


class Paging:
    """The pages of one list, in order. `ended` when there is nothing left to ask; then `complete` and `why` hold.

    `total` is the most that the service announced, `None` where it said nothing of use. Of a `filtered` list it is a
    hint only: some services count all rows then.

    A list that is read on from an `offset` counts the rows before it as had: whoever asks starts a little before where
    they stopped, and sees by the rows that come again that the list has not moved.
    """

    def __init__(self, limit: int, offset: int = 0, *, filtered: bool = False) -> None:
        self.ended = False
        self.complete = False
        self.why = ""
        self.total: int | None = None
        self._limit = limit
        self._begin = offset
        self._offset = offset
        self._filtered = filtered
        self._pages = 0
        self._ahead = 1
        self._hinted = False
        self._gaps = 0  # pages without rows, and with more to come
        self._longest = 0
        self._fingerprints: set[int] = set()
        self._distinct = Distinct()
        self._named = 0
        self._nameless = 0
        self._doubled = 0  # within one page
        self._known = 0
        self._revisions: set[str] = set()

    @property
    def repeated(self) -> int:
        """The rows that came more than once. Counted anew each time."""
        return self._named - self._distinct.count()

    def asks(self) -> list[Ask]:
        """The pages to ask for now, the next in order first; those after it are sure to be wanted, if it comes full."""
        if self.ended:
            return []
        offsets = [self._offset + place * self._limit for place in range(self._ahead)]
        return [
            Ask(offset, self._limit)
            for offset in offsets
            if offset == self._offset or (self.total is not None and offset < self.total)
        ]

    def shrink(self, limit: int) -> None:
        """Ask for smaller pages from now on."""
        self._limit = limit
        self._ahead = 1

    def revise(self, revision: str) -> None:
        """Take note of the state of what this key may see, where it is said: a list read over two of them is none."""
        if revision:
            self._revisions.add(revision)

    def take(self, ids: Sequence[str], received: int, total: int | None, more: bool | None) -> bool:
        """The next page in order came, with these ids; false where it is one that came before, so nothing new.

        `received` counts its rows, `total` is what it announced, `more` what its `Link` header hints at.
        """
        self._pages += 1
        self._hinted = self._hinted or more is True
        if total is not None:
            self.total = max(total, self.total or 0)
        different = frozenset(ids)
        fingerprint = hash((different, received))
        repeated = received > 0 and fingerprint in self._fingerprints
        if repeated:
            self._stuck(received)
            return False
        self._fingerprints.add(fingerprint)
        self._distinct.add(ids)
        self._named += len(ids)
        self._nameless += received - len(ids)
        doubled = len(ids) - len(different)
        self._doubled += doubled
        # A page that is longer than its limit sends rows twice and counts them once, or is all there is.
        self._offset += received - (doubled if received > self._limit else 0)
        self._longest = max(self._longest, received)
        self._doubt(received)
        self._look(received, more)
        if not self.ended:
            self._adapt(received)
        return True

    def refuse(self) -> bool:
        """The next page in order was refused, or was no list; whether that ends this one, as it does after its first.

        That is clean where all that was announced had come; but that may also be where a total is capped, and nothing
        beyond the cap can be asked for.
        """
        if not self._pages:
            if self._begin:
                self._end(SHORTER, clean=False)
        elif self.total is None or (self._filtered and self._offset < self.total):
            self._end(REFUSING, clean=False)
        elif self._offset >= self.total >= SMALLEST_CAP and _is_usual(self.total):
            self._end(f"The service gives no more than {self.total:,} rows, so there may be more.", clean=False)
        else:
            self._end("")
        return self.ended

    def _stuck(self, received: int) -> None:
        """The service ignores where a page begins. Did it send all at once?"""
        announced = None if self._filtered else self.total
        if announced is not None:
            everything = self._came() - self._begin >= announced
        elif self._pages > 2 or self._hinted:
            everything = False
        else:
            # One that ignores our limit too may still have its own: then only what looks like none is everything.
            everything = not (_is_usual(received) if received > self._limit else self._may_be_cut(received))
        self._end("" if everything else CIRCLING, clean=everything)

    def _doubt(self, received: int) -> None:
        """Forget an announced total when more rows came than it says, not counting those that came before."""
        if received and self.total is not None and self._offset > self.total and self._have_come(self.total + 1):
            self.total = None

    def _look(self, received: int, more: bool | None) -> None:
        """Whether that was the end."""
        unlinked = more is False and self.total is None and not self._may_be_cut(received)
        if received == 0 and self._pages == 1 and self._begin:
            self._end(SHORTER, clean=False)
        elif received == 0 and more is True and self._is_gap():
            self._offset += min(self._limit, self._longest or self._limit)
        elif received == 0 or unlinked or self._is_reached(received, more):
            self._end("")
        elif self._is_circling():
            self._end(CIRCLING, clean=False)
        elif self._pages >= MOST_PAGES or self._offset - self._begin >= MOST_ROWS:
            self._end("The service sent more pages than a list can have.", clean=False)

    def _is_reached(self, received: int, more: bool | None) -> bool:
        """Whether all announced rows came, and nothing says that the announcement is wrong: after a page that may be
        cut it is no proof; nor after the first page from an offset, which may have been ignored.
        """
        if self.total is None or self._offset < self.total or more is True or self._may_be_cut(received):
            return False
        return (self._pages > 1 or not self._begin) and self._have_come(self.total)

    def _is_gap(self) -> bool:
        """Whether to pass over a page without rows; not one where all that was announced came, nor for ever."""
        if self.total is not None and self._have_come(self.total):
            return False
        self._gaps += 1
        return self._gaps < MOST_GAPS

    def _is_circling(self) -> bool:
        """Whether the later half of all pages brought nothing new, in whatever order. Looked at now and then."""
        if self._pages < 8 or self._pages & (self._pages - 1):
            return False
        before, self._known = self._known, self._came()
        return before == self._known

    def _may_be_cut(self, received: int) -> bool:
        """Whether a page of that size looks like one that ends where the limit is, ours or the service's own: that one
        is a round number, and no page is longer.
        """
        if received >= self._limit:
            return True
        return received >= self._longest and any(received % size == 0 for size in ROUND)

    def _adapt(self, received: int) -> None:
        """Ask for what the service gives, several pages at once where a total says that they are there."""
        full = received == self._limit
        if not full and self._pages == 1 and self.total is not None and SMALLEST_CLAMP <= received < self._limit:
            self._limit = received
            full = True
        self._ahead = AHEAD if full and self.total is not None else 1

    def _came(self) -> int:
        """The rows that there are for all we know: each once, and those before the offset."""
        return self._begin + self._distinct.count() + self._nameless

    def _have_come(self, rows: int) -> bool:
        """Whether at least so many came, counted as above."""
        return self._distinct.reach(rows - self._begin - self._nameless)

    def _end(self, why: str, *, clean: bool = True) -> None:
        self.ended = True
        self.complete, self.why = clean, why
        came = self._came()
        if clean and self.total is not None and not self._filtered:
            self.complete = came >= self.total
            again = f", and {self.repeated:,} again" if self.repeated else ""
            self.why = "" if self.complete else f"The service announced {self.total:,} rows, {came:,} came{again}."
        if self.complete and len(self._revisions) > 1:
            self.complete, self.why = False, "What this key may see changed while the list was read."
        elif self.complete and self._gaps and (self.total is None or self._filtered):
            self.complete, self.why = False, GAP
        elif self.complete and (self.total is None or came > self.total) and self.repeated > self._doubled:
            # No total proves that all came: what came on two pages has moved, and others may have moved past us.
            self.complete, self.why = False, "Rows came again on later pages, so others may be missing."


def _is_usual(rows: int) -> bool:
    """Whether that is a number at which lists are cut: 100, 250, 500, 1,000, 2,000 and the like."""
    return str(rows).rstrip("0") in {"1", "2", "25", "5"}
