"""What services write in their own way is written as the standard has it: the bundle reads back as if they did not."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rosterdesk.bundle.columns import BOTH, Version
from rosterdesk.bundle.headers import FILES
from rosterdesk.bundle.writing import write
from rosterdesk.demo.editions import EDITIONS
from rosterdesk.demo.roster import Roster
from rosterdesk.model.entities import Entity, is_true
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.wire import loose
from rosterdesk.wire.records import items
from tests.bundle.parcels import records
from tests.oneroster.deviations_around import Call, Deviation, Reply
from tests.oneroster.deviations_trial import district
from tests.oneroster.deviations_values import VALUES

Values = dict[str, dict[str, dict[str, Any]]]
"""By collection and sourcedId: every value."""

_SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])")
ROSTERS = {edition.version: Roster(district(), edition) for edition in EDITIONS}


def rows(version: Version, deviation: Deviation | None) -> dict[str, list[bytes]]:
    """The records of the district as a service sends them."""
    found = {}
    for name in COLLECTIONS:
        about = COLLECTIONS[name]
        if about.base == name and name in FILES and about.since <= version:
            made = [record for record in ROSTERS[version].records(name) if record["status"] == "active"]
            reply = Reply(200, msgspec.json.encode({name: made}))
            if deviation and deviation.after:
                deviation.after(Call(name, f"/{name}", {}, 0, 100, {}, {}, 1, {}), reply)
            body, _ = loose.decode(reply.body)
            found[name] = [msgspec.json.encode(row) for row in next(iter(body.values()))]
    return found


def values(entity: Entity) -> dict[str, Any]:
    """What CSV has of an entity, a flag as a truth; roles without what tells the first from the others in 1.1."""
    found = {name: getattr(entity, name) for name in entity.__struct_fields__ if name != "date_last_modified"}
    return found | {name: is_true(found[name]) for name in ("enabled_user", "primary") if name in found}


def read(path: Path) -> Values:
    return {
        name: {item.entity.sourced_id: values(item.entity) for item in found} for name, found in records(path).items()
    }


def written(target: Path, version: Version, deviation: Deviation | None = None, to: Version | None = None) -> Values:
    write(target, to or version, rows(version, deviation))
    return read(target)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Values]:
    """What bundles of either version have of the service of 1.1 without any deviation."""
    folder = tmp_path_factory.mktemp("straight")
    return {to: written(folder / f"{to}.zip", "1.1", to=to) for to in BOTH}


@pytest.mark.parametrize("version", BOTH)
def test_every_value_of_a_service_is_in_the_bundle(version: Version, tmp_path: Path) -> None:
    found = written(tmp_path / "bundle.zip", version)
    for name, sent in rows(version, None).items():
        for item in items(map(msgspec.Raw, sent), COLLECTIONS[name].entity, Counter(), secretive=True):
            truth = {field: value for field, value in values(item.entity).items() if value not in (None, [])}
            if version == "1.1":
                truth.pop("weight", None)  # for which CSV has no column
            elif "grading_period" in truth:
                truth["academic_session"] = truth.pop("grading_period")
            again = found[name].pop(item.entity.sourced_id)
            assert {field: again[field] for field in truth} == truth
    assert not any(found.values())


@pytest.mark.parametrize("to", BOTH)
@pytest.mark.parametrize("deviation", VALUES, ids=[each.name for each in VALUES])
def test_a_bundle_of_a_service_with_ways_of_its_own_is_the_same(
    deviation: Deviation, to: Version, straight: dict[str, Values], tmp_path: Path
) -> None:
    bent = written(tmp_path / "bent.zip", "1.1", deviation, to=to)
    apart = {_SNAKE.sub("_", name).lower() for name in deviation.apart}
    apart |= {"roles"} if "role" in apart else set()

    def compared(found: Values) -> Values:
        return {
            name: {each: {field: has[field] for field in has.keys() - apart} for each, has in records.items()}
            for name, records in found.items()
        }

    assert compared(bent) == compared(straight[to])
