"""What two rosters have in common and what not, record by record: values that a comparison hands out."""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.model.changes import Change

Kind: TypeAlias = Literal["different", "left", "right", "ambiguous"]
KINDS: tuple[Kind, ...] = ("different", "left", "right", "ambiguous")
"""There on both sides and not the same; there on this side alone; there on both, but nobody knows which is which."""


class Difference(Change, frozen=True, rename="camel", omit_defaults=True, kw_only=True):
    """One record that is not the same on both sides. The values of `fields` are the left one's and the right one's.

    One that is `ambiguous` has there what others of its side share with it, at that side alone.
    """

    kind: Kind


class Compared(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """How many records of a collection are there on one side alone, differ, and are the same; by field, how many differ
    in it.

    A side that has not all of the list says why in `left_lacks` or `right_lacks`: what is not there is not missing
    then, so it counts as `unknown` and is not told. Neither is what lacks that by which records are compared. What
    several records of a side share, and the other side has too, counts as `ambiguous` on both.
    """

    collection: str
    left: int = msgspec.field(default_factory=int)  # what a factory makes is not omitted
    right: int = msgspec.field(default_factory=int)
    different: int = msgspec.field(default_factory=int)
    same: int = msgspec.field(default_factory=int)
    unknown: int = msgspec.field(default_factory=int)
    ambiguous: int = msgspec.field(default_factory=int)
    fields: dict[str, int] = {}
    left_lacks: str = ""
    right_lacks: str = ""

    @property
    def told(self) -> int:
        """How many records are told."""
        return self.left + self.right + self.different + self.ambiguous


class Comparison(msgspec.Struct, frozen=True):
    """All of it, as `compare` writes it: `left` and `right` are what the sides are called."""

    left: str
    right: str
    by: str
    records: list[Difference]
    collections: list[Compared]
