"""What others than queries ask of a reader: a SELECT of their own, links, one state for several questions."""

from datetime import date
from pathlib import Path

from rosterdesk.model.rows import Link
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster


def test_a_select_has_parameters_functions_and_columns_by_name(stored: Path) -> None:
    statement = "SELECT id AS key, louder(name) AS said FROM org WHERE name IS NOT NULL AND :day = 31 ORDER BY said"
    with roster.reader(stored) as reader:
        found = reader.select(statement, {"day": date(2000, 2, 1)}, {"louder": str.upper})
        assert [row["said"] for row in found] == sorted(each.name.upper() for each in roster.ROSTER["orgs"])
        assert found[0]["key"] == reader.key("orgs", "a1")
        assert reader.select("SELECT 1 AS one WHERE FALSE", {}, {}) == []


def test_a_link_says_what_a_record_is_called_and_whether_it_is_there(stored: Path) -> None:
    with roster.reader(stored) as reader:
        (row,) = reader.select("SELECT id FROM course WHERE sourced_id = 'gone'", {}, {})
        key = reader.key("courses", "math")
        assert reader.links("courses", [key, row["id"]]) == {
            key: Link("courses", "math", "Mathematics"),
            row["id"]: Link("courses", "gone", "gone", present=False),
        }


def test_within_a_snapshot_nothing_changes_whoever_writes(tmp_path: Path) -> None:
    path = roster.store(tmp_path / "store.db")

    def name(reader: Reader) -> object:
        ((found,),) = reader.rows("orgs", [reader.key("orgs", "d")], ["name"])
        return found

    renamed = roster.Org(sourced_id="d", name="Renamed", type="district")
    with Writer(path, roster.KEY) as writer, roster.reader(path) as reader:
        with reader.snapshot():
            before = name(reader)
            writer.begin({"orgs": "delta"}, started=roster.STARTED)
            writer.put("orgs", roster.items([renamed]), received=1, total=1)
            writer.end_collection("orgs", complete=True)
            writer.end()
            assert name(reader) == before
        assert name(reader) == "Renamed"
