"""What each field of each collection is in SQL: how it is read, compared and sorted.

In every expression `t` is the collection's own table and `:today` the day (yyyymmdd) that "current" means.
"""

import msgspec

from rosterdesk.store import vocabulary

ACTIVE = "e.record IS NOT NULL AND e.status IS NULL"
CURRENT = (
    f"{ACTIVE} AND (e.begin_date IS NULL OR e.begin_date <= :today) AND (e.end_date IS NULL OR e.end_date > :today)"
)
USER_TITLE = "trim(coalesce({0}.given_name, '') || ' ' || coalesce({0}.family_name, ''))"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A field in SQL.

    `value` is what is stored of it (a reference: the key); `sort` what it is sorted by, `value` where empty.
    `members` marks a list that U+001F joins, `role` the numbers of `vocabulary`. For several references `value` is
    the first one's and `many` selects (owner, target, …) in order from those whose owner is in `carray(:keys)`.
    """

    value: str
    sort: tuple[str, ...] = ()
    members: bool = False
    role: bool = False
    many: str = ""
    owners: str = ""  # the keys of rows that refer to one in ({}), for several references


def _c(name: str, *sort: str, members: bool = False, role: bool = False) -> Column:
    return Column(value=f"t.{name}", sort=sort, members=members, role=role)


def _title(table: str, column: str) -> str:
    return f"(SELECT sort_name FROM {table} WHERE id = t.{column})"


def _reference(table: str, column: str) -> Column:
    return _c(column, _title(table, column))


def _of(table: str, column: str, wanted: str, *sort: str, members: bool = False) -> Column:
    """A column of the record that this one refers to."""
    return Column(
        value=f"(SELECT {wanted} FROM {table} WHERE id = t.{column})",
        sort=tuple(f"(SELECT {each} FROM {table} WHERE id = t.{column})" for each in sort),
        members=members,
    )


_HEAD = {
    "status": Column(value="coalesce(t.status, 'active')"),
    "dateLastModified": _c("modified"),
    "sourcedId": Column(value="t.sourced_id"),
}
_HOMEROOM = (
    f"(SELECT coalesce(c.location, c.title) FROM enrollment e JOIN class c ON c.id = e.class"
    f" WHERE e.user = t.id AND e.role = {vocabulary.STUDENT} AND {CURRENT}"
    " AND e.class IN (SELECT id FROM class WHERE class_type = 'homeroom')"
    " AND c.status IS NULL ORDER BY e.begin_date DESC, c.id LIMIT 1)"
)
_TEACHERS = f"FROM enrollment e JOIN user u ON u.id = e.user WHERE e.role = {vocabulary.TEACHER} AND {ACTIVE}"

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
        "title": _c("title", "t.sort_name"),
        "courseCode": _c("course_code"),
        "grades": _c("grades", "t.grade_rank", "t.grades", members=True),
        "subjects": _c("subjects", members=True),
        "org": _reference("org", "org"),
        "schoolYear": _reference("academic_session", "school_year"),
        **_HEAD,
    },
    "classes": {
        "title": _c("title", "t.sort_name"),
        "classCode": _c("class_code"),
        "periods": _c("periods", "t.period_rank", "t.periods", members=True),
        "location": _c("location"),
        "teachers": Column(
            value=f"(SELECT u.id {_TEACHERS} AND e.class = t.id ORDER BY e.is_primary DESC, u.sort_name LIMIT 1)",
            sort=(
                f"(SELECT u.sort_name {_TEACHERS} AND e.class = t.id ORDER BY e.is_primary DESC, u.sort_name LIMIT 1)",
            ),
            many=f"SELECT e.class, e.user {_TEACHERS} AND e.class IN carray(:keys)"
            " GROUP BY 1, 2 ORDER BY e.class, max(e.is_primary) DESC, u.sort_name",
            owners=f"SELECT e.class FROM enrollment e WHERE e.role = {vocabulary.TEACHER} AND {ACTIVE} AND e.user IN ({{}})",
        ),
        "size": Column(
            value="(SELECT count(DISTINCT e.user) FROM enrollment e"
            f" WHERE e.class = t.id AND e.role = {vocabulary.STUDENT} AND {CURRENT})"
        ),
        "terms": Column(
            value="(SELECT l.term FROM class_term l WHERE l.class = t.id ORDER BY l.place LIMIT 1)",
            sort=(
                "(SELECT s.start_date FROM class_term l JOIN academic_session s ON s.id = l.term"
                " WHERE l.class = t.id ORDER BY l.place LIMIT 1)",
                "(SELECT s.sort_name FROM class_term l JOIN academic_session s ON s.id = l.term"
                " WHERE l.class = t.id ORDER BY l.place LIMIT 1)",
            ),
            many="SELECT l.class, l.term FROM class_term l WHERE l.class IN carray(:keys) ORDER BY l.class, l.place",
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
            value="coalesce(t.family_name || ', ' || t.given_name, t.family_name, t.given_name)", sort=("t.sort_name",)
        ),
        "role": _c("role", role=True, members=True),
        "grades": _c("grades", "t.grade_rank", "t.grades", members=True),
        "identifier": _c("identifier"),
        "email": _c("email"),
        "homeroom": Column(value=_HOMEROOM),
        "phone": _c("phone"),
        "sms": _c("sms"),
        "username": _c("username"),
        "schools": Column(
            value="(SELECT l.org FROM user_org l WHERE l.user = t.id AND l.org IS NOT NULL ORDER BY l.place LIMIT 1)",
            sort=(
                "(SELECT o.sort_name FROM user_org l JOIN org o ON o.id = l.org"
                " WHERE l.user = t.id ORDER BY l.place LIMIT 1)",
            ),
            many="SELECT l.user, l.org FROM user_org l WHERE l.user IN carray(:keys) AND l.org IS NOT NULL"
            " GROUP BY 1, 2 ORDER BY l.user, min(l.place)",
            owners="SELECT user FROM user_org WHERE org IN ({})",
        ),
        "agents": Column(
            value="(SELECT l.agent FROM user_agent l WHERE l.user = t.id ORDER BY l.place LIMIT 1)",
            sort=(
                "(SELECT a.sort_name FROM user_agent l JOIN user a ON a.id = l.agent"
                " WHERE l.user = t.id ORDER BY l.place LIMIT 1)",
            ),
            many="SELECT l.user, l.agent FROM user_agent l WHERE l.user IN carray(:keys) ORDER BY l.user, l.place",
            owners="SELECT user FROM user_agent WHERE agent IN ({})",
        ),
        "givenName": _c("given_name", "t.sort_given", "t.sort_name"),
        "middleName": _c("middle_name"),
        "familyName": _c("family_name", "t.sort_name"),
        "preferredFirstName": _c("preferred_first_name"),
        "preferredLastName": _c("preferred_last_name"),
        "pronouns": _c("pronouns"),
        "enabledUser": _c("enabled"),
        **_HEAD,
    },
    "enrollments": {
        "user": _reference("user", "user"),
        "role": _c("role", role=True, members=True),
        "class": _reference("class", "class"),
        "school": _reference("org", "school"),
        "primary": _c("is_primary"),
        "beginDate": _c("begin_date"),
        "endDate": _c("end_date"),
        "grades": _of("user", "user", "grades", "grade_rank", "grades", members=True),
        "identifier": _of("user", "user", "identifier"),
        "email": _of("user", "user", "email"),
        "periods": _of("class", "class", "periods", "period_rank", "periods", members=True),
        **_HEAD,
    },
    "demographics": {
        "user": _reference("user", "user"),
        "birthDate": Column(value="sent_value('demographics', t.record, 'birthDate')"),
        "sex": Column(value="sent_value('demographics', t.record, 'sex')"),
        **_HEAD,
    },
}
"""By base collection and field name."""
