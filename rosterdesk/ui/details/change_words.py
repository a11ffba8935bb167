"""What became of a record, in the people's words. Pure."""

from collections.abc import Iterator

from rosterdesk.model import attributes, differences
from rosterdesk.model.changes import Change, Kind
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import shown

_LONGEST = 200  # characters of a value


def kind(of: Kind, change: Change) -> str:
    """“Added”, “Came back”, “Changed”, “Removed”."""
    match of:
        case "added":
            return tr("Came back") if change.returned else tr("Added")
        case "changed":
            return tr("Changed")
        case _:
            return tr("Removed")


def fields(change: Change) -> Iterator[tuple[str, str, str]]:
    """Each field that is different: its title, what it was, what it became; a field of none of ours by its own name."""
    known = {field.name: field for field in COLLECTIONS[change.collection].fields}
    for name, (before, after) in change.fields.items():
        field = known.get(name)
        was, became = differences.arrow(before, after)
        if field is not None and field.kind is attributes.Kind.WORD:
            said = words.value(was, field.kind), words.value(became, field.kind)
            was, became = said if said[0] != said[1] else (was, became)  # such as another spelling of the word
        yield shown(sentences(field.title) if field else name), _said(was), _said(became)


def line(change: Change) -> str:
    """All of it on one line."""
    return " · ".join(tr("{0}: {1} → {2}").format(*each) for each in fields(change))


def _said(value: str) -> str:
    return shown(value, _LONGEST) or tr("nothing")
