"""The words of the search, written anew from the records: for a version whose words are others than the one before."""

from typing import Any

import apsw

from rosterdesk.store.records import entity_rows
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.pages import WORDS_INSERT
from rosterdesk.store.records.tables import SEARCHED, TABLES


def rewrite_words(connection: apsw.Connection) -> None:
    """Index every record anew; belongs into the transaction of a migration."""
    codecs = Codecs(connection)
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    for kind, base in SEARCHED.items():
        kept = connection.execute(
            f"SELECT id, sourced_id, record FROM {TABLES[base].name} WHERE record IS NOT NULL ORDER BY id"
        )
        connection.executemany(WORDS_INSERT, (_row(codecs, base, kind, *each) for each in kept))


def _row(codecs: Codecs, base: str, kind: int, key: Any, sourced_id: Any, record: Any) -> tuple[int, str]:
    return key * 8 + kind, entity_rows.row(codecs.item(base, record, sourced_id).entity, _nobody).words


def _nobody(_collection: str, _sourced_id: str) -> int:
    """The key of what a record refers to, which its words do not depend on."""
    return 0
