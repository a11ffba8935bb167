"""Faults planted on purpose, so that checking the district finds something."""

from datetime import date
from random import Random

import msgspec

from rosterdesk.demo.wire import Wire


class Planted(msgspec.Struct, frozen=True):
    """One fault: its kind, and the record that shows it."""

    kind: str
    collection: str
    sourced_id: str


def plant(wire: Wire, random: Random, today: date) -> list[Planted]:
    return []
