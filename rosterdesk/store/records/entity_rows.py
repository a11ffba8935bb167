"""From an entity to the row that keeps it, its links, and the words by which it is found. Pure."""

from collections.abc import Callable

import msgspec

from rosterdesk.model import entities, fields
from rosterdesk.model.attributes import Kind
from rosterdesk.store.records import plain, search_words, vocabulary
from rosterdesk.store.records.cells import Cell, Key, day, flag, listed, moment, rank, ref, refs, status
from rosterdesk.store.records.folding import SEPARATOR, fold


class Row(msgspec.Struct, gc=False):
    """`cells` are those of `tables.TABLES`, in order; `links` are the rows of the link tables, in the order of
    `tables.LINKS`, without the record's own key, which comes first in each."""

    cells: tuple[Cell, ...]
    links: tuple[list[tuple[Cell, ...]], ...] = ()
    words: str = ""


def row(entity: entities.Entity, key: Key) -> Row:
    """The row of an entity; asks `key` for every record that it refers to."""
    return _ROWS[type(entity)](entity, key)


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
            status(org),
            moment(org.date_last_modified),
            folded or None,
            org.name or None,
            org.type or None,
            org.identifier or None,
            ref(org.parent, "orgs", key),
        ),
        words=search_words.of(folded, _spoken(org.sourced_id), codes=(org.identifier,), status=status(org)),
    )


def _session(session: entities.AcademicSession, key: Key) -> Row:
    folded = fold(session.title)
    return Row(
        (
            status(session),
            moment(session.date_last_modified),
            folded or None,
            session.title or None,
            session.type or None,
            day(session.start_date),
            day(session.end_date),
            ref(session.parent, "academicSessions", key),
            session.school_year or None,
        ),
        words=search_words.of(folded, session.school_year, _spoken(session.sourced_id), status=status(session)),
    )


def _course(course: entities.Course, key: Key) -> Row:
    folded = fold(course.title)
    return Row(
        (
            status(course),
            moment(course.date_last_modified),
            folded or None,
            course.title or None,
            course.course_code or None,
            ref(course.school_year, "academicSessions", key),
            ref(course.org, "orgs", key),
            listed(course.grades),
            rank(course.grades),
            listed(course.subjects),
        ),
        links=(refs(course.resources, "resources", key),),
        words=search_words.of(
            folded,
            _spoken(course.sourced_id),
            codes=(course.course_code,),
            orgs=_ids(course.org),
            status=status(course),
        ),
    )


def _class(class_: entities.Class, key: Key) -> Row:
    folded = fold(class_.title)
    return Row(
        (
            status(class_),
            moment(class_.date_last_modified),
            folded or None,
            class_.title or None,
            class_.class_code or None,
            class_.class_type or None,
            class_.location or None,
            ref(class_.course, "courses", key),
            ref(class_.school, "orgs", key),
            listed(class_.grades),
            rank(class_.grades),
            listed(class_.subjects),
            listed(class_.periods),
            rank(class_.periods),
        ),
        links=(refs(class_.terms, "academicSessions", key), refs(class_.resources, "resources", key)),
        words=search_words.of(
            folded,
            _spoken(class_.sourced_id),
            codes=(class_.class_code,),
            orgs=_ids(class_.school),
            status=status(class_),
        ),
    )


def _user(user: entities.User, key: Key) -> Row:
    family, given = fold(user.family_name), fold(user.given_name)
    memberships = user.memberships
    role, kinds = _roles(memberships)
    return Row(
        (
            status(user),
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
            flag(user.enabled_user),
            role,
            kinds,
            listed(user.grades),
            rank(user.grades),
        ),
        links=(
            [_membership(place, each, key, typed=bool(user.roles)) for place, each in enumerate(memberships)],
            refs(user.agents, "users", key),
            refs(user.resources, "resources", key),
        ),
        words=search_words.of(
            search_words.name(given, family),
            *(user.username, user.email, _spoken(user.sourced_id)),
            *(user.middle_name, user.preferred_first_name, user.preferred_last_name),
            codes=(user.identifier,),
            phones=(user.phone, user.sms),
            orgs=_ids(*[each.org for each in memberships]),
            status=status(user),
        ),
    )


def _membership(place: int, role: entities.Role, key: Key, *, typed: bool) -> tuple[Cell, ...]:
    """A role as a row of `user_org`; `typed` where the source says which roles are primary."""
    is_primary = int(role.role_type == "primary") if typed else None
    known = vocabulary.stored(role.role)
    return place, ref(role.org, "orgs", key), known, is_primary, day(role.begin_date), day(role.end_date)


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
            status(enrollment),
            moment(enrollment.date_last_modified),
            ref(enrollment.user, "users", key),
            ref(enrollment.class_, "classes", key),
            ref(enrollment.school, "orgs", key),
            vocabulary.stored(enrollment.role),
            flag(enrollment.primary),
            day(enrollment.begin_date),
            day(enrollment.end_date),
        )
    )


def _demographics(demographics: entities.Demographics, key: Key) -> Row:
    return Row(
        (
            status(demographics),
            moment(demographics.date_last_modified),
            key("users", demographics.sourced_id),
        )
    )


def _plain(base: str) -> Callable[..., Row]:
    """What makes the row of an entity whose table has a column a field."""
    about = [(each.attribute, each.field.kind, each.field.target) for each in plain.attributes(base)]
    titled = any(attribute == "title" for attribute, _kind, _target in about)

    def plain_row(entity: entities.Entity, key: Key) -> Row:
        cells: list[Cell] = [status(entity), moment(entity.date_last_modified)]
        if titled:
            cells.append(fold(getattr(entity, "title")) or None)  # noqa: B009 - not every entity has one
        for attribute, kind, target in about:
            value = getattr(entity, attribute)
            if value is None or value == "":
                cells.append(None)
            elif kind is Kind.REFERENCE:
                cells.append(ref(value, target, key))
            elif kind is Kind.DATE:
                cells.append(day(value))
            else:
                cells.append(listed(value) if isinstance(value, list) else value)
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
