"""LIF, USR and DLT: what the newest run made of single records."""

from collections.abc import Iterable

from rosterdesk.checks.definitions import PERSON
from rosterdesk.checks.rule import Question, Rule
from rosterdesk.checks.selection import COLLECTIONS
from rosterdesk.store.records.tables import TABLES

_SIS = "In the student information system,"


def _between(selects: Iterable[tuple[str, str]]) -> tuple[Question, ...]:
    """Questions about what a run made of one collection each, by its name."""
    return tuple(Question(sql, (name,), between=True) for name, sql in selects)


def _altered(name: str, condition: str, *, more: str = "", joins: str = "") -> str:
    """The records of a collection that were here before, `a` as it was and `t` as it is, and fulfil the condition."""
    return f"""
        SELECT '{name}' AS collection, a.id AS key{more}
        FROM altered a JOIN {TABLES[name].name} t ON t.id = a.id {joins}
        WHERE a.collection = '{name}' AND {condition}
        """


def _gone(name: str) -> str:
    """The records that are listed no more; to blame is the person or the class that has gone with them."""
    gone = "a.kind = 'removed' AND t.record IS NULL"
    user, class_ = (
        f"LEFT JOIN {to} ON {to}.record IS NULL"
        f" AND {to}.sourced_id = kept_id(sent_member('enrollments', a.before, '{to}') ->> 'sourcedId')"
        for to in ("user", "class")
    )
    blamed = ", coalesce(user.id, class.id) AS cause, iif(user.id IS NULL, 'classes', 'users') AS cause_in"
    match name:
        case "enrollments":
            return _altered(name, gone, more=blamed, joins=f"{user} {class_}")
        case "demographics":
            own = "LEFT JOIN user ON user.record IS NULL AND user.sourced_id = t.sourced_id"
            return _altered(name, gone, more=", user.id AS cause, 'users' AS cause_in", joins=own)
    return _altered(name, gone)


def _same_stamp(name: str) -> str:
    """The records that are different and were last modified when they were before."""
    stamp, before = (f"sent_member('{name}', {record}, 'dateLastModified')" for record in ("t.record", "a.before"))
    return _altered(name, f"a.kind = 'changed' AND t.modified IS NOT NULL AND {stamp} = {before}")


def _born(record: str) -> str:
    return f"sent_member('demographics', {record}, 'birthDate') ->> '$'"


def _before(member: str) -> str:
    return f"sent_member('enrollments', a.before, '{member}')"


def _day_before(member: str) -> str:
    """A date of an enrollment as it was, as days are kept."""
    return f"CAST(julianday({_before(member)} ->> '$') - julianday('2000-01-01') AS INTEGER)"


def _was(member: str) -> str:
    return f"coalesce(sent_member('users', a.before, '{member}') ->> '$', '')"


RULES = (
    Rule(
        id="LIF-06",
        severity="warning",
        starred=True,
        title="Gone without a word",
        message="The last sync did not list it any more, and it was never marked as deleted.",
        why="Programs that ask for what changed never hear of it, and keep it.",
        fix=f"{_SIS} look whether it was deleted, or only not shared; let the export mark what is deleted.",
        good="Services that list what is active alone, and nothing else of what is gone.",
        parts=_between((name, _gone(name)) for name in COLLECTIONS),
    ),
    Rule(
        id="LIF-07",
        severity="info",
        title="Came back",
        message="It was marked as deleted before the last sync, and is active now.",
        why="Programs that deleted it have it again without what was in it.",
        fix=f"{_SIS} look whether it was brought back on purpose.",
        good="People who left and returned.",
        parts=_between(
            (name, _altered(name, "a.kind IN ('added', 'returned') AND a.before IS NOT NULL")) for name in COLLECTIONS
        ),
    ),
    Rule(
        id="USR-27",
        severity="warning",
        title="New id, same person",
        message="This id came with the last sync, and {was}, of the same name and birth date or email, went with it.",
        why="Programs take the person for a new one: the account begins empty, and work is lost to view.",
        fix=f"{_SIS} keep the sourcedId of a person, also through a merge, a transfer or a new export.",
        collection="users",
        needs=("users",),
        between=True,
        sql=f"""
            WITH lost AS MATERIALIZED (
                SELECT t.sourced_id, norm({_was("givenName")} || ' ' || {_was("familyName")}) AS person,
                    norm({_was("email")}) AS email, (
                        SELECT {_born("coalesce(d.record, b.before)")} FROM demographics d LEFT JOIN altered b
                            ON b.collection = 'demographics' AND b.id = d.id AND b.kind = 'removed'
                        WHERE d.sourced_id = t.sourced_id
                    ) AS born
                FROM altered a JOIN user t ON t.id = a.id WHERE a.collection = 'users' AND a.kind = 'removed'
            ),
            new AS MATERIALIZED (
                SELECT u.id, {PERSON} AS person, norm(u.email) AS email,
                    (SELECT {_born("d.record")} FROM active_demographics d WHERE d.user = u.id) AS born
                FROM arrived c JOIN active_user u ON u.id = c.id
                WHERE c.collection = 'users' AND EXISTS (SELECT 1 FROM lost)
            )
            SELECT n.id AS key, sent_id(min(l.sourced_id)) AS was
            FROM new n JOIN lost l ON l.person = n.person AND (l.email = n.email OR l.born = n.born)
            GROUP BY n.id
            """,
    ),
    Rule(
        id="DLT-03",
        severity="warning",
        starred=True,
        title="Class collapsed",
        message="Students before the last sync: {before!s}; of these, in the class no more: {lost!s}.",
        why="Half of the students have lost the class, with their work and grades in it.",
        fix=f"{_SIS} look at the schedule of the class: what ended, and whether that was meant.",
        good="Classes that are divided, or end with their term.",
        collection="classes",
        needs=("classes", "enrollments"),
        between=True,
        sql=f"""
            WITH said AS MATERIALIZED (
                SELECT d.class, d.day, u.id AS user,
                    {_day_before("beginDate")} AS begin, {_day_before("endDate")} AS end
                FROM altered a
                    JOIN class c ON c.sourced_id = kept_id({_before("class")} ->> 'sourcedId')
                    JOIN user u ON u.sourced_id = kept_id({_before("user")} ->> 'sourcedId')
                    JOIN class_day d ON d.class = c.id
                WHERE a.collection = 'enrollments' AND a.kind IN ('removed', 'changed')
                    AND {_before("role")} ->> '$' = 'student' COLLATE NOCASE
            ),
            was AS MATERIALIZED (
                SELECT s.class, s.user FROM said s LEFT JOIN class_window w ON w.class = s.class
                WHERE coalesce(s.begin, w.start, s.day) <= s.day AND coalesce(s.end, w.end, s.day + 1) > s.day
            ),
            fresh AS MATERIALIZED (
                SELECT id FROM arrived WHERE collection = 'enrollments'
                UNION ALL SELECT id FROM altered WHERE collection = 'enrollments' AND kind = 'changed'
            ),
            now AS MATERIALIZED (
                SELECT s.class, s.user, s.id IN (SELECT id FROM fresh) AS is_fresh
                FROM (SELECT DISTINCT class FROM was) h CROSS JOIN seated s ON s.class = h.class
                WHERE s.role = :student
            )
            SELECT class AS key, count(*) AS before, sum((class, user) NOT IN (SELECT class, user FROM now)) AS lost
            FROM (SELECT class, user FROM was UNION SELECT class, user FROM now WHERE NOT is_fresh)
            GROUP BY class HAVING before >= 5 AND 2 * lost > before
            """,
    ),
    Rule(
        id="DLT-06",
        severity="warning",
        title="Silent change",
        message="It is different since the last sync, and was last modified when it had been before.",
        why="Programs that ask for what was modified since yesterday miss the change.",
        fix="In the service, set dateLastModified whenever a record changes: tell its maker.",
        parts=_between((name, _same_stamp(name)) for name in COLLECTIONS),
    ),
)
