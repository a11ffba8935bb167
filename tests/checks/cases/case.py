"""A case: a rule, what is done to the district, what it finds then."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from rosterdesk.checks import rules
from rosterdesk.checks.profile import NO_PROFILE, Parameters, Profile
from rosterdesk.model.entities import AcademicSession, Class, Course, Org, Ref, Role, User
from tests.checks.district import NOW, TODAY, Change, Reading, Roster, add, clean, enrollment

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
GONE = "tobedeleted"
_KNOWN = {each.id: each for each in rules.RULES}


class Case(msgspec.Struct, frozen=True):
    """A rule, what is done to the district, and the records found; `also` are what other rules say of it rightly: they
    are about the same record, or about what it causes. Where it is said what was so `before`, there were two runs.
    """

    rule: str
    changes: tuple[Change, ...]
    found: frozenset[str]
    severity: str
    also: frozenset[str]
    version: str
    before: tuple[Change, ...] | None
    reading: Reading
    profile: Profile
    today: date
    now: datetime

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.rule, *sorted(self.found), self.version)))


def case(
    rule: str,
    *changes: Change,
    found: str,
    severity: str = "",
    also: str = "",
    version: str = "",
    before: Sequence[Change] | None = None,
    reading: Reading = Reading(),  # noqa: B008 - it is frozen
    parameters: Parameters | None = None,
    today: date = TODAY,
    now: datetime = NOW,
) -> Case:
    """A case; `found` and `also` are divided by blanks, `-` stands for the roster itself."""
    return Case(
        rule=rule,
        changes=changes,
        found=frozenset("" if each == "-" else each for each in found.split()),
        severity=severity or _KNOWN[rule].severity,
        also=frozenset(also.split()),
        version=version,
        before=None if before is None else tuple(before),
        reading=reading,
        profile=Profile(parameters=parameters) if parameters else NO_PROFILE,
        today=today,
        now=now,
    )


def dated(district: Roster) -> None:
    """Every record says when it was last modified, as services must."""
    for records in district.values():
        for sourced_id, record in records.items():
            records[sourced_id] = msgspec.structs.replace(record, date_last_modified=NOW)


def role(role: str, org: str = "s1", kind: str = "primary", **days: date) -> Role:
    return Role(role=role, org=Ref(org), role_type=kind, **days)


def org(sourced_id: str, kind: str, parent: str | None = "d", **more: object) -> Org:
    made = Org(
        sourced_id=sourced_id,
        name=f"Org {sourced_id}",
        type=kind,
        identifier=f"9-{sourced_id}",
        parent=Ref(parent) if parent else None,
    )
    return msgspec.structs.replace(made, **more)


def renamed(like: str, sourced_id: str, **more: object) -> User:
    """Another person like this one, enrolled nowhere."""
    user = clean()["users"][like]
    assert isinstance(user, User)
    own = {
        "sourced_id": sourced_id,
        "username": sourced_id,
        "identifier": f"id-{sourced_id}",
        "email": f"{sourced_id}@harbor.example",
        "given_name": f"Given{sourced_id}",
        "agents": [],
    }
    return msgspec.structs.replace(user, **{**own, **more})


def session(like: str, **more: object) -> AcademicSession:
    made = clean()["academicSessions"][like]
    assert isinstance(made, AcademicSession)
    return msgspec.structs.replace(made, **more)


def course(sourced_id: str) -> Course:
    """A course like the first, of which there is no class."""
    made = clean()["courses"]["k1"]
    assert isinstance(made, Course)
    return msgspec.structs.replace(made, sourced_id=sourced_id, course_code=sourced_id.upper())


def copied(like: str, sourced_id: str, **more: object) -> Class:
    """Another class like this one, without anybody."""
    made = clean()["classes"][like]
    assert isinstance(made, Class)
    return msgspec.structs.replace(made, **{"sourced_id": sourced_id, "title": f"Class {sourced_id}", **more})


def crowd(count: int) -> list[Change]:
    """So many more students at the first school, twenty a class; each in two classes."""
    changes = []
    for first in range(0, count, 20):
        names = [f"m1-{first}", f"m2-{first}"]
        people = [f"t-{first}", *(f"x{number}" for number in range(first, min(first + 20, count)))]
        changes += [
            add("classes", *(copied(name[:2], name) for name in names)),
            add("users", *(renamed("t1" if user.startswith("t") else "a", user) for user in people)),
            add(
                "enrollments",
                *(
                    enrollment("m1", user, sourced_id=f"{name}-{user}", class_=Ref(name))
                    for name in names
                    for user in people
                ),
            ),
        ]
    return changes
