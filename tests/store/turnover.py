"""A district in which something happens between two syncs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from rosterdesk.demo.district import District

_NAMES = {"orgs": "name", "users": "familyName"}
_FEW = 1  # of a collection: one vanishes and one is deleted, so that nothing looks like an accident of the service


class Turnover:
    """Changes the records of a district; by chance, but the same for the same seed."""

    def __init__(self, district: District, collections: Sequence[str], chance: Random) -> None:
        self._district = district
        self._collections = collections
        self._chance = chance
        self._vanished: dict[str, list[dict[str, Any]]] = {name: [] for name in collections}
        self._turns = 0

    @property
    def records(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What the district has now, by collection and sourcedId."""
        return {
            name: {record["sourcedId"]: dict(record) for record in self._district.collections[name]}
            for name in self._collections
        }

    def turn(self, *, vanish: bool) -> None:
        """Some records of each collection change, come, come back, or are marked as deleted.

        Some `vanish`, of which only a list of all can tell.
        """
        self._turns += 1
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
        for name in self._collections:
            there = self._district.collections[name]
            for record in self._some(there):
                record.update({_NAMES.get(name, "title"): f"Turn {self._turns}"}, dateLastModified=now)
            for record in self._some(there):
                status = "active" if record["status"] == "tobedeleted" else "tobedeleted"
                record.update(status=status, dateLastModified=now)
            for number, record in enumerate(self._some(there)):
                there.append({**record, "sourcedId": f"{name} {self._turns}-{number}", "dateLastModified": now})
            there.extend({**record, "dateLastModified": now} for record in self._vanished[name])
            self._vanished[name] = self._some(there) if vanish else []
            for record in self._vanished[name]:
                there.remove(record)

    def _some(self, records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return self._chance.sample(records, min(len(records), self._chance.randint(0, _FEW)))
