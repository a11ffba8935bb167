"""People who look alike in a search."""

from pathlib import Path

from rosterdesk.model.rows import Found
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.lookalikes import told_apart
from tests import stores


def test_guardians_of_one_name_are_told_apart_by_their_students_and_others_by_their_ids(filled: Path) -> None:
    reader = Reader(filled, stores.KEY)
    try:
        keys = reader.keys(places.group("students"))
        student, guardians = next(
            (row[0], row[1]) for row in reader.rows("students", keys, ("givenName", "agents")) if row[1]
        )
        guardian = Found("users", guardians[0].sourced_id, "Ann Lee", "Guardian", "guardian")
        nobodys = Found("users", "none", "Ann Lee", "Guardian", "guardian")
        alone = Found("users", "bo", "Bo Lee", "Grade 4", "student")
        found = told_apart(reader, [guardian, alone, nobodys])
        assert found[1] == alone
        assert found[0].subtitle.startswith("Guardian · of ")
        assert student in found[0].subtitle
        assert found[2].subtitle == "Guardian · none"
    finally:
        reader.close()
