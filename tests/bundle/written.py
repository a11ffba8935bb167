"""Bundles for tests that were just written, of records that are given as objects."""

import csv
import zipfile
from pathlib import Path
from typing import Any

import msgspec

from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.problems import Remark
from rosterdesk.bundle.writing import write
from tests.bundle.parcels import records

Record = dict[str, Any]


def ref(sourced_id: str) -> Record:
    return {"href": f"https://sis.example/{sourced_id}", "sourcedId": sourced_id, "type": "any"}


ORGS = [
    {"sourcedId": "d1", "status": "active", "name": "Lakeside", "type": "district"},
    {"sourcedId": "s1", "status": "active", "name": "Oak", "type": "school", "parent": ref("d1")},
]
USER = {"sourcedId": "u1", "enabledUser": "true", "username": "ann", "givenName": "Ann", "familyName": "Lee"}
CLASS = {"sourcedId": "c1", "title": "A", "course": ref("co1"), "school": ref("s1"), "terms": [ref("t1")]}
LINE_ITEM = {
    "sourcedId": "l1",
    "title": "Quiz",
    "assignDate": "2026-09-07",
    "dueDate": "2026-09-14T00:00:00.000Z",
    "class": ref("c1"),
    "category": ref("k1"),
    "resultValueMin": 0,
    "resultValueMax": 10,
}


class Written:
    """A bundle that was just written: its remarks, and its files as rows."""

    def __init__(self, path: Path, version: Version, collections: dict[str, list[Record]]) -> None:
        self.path = path / "written.zip"
        sent = {name: [msgspec.json.encode(record) for record in found] for name, found in collections.items()}
        self.remarks = write(self.path, version, sent)

    def rows(self, name: str) -> list[dict[str, str]]:
        with zipfile.ZipFile(self.path) as archive:
            return list(csv.DictReader(archive.read(f"{name}.csv").decode().splitlines()))

    def told(self, rule: str) -> list[Remark]:
        return [remark for remark in self.remarks if remark.rule == rule]

    def one(self, collection: str) -> Record:
        (item,) = records(self.path)[collection]
        record: Record = msgspec.json.decode(item.record)
        return record
