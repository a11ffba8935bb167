"""From what an entity says to the cells that keep it. Pure."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from rosterdesk.model import entities
from rosterdesk.store.records.folding import SEPARATOR, grade_rank

Cell: TypeAlias = str | int | float | bytes | None
Key: TypeAlias = Callable[[str, str], int]
"""The key of the record of a base collection that has this sourcedId, known already or not."""

FIRST_DAY = date(2000, 1, 1).toordinal()


def day(value: date | None) -> int | None:
    """A date as the store keeps it: days since 2000-01-01."""
    return None if value is None else value.toordinal() - FIRST_DAY


def moment(value: datetime | None) -> int | None:
    """A moment as the store keeps it: milliseconds since 1970."""
    return None if value is None else round(value.timestamp() * 1000)


def status(entity: entities.Entity) -> str | None:
    """The status of the entity; none where it is active."""
    said = entity.status
    return None if said == "active" or said.lower() == "active" else said or None


def flag(value: entities.Flag | None) -> int | None:
    """Yes, no, or nothing."""
    known = entities.is_true(value)
    return None if known is None else int(known)


def ref(to: entities.Ref | None, collection: str, key: Key) -> int | None:
    """The key of the record of the collection that is referred to."""
    return None if to is None or not to.sourced_id else key(collection, to.sourced_id)


def refs(to: list[entities.Ref], collection: str, key: Key) -> list[tuple[Cell, ...]]:
    """The links to these records, each once, with their places."""
    if not to:
        return []
    distinct = dict.fromkeys([each.sourced_id for each in to if each.sourced_id])
    return [(place, key(collection, sourced_id)) for place, sourced_id in enumerate(distinct)]


def listed(values: list[str]) -> str | None:
    """Several texts in one cell."""
    return SEPARATOR.join(values) or None


def rank(values: list[str]) -> int | None:
    """By what grades or periods sort: the first of them."""
    return _known_rank(values[0]) if values else None


_known_rank = lru_cache(maxsize=1_000)(grade_rank)
