"""The selection options of `list` and `export`, as a query; and whether what options name is there."""

import argparse
import re
from datetime import date

from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.model.fields import Collection, collection
from rosterdesk.model.query import Match, Query, Relation, Scope, Sort, Where
from rosterdesk.store.reader import Reader

_RELATIONS: tuple[Relation, ...] = ("school", "class", "term", "user")
_NAMED = {"school": "orgs", "teacher": "users", "term": "academicSessions", "class": "classes", "user": "users"}
"""The options that name records, and of which collection."""
_MATCHES: dict[str, Match] = {"=": "is", "~": "contains", "^=": "begins"}
_condition = re.compile(r"(\w+)(!?)(=|~|\^=)(.*)", re.DOTALL).fullmatch


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


def check_known(reader: Reader, arguments: argparse.Namespace) -> None:
    """Raise `NothingStoredError` where an option has an id that nobody has: an empty answer would look as if all were
    well.
    """
    for option, name in _NAMED.items():
        given = getattr(arguments, option, None)
        for sourced_id in filter(None, (given,) if isinstance(given, str) else given or ()):
            reader.key(name, sourced_id)


def check_answered(reader: Reader, asked: Query, arguments: argparse.Namespace) -> None:
    """As `check_known`, where the answer is empty: an id that others refer to leads to them even without a record."""
    if asked.scopes and not reader.count(asked):
        check_known(reader, arguments)


def _where(asked: Collection, given: list[str]) -> tuple[Where, ...]:
    """A filter for each field and way to compare it; its values add up."""
    values: dict[tuple[str, bool, Match], list[str]] = {}
    for each in given:
        found = _condition(each)
        if found is None:
            raise UsageError("--where needs a field and a value.", "Write it as --where FIELD=VALUE or FIELD~PART.")
        name, negated, compared, value = found.groups()
        values.setdefault((asked.field(name).name, bool(negated), _MATCHES[compared]), []).append(value)
    return tuple(
        Where(name, tuple(wanted), negated=negated, match=match) for (name, negated, match), wanted in values.items()
    )


def _sort(asked: Collection, given: str) -> Sort:
    return Sort(asked.field(given.removeprefix("-")).name, descending=given.startswith("-"))


def _columns(asked: Collection, given: str | None) -> tuple[str, ...]:
    if given is None:
        return ()
    if not given.strip(" ,"):
        raise UsageError("--columns needs at least one field.", "Leave it out for the usual columns.")
    names = (name.strip() for name in given.split(","))
    return tuple(dict.fromkeys(asked.field(name).name for name in names if name))


def _day(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise UsageError("--as-of needs a day.", "Write it as YYYY-MM-DD.") from None
