"""Records as sent, put straight: members, words and roles named as the standard names them, so that each has its
column. Values stay as they are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from rosterdesk.bundle import joins
from rosterdesk.bundle.headers import FILES, parts
from rosterdesk.bundle.joins import Record
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.wire import loose, straighten
from rosterdesk.wire.words import ROLE, ROLE_TYPE, VOCABULARIES, Vocabulary


def straight(sent: Iterable[bytes], collection: str) -> Iterator[Record]:
    """The records of a base collection; what is no record is passed over."""
    for record in sent:
        value, _ = loose.decode(record)
        if isinstance(value, dict):
            yield _straight(value, collection)


def is_active(record: Record) -> bool:
    """Whether the record is not to be deleted."""
    status = record.get("status")
    return status in ("active", None, "") or str(status).strip().lower() == "active"


def _straight(record: Record, collection: str) -> Record:
    known, by_letters = names(collection)
    if not record.keys() <= known:
        record = {_name(name, by_letters, record): value for name, value in record.items()}
    if collection == "users":
        if isinstance(record.get("role"), dict | list):
            record = straighten.with_roles(record, Counter())
        if "roles" in record:
            record = record | {"roles": list(_roles(record["roles"]))}
    return _spelt(record, _words(collection))


def _name(name: str, by_letters: dict[str, str], record: Record) -> str:
    """The member as the standard spells it, where the record has not that one as well."""
    right = by_letters.get(name.lower(), name)
    return name if right in record else right


def _spelt(record: Record, words: Iterable[tuple[str, Vocabulary]]) -> Record:
    """The record with its words in the standard's capitals."""
    for name, vocabulary in words:
        word = record.get(name)
        if isinstance(word, str) and word not in vocabulary.fine and (spelling := vocabulary.spelling(word)):
            record = record | {name: spelling}
    return record


def _roles(sent: Any) -> Iterator[Record]:
    """Roles as objects, each at one org, whether they came so, as bare words or with several orgs."""
    for item in sent if isinstance(sent, list) else [sent]:
        if isinstance(item, str):
            yield from (_spelt({"role": word}, _ROLE_WORDS) for word in straighten.texts(item, Counter()))
        elif isinstance(item, dict):
            role = _spelt(item, _ROLE_WORDS)
            orgs = straighten.references(role["orgs"], Counter()) if "orgs" in role and not role.get("org") else []
            rest = {name: value for name, value in role.items() if name != "orgs"}
            yield from [rest | {"org": {"sourcedId": org.sourced_id}} for org in orgs] or [role]


_ROLE_WORDS = (("role", ROLE), ("roleType", ROLE_TYPE))


@cache
def names(collection: str) -> tuple[frozenset[str], dict[str, str]]:
    """The members that have a meaning, and each by its letters alone."""
    files = [FILES[collection], *parts(collection)] if collection in FILES else []
    names = {column.member for file in files if not file.owner for column in file.columns}
    names |= {joins.PARTS[file.name].member for file in files if file.owner}
    names |= {"sourcedId", "status", "dateLastModified", "metadata", "children"}
    return frozenset(names), {name.lower(): name for name in names}


@cache
def _words(collection: str) -> list[tuple[str, Vocabulary]]:
    kind = COLLECTIONS[collection].entity
    wire = {field.name: field.encode_name for field in msgspec.structs.fields(kind)}
    return [(wire[name], vocabulary) for name, vocabulary in VOCABULARIES[kind]]
