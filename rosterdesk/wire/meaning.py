"""Two records of the same thing, compared by what they mean, whichever binding and version each came by. Pure.

One binding writes true and the other "true", one leaves out what the other leaves empty; lists have no order; OneRoster
1.1 has a role and orgs where 1.2 has roles.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

import msgspec

from rosterdesk.model.entities import Category, Entity, LineItem, Result, User
from rosterdesk.wire import loose, records, straighten
from rosterdesk.wire.words import ROLES_AS_1P1

Members: TypeAlias = dict[str, Any]

_UNTOLD = frozenset({"sourcedid", "datelastmodified", "children"})
"""Not compared: what tells which record it is, when it was touched, and what others say of it."""
_AFFILIATION = frozenset({"role", "orgs", "roles", "primaryOrg"})
_OF_SECOND = frozenset(
    {"userMasterIdentifier", "userProfiles", "resources", "preferredFirstName", "preferredMiddleName"}
    | {"preferredLastName", "pronouns"}
)
"""What OneRoster 1.2 says of a user, and 1.1 cannot."""

_GRADEBOOK_OF_SECOND: Mapping[type[Entity], frozenset[str]] = {
    Category: frozenset({"weight"}),
    LineItem: frozenset({"academicSession", "school", "scoreScale", "learningObjectiveSet"}),
    Result: frozenset(
        {"class", "textScore", "scoreScale", "learningObjectiveSet", "inProgress", "incomplete", "late", "missing"}
    ),
}
"""The same of the gradebook. A record that says none of them is one of 1.1, for all that shows."""


def different(left: bytes, right: bytes, kind: type[Entity]) -> dict[str, tuple[Any, Any]]:
    """Each member in which the two differ, with both values, `None` where one says nothing."""
    if left == right:
        return {}
    one, other = _entity(left, kind), _entity(right, kind)
    ours, theirs = _members(left, one), _members(right, other)
    unlike = _unlike(ours, theirs)
    if isinstance(one, User) and isinstance(other, User) and not _AFFILIATION.isdisjoint(unlike):
        ours, theirs = _users(ours, one, theirs, other)
        unlike = _unlike(ours, theirs)
    if unlike and kind in _GRADEBOOK_OF_SECOND:
        ours, theirs = _gradebooks(ours, theirs, kind)
        unlike = _unlike(ours, theirs)
    said = ((name, _plain(ours.get(name)), _plain(theirs.get(name))) for name in unlike)
    return {name: (was, became) for name, was, became in said if was != became}


def references(kind: type[Entity]) -> frozenset[str]:
    """The members that refer to other records."""
    names = {
        field.encode_name
        for field in msgspec.structs.fields(kind)
        if straighten.CONVERTERS[field.type] in {straighten.reference, straighten.references}
    }
    return frozenset(names | (_AFFILIATION - {"role"} if kind is User else set()))


def _entity(record: bytes, kind: type[Entity]) -> Entity | None:
    found = records.items([msgspec.Raw(record)], kind, Counter(), secretive=False)
    return found[0].entity if found else None


def _members(record: bytes, entity: Entity | None) -> Members:
    """What the record says, by the standard's names: what the entity has no place for, as it was sent."""
    sent: Members
    try:
        sent, _ = loose.decode(record)
    except (loose.LooseJSONError, RecursionError):
        sent = {"": record.decode(errors="replace")}
    if entity is None:
        return sent
    known = _names(type(entity))
    own: Members = msgspec.to_builtins(entity)
    return {name: value for name, value in sent.items() if name.lower() not in known} | own


@cache
def _names(kind: type[Entity]) -> frozenset[str]:
    """The names of what the entity says, and of what is not compared, in small letters."""
    return _UNTOLD | {field.encode_name.lower() for field in msgspec.structs.fields(kind)}


def _unlike(ours: Members, theirs: Members) -> list[str]:
    """Where they are not alike as they stand: the rest, which is most, needs no look at what it means."""
    names = dict.fromkeys([*ours, *theirs])
    return [name for name in names if ours.get(name) != theirs.get(name) and name.lower() not in _UNTOLD]


def _users(ours: Members, one: User, theirs: Members, other: User) -> tuple[Members, Members]:
    """What both can say of a user, each in its version."""
    if one.roles and other.roles:
        return ours, theirs
    passed_over = _AFFILIATION | (_OF_SECOND if one.roles or other.roles else frozenset())

    def said(members: Members, user: User) -> Members:
        rest = {name: value for name, value in members.items() if name not in passed_over}
        return rest | _affiliation(user)

    return said(ours, one), said(theirs, other)


def _gradebooks(ours: Members, theirs: Members, kind: type[Entity]) -> tuple[Members, Members]:
    """What both can say of a part of the gradebook; 1.2 may name a session in place of a grading period."""
    of_second = _GRADEBOOK_OF_SECOND[kind]
    both = all(any(_plain(members.get(name)) is not None for name in of_second) for members in (ours, theirs))
    passed_over = frozenset() if both else of_second
    if kind is LineItem and not (ours.get("academicSession") and theirs.get("academicSession")):
        ours, theirs = _with_period(ours), _with_period(theirs)

    def said(members: Members) -> Members:
        return {name: value for name, value in members.items() if name not in passed_over}

    return said(ours), said(theirs)


def _with_period(line_item: Members) -> Members:
    period = line_item.get("gradingPeriod") or line_item.get("academicSession")
    return line_item | {"gradingPeriod": period, "academicSession": None}


def _affiliation(user: User) -> Members:
    """Where somebody belongs, as 1.1 says it."""
    roles = {ROLES_AS_1P1.get(each.role, each.role) for each in user.memberships if each.role}
    orgs = {each.org.sourced_id for each in user.memberships if each.org}
    return _without_nothing({"role": ", ".join(sorted(roles)), "orgs": [{"sourcedId": each} for each in orgs]})


def _plain(value: Any) -> Any:
    """The value as both bindings could write it, lists in one order; `None` where it says nothing."""
    match value:
        case str():
            return value or None
        case list():
            said = (_plain(each) for each in value)
            return _sorted(each for each in said if each is not None) or None
        case {"sourcedId": str(sourced_id)} if "role" not in value:
            return {"sourcedId": sourced_id}
        case dict():
            return _without_nothing(value) or None
        case _:
            return straighten.text(value, Counter())


def _without_nothing(members: Members) -> Members:
    said = ((name, _plain(value)) for name, value in members.items())
    return {name: value for name, value in said if value is not None}


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=lambda value: msgspec.json.encode(value, order="deterministic"))
