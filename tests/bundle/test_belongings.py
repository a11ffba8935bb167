"""Files with parts of records that have only what changed: what was there before stays."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rosterdesk.bundle.reading import Bundle
from tests.bundle.parcels import HEADERS, Files, manifest, text, zipped

WHEN = "2026-11-01T10:00:00.000Z"
Row = dict[str, str]


def role(number: int, user: str, word: str, status: str = "", org: str = "s1") -> Row:
    about = {"sourcedId": f"r{number}", "userSourcedId": user, "roleType": "primary", "role": word}
    return about | {"orgSourcedId": org, "status": status, "dateLastModified": WHEN if status else ""}


def user(sourced_id: str, name: str = "Ann", status: str = "") -> Row:
    about = {"sourcedId": sourced_id, "enabledUser": "true", "username": sourced_id, "givenName": name}
    return about | {"familyName": "Lee", "status": status, "dateLastModified": WHEN if status else ""}


def parcel(target: Path, mode: str | dict[str, str] = "bulk", version: str = "1.2", **files: list[Row]) -> Path:
    """A bundle with these rows, all files of that mode or each of its own."""
    made: Files = {}
    for name, rows in files.items():
        header = HEADERS[version][f"{name}.csv"]
        made[f"{name}.csv"] = text([header, *([row.get(column, "") for column in header] for row in rows)])
    listed = manifest(version, made)
    for name in files:
        said = mode if isinstance(mode, str) else mode[name]
        listed = listed.replace(f"file.{name},bulk", f"file.{name},{said}")
    return zipped(target, {"manifest.csv": listed, **made})


class Kept:
    """What is kept of a collection: records by id. Reading a bundle changes it, as it would a store."""

    def __init__(self) -> None:
        self.records: dict[str, bytes] = {}

    def __call__(self, sourced_ids: Sequence[str]) -> dict[str, bytes]:
        return {each: self.records[each] for each in sourced_ids if each in self.records}

    def read(self, path: Path, collection: str = "users", *, alone: bool = False) -> Bundle:
        with Bundle(path) as bundle:
            for page in bundle.pages(collection, None if alone else self):
                self.records |= {item.entity.sourced_id: item.record for item in page.items}
        return bundle

    def one(self, sourced_id: str) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.json.decode(self.records[sourced_id])
        return found

    def roles(self, sourced_id: str) -> list[str]:
        return [f"{each['role']} at {each['org']['sourcedId']}" for each in self.one(sourced_id).get("roles", ())]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    found = Kept()
    roles = [role(1, "a", "student"), role(2, "a", "student", org="s2"), role(3, "b", "teacher")]
    assert found.read(parcel(tmp_path / "bulk.zip", users=[user("a"), user("b")], roles=roles)).whole("users")
    return found


def test_a_person_who_changed_keeps_the_roles_that_did_not(kept: Kept, tmp_path: Path) -> None:
    changed = [role(3, "b", "principal", "active", "s2")]
    bundle = kept.read(parcel(tmp_path / "x.zip", "delta", users=[user("a", "Anna", "active")], roles=changed))
    assert (bundle.whole("users"), bundle.problems) == (True, [])
    assert kept.one("a")["givenName"] == "Anna"
    assert kept.roles("a") == ["student at s1", "student at s2"]
    assert (kept.one("b")["givenName"], kept.roles("b")) == ("Ann", ["principal at s2"])


def test_a_role_goes_where_its_row_says_so_and_another_comes(kept: Kept, tmp_path: Path) -> None:
    changed = [role(1, "a", "student", "tobedeleted"), role(4, "a", "aide", "active"), role(3, "b", "x", "tobedeleted")]
    kept.read(parcel(tmp_path / "x.zip", "delta", users=[], roles=changed))
    assert kept.roles("a") == ["student at s2", "aide at s1"]
    assert "roles" not in kept.one("b")


def test_a_file_of_changes_alone_is_enough(kept: Kept, tmp_path: Path) -> None:
    bundle = kept.read(parcel(tmp_path / "x.zip", "delta", roles=[role(3, "b", "principal", "active")]))
    assert (bundle.kinds, bundle.problems, bundle.whole("users")) == ({"users": "delta"}, [], True)
    assert kept.roles("b") == ["principal at s1"]


@pytest.mark.parametrize(("mode", "status"), [("delta", "active"), ("bulk", "")])
def test_what_is_not_in_the_bundle_stays(mode: str, status: str, kept: Kept, tmp_path: Path) -> None:
    kept.read(parcel(tmp_path / "x.zip", mode, users=[user("a", "Anna", status)]))
    assert (kept.one("a")["givenName"], kept.roles("a")) == ("Anna", ["student at s1", "student at s2"])


def test_whole_lists_and_changes_go_together(kept: Kept, tmp_path: Path) -> None:
    """Whoever is not in the list of all people is none of them, whatever changed of the roles."""
    modes = {"users": "bulk", "roles": "delta"}
    changed = [role(4, "a", "aide", "active"), role(3, "b", "principal", "active")]
    bundle = kept.read(parcel(tmp_path / "x.zip", modes, users=[user("a", "Anna")], roles=changed))
    assert kept.roles("a") == ["student at s1", "student at s2", "aide at s1"]
    assert kept.roles("b") == ["teacher at s1"]
    assert [(each.rule, each.file, each.row) for each in bundle.problems] == [("PKG-13", "roles.csv", 3)]


def test_a_whole_list_of_roles_replaces_those_of_people_who_did_not_change(kept: Kept, tmp_path: Path) -> None:
    modes = {"users": "delta", "roles": "bulk"}
    roles = [role(1, "a", "student"), role(3, "b", "principal")]
    kept.read(parcel(tmp_path / "x.zip", modes, users=[user("c", "Cy", "active")], roles=roles))
    assert (kept.roles("a"), kept.roles("b"), kept.roles("c")) == (["student at s1"], ["principal at s1"], [])


def test_changes_without_what_they_change_are_not_whole(tmp_path: Path) -> None:
    changed = [role(3, "b", "principal", "active")]
    path = parcel(tmp_path / "x.zip", "delta", users=[user("a", "Anna", "active")], roles=changed)
    bundle = Kept().read(path, alone=True)
    assert not bundle.whole("users")
    assert (bundle.torn("users"), bundle.problems) == (False, [])
    assert bundle.why("users").startswith("roles.csv: It has only what changed")


def test_a_row_of_somebody_unknown_is_told(kept: Kept, tmp_path: Path) -> None:
    changed = [role(5, "a", "aide", "active"), role(6, "ghost", "aide", "active"), role(7, "ghost", "aide", "active")]
    bundle = kept.read(parcel(tmp_path / "x.zip", "delta", roles=changed))
    assert [(each.rule, each.row, each.field) for each in bundle.problems] == [
        ("PKG-13", 3, "userSourcedId"),
        ("PKG-13", 4, "userSourcedId"),
    ]
    assert "ghost" not in kept.records


@pytest.mark.parametrize(
    ("file", "owner", "row", "member"),
    [
        ("userProfiles", "users", {"profileType": "app", "vendorId": "v", "credentialType": "LTI"}, "userProfiles"),
        ("userResources", "users", {"resourceSourcedId": "res"}, "resources"),
        ("classResources", "classes", {"resourceSourcedId": "res"}, "resources"),
        ("courseResources", "courses", {"resourceSourcedId": "res"}, "resources"),
        ("lineItemLearningObjectiveIds", "lineItems", {"learningObjectiveId": "x"}, "learningObjectiveSet"),
        ("resultLearningObjectiveIds", "results", {"learningObjectiveId": "x"}, "learningObjectiveSet"),
    ],
)
def test_every_file_of_parts_changes_by_its_own_ids(
    file: str, owner: str, row: Row, member: str, tmp_path: Path
) -> None:
    kept = Kept()
    by = next(name for name in HEADERS["1.2"][f"{file}.csv"] if name in {f"{each}SourcedId" for each in
              ("user", "class", "course", "lineItem", "result")})  # fmt: skip
    first, second = ({"sourcedId": f"p{number}", by: "o1"} | row for number in (1, 2))
    kept.read(parcel(tmp_path / "bulk.zip", **{owner: [{"sourcedId": "o1"}], file: [first, second]}), owner)
    before = kept.one("o1")[member]
    assert len(before) == 2
    gone = second | {"status": "tobedeleted", "dateLastModified": WHEN}
    third = first | {"sourcedId": "p3", "status": "active", "dateLastModified": WHEN}
    kept.read(parcel(tmp_path / "delta.zip", "delta", **{file: [gone, third]}), owner)
    after = kept.one("o1")[member]
    assert (len(after), after[0]) == (2, before[0])


def test_the_scale_of_a_line_item_changes(tmp_path: Path) -> None:
    kept = Kept()
    row = {"sourcedId": "p1", "lineItemSourcedId": "o1", "scoreScaleSourcedId": "one"}
    kept.read(parcel(tmp_path / "a.zip", lineItems=[{"sourcedId": "o1"}], lineItemScoreScales=[row]), "lineItems")
    gone = row | {"status": "tobedeleted", "dateLastModified": WHEN}
    other = gone | {"sourcedId": "p2", "scoreScaleSourcedId": "other", "status": "active"}
    for changes, scale in (([other, gone], "other"), ([other | {"status": "tobedeleted"}], None)):
        kept.read(parcel(tmp_path / "b.zip", "delta", lineItemScoreScales=changes), "lineItems")
        assert kept.one("o1").get("scoreScale", {}).get("sourcedId") == scale
