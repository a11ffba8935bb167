"""Paging by offset, as a state machine: which pages to ask for next, and whether the whole list came. Pure.

A short page is not the end (servers clamp the limit in silence): the next offset counts the rows received. The end
is an empty page, a total reached, a page that comes again, or a `Link` header without a next page. Where that proves
nothing, as after a page that is full or cut at a round number, it is asked once more.
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
"""Servers clamp to round numbers, none smaller than this; a first page of another size is just a short one."""
BUCKETS = 64
CIRCLING = "The service sends the same page again and again, so there may be more."


class Ask(msgspec.Struct, frozen=True):
    """One page to ask for."""

    offset: int
    limit: int


class Distinct:
    """Counts ids without keeping them: eight bytes each."""

    def __init__(self) -> None:
        self._buckets = [array("q") for _ in range(BUCKETS)]

    def add(self, ids: Sequence[str]) -> None:
        """Take note of ids, known ones too."""
        buckets = self._buckets
        for sourced_id in ids:
            number = hash(sourced_id)
            buckets[number % BUCKETS].append(number)

    def count(self) -> int:
        """How many different ids there were."""
        return sum(len(set(bucket)) for bucket in self._buckets)


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
        self._trying = False
        self._hinted = False
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
        """Take note of the state of what this key may see: a list that is read over two of them is none."""
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
        if repeated or self._trying:
            self._stuck(received, repeated=repeated)
            return False
        self._fingerprints.add(fingerprint)
        self._distinct.add(ids)
        self._named += len(ids)
        self._nameless += received - len(ids)
        doubled = len(ids) - len(different)
        self._doubled += doubled
        # A page that is longer than its limit sends rows twice and counts them once, or is all there is.
        self._offset += received - (doubled if received > self._limit else 0)
        self._doubt(received)
        self._look(received, more)
        if not self.ended:
            self._adapt(received)
        return True

    def _stuck(self, received: int, *, repeated: bool) -> None:
        """The service ignores where a page begins. Did it send all at once? A full or round page looks cut off; it is
        not where another limit brings it again, so that limits are ignored too.
        """
        announced = None if self._filtered else self.total
        everything = self._trying and not self._hinted if announced is None else self._came() - self._begin >= announced
        if announced is None and self._pages == 2 and not self._hinted:
            everything = received > self._limit or not self._may_be_cut(received)
            if not everything and received > 1:
                self._trying = True
                self.shrink(received - 1)
                return
        if repeated and everything:
            self._end("")
        else:
            self._end(CIRCLING, clean=False)

    def _doubt(self, received: int) -> None:
        """Forget an announced total when more rows came than it says, not counting those that came before."""
        if received and self.total is not None and self._offset > self.total and self._came() > self.total:
            self.total = None

    def _look(self, received: int, more: bool | None) -> None:
        """Whether that was the end."""
        unlinked = more is False and self.total is None and not self._may_be_cut(received)
        if received == 0 and self._pages == 1 and self._begin:
            self._end("The list has become shorter since it was begun, so rows may be missing.", clean=False)
        elif received == 0 or unlinked or self._is_reached(received, more):
            self._end("")
        elif self._is_circling():
            self._end(CIRCLING, clean=False)
        elif self._pages >= MOST_PAGES or self._offset - self._begin >= MOST_ROWS:
            self._end("The service sent more pages than a list can have.", clean=False)

    def _is_reached(self, received: int, more: bool | None) -> bool:
        """Whether all announced rows came, and nothing says that the announcement is wrong: a first page of just that
        size is no proof, for some services announce the rows of the page; nor is one from an offset, which may have
        been ignored.
        """
        if self.total is None or self._offset < self.total or more is True or self._came() < self.total:
            return False
        return self._pages > 1 or (not self._begin and not self._may_be_cut(received))

    def _is_circling(self) -> bool:
        """Whether the later half of all pages brought nothing new, in whatever order. Looked at now and then."""
        if self._pages < 8 or self._pages & (self._pages - 1):
            return False
        before, self._known = self._known, self._came()
        return before == self._known

    def _may_be_cut(self, received: int) -> bool:
        """Whether a page of that size looks like one that ends where the limit is, ours or the service's own."""
        return received >= self._limit or (received >= SMALLEST_CLAMP and received % SMALLEST_CLAMP == 0)

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

    def _end(self, why: str, *, clean: bool = True) -> None:
        self.ended = True
        self.complete, self.why = clean, why
        if clean and self.total is not None and not self._filtered:
            came = self._came()
            self.complete = came >= self.total
            again = f", and {self.repeated:,} again" if self.repeated else ""
            self.why = "" if self.complete else f"The service announced {self.total:,} rows, {came:,} came{again}."
        if self.complete and len(self._revisions) > 1:
            self.complete, self.why = False, "What this key may see changed while the list was read."
        elif self.complete and self.total is None and self.repeated > self._doubled:
            # What came on two pages has moved in between, and others may have moved past us.
            self.complete, self.why = False, "Rows came again on later pages, so others may be missing."
