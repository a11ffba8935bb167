"""What a search finds twice over for all that a line says: people of one name are told apart."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Found
from rosterdesk.store.reader import Reader
from rosterdesk.ui.look.language import tr

_NAMED = 3


def told_apart(reader: Reader, found: Sequence[Found]) -> list[Found]:
    """The same, where those that look alike say more: a guardian whose, anybody else which id."""
    looks = Counter((hit.collection, hit.title, hit.subtitle) for hit in found)
    return [_fuller(reader, hit) if looks[hit.collection, hit.title, hit.subtitle] > 1 else hit for hit in found]


def _fuller(reader: Reader, hit: Found) -> Found:
    more = _whose(reader, hit) or hit.sourced_id
    return msgspec.structs.replace(hit, subtitle=" · ".join(part for part in (hit.subtitle, more) if part))


def _whose(reader: Reader, hit: Found) -> str:
    """The students whose guardian it is, by name; nothing where it is none."""
    if not set(hit.role.split(", ")) & set(GUARDIAN_ROLES):
        return ""
    students = Query(collection="users", scopes=(Scope("dependants_of", hit.sourced_id),), limit=_NAMED)
    names = [link.title for link in reader.links("users", reader.keys(students)).values()]
    return tr("of {0}").format(", ".join(names)) if names else ""
