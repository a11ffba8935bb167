"""USR: what people sign in with, and are reached and known by."""

from rosterdesk.checks.definitions import PERSON
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, on the person's page,"
_SIGN_IN = "People sign in by it: two accounts with one of them end up in each other's classes, or neither can sign in."

RULES = (
    Rule(
        id="USR-04",
        severity="warning",
        starred=True,
        title="Duplicate username",
        message="Other active people have the same username: {others!s}.",
        why=_SIGN_IN,
        fix=f"{_SIS} give each a username of their own.",
        good="One person with an account for each role, as OneRoster 1.1 wants it.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH named AS MATERIALIZED (
                SELECT id, norm(username) AS name FROM active_user WHERE username IS NOT NULL
            ),
            twice AS (
                SELECT n.id AS key, n.name, {PERSON} AS person,
                    sent_value('users', u.sourced_id, u.record, 'userMasterIdentifier') AS master
                FROM named n CROSS JOIN user u ON u.id = n.id
                WHERE n.name IN (SELECT name FROM named GROUP BY name HAVING count(*) > 1)
            )
            SELECT key, count(*) OVER same - 1 AS others,
                iif(min(person) OVER same = max(person) OVER same AND min(master) OVER same = max(master) OVER same
                    AND count(master) OVER same = count(*) OVER same, 'info', 'warning') AS severity
            FROM twice WINDOW same AS (PARTITION BY name)
            """,
    ),
    Rule(
        id="USR-05",
        severity="warning",
        starred=True,
        title="Duplicate email",
        message="Other active people have the same email: {others!s}.",
        why=_SIGN_IN,
        fix=f"{_SIS} correct the email.",
        good="Staff who are parents as well, and families with one mailbox.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT key, others FROM (
                SELECT id AS key, count(*) OVER (PARTITION BY norm(email)) - 1 AS others
                FROM active_user WHERE email IS NOT NULL
            ) WHERE others
            """,
    ),
    Rule(
        id="USR-06",
        severity="warning",
        starred=True,
        title="Duplicate identifier",
        message="Other active people of another name have the same identifier, or one of the same type: {others!s}.",
        why="It is the number by which programs and states match people: their records are mixed up.",
        fix=f"{_SIS} correct the number of one of them.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH known AS MATERIALIZED (
                SELECT id, 0 AS kind, identifier COLLATE BINARY AS identifier FROM active_user
                WHERE identifier IN (  -- an index tells nearly all that are not shared
                    SELECT identifier FROM user WHERE identifier IS NOT NULL GROUP BY identifier HAVING count(*) > 1
                )
                UNION ALL
                SELECT u.id, coalesce(i.value ->> 'type', ''), CAST(i.value ->> 'identifier' AS TEXT)
                FROM active_user u, json_each(sent_member('users', u.record, 'userIds')) i
                WHERE i.type = 'object' AND i.value ->> 'identifier' <> ''
            ),
            twice AS (
                SELECT DISTINCT k.id AS key, k.kind, k.identifier, {PERSON} AS person
                FROM known k CROSS JOIN user u ON u.id = k.id
                WHERE (k.kind, k.identifier) IN (
                    SELECT kind, identifier FROM known GROUP BY kind, identifier HAVING min(id) < max(id)
                )
            )
            SELECT key, max(others) AS others FROM (
                SELECT key, count(*) OVER same - 1 AS others,
                    min(person) OVER same IS NOT max(person) OVER same AS differ
                FROM twice WINDOW same AS (PARTITION BY kind, identifier)
            ) WHERE differ GROUP BY key
            """,
    ),
    Rule(
        id="USR-07",
        severity="info",
        title="Linked accounts",
        message="Other people in the roster have the same master identifier: {others!s}.",
        why="They are accounts of one person; programs that know this show them as one.",
        fix=f"{_SIS} correct the master identifier, if these are not one person.",
        good="It is meant so: one person with an account for each role, or at each school.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT key, others FROM (
                SELECT id AS key, count(*) OVER (PARTITION BY master) - 1 AS others FROM (
                    SELECT id, sent_member('users', record, 'userMasterIdentifier') ->> '$' AS master FROM active_user
                ) WHERE master <> ''
            ) WHERE others
            """,
    ),
    Rule(
        id="USR-08",
        severity="warning",
        starred=True,
        title="Email missing",
        message="This person has no email, and a role that needs one.",
        why="Platforms that know people by email make no account, or one that nobody can reach.",
        fix=f"{_SIS} enter the school's email, or share the field with this key.",
        good="Young children, where the district gives them no address.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT id AS key FROM active_user WHERE email IS NULL AND id IN (
                SELECT user FROM user_org WHERE role_name(role) IN (SELECT value FROM json_each(:email_roles))
            )
            """,
    ),
    Rule(
        id="USR-09",
        severity="warning",
        starred=True,
        title="Email malformed",
        message="This is no email address: {email}",
        why="Nothing can be sent there, and nobody can sign in with it.",
        fix=f"{_SIS} correct the email.",
        collection="users",
        needs=("users",),
        sql="SELECT id AS key, email FROM active_user WHERE email IS NOT NULL AND NOT is_email(email)",
    ),
    Rule(
        id="USR-10",
        severity="info",
        title="Email outside the district",
        message="This address is at none of the district's domains: {email}",
        why="Platforms of the district let in only its own addresses, and others are somebody's private ones.",
        fix=f"{_SIS} enter the address that the district gave.",
        good="Guardians, and staff of partners, with addresses of their own.",
        collection="users",
        needs=("users",),
        given="email_domains",
        sql="""
            SELECT id AS key, 'email' AS field, email FROM active_user
            WHERE email IS NOT NULL AND kinds & 3 AND is_outside(email, :email_domains)
            """,
    ),
    Rule(
        id="USR-25",
        severity="warning",
        title="Password in the feed",
        why="Whoever may read the roster has the passwords. RosterDesk does not keep them.",
        fix="In the export of the student information system, leave passwords out.",
        of_files=True,
        bends={"passwords": "warning"},
    ),
)
