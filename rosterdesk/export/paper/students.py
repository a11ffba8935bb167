"""Which students a choice is about."""

from collections.abc import Sequence

import msgspec

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists.content import ACTIVE
from rosterdesk.export.paper import class_list
from rosterdesk.export.paper.choice import Choice
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.store.reader import Reader


def students(reader: Reader, choice: Choice) -> Sequence[int]:
    """The keys of those who are meant, or who are in the classes that are meant, each once, by name or as is asked.

    Raises `ExportError` where there is none.
    """
    of = _in_classes(reader, choice) if collection(choice.of.collection).base == "classes" else _themselves(choice)
    where = (*of.where, ACTIVE, *((Where("grades", choice.grades),) if choice.grades else ()))
    keys = reader.keys(msgspec.structs.replace(of, where=where, sort=of.sort or (Sort("name"),)))
    if not keys:
        raise _nobody(choice)
    return keys


def _themselves(choice: Choice) -> Query:
    # Who is there only later, or no longer, is told by a school or a class: whoever is named is meant in any case.
    phases = choice.phases if choice.include and choice.of.scopes else choice.of.phases
    return msgspec.structs.replace(choice.of, as_of=choice.day.isoformat(), phases=phases)


def _in_classes(reader: Reader, choice: Choice) -> Query:
    _, lists = class_list.lists_of(reader, choice, ("sourcedId",))
    ids = tuple(dict.fromkeys(sourced_id for listed in lists for sourced_id, *_ in listed.rows))
    if not ids:  # which would mean all
        raise _nobody(choice)
    return Query(collection="users", ids=ids)


def _nobody(choice: Choice) -> ExportError:
    return ExportError(
        f"No student of these is there on {choice.day.isoformat()}.", "Choose another day, or other students."
    )
