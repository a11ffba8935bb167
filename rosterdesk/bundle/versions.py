"""Records of one version of the standard as the CSV of the other says them."""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

from rosterdesk.bundle.cells import Tell
from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.headers import ROLES_1P1
from rosterdesk.bundle.joins import Record
from rosterdesk.bundle.problems import Flaw
from rosterdesk.bundle.surroundings import Surroundings
from rosterdesk.wire import straighten
from rosterdesk.wire.words import ROLES_AS_1P1

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
NO_MAIN_ORG = Flaw("PKG-05", "info", "1.1 has no main org of a person: it was left out, where no role is there.")
ORGS_WITHOUT_ROLE = Flaw(
    "PKG-05", "warning", "1.2 has orgs of a person only with a role: without one they were left out."
)
ROLE_TWICE = Flaw("VAL-07", "warning", "A person has one role by 1.1 and others by 1.2: the first was left out.")
ONE_SESSION = Flaw(
    "PKG-05", "warning", "A line item has a grading period and another session: CSV has room for one of them."
)

_Adapt: TypeAlias = Callable[[Record, Surroundings, Tell], Record]


def adapted(record: Record, collection: str, version: Version, around: Surroundings, tell: Tell) -> Record:
    """The record with the members that the version's files have, where they follow from others; `tell` hears what is
    not quite the same."""
    adapt = _ADAPTED.get((collection, version))
    return adapt(record, around, tell) if adapt else record


def _first_user(record: Record, _around: Surroundings, tell: Tell) -> Record:
    """1.2's roles as 1.1's role and orgs; where both are there, 1.1's are as they are."""
    roles = _roles(record)
    primary = _id(record.get("primaryOrg"))
    rest = _without(record, "roles", "primaryOrg")
    if not roles or record.get("role"):
        orgs = _ids(record.get("orgs"))
        if any(ROLES_AS_1P1.get(word, word) != record.get("role") or org not in orgs for word, org in _said(roles)):
            tell(ONE_ROLE)
        if primary and primary not in orgs:
            tell(NO_MAIN_ORG)
        return rest
    roles.sort(key=lambda role: (primary is not None and _id(role.get("org")) != primary, _is_secondary(role)))
    words = [ROLES_AS_1P1.get(str(role.get("role")), role.get("role")) for role in roles]
    kept = [role for role, word in zip(roles, words, strict=True) if word == words[0]]
    if any(role.get("role") not in ROLES_1P1 for role in kept):
        tell(NO_SUCH_ROLE)
    if len(kept) < len(roles):
        tell(ONE_ROLE)
    if any(role.get("beginDate") or role.get("endDate") for role in kept):
        tell(DATED_ROLE)
    at = dict.fromkeys(org for role in kept if (org := _id(role.get("org"))))
    if primary and primary not in at:
        tell(NO_MAIN_ORG)
    return rest | {"role": words[0], "orgs": [{"sourcedId": org} for org in at]}


def _second_user(record: Record, around: Surroundings, tell: Tell) -> Record:
    """1.1's role and orgs as 1.2's roles: the primary one at each org, as 1.2 wants one at each. Where both are there,
    1.2's are as they are.
    """
    if record.keys().isdisjoint(("role", "orgs")):
        return record
    role, orgs, roles = record.get("role"), _ids(record.get("orgs") or []), _roles(record)
    rest = _without(record, "role", "orgs")
    if roles:
        said = _said(roles)
        if role and not all(
            (role, org) in {(ROLES_AS_1P1.get(word, word), at) for word, at in said} for org in orgs or []
        ):
            tell(ROLE_TWICE)
        return rest
    if not role:
        if orgs:
            tell(ORGS_WITHOUT_ROLE)
        return rest
    if role == "administrator":
        tell(ADMINISTRATOR)
    made: list[Record] = []
    for org in orgs:
        at = "siteAdministrator" if org in around.schools else "districtAdministrator"
        word = at if role == "administrator" else role
        made.append({"roleType": "primary", "role": word, "org": {"sourcedId": org}})
    return rest | {"roles": made or [{"roleType": "primary", "role": role}]}


def _line_item(member: str, other: str) -> _Adapt:
    """A line item with its session in that member, also where it came in the other one."""

    def adapt(record: Record, _around: Surroundings, tell: Tell) -> Record:
        session, more = record.get(member), record.get(other)
        if _id(session) and _id(more) and _id(session) != _id(more):
            tell(ONE_SESSION)
        return _without(record, other) | {member: session or more}

    return adapt


_first_line_item = _line_item("gradingPeriod", "academicSession")
_second_session = _line_item("academicSession", "gradingPeriod")


def _second_line_item(record: Record, around: Surroundings, tell: Tell) -> Record:
    school = record.get("school") or around.of_class.get(_id(record.get("class")) or "")
    return _second_session(record, around, tell) | {"school": school}


def _second_scale(record: Record, around: Surroundings, _tell: Tell) -> Record:
    return record | {"org": record.get("org") or around.of_class.get(_id(record.get("class")) or "")}


_ADAPTED: dict[tuple[str, Version], _Adapt] = {
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


def _roles(record: Record) -> list[Record]:
    return [role for role in record.get("roles") or () if role.get("role")]


def _said(roles: list[Record]) -> set[tuple[str, str | None]]:
    """Which role each is, and where."""
    return {(str(role.get("role")), _id(role.get("org"))) for role in roles}


def _id(reference: Any) -> str | None:
    """The sourcedId of a reference, however it is written."""
    found = straighten.reference(reference, Counter())
    return found.sourced_id if found else None


def _ids(references: Any) -> list[str]:
    return [found.sourced_id for found in straighten.references(references, Counter())]


def _is_secondary(role: Record) -> bool:
    return role.get("roleType") != "primary"
