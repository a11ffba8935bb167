"""The selection options of `list` and `export`, as a query."""

import argparse
from datetime import date

from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.model.fields import Collection, collection
from rosterdesk.model.query import Query, Relation, Scope, Sort, Where

_RELATIONS: tuple[Relation, ...] = ("school", "class", "term", "user")


def query(context: Context, arguments: argparse.Namespace) -> Query:
    """What the arguments ask for, or what the window handed over instead; raises `UsageError`, also for what the
    settings hide.
    """
    if context.handover and context.handover.query:
        context.check_shown(context.handover.query.collection)
        return context.handover.query
    asked = collection(arguments.collection)
    context.check_shown(asked.name)
    scopes = ((relation, getattr(arguments, relation)) for relation in _RELATIONS)
    return Query(
        collection=asked.name,
        scopes=tuple(Scope(relation, sourced_id) for relation, sourced_id in scopes if sourced_id),
        text=arguments.text,
        where=_where(asked, arguments.where),
        sort=tuple(_sort(asked, each) for each in arguments.sort),
        columns=_columns(asked, arguments.columns),
        as_of=_day(arguments.as_of),
        phases=tuple(dict.fromkeys(arguments.phase)),
        limit=arguments.limit,
    )


def _where(asked: Collection, given: list[str]) -> tuple[Where, ...]:
    values: dict[str, list[str]] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise UsageError("--where needs a field and a value.", "Write it as --where FIELD=VALUE.")
        values.setdefault(asked.field(name).name, []).append(value)
    return tuple(Where(name, tuple(wanted)) for name, wanted in values.items())


def _sort(asked: Collection, given: str) -> Sort:
    return Sort(asked.field(given.removeprefix("-")).name, descending=given.startswith("-"))


def _columns(asked: Collection, given: str) -> tuple[str, ...]:
    names = (name.strip() for name in given.split(","))
    return tuple(dict.fromkeys(asked.field(name).name for name in names if name))


def _day(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise UsageError("--as-of needs a day.", "Write it as YYYY-MM-DD.") from None
