"""Rows that are parts of another file's records: roles and profiles of users, resources, scales and objectives.

Each becomes the shape that it has in REST. What REST has no place for, such as the row's own sourcedId, is kept in
the part as additional members, so that nothing is lost and the row can be written again.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

Record: TypeAlias = dict[str, Any]

_OWN = ("sourcedId", "status", "dateLastModified", "metadata")


class Part(msgspec.Struct, frozen=True):
    """How rows of a file become a member of the record that they belong to: a list, or the one (the last) of them.

    `shape` makes the part from a row without its owner, `rows` the rows of a part, without owner: what has no column
    is in them too, under its name. `own` is the sourcedId of the row that a part was made from.
    """

    member: str
    shape: Callable[[Record], Record]
    rows: Callable[[Record], list[Record]]
    own: Callable[[Record], str | None]
    many: bool = True


def own_id(file: str, owner: str, place: int) -> str:
    """A sourcedId for a row that has none in REST: the same every time, and legal whatever the owner's is."""
    return hashlib.sha256(f"{file}\0{owner}\0{place}".encode("utf-8", "replace")).hexdigest()[:32]


def _id(member: str) -> Callable[[Record], str | None]:
    """The own sourcedId of a part that has it in that member."""

    def own(part: Record) -> str | None:
        found = part.get(member)
        return found if isinstance(found, str) else None

    return own


def _associated(part: Record) -> str | None:
    """The own sourcedId of a part that has its row's members in one of its own."""
    return _id("sourcedId")(_association(part))


def _association(part: Record) -> Record:
    found = part.get("association")
    return found if isinstance(found, dict) else {}


def _without(record: Record, *members: str) -> Record:
    return {name: value for name, value in record.items() if name not in members}


def _role(row: Record) -> Record:
    return row


def _role_rows(role: Record) -> list[Record]:
    return [role]


def _profile(row: Record) -> Record:
    credential = {
        name: row.pop(sent) for name, sent in (("type", "credentialType"), ("username", "username")) if sent in row
    }
    profile = {"profileId": row.pop("sourcedId", "")} | row
    return profile | ({"credentials": [credential]} if credential else {})


def _profile_rows(profile: Record) -> list[Record]:
    """A row for each credential; of several only the first can have the profile's own id."""
    found = []
    for place, credential in enumerate(_dicts(profile.get("credentials")) or [{}]):
        row = _without(profile, "profileId", "credentials", "password")
        row |= {f"credentials.{name}": value for name, value in _without(credential, "password").items()}
        row["credentialType"] = row.pop("credentials.type", None)
        row["username"] = row.pop("credentials.username", None)
        row["sourcedId"] = profile.get("profileId") if place == 0 else None
        found.append(row)
    return found


def _reference(member: str, *details: str) -> Part:
    """Rows that associate a record with another one, `member` of the row; a reference with the row's own in it."""

    def shape(row: Record) -> Record:
        association = {name: row[name] for name in (*_OWN, *details) if name in row}
        return {**row.get(member, {}), "association": association}

    def rows(part: Record) -> list[Record]:
        more = _without(part, "association", "href", "sourcedId", "type")
        return [more | _association(part) | {member: part}]

    return Part("resources" if member == "resource" else member, shape, rows, _associated, many=member == "resource")


def _objective(members: str, *details: str) -> Part:
    """Rows that name a learning objective; each is a set of its own, so that its own id has a place."""
    plain = not details

    def shape(row: Record) -> Record:
        identifier = row.get("learningObjectiveId", "")
        one = identifier if plain else {name: row[name] for name in ("learningObjectiveId", *details) if name in row}
        association = {name: row[name] for name in _OWN if name in row}
        return {"source": row.get("source", ""), members: [one], "association": association}

    def rows(part: Record) -> list[Record]:
        sent = part.get(members)
        ones = [one if isinstance(one, dict) else {"learningObjectiveId": one} for one in sent or ()]
        own = _association(part) if len(ones) == 1 else {}
        more = _without(part, "association", "source", members)
        return [more | own | {"source": part.get("source")} | one for one in ones]

    return Part("learningObjectiveSet", shape, rows, _associated)


PARTS = {
    "roles": Part("roles", _role, _role_rows, _id("sourcedId")),
    "userProfiles": Part("userProfiles", _profile, _profile_rows, _id("profileId")),
    "classResources": _reference("resource", "title"),
    "courseResources": _reference("resource", "title"),
    "userResources": _reference("resource", "org", "class"),
    "lineItemScoreScales": _reference("scoreScale", "title"),
    "resultScoreScales": _reference("scoreScale", "title"),
    "lineItemLearningObjectiveIds": _objective("learningObjectiveIds"),
    "resultLearningObjectiveIds": _objective("learningObjectiveResults", "score", "textScore"),
}
"""By the name of their file."""


def parts_of(record: Record, part: Part) -> list[Record]:
    """The parts that a record has, as objects; bare ids and words among them are made some."""
    sent = record.get(part.member)
    items = sent if isinstance(sent, list) else [] if sent is None else [sent]
    bare = "role" if part.member == "roles" else "sourcedId"
    return [item if isinstance(item, dict) else {bare: item} for item in items]


def rows_by_part(record: Record, part: Part) -> list[list[Record]]:
    """Of each of the record's parts the rows, without owner."""
    return [part.rows(item) for item in parts_of(record, part)]


def _dicts(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
