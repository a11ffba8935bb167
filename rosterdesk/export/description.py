"""What a table is, in words: where it comes from, what makes its rows fewer, how complete it is."""

from collections.abc import Callable
from datetime import datetime

from rosterdesk.errors import NothingStoredError
from rosterdesk.language import Say, english
from rosterdesk.model import standing, vocabulary
from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.narrowing import base_of
from rosterdesk.model.query import Match, Query, Relation, Scope, Where
from rosterdesk.store.reader import Reader

Lines = tuple[tuple[str, str], ...]
"""Labels and texts."""

_RELATIONS: dict[Relation, str] = {
    "school": english("School"),
    "class": english("Class"),
    "term": english("Term"),
    "user": english("Person"),
    "course": english("Course"),
    "parent": english("Part of"),
    "agents_of": english("Guardians of"),
    "dependants_of": english("Students of"),
    "member": english("Organizations of"),
    "category": english("Category"),
    "line_item": english("Line item"),
    "score_scale": english("Score scale"),
    "assessment_line_item": english("Assessment"),
    "resource": english("Resource"),
}
_MATCHES: dict[Match, str] = {
    "is": "{0}",
    "contains": english("containing {0}"),
    "begins": english("beginning with {0}"),
}


def about(reader: Reader, query: Query, source: str, say: Say = str) -> Lines:
    """What the answer of the query is: as `described`, with the day, and the sync that it comes from."""

    def called(scope: Scope) -> str:
        base = base_of(scope, query)
        try:
            key = reader.key(base, scope.sourced_id)
        except NothingStoredError:
            return scope.sourced_id
        title = reader.links(base, (key,))[key].title
        return scope.sourced_id if title == scope.sourced_id else f"{title} ({scope.sourced_id})"

    lines = described(query, source, called, say)
    if not query.as_of:
        lines += ((say("As of"), f"{datetime.now().astimezone():%Y-%m-%d}"),)
    runs = reader.runs()
    for run in standing.shown(runs)[:1]:
        lines += ((say("Synced"), f"{datetime.fromisoformat(run.started).astimezone():%Y-%m-%d %H:%M}"),)
    return (*lines, (say("Complete"), say(standing.lack(query.collection, runs) or english("Yes, as of that sync"))))


def described(
    query: Query, source: str, called: Callable[[Scope], str] = lambda scope: scope.sourced_id, say: Say = str
) -> Lines:
    """What the query asks for; nothing is left out that makes rows fewer. `called` names the record of a scope."""
    asked = collection(query.collection)
    lines = [(say("Source"), source)] if source else []
    lines.append((say("Collection"), say(asked.title)))
    lines += [(say(_RELATIONS[scope.relation]), called(scope)) for scope in query.scopes]
    if query.text:
        lines.append((say("Search"), query.text))
    fields = [(asked.field(where.field), where) for where in query.where]
    lines += [(say(field.title), _values(field, where, say)) for field, where in fields]
    if query.as_of:
        lines.append((say("As of"), query.as_of))
    if query.phases:
        lines.append((say("Phase"), say(" or ").join(map(say, query.phases))))
    if query.ids:
        lines.append((say("Selected rows"), f"{len(query.ids):,}"))
    if query.limit is not None:
        lines.append((say("At most"), say("{0} rows").format(f"{query.limit:,}")))
    return tuple(lines)


def _values(field: Field, where: Where, say: Say) -> str:
    if where.least or where.most:
        least = say("from {0}").format(where.least) if where.least else ""
        most = say("up to {0}").format(where.most) if where.most else ""
        words = f"{least} {most}".strip()
    else:
        spoken = [vocabulary.words(value, say) if field.kind is Kind.WORD else value for value in where.values]
        values = say(" or ").join(value or say("(nothing)") for value in spoken)
        words = say(_MATCHES[where.match]).format(values)
    return say("not {0}").format(words) if where.negated else words
