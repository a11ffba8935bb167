"""Of whom there can be paper from where the user is, and of which kinds. Values."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Record
from rosterdesk.ui.browsing import class_offers
from rosterdesk.ui.browsing.class_offers import ClassOffer
from rosterdesk.ui.look.language import tr

if TYPE_CHECKING:
    from rosterdesk.export.paper.choice import KindName

_OF_CLASSES: "tuple[KindName, ...]" = ("class-list", "sign-in", "photos", "labels", "slips")
_OF_STUDENTS: "tuple[KindName, ...]" = ("slips", "labels")


class PaperOffer(msgspec.Struct, frozen=True):
    """Some classes or people: what to call them, and by kind, the likeliest first, the query that says who they are.

    `name` is what they have in common, for a file's name.
    """

    title: str
    name: str
    kinds: "Mapping[KindName, Query]"


def of_record(record: Record) -> PaperOffer | None:
    """The student, the teacher, or the classes of a record; `None` for a record that has none."""
    here, title = Query(collection="users", ids=(record.sourced_id,)), record.title
    roles = str(record.values.get("role") or "").split(", ") if record.collection == "users" else []
    if "student" in roles:
        return PaperOffer(tr("This student: {0}").format(title), title, dict.fromkeys(_OF_STUDENTS, here))
    classes = class_offers.of_record(record)
    if classes is None:
        return None
    if record.collection == "orgs":
        return _with_students(classes, Query(collection="students", scopes=(Scope("school", record.sourced_id),)))
    of_classes = dict.fromkeys(_OF_CLASSES, classes.query)
    return PaperOffer(classes.title, classes.name, {"substitute": here, **of_classes} if roles else of_classes)


def of_classes(classes: ClassOffer) -> PaperOffer:
    """These classes, and who is in them."""
    return PaperOffer(classes.title, classes.name, dict.fromkeys(_OF_CLASSES, classes.query))


def of_rows(collection: str, ids: tuple[str, ...]) -> PaperOffer | None:
    """The classes or students with these ids, which are selected."""
    if collection == "classes":
        return of_classes(class_offers.of_rows(ids))
    if collection == "students":
        title = tr("The selected students ({0})").format(f"{len(ids):,}")
        return PaperOffer(title, "", dict.fromkeys(_OF_STUDENTS, Query(collection="users", ids=ids)))
    return None


def shown(query: Query) -> PaperOffer | None:
    """The classes or students that a table shows."""
    if query.collection == "classes":
        return of_classes(class_offers.shown(query))
    if query.collection == "students":
        asked = msgspec.structs.replace(query, columns=())
        return PaperOffer(tr("The students that are shown"), "", dict.fromkeys(_OF_STUDENTS, asked))
    return None


def everything() -> PaperOffer:
    """All classes and students of the source."""
    return _with_students(class_offers.everything(), Query(collection="students"))


def _with_students(classes: ClassOffer, students: Query) -> PaperOffer:
    """The classes, and all students who belong to the same."""
    kinds = dict.fromkeys(_OF_CLASSES, classes.query) | dict.fromkeys(_OF_STUDENTS, students)
    return PaperOffer(classes.title, classes.name, kinds)
