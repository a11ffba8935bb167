"""A photo list: the people of a class as cards, with their photo where the folder has one, else their initials."""

from collections.abc import Iterator

from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.paper import class_list
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.photos import Photos
from rosterdesk.export.paper.sheet import Card, Cards, Sheet, Sheets
from rosterdesk.language import Say
from rosterdesk.model.names import initials
from rosterdesk.model.query import Query
from rosterdesk.model.rows import text
from rosterdesk.store.reader import Reader

_IDS = ("sourcedId", "identifier", "username")
_COLUMNS = ("name", *_IDS)
_UPRIGHT, _LYING = 6, 8  # cards side by side, so that a class of thirty is on one page


def sheets(reader: Reader, choice: Choice, say: Say) -> Sheets:
    """A sheet for each class."""
    count, lists = class_list.lists_of(reader, choice, _COLUMNS, say)
    photos = Photos(choice.photos, _people(reader) if choice.photos else ())
    across = _LYING if choice.paper.landscape else _UPRIGHT
    return count, (_sheet(each, photos, across, say) for each in lists)


def _people(reader: Reader) -> Iterator[tuple[str, ...]]:
    """The ids of everybody, by which a photo may be called."""
    keys = reader.keys(Query(collection="users"))
    columns = reader.columns("users", keys, _IDS)
    return zip(*([text(value) for value in column] for column in columns), strict=True)


def _sheet(listed: ClassList, photos: Photos, across: int, say: Say) -> Sheet:
    cards = tuple(
        Card(
            name or sourced_id,
            (identifier,) if identifier else (),
            initials(name),
            photos.of(sourced_id, identifier, username),
        )
        for name, sourced_id, identifier, username, *_ in listed.rows
    )
    grid = Cards(cards, across) if cards else class_list.nobody(say)
    return Sheet(class_list.title(listed), class_list.head(listed, say), (grid,), people=len(cards))
