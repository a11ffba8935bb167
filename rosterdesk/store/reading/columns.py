"""What each field of each collection is in SQL: how it is read, compared and sorted.

In every expression `t` is the collection's own table and `:today` the day that "current" means.
"""

import msgspec

from rosterdesk.model.attributes import Kind
from rosterdesk.store.reading import phases
from rosterdesk.store.records import indexes, plain, vocabulary
from rosterdesk.store.records.tables import TABLES

_CURRENT = phases.is_among(phases.of_enrollment("e"), ("current",))
USER_TITLE = "called({0}.given_name, {0}.family_name)"
"""What a user is called; each connection that reads has this function, and `listed`, from `model.names`."""


class Other(msgspec.Struct, frozen=True):
    """A column of the record of `table` to which `reference` leads."""

    table: str
    reference: str
    column: str

    @property
    def alone(self) -> str:
        """Its value, looked up for one row."""
        return f"(SELECT {self.column} FROM {self.table} WHERE id = t.{self.reference})"

    @property
    def value(self) -> str:
        """Its value, where that record is there by `join`, of which one serves all its columns."""
        return f"{self.reference}_.{self.column}"

    @property
    def join(self) -> str:
        """What brings that record."""
        return f"LEFT JOIN {self.table} {self.reference}_ ON {self.reference}_.id = t.{self.reference}"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A field in SQL.

    `value` is what is stored of it (a reference: the key); `sort` what it is sorted by, `value` where empty. Rows that
    are alike there come in the order of `ties`, the rest of the index that has them in order: else each group of them
    would be sorted by itself. `indexed` marks that an index has those alone, or first, that have a value.
    `members` marks a list that U+001F joins. `holds` says what the value is where the field's kind does not: `role`
    (numbers of `vocabulary`), `phase` (numbers of `phases`), `id` (a stored sourcedId), `name` (of a user), `text`
    (whatever the kind).
    For several references `value` is the first one's, `many` selects (owner, target) pairs of the owners in
    `carray(:keys)`, each owner's in order, and `owners` the owners of the targets in `{}`.
    `apart` selects (owner, value) pairs likewise, where many at once cost less than each by itself.
    Where a value asked for all rows costs too much one by one, `join` brings them all as `whole`. `other` says in which
    other record the value lies, `sorts` likewise of all that it is sorted by; where the first of those is nothing, the
    others are.
    """

    value: str
    sort: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    indexed: bool = False
    members: bool = False
    holds: str = ""
    many: str = ""
    owners: str = ""
    apart: str = ""
    whole: str = ""
    join: str = ""
    other: Other | None = None
    sorts: tuple[Other, ...] = ()


def _c(name: str, *sort: str, members: bool = False, holds: str = "") -> Column:
    return Column(value=f"t.{name}", sort=sort, members=members, holds=holds)


_USER_TIES = ("t.kinds", "t.status")
"""What follows the name in the index by name."""


def _reference(table: str, column: str) -> Column:
    return _by(Other(table, column, "sort_name"), value=f"t.{column}")


def _of(table: str, column: str, wanted: str, *sort: str, members: bool = False) -> Column:
    """A column of the record that this one refers to."""
    other = Other(table, column, wanted)
    sorts = [Other(table, column, each) for each in sort or (wanted,)]
    return _by(*sorts, value=other.alone, members=members, other=other)


def _by(*sorts: Other, value: str, members: bool = False, other: Other | None = None) -> Column:
    """What is sorted by these columns of another record."""
    return Column(value=value, sort=tuple(each.alone for each in sorts), members=members, other=other, sorts=sorts)


def _size(condition: str) -> str:
    of_class = f"FROM enrollment e WHERE e.class = t.id AND e.role = {vocabulary.STUDENT}"
    return f"(SELECT count(DISTINCT e.user) {of_class} AND {condition})"


_HEAD = {
    # A number sorts before all texts, and costs less than as many times the same word.
    "status": Column(value="coalesce(t.status, 'active')", sort=("iif(t.status IS NULL, 0, lower(t.status))",)),
    "dateLastModified": _c("modified"),
    "sourcedId": Column(value="t.sourced_id", holds="id", indexed=True),
}


def _plain(base: str) -> dict[str, Column]:
    """The fields of a collection whose table has a column each; an index leads from each reference."""
    columns = {}
    for each in plain.attributes(base):
        if each.field.kind is Kind.REFERENCE:
            columns[each.field.name] = _reference(TABLES[each.field.target].name, each.column)
        elif each.column == "title":
            columns[each.field.name] = _c("title", "t.sort_name")
        else:
            columns[each.field.name] = _c(each.column, members=each.attribute == "roles")
    return columns | _HEAD


_IN_HOMEROOM = f"e.role = {vocabulary.STUDENT} AND {_CURRENT}"
_ROOM = "coalesce(c.location, c.title)"
# A student has eight enrollments and one homeroom: two small indexes say which, and only then rows are read. A large
# first load does without one of them; every row would be looked for among all enrollments, while somebody waits.
_IS_SPARED = indexes.is_spared("enrollment_user")
_ROOMS = (
    "enrollment i CROSS JOIN class h INDEXED BY class_homeroom"
    " CROSS JOIN enrollment e ON e.id = i.id CROSS JOIN class c ON c.id = i.class"
    f" WHERE h.id = i.class AND h.class_type = 'homeroom' AND {_IN_HOMEROOM} AND c.status IS NULL"
)
_HOMEROOM = f"iif({_IS_SPARED}, NULL, (SELECT min({_ROOM}) FROM {_ROOMS} AND i.user = t.id))"
_HOMEROOM_OF_EACH = (
    f"SELECT i.user, min({_ROOM}) FROM carray(:keys) k CROSS JOIN {_ROOMS} AND i.user = k.value"
    f" AND NOT {_IS_SPARED} GROUP BY i.user"
)
_HOMEROOMS = (
    f"LEFT JOIN (SELECT e.user, min({_ROOM}) AS room FROM class c INDEXED BY class_homeroom"
    " CROSS JOIN enrollment e INDEXED BY enrollment_class ON e.class = c.id"
    f" WHERE c.class_type = 'homeroom' AND c.status IS NULL AND {_IN_HOMEROOM}"
    " GROUP BY e.user) homeroom ON homeroom.user = t.id"
)
# Who is in a class on the day; of one that does not run then, who is in it at all.
_RUNS = phases.is_among(phases.of_class("t.id", "t.status"), ("current",))
_VALID = f"e.status IS NULL AND NOT {phases.is_gone('e.user')}"
_TEACHERS = f"enrollment e JOIN user u ON u.id = e.user WHERE e.role = {vocabulary.TEACHER} AND {_CURRENT}"
_FIRST_TEACHER = f"FROM {_TEACHERS} AND e.class = t.id ORDER BY e.is_primary DESC, u.sort_name LIMIT 1"
_TERMS = "class_term l JOIN academic_session s ON s.id = l.term WHERE l.class = t.id ORDER BY l.place LIMIT 1"
_ORGS = "user_org l JOIN org o ON o.id = l.org WHERE l.user = t.id ORDER BY l.place LIMIT 1"
_AGENTS = "user_agent l JOIN user a ON a.id = l.agent WHERE l.user = t.id ORDER BY l.place LIMIT 1"

COLUMNS: dict[str, dict[str, Column]] = {
    "orgs": {
        "name": _c("name", "t.sort_name"),
        "type": _c("type"),
        "identifier": _c("identifier"),
        "parent": _reference("org", "parent"),
        **_HEAD,
    },
    "academicSessions": {
        "title": _c("title", "t.sort_name"),
        "type": _c("type"),
        "startDate": _c("start_date"),
        "endDate": _c("end_date"),
        "schoolYear": _c("school_year"),
        "parent": _reference("academic_session", "parent"),
        **_HEAD,
    },
    "courses": {
        "title": Column(value="t.title", sort=("t.sort_name",), ties=("t.status",)),
        "courseCode": _c("course_code"),
        "grades": _c("grades", "t.grade_rank", "t.grades", members=True),
        "subjects": _c("subjects", members=True),
        "org": _reference("org", "org"),
        "schoolYear": _reference("academic_session", "school_year"),
        **_HEAD,
    },
    "classes": {
        "title": Column(value="t.title", sort=("t.sort_name",), ties=("t.status",)),
        "classCode": _c("class_code"),
        "periods": _c("periods", "t.period_rank", "t.periods", members=True),
        "location": _c("location"),
        "teachers": Column(
            value=f"(SELECT u.id {_FIRST_TEACHER})",
            sort=(f"(SELECT u.sort_name {_FIRST_TEACHER})",),
            many=f"SELECT e.class, e.user FROM carray(:keys) k CROSS JOIN {_TEACHERS} AND e.class = k.value"
            " ORDER BY e.is_primary DESC, u.sort_name",
            owners=f"SELECT e.class FROM {_TEACHERS} AND e.user IN ({{}})",
        ),
        "size": Column(value=f"CASE WHEN {_RUNS} THEN {_size(_CURRENT)} ELSE {_size(_VALID)} END"),
        "terms": Column(
            value="(SELECT l.term FROM class_term l WHERE l.class = t.id ORDER BY l.place LIMIT 1)",
            sort=(f"(SELECT s.start_date FROM {_TERMS})", f"(SELECT s.sort_name FROM {_TERMS})"),
            many="SELECT l.class, l.term FROM carray(:keys) k CROSS JOIN class_term l ON l.class = k.value"
            " ORDER BY l.place",
            owners="SELECT class FROM class_term WHERE term IN ({})",
        ),
        "course": _reference("course", "course"),
        "school": _reference("org", "school"),
        "classType": _c("class_type"),
        "grades": _c("grades", "t.grade_rank", "t.grades", members=True),
        "subjects": _c("subjects", members=True),
        **_HEAD,
    },
    "users": {
        "name": Column(
            value="listed(t.given_name, t.family_name)",
            sort=("t.sort_name",),
            ties=_USER_TIES,
            holds="name",
        ),
        "role": _c("role", holds="role", members=True),
        "grades": _c("grades", "t.grade_rank", "t.grades", members=True),
        "identifier": Column(value="t.identifier", indexed=True),
        "email": Column(value="t.email", ties=("t.status",), indexed=True),
        "homeroom": Column(value=_HOMEROOM, apart=_HOMEROOM_OF_EACH, whole="homeroom.room", join=_HOMEROOMS),
        "phone": _c("phone", "lower(t.phone)"),  # all have another one: quicker to compare than without case
        "sms": _c("sms", "lower(t.sms)"),
        "username": Column(value="t.username", indexed=True),
        "schools": Column(
            value="(SELECT l.org FROM user_org l WHERE l.user = t.id AND l.org IS NOT NULL ORDER BY l.place LIMIT 1)",
            sort=(f"(SELECT o.sort_name FROM {_ORGS})",),
            many="SELECT l.user, l.org FROM carray(:keys) k CROSS JOIN user_org l ON l.user = k.value"
            " WHERE l.org IS NOT NULL ORDER BY l.place",
            owners="SELECT user FROM user_org WHERE org IN ({})",
        ),
        "agents": Column(
            value="(SELECT l.agent FROM user_agent l WHERE l.user = t.id ORDER BY l.place LIMIT 1)",
            sort=(f"(SELECT a.sort_name FROM {_AGENTS})",),
            many="SELECT l.user, l.agent FROM carray(:keys) k CROSS JOIN user_agent l ON l.user = k.value"
            " ORDER BY l.place",
            owners="SELECT user FROM user_agent WHERE agent IN ({})",
        ),
        "givenName": Column(value="t.given_name", sort=("t.sort_given", "t.sort_name"), ties=_USER_TIES),
        "middleName": _c("middle_name"),
        "familyName": Column(value="t.family_name", sort=("t.sort_name",), ties=_USER_TIES),
        "preferredFirstName": _c("preferred_first_name"),
        "preferredLastName": _c("preferred_last_name"),
        "pronouns": _c("pronouns"),
        "enabledUser": _c("enabled"),
        **_HEAD,
    },
    "enrollments": {
        "user": _reference("user", "user"),
        "role": _c("role", holds="role", members=True),
        "class": _reference("class", "class"),
        "school": _reference("org", "school"),
        "primary": _c("is_primary"),
        "beginDate": _c("begin_date"),
        "endDate": _c("end_date"),
        "phase": Column(
            value=phases.of_enrollment("t"),
            whole=phases.of_enrollment_by("runs.begins", "runs.ends", "t"),
            join="LEFT JOIN (SELECT l.class, min(s.start_date) AS begins, max(s.end_date) AS ends"
            f" FROM {phases.TERMS} GROUP BY l.class) runs ON runs.class = t.class",
            holds="phase",
        ),
        "grades": _of("user", "user", "grades", "grade_rank", "grades", members=True),
        "identifier": _of("user", "user", "identifier"),
        "email": _of("user", "user", "email"),
        "periods": _of("class", "class", "periods", "period_rank", "periods", members=True),
        **_HEAD,
    },
    "demographics": {
        "user": _reference("user", "user"),
        "birthDate": Column(value="sent_value('demographics', t.sourced_id, t.record, 'birthDate')", holds="text"),
        "sex": Column(value="sent_value('demographics', t.sourced_id, t.record, 'sex')"),
        **_HEAD,
    },
    **{base: _plain(base) for base in plain.NAMES},
}
"""By base collection and field name."""
