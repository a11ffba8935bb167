"""The records that a OneRoster source sends, as frozen values.

Spelling on the wire is camelCase; it appears only here (by `rename`) and in `fields`. Types are what the standard
says, so that decoding a well-formed record is one pass; a record that a server bent is straightened before (see
`oneroster.answers`). Unknown keys are ignored here and kept in the record as sent.
Source: OneRoster 1.1 and 1.2, sections on the data model.
"""

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

Flag: TypeAlias = bool | Literal["true", "false"]


class Ref(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A reference to another record. Which kind follows from the field that it sits in, never from its `type`."""

    sourced_id: str


class Entity(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """What every record has."""

    sourced_id: str
    status: str = "active"
    date_last_modified: datetime | None = None


class Org(Entity, frozen=True, kw_only=True):
    """A school, a district or another organisation."""

    name: str = ""
    type: str = ""
    identifier: str | None = None
    parent: Ref | None = None


class AcademicSession(Entity, frozen=True, kw_only=True):
    """A school year, semester, term or grading period. `end_date` is the first day after it."""

    title: str = ""
    type: str = ""
    start_date: date | None = None
    end_date: date | None = None
    parent: Ref | None = None
    school_year: str | None = None


class Course(Entity, frozen=True, kw_only=True):
    """A course of study; classes are its sections."""

    title: str = ""
    course_code: str | None = None
    school_year: Ref | None = None
    org: Ref | None = None
    grades: list[str] = []
    subjects: list[str] = []


class Class(Entity, frozen=True, kw_only=True):
    """A section of a course that meets: at a school, in terms, at periods, in a room."""

    title: str = ""
    class_code: str | None = None
    class_type: str | None = None
    location: str | None = None
    course: Ref | None = None
    school: Ref | None = None
    terms: list[Ref] = []
    grades: list[str] = []
    subjects: list[str] = []
    periods: list[str] = []


class Role(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One role of a user at one org (OneRoster 1.2)."""

    role: str
    org: Ref | None = None
    role_type: str | None = None
    begin_date: date | None = None
    end_date: date | None = None


class User(Entity, frozen=True, kw_only=True):
    """A person: 1.1 says `role` and `orgs`, 1.2 says `roles`; `memberships` reads both."""

    username: str | None = None
    enabled_user: Flag | None = None
    given_name: str = ""
    family_name: str = ""
    middle_name: str | None = None
    preferred_first_name: str | None = None
    preferred_last_name: str | None = None
    pronouns: str | None = None
    identifier: str | None = None
    email: str | None = None
    sms: str | None = None
    phone: str | None = None
    role: str | None = None
    orgs: list[Ref] = []
    roles: list[Role] = []
    primary_org: Ref | None = None
    agents: list[Ref] = []
    grades: list[str] = []

    @property
    def memberships(self) -> list[Role]:
        """The user's roles in the 1.2 shape, the primary one first; a role without an org keeps `org=None`."""
        if self.roles:
            return sorted(self.roles, key=lambda role: role.role_type != "primary")
        if not self.orgs:
            return [Role(role=self.role or "", role_type="primary")]
        return [
            Role(role=self.role or "", org=org, role_type="secondary" if place else "primary")
            for place, org in enumerate(self.orgs)
        ]


class Enrollment(Entity, frozen=True, kw_only=True):
    """A user in a class, as student or teacher. `end_date` is the first day after it."""

    user: Ref | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    school: Ref | None = None
    role: str = ""
    primary: Flag | None = None
    begin_date: date | None = None
    end_date: date | None = None


class Demographics(Entity, frozen=True, kw_only=True):
    """What else is known of a user; `sourced_id` is the user's. Only its presence is queried, the rest is as sent."""

    birth_date: date | None = None
    sex: str | None = None


class Item(msgspec.Struct, frozen=True, gc=False):
    """One record: the entity, and the JSON as it was sent (passwords dropped)."""

    entity: Entity
    record: bytes


def is_true(flag: Flag | None) -> bool | None:
    """The truth of a flag, whichever way it was spelt; `None` where nothing was said."""
    return flag if flag is None or isinstance(flag, bool) else flag == "true"
