"""DLT: what the newest run made of whole collections, and how it was read."""

from rosterdesk.checks.definitions import IN_SESSION
from rosterdesk.checks.rule import Question, Rule
from rosterdesk.checks.selection import COLLECTIONS
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.limits import MOST_CHANGED, MOST_REMOVED

_SERVICE = "Ask the people who run the service"


def _counted(name: str) -> str:
    """How many records of a collection a run made different, and how many there are and were before."""
    table = TABLES[name]
    return f"""
        SELECT '{name}' AS collection, NULL AS key, d.added, d.changed, d.removed, n.now,
            n.now - d.added + d.removed AS before
        FROM last_run r JOIN difference d ON d.run = r.id AND d.collection = '{name}', (
            SELECT count(*) AS now FROM {table.name}
            WHERE {table.present} IS NOT NULL AND status IS NOT 'tobedeleted'
        ) n
        """


def _where(condition: str) -> tuple[Question, ...]:
    """The collections of which these counts fulfil the condition."""
    return tuple(
        Question(f"SELECT * FROM ({_counted(name)}) WHERE {condition}", (name,), between=True) for name in COLLECTIONS
    )


def _withdrawn(name: str) -> str:
    """Whether the last run was refused a collection that the one before it could read; its records are kept."""
    table = TABLES[name]
    return f"""
        SELECT c.collection, NULL AS key, 0 AS now, (
            SELECT count(*) FROM {table.name} WHERE {table.present} IS NOT NULL AND status IS NOT 'tobedeleted'
        ) AS before
        FROM last_run r JOIN run_collection c ON c.run = r.id AND c.collection = '{name}' AND c.refused
            JOIN run_collection p ON p.collection = c.collection AND NOT p.refused
        WHERE p.run = (SELECT max(q.run) FROM run_collection q WHERE q.collection = c.collection AND q.run < c.run)
        """


def _reminted(name: str) -> str:
    """Whether a fifth of a collection went and came again under other ids."""
    natural = f"natural_key('{name}', sent_record('{name}', {{}}))"
    return f"""
        WITH counted AS MATERIALIZED (SELECT * FROM ({_counted(name)}) WHERE 100 * removed >= 20 * before),
        lost AS MATERIALIZED (
            SELECT {natural.format("a.before")} AS natural FROM altered a
            WHERE a.collection = '{name}' AND a.kind = 'removed' AND EXISTS (SELECT 1 FROM counted)
        ),
        new AS MATERIALIZED (
            SELECT {natural.format("t.record")} AS natural FROM arrived a JOIN {TABLES[name].name} t ON t.id = a.id
            WHERE a.collection = '{name}' AND EXISTS (SELECT 1 FROM counted)
        )
        SELECT collection, key, before, again FROM (
            SELECT *, (SELECT count(*) FROM lost WHERE natural IN (SELECT natural FROM new)) AS again FROM counted
        ) WHERE again AND 100 * again >= 20 * before
        """


_STAMPS = " UNION ALL ".join(f"SELECT max(modified) AS modified FROM {TABLES[name].name}" for name in COLLECTIONS)

RULES = (
    Rule(
        id="DLT-01",
        severity="error",
        starred=True,
        title="Many deletions",
        message="The last sync removed {removed!s} of {before!s}.",
        why="So many at once are mostly an accident: a filter, a right of the key, a school that is not shared.",
        fix=f"{_SERVICE} whether that was meant. Earlier records are in the changes of that sync.",
        good="The end of a school year, and a school that closes.",
        parts=_where(f"removed >= 10 AND 100 * removed > {MOST_REMOVED} * before"),
    ),
    Rule(
        id="DLT-02",
        severity="warning",
        starred=True,
        title="Many changes",
        message="The last sync changed {changed!s} of {before!s}.",
        why="So many at once are mostly a new way of writing a field, which programs that compare it do not know.",
        fix=f"{_SERVICE} what is new in their export. What changed in each record is in the changes of that sync.",
        good="The promotion of all students to the next grade.",
        parts=_where(f"100 * changed > {MOST_CHANGED} * before"),
    ),
    Rule(
        id="DLT-04",
        severity="error",
        starred=True,
        title="Collection empty",
        message="Before the last sync there were {before!s}, now there are none.",
        why="Programs that read this roster delete all that they had of it.",
        fix=f"{_SERVICE} whether the list was shared with this key; then sync again.",
        parts=_where("now = 0 AND before > 0"),
    ),
    Rule(
        id="DLT-05",
        severity="error",
        starred=True,
        title="Incomplete load",
        message="Records that came: {rows!s}; that were announced: {announced!s}; that came again: {repeats!s}.",
        why="Whoever is missing here may be in the roster all the same; whatever counts on all of it is not judged.",
        fix="Sync again: it goes on where it stopped. If it stops at the same place, tell the people who run the"
        " service.",
        good="A list to which somebody added a record while it was read.",
        parts=(
            Question(
                """
                SELECT c.collection, NULL AS key, coalesce(l.rows, 0) AS rows, coalesce(l.announced, '–') AS announced,
                    coalesce(l.repeats, 0) AS repeats, iif(c.complete, 'warning', 'error') AS severity
                FROM run_collection c LEFT JOIN (
                    SELECT run, collection, sum(rows) AS rows, sum(total) AS announced, sum(rows <> total) AS unlike,
                        sum(bent ->> 'repeats') AS repeats
                    FROM run_list GROUP BY run, collection
                ) l USING (run, collection)
                WHERE c.run = (SELECT max(id) FROM run) AND NOT c.refused AND (c.ended OR c.why <> '')
                    AND (NOT c.complete OR l.unlike > 0 OR l.repeats > 0)
                """,
                (),
            ),
        ),
    ),
    Rule(
        id="DLT-07",
        severity="warning",
        title="Less visible than before",
        message="Access was withdrawn: of {before!s} records, this key may see {now!s}.",
        why="What is not to be seen looks as if it were gone.",
        fix=f"{_SERVICE} whether the rights of this key were changed.",
        good="An organization that was closed.",
        parts=(
            *(Question(_withdrawn(name), (), between=True) for name in COLLECTIONS),
            Question(f"SELECT * FROM ({_counted('orgs')}) WHERE now < before", ("orgs",), between=True),
        ),
    ),
    Rule(
        id="DLT-08",
        severity="error",
        title="New ids for the same records",
        message="Of {before!s} records, {again!s} went and came again under another id.",
        why="Programs delete what they had under the old ids, with all work in it, and begin anew.",
        fix=f"{_SERVICE} to bring the old ids back: an id never changes, whatever the system that exports it.",
        parts=tuple(Question(_reminted(name), (name,), between=True) for name in COLLECTIONS if name != "demographics"),
    ),
    Rule(
        id="DLT-09",
        severity="info",
        title="Stale data",
        message="Days since this roster was read: {read!s}; since the source modified anything in it: {modified!s}.",
        why="What is wrong here may be mended already, and what is new is not here.",
        fix="Sync. If that changes nothing, ask the people who run the service whether their export still runs.",
        good="Holidays, in which nobody enters anything.",
        parts=(
            Question(
                f"""
                SELECT NULL AS key, read, coalesce(modified, '–') AS modified FROM (
                    SELECT (:now / 1000 - unixepoch(run.begun)) / 86400 AS read, (
                        SELECT (:now - max(modified)) / 86400000 FROM ({_STAMPS})
                    ) AS modified
                    FROM last_run r JOIN run ON run.id = r.id
                )
                WHERE read > :stale_days OR (modified > 30 AND {IN_SESSION})
                """,
                (),
            ),
        ),
    ),
)
