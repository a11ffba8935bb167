"""Of which classes lists can be written from where the user is. Values."""

import msgspec

from rosterdesk.export.class_lists.choosing import of
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Record
from rosterdesk.ui.look.language import tr


class ClassOffer(msgspec.Struct, frozen=True):
    """Some classes: what to call them, and for a file's name, what they have in common."""

    title: str
    name: str
    query: Query


def of_record(record: Record) -> ClassOffer | None:
    """The class itself, or the classes of the school, teacher, term or course; `None` for any other record."""
    here, title = record.sourced_id, record.title
    match record.collection:
        case "classes":
            return ClassOffer(tr("This class: {0}").format(title), title, of(classes=(here,)))
        case "orgs":
            query = of(school=here)
        case "academicSessions":
            query = of(term=here)
        case "courses":
            query = of(course=here)
        case "users" if "teacher" in str(record.values.get("role") or "").split(", "):
            query = of(teacher=here)
        case _:
            return None
    return ClassOffer(tr("Classes of {0}").format(title), title, query)


def of_rows(ids: tuple[str, ...]) -> ClassOffer:
    """The classes with these ids, which are selected."""
    return ClassOffer(tr("The selected classes ({0})").format(f"{len(ids):,}"), "", of(classes=ids))


def shown(query: Query) -> ClassOffer:
    """The classes that a table shows."""
    return ClassOffer(tr("The classes that are shown"), "", msgspec.structs.replace(query, columns=()))


def everything() -> ClassOffer:
    """All classes of the source."""
    return ClassOffer(tr("All classes"), "", of())
