"""The district as a bundle: what is in it is what the service has."""

from collections import defaultdict
from pathlib import Path
from typing import Literal

import pytest

from rosterdesk.bundle.reading import Bundle
from rosterdesk.demo import bundle
from rosterdesk.demo.district import make
from rosterdesk.model.fields import COLLECTIONS
from tests.demo.conftest import TODAY


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_bundle_has_every_active_record_of_its_version(version: Literal["1.1", "1.2"], tmp_path: Path) -> None:
    bundle.write(tmp_path / "district.zip", version, students=60, today=TODAY)
    made = make(students=60, today=TODAY).collections
    gone = {each["sourcedId"] for each in made["users"] if each["status"] != "active"}
    left_out = defaultdict(set, demographics=gone)

    with Bundle(tmp_path / "district.zip") as read:
        assert read.version == version
        assert read.system == "Lakeside Unified School District"
        for name, records in made.items():
            if name in read.kinds:
                found = [item.entity.sourced_id for page in read.pages(name) for item in page.items]
                active = {each["sourcedId"] for each in records if each["status"] == "active"} - left_out[name]
                assert len(found) == len(set(found)) == len(active)
                assert {each for each in active if not set(each) & set("|:() ")} <= set(found)
            else:
                assert COLLECTIONS[name].since > version or name.startswith("assessment")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_sound_district_makes_a_bundle_without_a_problem(version: Literal["1.1", "1.2"], tmp_path: Path) -> None:
    remarks = bundle.write(tmp_path / "district.zip", version, students=300, today=TODAY)
    assert [remark for remark in remarks if remark.severity == "error"] == []
    with Bundle(tmp_path / "district.zip") as read:
        ids = {
            name: [each.entity.sourced_id for page in read.pages(name) for each in page.items] for name in read.kinds
        }
        assert read.problems == []
    assert any(each.startswith("SIS-") for each in ids["users"])


def test_the_same_district_makes_the_same_bundle(tmp_path: Path) -> None:
    for name in ("one.zip", "other.zip"):
        bundle.write(tmp_path / name, students=10, today=TODAY)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_a_faulty_district_makes_a_bundle_too(tmp_path: Path) -> None:
    bundle.write(tmp_path / "faulty.zip", "1.2", students=60, today=TODAY, faulty=True)

    with Bundle(tmp_path / "faulty.zip") as read:
        made = make(students=60, today=TODAY, faulty=True)
        active = {each["sourcedId"] for each in made.collections["users"] if each["status"] == "active"}
        users = {item.entity.sourced_id for page in read.pages("users") for item in page.items}
        assert active.intersection(each.sourced_id for each in made.planted) <= users
