"""From an entity to the row that keeps it, its links, and the words by which it is found. Pure."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

import msgspec

from rosterdesk.model import entities, fields
from rosterdesk.model.attributes import Kind
from rosterdesk.store.records import plain, search_words, vocabulary
from rosterdesk.store.records.folding import SEPARATOR, fold, grade_rank

Cell: TypeAlias = str | int | float | bytes | None
Key: TypeAlias = Callable[[str, str], int]
"""The key of the record of a base collection that has this sourcedId, known already or not."""

FIRST_DAY = date(2000, 1, 1).toordinal()


class Row(msgspec.Struct, gc=False):
    """`cells` are those of `tables.TABLES`, in order; `links` are the rows of the link tables, in the order of
    `tables.LINKS`, without the record's own key, which comes first in each."""

    cells: tuple[Cell, ...]
    links: tuple[list[tuple[Cell, ...]], ...] = ()
    words: str = ""


def row(entity: entities.Entity, key: Key) -> Row:
    """The row of an entity; asks `key` for every record that it refers to."""
    return _ROWS[type(entity)](entity, key)


def day(value: date | None) -> int | None:
    """A date as the store keeps it: days since 2000-01-01."""
    return None if value is None else value.toordinal() - FIRST_DAY


def moment(value: datetime | None) -> int | None:
    """A moment as the store keeps it: milliseconds since 1970."""
    return None if value is None else round(value.timestamp() * 1000)


def _status(entity: entities.Entity) -> str | None:
    status = entity.status
    return None if status == "active" or status.lower() == "active" else status or None


def _flag(flag: entities.Flag | None) -> int | None:
    value = entities.is_true(flag)
    return None if value is None else int(value)


def _ref(ref: entities.Ref | None, collection: str, key: Key) -> int | None:
    return None if ref is None or not ref.sourced_id else key(collection, ref.sourced_id)


def _listed(values: list[str]) -> str | None:
    return SEPARATOR.join(values) or None


def _refs(refs: list[entities.Ref], collection: str, key: Key) -> list[tuple[Cell, ...]]:
    """The links to these records, each once, with their places."""
    if not refs:
        return []
    distinct = dict.fromkeys([ref.sourced_id for ref in refs if ref.sourced_id])
    return [(place, key(collection, sourced_id)) for place, sourced_id in enumerate(distinct)]


_known_rank = lru_cache(maxsize=1_000)(grade_rank)


def _rank(values: list[str]) -> int | None:
    return _known_rank(values[0]) if values else None


def _spoken(sourced_id: str) -> str | None:
    """A sourcedId by whose parts a record may be found; a UUID is found whole, by itself."""
    return sourced_id if len(sourced_id) != 36 else None


def _ids(*refs: entities.Ref | None) -> list[str]:
    """The sourcedIds that are referred to, each once."""
    return list(dict.fromkeys([ref.sourced_id for ref in refs if ref is not None and ref.sourced_id]))


def _org(org: entities.Org, key: Key) -> Row:
    folded = fold(org.name)
    return Row(
        (
            _status(org),
            moment(org.date_last_modified),
            folded or None,
            org.name or None,
            org.type or None,
            org.identifier or None,
            _ref(org.parent, "orgs", key),
        ),
        words=search_words.of(folded, _spoken(org.sourced_id), codes=(org.identifier,), status=_status(org)),
    )


def _session(session: entities.AcademicSession, key: Key) -> Row:
    folded = fold(session.title)
    return Row(
        (
            _status(session),
            moment(session.date_last_modified),
            folded or None,
            session.title or None,
            session.type or None,
            day(session.start_date),
            day(session.end_date),
            _ref(session.parent, "academicSessions", key),
            session.school_year or None,
        ),
        words=search_words.of(folded, session.school_year, _spoken(session.sourced_id), status=_status(session)),
    )


def _course(course: entities.Course, key: Key) -> Row:
    folded = fold(course.title)
    return Row(
        (
            _status(course),
            moment(course.date_last_modified),
            folded or None,
            course.title or None,
            course.course_code or None,
            _ref(course.school_year, "academicSessions", key),
            _ref(course.org, "orgs", key),
            _listed(course.grades),
            _rank(course.grades),
            _listed(course.subjects),
        ),
        links=(_refs(course.resources, "resources", key),),
        words=search_words.of(
            folded,
            _spoken(course.sourced_id),
            codes=(course.course_code,),
            orgs=_ids(course.org),
            status=_status(course),
        ),
    )


def _class(class_: entities.Class, key: Key) -> Row:
    folded = fold(class_.title)
    return Row(
        (
            _status(class_),
            moment(class_.date_last_modified),
            folded or None,
            class_.title or None,
            class_.class_code or None,
            class_.class_type or None,
            class_.location or None,
            _ref(class_.course, "courses", key),
            _ref(class_.school, "orgs", key),
            _listed(class_.grades),
            _rank(class_.grades),
            _listed(class_.subjects),
            _listed(class_.periods),
            _rank(class_.periods),
        ),
        links=(_refs(class_.terms, "academicSessions", key), _refs(class_.resources, "resources", key)),
        words=search_words.of(
            folded,
            _spoken(class_.sourced_id),
            codes=(class_.class_code,),
            orgs=_ids(class_.school),
            status=_status(class_),
        ),
    )


def _user(user: entities.User, key: Key) -> Row:
    family, given = fold(user.family_name), fold(user.given_name)
    memberships = user.memberships
    role, kinds = _roles(memberships)
    return Row(
        (
            _status(user),
            moment(user.date_last_modified),
            f"{family}{SEPARATOR}{given}" if family or given else None,
            given or None,
            user.family_name or None,
            user.given_name or None,
            user.middle_name or None,
            user.preferred_first_name or None,
            user.preferred_last_name or None,
            user.pronouns or None,
            user.username or None,
            user.identifier or None,
            user.email or None,
            user.sms or None,
            user.phone or None,
            _flag(user.enabled_user),
            role,
            kinds,
            _listed(user.grades),
            _rank(user.grades),
        ),
        links=(
            [_membership(place, each, key, typed=bool(user.roles)) for place, each in enumerate(memberships)],
            _refs(user.agents, "users", key),
            _refs(user.resources, "resources", key),
        ),
        words=search_words.of(
            search_words.name(given, family),
            *(user.username, user.email, _spoken(user.sourced_id)),
            *(user.middle_name, user.preferred_first_name, user.preferred_last_name),
            codes=(user.identifier,),
            phones=(user.phone, user.sms),
            orgs=_ids(*[each.org for each in memberships]),
            status=_status(user),
        ),
    )


def _membership(place: int, role: entities.Role, key: Key, *, typed: bool) -> tuple[Cell, ...]:
    """A role as a row of `user_org`; `typed` where the source says which roles are primary."""
    is_primary = int(role.role_type == "primary") if typed else None
    known = vocabulary.stored(role.role)
    return place, _ref(role.org, "orgs", key), known, is_primary, day(role.begin_date), day(role.end_date)


def _roles(memberships: list[entities.Role]) -> tuple[Cell, int]:
    """The distinct roles, primary first, as one cell; and what they are together, as bits."""
    if len(memberships) == 1:
        only = vocabulary.stored(memberships[0].role)
        return only, vocabulary.kind(only)
    roles = list(dict.fromkeys(vocabulary.stored(membership.role) for membership in memberships))
    kinds = 0
    for role in roles:
        kinds |= vocabulary.kind(role)
    if len(roles) == 1:
        return roles[0], kinds
    return SEPARATOR.join(text for role in roles if (text := vocabulary.sent(role))) or None, kinds


def _enrollment(enrollment: entities.Enrollment, key: Key) -> Row:
    return Row(
        (
            _status(enrollment),
            moment(enrollment.date_last_modified),
            _ref(enrollment.user, "users", key),
            _ref(enrollment.class_, "classes", key),
            _ref(enrollment.school, "orgs", key),
            vocabulary.stored(enrollment.role),
            _flag(enrollment.primary),
            day(enrollment.begin_date),
            day(enrollment.end_date),
        )
    )


def _demographics(demographics: entities.Demographics, key: Key) -> Row:
    return Row(
        (
            _status(demographics),
            moment(demographics.date_last_modified),
            key("users", demographics.sourced_id),
        )
    )


def _plain(base: str) -> Callable[..., Row]:
    """What makes the row of an entity whose table has a column a field."""
    about = [(each.attribute, each.field.kind, each.field.target) for each in plain.attributes(base)]
    titled = any(attribute == "title" for attribute, _kind, _target in about)

    def plain_row(entity: entities.Entity, key: Key) -> Row:
        cells: list[Cell] = [_status(entity), moment(entity.date_last_modified)]
        if titled:
            cells.append(fold(getattr(entity, "title")) or None)  # noqa: B009 - not every entity has one
        for attribute, kind, target in about:
            value = getattr(entity, attribute)
            if value is None or value == "":
                cells.append(None)
            elif kind is Kind.REFERENCE:
                cells.append(_ref(value, target, key))
            elif kind is Kind.DATE:
                cells.append(day(value))
            else:
                cells.append(_listed(value) if isinstance(value, list) else value)
        return Row(tuple(cells))

    return plain_row


_ROWS: dict[type[entities.Entity], Callable[..., Row]] = {
    entities.Org: _org,
    entities.AcademicSession: _session,
    entities.Course: _course,
    entities.Class: _class,
    entities.User: _user,
    entities.Enrollment: _enrollment,
    entities.Demographics: _demographics,
    **{fields.collection(base).entity: _plain(base) for base in plain.NAMES},
}
