"""Records that are their own ancestors."""


def ring(table: str) -> str:
    """A SELECT of the active records of `org` or `academic_session` from which going up by `parent` leads back.

    Whatever hangs below a top is sound; only what is left is followed upwards, for that costs its square.
    """
    return f"""
        WITH RECURSIVE sound (id) AS (
            SELECT id FROM {table} WHERE parent IS NULL
            UNION SELECT t.id FROM sound s JOIN {table} t ON t.parent = s.id
        ),
        climb (start, id) AS (
            SELECT id, parent FROM {table} WHERE id NOT IN (SELECT id FROM sound)
            UNION SELECT c.start, t.parent FROM climb c JOIN {table} t ON t.id = c.id
        )
        SELECT t.id AS key FROM active_{table} t
        WHERE t.id IN (SELECT start FROM climb WHERE start = id)
        """
