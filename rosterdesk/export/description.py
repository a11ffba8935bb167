"""What a table is, in words: where it comes from, what makes its rows fewer, how complete it is."""

from collections.abc import Callable
from datetime import datetime

from rosterdesk.errors import NothingStoredError
from rosterdesk.model import standing
from rosterdesk.model.fields import collection
from rosterdesk.model.narrowing import base_of
from rosterdesk.model.query import Match, Query, Relation, Scope, Where
from rosterdesk.store.reader import Reader

Lines = tuple[tuple[str, str], ...]
"""Labels and texts."""

_RELATIONS: dict[Relation, str] = {
    "school": "School",
    "class": "Class",
    "term": "Term",
    "user": "Person",
    "course": "Course",
    "parent": "Part of",
    "agents_of": "Guardians of",
    "dependants_of": "Students of",
    "member": "Organisations of",
    "category": "Category",
    "line_item": "Line item",
    "score_scale": "Score scale",
    "assessment_line_item": "Assessment",
    "resource": "Resource",
}
_MATCHES: dict[Match, str] = {"is": "", "contains": "containing ", "begins": "beginning with "}


def about(reader: Reader, query: Query, source: str) -> Lines:
    """What the answer of the query is: as `described`, with the day, and the sync that it comes from."""

    def called(scope: Scope) -> str:
        base = base_of(scope, query)
        try:
            key = reader.key(base, scope.sourced_id)
        except NothingStoredError:
            return scope.sourced_id
        title = reader.links(base, (key,))[key].title
        return scope.sourced_id if title == scope.sourced_id else f"{title} ({scope.sourced_id})"

    lines = described(query, source, called)
    if not query.as_of:
        lines += (("As of", f"{datetime.now().astimezone():%Y-%m-%d}"),)
    runs = reader.runs()
    for run in standing.shown(runs)[:1]:
        lines += (("Synced", f"{datetime.fromisoformat(run.started).astimezone():%Y-%m-%d %H:%M}"),)
    return (*lines, ("Complete", standing.lack(query.collection, runs) or "Yes, as of that sync"))


def described(query: Query, source: str, called: Callable[[Scope], str] = lambda scope: scope.sourced_id) -> Lines:
    """What the query asks for; nothing is left out that makes rows fewer. `called` names the record of a scope."""
    asked = collection(query.collection)
    lines = [("Source", source)] if source else []
    lines.append(("Collection", asked.title))
    lines += [(_RELATIONS[scope.relation], called(scope)) for scope in query.scopes]
    if query.text:
        lines.append(("Search", query.text))
    lines += [(asked.field(where.field).title, _values(where)) for where in query.where]
    if query.as_of:
        lines.append(("As of", query.as_of))
    if query.phases:
        lines.append(("Phase", " or ".join(query.phases)))
    if query.ids:
        lines.append(("Selected rows", f"{len(query.ids):,}"))
    if query.limit is not None:
        lines.append(("At most", f"{query.limit:,} rows"))
    return tuple(lines)


def _values(where: Where) -> str:
    if where.least or where.most:
        words = " ".join((f"from {where.least}" if where.least else "", f"up to {where.most}" if where.most else ""))
    else:
        words = _MATCHES[where.match] + " or ".join(value or "(nothing)" for value in where.values)
    return f"not {words.strip()}" if where.negated else words.strip()
