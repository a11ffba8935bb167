"""How long runs and what they changed are remembered."""

from datetime import UTC, datetime, timedelta

import apsw

from rosterdesk.store.records import runs

RUNS = 30
DAYS = 90
"""How many of each the journal of changes reaches back, where nobody says otherwise."""

# What later runs go by, however old it is: of each collection and schools, the last run that had all of it
# (`runs.since`), that read it whole (`sync.plan`), and that did both (`runs.nameless`).
_NEEDED = """
SELECT max(run.id) FROM run JOIN run_collection c ON c.run = run.id
WHERE run.ended IS NOT NULL AND (c.complete OR c.kind = 'full')
GROUP BY c.collection, run.schools, c.complete, c.kind
"""


def prune(connection: apsw.Connection, keep_runs: int, keep_days: int) -> None:
    """Forget what is older than so many ended runs and than so many days; the runs themselves where nothing needs them.

    A run that began in the future, by a clock that was wrong, is kept for its number alone. Belongs into a transaction.
    """
    now = datetime.now(UTC)
    first = connection.execute(
        "SELECT min(id) FROM run WHERE begun BETWEEN :oldest AND :now OR id IN"
        " (SELECT id FROM run WHERE ended IS NOT NULL ORDER BY id DESC LIMIT max(1, :runs))",
        {"oldest": runs.text(now - timedelta(days=keep_days)), "now": runs.text(now), "runs": keep_runs},
    ).get
    for table in ("change", "added"):
        connection.execute(f"DELETE FROM {table} WHERE run < ? AND run > 0", (first,))
    for table, column in (("run_list", "run"), ("run_collection", "run"), ("difference", "run"), ("run", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} < ? AND {column} NOT IN ({_NEEDED})", (first,))
