"""The records that a OneRoster source sends, as frozen values.

Spelling on the wire is camelCase; it appears only here (by `rename`) and in `fields`. Types are what the standard
says, so that decoding a well-formed record is one pass; a record that a server bent is straightened before (see
`wire.straighten`). Unknown keys are ignored here and kept in the record as sent.
Source: OneRoster 1.1 and 1.2, sections on the data model.
"""

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

Flag: TypeAlias = bool | Literal["true", "false"]

ROLES = (
    "administrator",
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
)
"""The roles of OneRoster 1.1 and 1.2, in alphabetical order. Never reorder: stores keep a role as its place here."""


class Ref(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A reference to another record. Which kind follows from the field that it sits in, never from its `type`."""

    sourced_id: str


class Entity(msgspec.Struct, frozen=True, rename="camel", kw_only=True, gc=False):
    """What every record has. The garbage collector need not look at entities: nothing in one leads back to it."""

    sourced_id: str
    status: str = "active"
    date_last_modified: datetime | None = None


class Org(Entity, frozen=True, kw_only=True):
    """A school, a district or another organization."""

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
    resources: list[Ref] = []


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
    resources: list[Ref] = []


class Role(msgspec.Struct, frozen=True, rename="camel", kw_only=True, gc=False):
    """One role of a user at one org (OneRoster 1.2)."""

    role: str
    org: Ref | None = None
    role_type: str | None = None
    begin_date: date | None = None
    end_date: date | None = None


class User(Entity, frozen=True, kw_only=True):
    """A person: 1.1 says `role` and `orgs`, 1.2 says `roles`; `memberships` reads both."""

    username: str | None = None
    user_master_identifier: str | None = None
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
    resources: list[Ref] = []

    @property
    def memberships(self) -> list[Role]:
        """The user's roles in the 1.2 shape, the primary one first: that at the primary org, else the one that says
        so. A role without an org keeps `org=None`; an org without a role comes last, with the first of them.
        """
        if self.roles:
            main = self.primary_org
            first, *others = sorted(
                self.roles, key=lambda role: (main is None or role.org != main, role.role_type != "primary")
            )
            known = {role.org for role in self.roles}
            rest = [Role(role=first.role, org=org, role_type="secondary") for org in self.orgs if org not in known]
            return [first, *others, *rest]
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


class Resource(Entity, frozen=True, kw_only=True):
    """A textbook, an application or other material, named by its vendor."""

    vendor_resource_id: str | None = None
    title: str = ""
    roles: list[str] = []
    importance: str | None = None
    vendor_id: str | None = None
    application_id: str | None = None


class Category(Entity, frozen=True, kw_only=True):
    """A kind of line items: homework, tests."""

    title: str = ""
    weight: float | None = None


class LineItem(Entity, frozen=True, kw_only=True):
    """A column of a gradebook. 1.1 names a grading period, 1.2 a session of any type too."""

    title: str = ""
    description: str | None = None
    assign_date: date | None = None
    due_date: date | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    school: Ref | None = None
    category: Ref | None = None
    grading_period: Ref | None = None
    academic_session: Ref | None = None
    score_scale: Ref | None = None
    result_value_min: float | None = None
    result_value_max: float | None = None


class Result(Entity, frozen=True, kw_only=True):
    """What a student has got for a line item."""

    line_item: Ref | None = None
    student: Ref | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    score_scale: Ref | None = None
    score_status: str | None = None
    score: float | None = None
    text_score: str | None = None
    score_date: date | None = None
    comment: str | None = None


class ScoreScale(Entity, frozen=True, kw_only=True):
    """How scores are said (1.2): A, B, C for ranges of numbers."""

    title: str = ""
    type: str | None = None
    org: Ref | None = None
    course: Ref | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")


class AssessmentLineItem(Entity, frozen=True, kw_only=True):
    """An assessment, or a part of one (1.2)."""

    title: str = ""
    description: str | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    parent: Ref | None = msgspec.field(default=None, name="parentAssessmentLineItem")
    score_scale: Ref | None = None
    result_value_min: float | None = None
    result_value_max: float | None = None


class AssessmentResult(Entity, frozen=True, kw_only=True):
    """What a student has got in an assessment (1.2)."""

    assessment_line_item: Ref | None = None
    student: Ref | None = None
    score_scale: Ref | None = None
    score_status: str | None = None
    score: float | None = None
    text_score: str | None = None
    score_date: date | None = None
    score_percentile: float | None = None
    comment: str | None = None


class Item(msgspec.Struct, frozen=True, gc=False):
    """One record: the entity, and the JSON as it was sent (passwords dropped)."""

    entity: Entity
    record: bytes


def is_true(flag: Flag | None) -> bool | None:
    """The truth of a flag, whichever way it was spelt; `None` where nothing was said."""
    return flag if flag is None or isinstance(flag, bool) else flag == "true"
