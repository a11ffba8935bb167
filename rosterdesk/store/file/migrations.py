"""From one version of the tables to the next: all the steps that a file lacks, or none."""

import apsw

from rosterdesk.store.file import schema


def bring_up_to_date(connection: apsw.Connection) -> None:
    """Apply the steps that are missing, in one transaction with the number; a new file becomes a store of ours."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.pragma("user_version")
        for step in schema.MIGRATIONS[max(0, version - schema.OLDEST + 1) :]:
            if callable(step):
                step(connection)
            else:
                connection.execute(step).fetchall()
        connection.pragma("application_id", schema.APPLICATION_ID)
        connection.pragma("user_version", schema.VERSION)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
