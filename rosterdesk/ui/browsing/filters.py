"""The user's filters of a query: looked up by field, changed, said in words. Pure.

A field has one filter at the most; what makes a group of the tree is none of them. Where the day finds those of a
class or a school is filtered like a field, though no row says it: the query's `phases` do.
"""

from datetime import UTC, datetime
from enum import Enum

import msgspec

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Match, Query, Where
from rosterdesk.model.rows import Link, Value, text
from rosterdesk.store.reading import scopes
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.ui.browsing import places
from rosterdesk.ui.look import words as spoken
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.program.privacy import HIDDEN, names_people


class Way(Enum):
    """How a field is filtered."""

    ONE_OF = "one of"
    NONE_OF = "none of"
    CONTAINS = "contains"
    BEGINS = "starts with"
    LACKS = "does not contain"
    BEGINS_OTHERWISE = "does not start with"
    BETWEEN = "between"
    EMPTY = "empty"
    FILLED = "filled"


LISTED = {Way.ONE_OF, Way.NONE_OF}
"""Values are chosen for these from a list."""
TYPED: dict[Way, tuple[Match, bool]] = {
    Way.CONTAINS: ("contains", False),
    Way.BEGINS: ("begins", False),
    Way.LACKS: ("contains", True),
    Way.BEGINS_OTHERWISE: ("begins", True),
}
"""For these a text is typed: how it is compared, and whether that is turned round."""
_LISTED = {Kind.TEXT, Kind.WORD, Kind.GRADE, Kind.FLAG, Kind.REFERENCE, Kind.REFERENCES}
_FROM_A_FEW = {"type", "grades", "periods"}
"""Fields of which there are so few values that nobody types parts of them, as of the words of a vocabulary."""
_SHARED_IDS = {"homeroom", "location", "schoolYear", "vendorId", "applicationId"}
_OWN = {
    *("name", "givenName", "middleName", "familyName", "preferredFirstName", "preferredLastName"),
    *("email", "username", "user", "student", "agents", "comment", "description"),
}
"""Fields of which nearly every record has another value: nobody chooses from a list of them."""
_RANGES = {Kind.DATE, Kind.MOMENT, Kind.NUMBER}
PHASE = collection("enrollments").field("phase")
"""Enrollments have it in themselves, others in the scope of a query."""


def fields_of(query: Query) -> tuple[Field, ...]:
    """The fields by which this query can be filtered."""
    own = collection(query.collection).fields
    return (PHASE, *own) if has_phases(query) else own


def field_of(query: Query, name: str) -> Field:
    """One of them; raises `UsageError` where it has none of this name."""
    return PHASE if name == PHASE.name and has_phases(query) else collection(query.collection).field(name)


def has_phases(query: Query) -> bool:
    """Whether its scope says where the day finds a row: in this class, at this school, of this person's classes."""
    kind = collection(query.collection)
    return any(scopes.says_the_phase(kind, scope.relation) for scope in query.scopes)


def ways(field: Field) -> tuple[Way, ...]:
    """How this field can be filtered, the usual way first."""
    if field == PHASE:
        return (Way.ONE_OF, Way.NONE_OF)
    if field.kind in _RANGES:
        return (Way.BETWEEN, Way.EMPTY, Way.FILLED)
    is_listed = field.name in _SHARED_IDS or (field.kind in _LISTED and field.name not in _OWN)
    listed = (Way.ONE_OF, Way.NONE_OF) if is_listed else ()
    typed = () if field.kind in {Kind.FLAG, Kind.WORD} or field.name in _FROM_A_FEW else tuple(TYPED)
    return (*listed, *typed, Way.EMPTY, Way.FILLED)


def ways_to_edit(field: Field, where: Where) -> tuple[Way, ...]:
    """The same, and first the one by which it is filtered already, where that is none of them: by a value of a row."""
    known = ways(field)
    return known if not says(where) or way(where) in known else (way(where), *known)


def says(where: Where) -> bool:
    """Whether it filters at all."""
    return bool(where.values or where.least or where.most)


def way(where: Where) -> Way:
    """How this filter works."""
    if where.least or where.most:
        return Way.BETWEEN
    if where.values == ("",):
        return Way.FILLED if where.negated else Way.EMPTY
    if where.match != "is":
        return next(way for way, how in TYPED.items() if how == (where.match, where.negated))
    return Way.NONE_OF if where.negated else Way.ONE_OF


def chosen(query: Query) -> tuple[Where, ...]:
    """The filters that the user chose."""
    narrows = has_phases(query) and query.phases not in ((), PHASES)
    phases = (Where(PHASE.name, query.phases),) if narrows else ()
    return (*phases, *(where for where in query.where if not places.is_group(where)))


def filter_of(query: Query, field: str) -> Where:
    """The user's filter of this field; one that says nothing where there is none."""
    return next((where for where in chosen(query) if where.field == field), Where(field))


def filtered(query: Query, where: Where) -> Query:
    """The query with this filter of its field, in the place of the one before; one that says nothing takes it away."""
    if where.field == PHASE.name and has_phases(query):
        kept = tuple(each for each in PHASES if (each in where.values) is not where.negated)
        return msgspec.structs.replace(query, phases=kept or PHASES)
    before = filter_of(query, where.field)
    if before in query.where:
        parts = [where if each == before else each for each in query.where if says(where) or each != before]
    else:
        parts = [*query.where, *([where] if says(where) else ())]
    return msgspec.structs.replace(query, where=tuple(parts))


def cleared(query: Query) -> Query:
    """The query without filters and without text."""
    groups = tuple(each for each in query.where if places.is_group(each))
    return msgspec.structs.replace(query, text="", where=groups, phases=PHASES if query.phases else ())


def is_of_the_day(query: Query) -> bool:
    """Whether nothing narrows it but the day: what is current then."""
    return not query.text and all(where == Where(PHASE.name, ("current",)) for where in chosen(query))


def excluding(query: Query, field: str, values: tuple[str, ...]) -> Query:
    """The query without the rows that have one of these values, whatever was filtered by the field before."""
    before = filter_of(query, field)
    if way(before) is Way.ONE_OF and (rest := tuple(each for each in before.values if each not in values)):
        return filtered(query, Where(field, rest))
    others = before.values if before.negated and before.match == "is" else ()
    return filtered(query, Where(field, tuple(dict.fromkeys((*others, *values))), negated=True))


def held(value: Value, field: Field) -> tuple[str, ...]:
    """The value of a row as a filter takes it; several, where it is a list."""
    match value:
        case bool():
            texts: tuple[str, ...] = ("true" if value else "false",)
        case int() | float() if field.kind is Kind.MOMENT:
            texts = (datetime.fromtimestamp(value / 1000, UTC).date().isoformat(),)
        case Link():
            texts = (value.title,)
        case tuple():
            texts = tuple(link.title for link in value)
        case str() if field.kind in {Kind.TEXT, Kind.WORD, Kind.GRADE} and ways(field)[0] is Way.ONE_OF:
            texts = tuple(value.split(", "))
        case _:
            texts = (text(value, field.kind),)
    return texts or ("",)


def words(query: Query, where: Where, *, masked: bool = False) -> str:
    """The filter as its chip says it; where people are `masked`, without naming any."""
    field = field_of(query, where.field)
    told = field == PHASE or not masked or not any(where.values)
    hidden = not told and names_people(collection(query.collection), field.name)
    values = HIDDEN if hidden else ", ".join(shown(value, field) for value in where.values)
    return _sentence(where).format(sentences(field.title), values, where.least, where.most)


def shown(value: str, field: Field) -> str:
    """A value as people read it."""
    if field.kind is Kind.FLAG and value:
        return tr("Yes") if value == "true" else tr("No")
    if field.kind is Kind.WORD and value:
        return spoken.value(value, Kind.WORD)
    return value or tr("(empty)")


def _sentence(where: Where) -> str:
    if where.least or where.most:
        return _of_range(where)
    return {
        Way.ONE_OF: tr("{0}: {1}"),
        Way.NONE_OF: tr("{0}: not {1}"),
        Way.CONTAINS: tr("{0} contains {1}"),
        Way.BEGINS: tr("{0} starts with {1}"),
        Way.LACKS: tr("{0} does not contain {1}"),
        Way.BEGINS_OTHERWISE: tr("{0} does not start with {1}"),
        Way.EMPTY: tr("{0}: empty"),
        Way.FILLED: tr("{0}: filled in"),
    }[way(where)]


def _of_range(where: Where) -> str:
    if not where.most:
        return tr("{0}: from {2}")
    if not where.least:
        return tr("{0}: up to {3}")
    return tr("{0}: {2} – {3}")
