"""Records of one version of the standard as the CSV of the other says them."""

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

from rosterdesk.bundle.cells import Tell
from rosterdesk.bundle.headers import ROLES_1P1, Version
from rosterdesk.bundle.problems import Flaw

Record: TypeAlias = dict[str, Any]

ADMINISTRATOR = Flaw(
    "VAL-07",
    "info",
    "1.2 has no administrator: written as siteAdministrator at a school, else as districtAdministrator.",
)
NO_SUCH_ROLE = Flaw("VAL-07", "info", "1.1 has not this role: written as administrator, of a counselor as aide.")
ONE_ROLE = Flaw(
    "VAL-07", "warning", "1.1 has one role a person: only the main one, and the orgs with it, were written."
)
DATED_ROLE = Flaw("VAL-07", "info", "1.1 has no dates of roles: they were left out.")

_AS_1P1 = {
    **dict.fromkeys(
        ("districtAdministrator", "principal", "siteAdministrator", "systemAdministrator"), "administrator"
    ),
    "counselor": "aide",
}


class Schools(msgspec.Struct, frozen=True):
    """What other records tell: the sourcedIds of the orgs that are schools, and the school of each class."""

    ids: set[str]
    of_class: dict[str, Any]


def adapted(record: Record, collection: str, version: Version, schools: Schools, tell: Tell) -> Record:
    """The record with the members that the version's files have, where they follow from others; `tell` hears what is
    not quite the same."""
    adapt = _ADAPTED.get((collection, version))
    return adapt(record, schools, tell) if adapt else record


def _first_user(record: Record, _schools: Schools, tell: Tell) -> Record:
    """1.2's roles as 1.1's role and orgs."""
    roles = [role for role in record.get("roles") or () if isinstance(role, dict)]
    if not roles or record.get("role"):
        return _without(record, "roles", "primaryOrg")
    primary = _id(record.get("primaryOrg"))
    roles.sort(key=lambda role: (primary is not None and _id(role.get("org")) != primary, _is_secondary(role)))
    words = [_AS_1P1.get(str(role.get("role")), role.get("role")) for role in roles]
    kept = [role for role, word in zip(roles, words, strict=True) if word == words[0]]
    if any(role.get("role") not in ROLES_1P1 for role in kept):
        tell(NO_SUCH_ROLE)
    if len(kept) < len(roles):
        tell(ONE_ROLE)
    if any(role.get("beginDate") or role.get("endDate") for role in kept):
        tell(DATED_ROLE)
    orgs = {_id(role["org"]): role["org"] for role in kept if role.get("org")}
    return _without(record, "roles", "primaryOrg") | {"role": words[0], "orgs": list(orgs.values())}


def _second_user(record: Record, schools: Schools, tell: Tell) -> Record:
    """1.1's role and orgs as 1.2's roles: the primary one at each org, as 1.2 wants one at each."""
    role = record.get("role")
    if record.get("roles") or not role:
        return _without(record, "role", "orgs")
    sent = record.get("orgs")
    orgs = sent if isinstance(sent, list) else [sent]
    if role == "administrator":
        tell(ADMINISTRATOR)
    roles = []
    for org in orgs:
        at = "siteAdministrator" if _id(org) in schools.ids else "districtAdministrator"
        roles.append({"roleType": "primary", "role": at if role == "administrator" else role, "org": org})
    return _without(record, "role", "orgs") | {"roles": roles}


def _first_line_item(record: Record, _schools: Schools, _tell: Tell) -> Record:
    period = record.get("gradingPeriod") or record.get("academicSession")
    return _without(record, "academicSession") | ({"gradingPeriod": period} if period else {})


def _second_line_item(record: Record, schools: Schools, _tell: Tell) -> Record:
    session = record.get("academicSession") or record.get("gradingPeriod")
    school = record.get("school") or schools.of_class.get(_id(record.get("class")) or "")
    return _without(record, "gradingPeriod") | {"academicSession": session, "school": school}


def _second_scale(record: Record, schools: Schools, _tell: Tell) -> Record:
    return record | {"org": record.get("org") or schools.of_class.get(_id(record.get("class")) or "")}


_ADAPTED: dict[tuple[str, Version], Callable[[Record, Schools, Tell], Record]] = {
    ("users", "1.1"): _first_user,
    ("users", "1.2"): _second_user,
    ("lineItems", "1.1"): _first_line_item,
    ("lineItems", "1.2"): _second_line_item,
    ("scoreScales", "1.2"): _second_scale,
}


def _without(record: Record, *members: str) -> Record:
    if record.keys().isdisjoint(members):
        return record
    return {member: value for member, value in record.items() if member not in members}


def _id(org: Any) -> str | None:
    """The sourcedId of a reference, also of one that is only that."""
    found = org.get("sourcedId") if isinstance(org, dict) else org
    return found if isinstance(found, str) else None


def _is_secondary(role: Record) -> bool:
    return role.get("roleType") != "primary"
