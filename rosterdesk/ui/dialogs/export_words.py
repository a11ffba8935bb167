"""What an export will hold, in words. Pure."""

from collections.abc import Iterator

from rosterdesk.export.table import columns_of, columns_with_ids
from rosterdesk.model.attributes import Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.filters import PHASE, Way
from rosterdesk.ui.browsing.offer import Offer, What
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.program.privacy import HIDDEN, names_people

_IN = {"school", "class", "term"}
"""The scopes that hold what is listed; of others it is."""


def summary(offer: Offer, what: What = "shown", *, in_full: bool = False, masked: bool = False) -> str:
    """“412 of 9,380 students in Washington High School, 7 columns, grade 09, sorted by name.”

    `in_full`: records have all that was sent, whatever the columns; `masked`: without naming anybody.
    """
    query = offer.asked(what)
    parts = [_scoped(offer, query, _counted(offer, what)), tr("the records in full") if in_full else _columns(query)]
    if what == "selected":
        parts.append(tr("the selected rows"))
    parts += _narrowed(query, masked=masked)
    if query.as_of:
        parts.append(tr("as of {0}").format(query.as_of))
    if query.sort:
        by = query.sort[0]
        order = tr("sorted by {0}, last to first") if by.descending else tr("sorted by {0}")
        parts.append(order.format(_title(query, by.field)))
    return ", ".join(parts) + "."


def _counted(offer: Offer, what: What) -> str:
    name, rows = offer.query.collection, offer.count(what)
    if rows is None:
        return sentences(collection(name).title)
    whole = offer.every if what == "everything" else offer.whole
    if whole is None or whole <= rows:
        return words.counted(name, rows)
    return tr("{0} of {1}").format(f"{rows:,}", words.counted(name, whole))


def _scoped(offer: Offer, query: Query, counted: str) -> str:
    """What they are of: a group of the tree, and the record to which the list is narrowed."""
    if any(map(places.is_group, query.where)):
        counted = tr("{0} ({1})").format(counted, places.title(query).lower())
    if not query.scopes or not offer.scope:
        return counted
    within = tr("{0} in {1}") if query.scopes[0].relation in _IN else tr("{0} of {1}")
    return within.format(counted, offer.scope)


def _columns(query: Query) -> str:
    """So many as the file has: what people export has the sourcedIds beside what refers to records."""
    chosen, written = len(columns_of(query)), len(columns_with_ids(query))
    counted = words.counted("columns", written)
    if chosen == len(collection(query.collection).fields):
        counted = tr("all {0}").format(counted)
    return tr("{0} ({1} with IDs)").format(counted, written - chosen) if written > chosen else counted


def _narrowed(query: Query, *, masked: bool) -> Iterator[str]:
    if query.text:
        yield tr("matching “{0}”").format(HIDDEN if masked else query.text)
    for where in filters.chosen(query):
        yield _filtered(query, where, masked=masked)
    if query.phases not in {(), PHASES} and not filters.has_phases(query):
        yield _filtered(query, Where(PHASE.name, query.phases), masked=False)


def _filtered(query: Query, where: Where, *, masked: bool) -> str:
    field = PHASE if where.field == PHASE.name else filters.field_of(query, where.field)
    hidden = masked and any(where.values) and names_people(collection(query.collection), field.name)
    values = HIDDEN if hidden else tr(" or ").join(filters.shown(value, field) for value in where.values)
    if field.kind in {Kind.FLAG, Kind.WORD}:
        values = values.lower()  # words of ours
    if field == PHASE and not where.negated:
        return values
    return _sentence(where).format(_inside(sentences(field.title)), values, where.least, where.most)


def _sentence(where: Where) -> str:
    """With places for the field, its values, and the least and the greatest of them."""
    if where.least or where.most:
        if not where.least:
            return tr("{0} up to {3}")
        return tr("{0} from {2} to {3}") if where.most else tr("{0} from {2}")
    return {
        Way.ONE_OF: tr("{0} {1}"),
        Way.NONE_OF: tr("{0} not {1}"),
        Way.CONTAINS: tr("{0} containing {1}"),
        Way.BEGINS: tr("{0} starting with {1}"),
        Way.LACKS: tr("{0} not containing {1}"),
        Way.BEGINS_OTHERWISE: tr("{0} not starting with {1}"),
        Way.EMPTY: tr("without {0}"),
        Way.FILLED: tr("with {0}"),
    }[filters.way(where)]


def _title(query: Query, field: str) -> str:
    return _inside(sentences(collection(query.collection).field(field).title))


def _inside(title: str) -> str:
    """A title within a sentence: “student ID”."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in title.split(" "))
