"""What somebody wants on paper: which kind, of whom, of which day, and how."""

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.export.class_lists.templates import USUAL
from rosterdesk.export.paper.sheet import Paper
from rosterdesk.model.query import Phase, Query

KindName: TypeAlias = Literal["class-list", "sign-in", "photos", "labels", "slips", "substitute"]
MOST_BLANKS = 25
"""Columns to write in: five weeks of school days, and no more than can be written in."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a document depends on, but for the store.

    `of` is a query of classes, or of people: for labels and slips students, or classes whose students are meant; for
    the substitute one teacher; for all others classes. Its own day does not count: on the paper is who is there on the
    `day`, and whom `include` asks for besides. `grades` leaves only students of these.

    `columns` are those of a class list (names of `class_lists.columns`). A sign-in sheet has so many `blanks`, headed
    by the school days from `begins` on where that is given. Labels begin at the `first` free one of a sheet. `photos`
    is the path of a folder with pictures, named by their people's ids.
    """

    kind: KindName
    of: Query
    day: date
    paper: Paper = Paper()
    include: tuple[Phase, ...] = ()
    grades: tuple[str, ...] = ()
    columns: tuple[str, ...] = USUAL.columns
    blanks: int = 10
    begins: date | None = None
    stock: str = "5160"
    first: int = 1
    photos: str = ""

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Whom it is about, by where the day finds them."""
        return ("current", *(phase for phase in ("incoming", "dropped") if phase in self.include))
