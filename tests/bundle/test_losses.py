"""What CSV cannot say is left out with a word; what it can say in another place is not lost."""

from pathlib import Path

import pytest

from rosterdesk.bundle.columns import Version
from tests.bundle.written import LINE_ITEM, ORGS, USER, Record, Written, ref


def test_what_only_a_parent_says_of_its_children_is_said_by_them(tmp_path: Path) -> None:
    district = ORGS[0] | {"children": [ref("s1"), ref("s2")]}
    school = {name: value for name, value in ORGS[1].items() if name != "parent"}
    written = Written(tmp_path, "1.1", {"orgs": [district, school, ORGS[1] | {"sourcedId": "s2", "parent": ref("s1")}]})
    assert [row["parentSourcedId"] for row in written.rows("orgs")] == ["", "d1", "s1"]
    assert written.remarks == []


ROLE = {"roleType": "primary", "role": "teacher", "org": ref("s1")}
PROFILE = {"profileId": "p1", "profileType": "app", "vendorId": "v1", "credentials": [{"type": "a", "username": "u"}]}
OBJECTIVES = [{"source": "case", "learningObjectiveIds": ["x", "y"]}]

LOST: list[tuple[str, Version, str, Record, list[tuple[str, str]]]] = [
    ("another session", "1.2", "lineItems", {"gradingPeriod": ref("g"), "academicSession": ref("t")},
     [("lineItems.csv", "")]),
    ("another session in 1.1", "1.1", "lineItems", {"gradingPeriod": ref("g"), "academicSession": ref("t")},
     [("lineItems.csv", ""), ("lineItems.csv", "school")]),
    ("orgs without a role", "1.2", "users", {"orgs": [ref("s1")]}, [("users.csv", "")]),
    ("a role in both shapes", "1.2", "users", {"role": "student", "orgs": [ref("s1")], "roles": [ROLE]},
     [("users.csv", "")]),
    ("a role in both shapes in 1.1", "1.1", "users", {"role": "student", "orgs": [ref("s1")], "roles": [ROLE]},
     [("users.csv", "")]),
    ("a main org without a role", "1.1", "users", {"roles": [ROLE], "primaryOrg": ref("d1")}, [("users.csv", "")]),
    ("objectives in one set", "1.2", "lineItems", {"academicSession": ref("t"), "learningObjectiveSet": OBJECTIVES},
     [("lineItemLearningObjectiveIds.csv", "")]),
    ("two credentials", "1.2", "users", {"roles": [ROLE], "userProfiles": [PROFILE | {"credentials": [
        *({"type": kind, "username": "u"} for kind in ("a", "b"))]}]}, [("userProfiles.csv", "")]),
    ("more in a role", "1.2", "users", {"roles": [ROLE | {"xtra": 5}]}, [("roles.csv", "xtra")]),
    ("more in a credential", "1.2", "users", {"roles": [ROLE], "userProfiles": [PROFILE | {"credentials": [
        {"type": "a", "username": "u", "hint": "h"}]}]}, [("userProfiles.csv", "credentials.hint")]),
    ("more in a profile", "1.2", "users", {"roles": [ROLE], "userProfiles": [PROFILE | {"xtra": 5}]},
     [("userProfiles.csv", "xtra")]),
    ("more in a user id", "1.2", "users", {"roles": [ROLE], "userIds": [{"type": "t", "identifier": "i", "x": 1}]},
     [("users.csv", "userIds")]),
    ("more in a resource", "1.2", "users", {"roles": [ROLE], "resources": [ref("r1") | {"x": 1}]},
     [("userResources.csv", "x")]),
    ("metadata that are a list", "1.1", "orgs", {"metadata": ["a"]}, [("orgs.csv", "metadata")]),
    ("metadata that are no texts", "1.1", "orgs", {"metadata": {"n": 1, "b": True, "l": ["a"]}},
     [("orgs.csv", "metadata")]),
    ("metadata of one name", "1.1", "orgs", {"metadata": {"a\nb": "1", "a b": "2"}}, [("orgs.csv", "metadata")]),
    ("metadata without a name", "1.1", "orgs", {"metadata": {"": "1"}}, [("orgs.csv", "metadata")]),
]  # fmt: skip
SOUND = {"users": USER, "orgs": ORGS[0], "lineItems": LINE_ITEM | {"school": ref("s1")}}


@pytest.mark.parametrize(("version", "name", "more", "told"), [case[1:] for case in LOST], ids=[c[0] for c in LOST])
def test_nothing_is_lost_without_a_word(
    version: Version, name: str, more: Record, told: list[tuple[str, str]], tmp_path: Path
) -> None:
    written = Written(tmp_path, version, {name: [SOUND[name] | more]})
    assert [(remark.file, remark.field) for remark in written.remarks] == told


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_what_says_the_same_twice_is_no_loss(version: Version, tmp_path: Path) -> None:
    both = {"role": "teacher", "orgs": [ref("s1")], "roles": [ROLE], "primaryOrg": ref("s1")}
    item = SOUND["lineItems"] | {"gradingPeriod": ref("t"), "academicSession": ref("t")}
    written = Written(tmp_path, version, {"users": [USER | both], "lineItems": [item]})
    assert [remark for remark in written.remarks if remark.field != "school"] == []


def test_of_people_who_are_to_be_deleted_nothing_is_left_but_told_references(tmp_path: Path) -> None:
    people = [
        USER | {"role": "student", "orgs": [ref("s1")], "agents": [ref("u2"), ref("u3")]},
        USER | {"sourcedId": "u2", "role": "parent", "orgs": [ref("s1")], "status": "tobedeleted"},
        USER | {"sourcedId": "u3", "role": "parent", "orgs": [ref("s1")]},
    ]
    demographics = [{"sourcedId": each, "birthDate": "2014-02-03", "sex": "female"} for each in ("u1", "u2")]
    written = Written(tmp_path, "1.1", {"users": people, "demographics": demographics})
    assert [row["sourcedId"] for row in written.rows("demographics")] == ["u1"]
    assert [(remark.file, remark.field, remark.row, remark.count) for remark in written.remarks] == [
        ("users.csv", "", None, 1),
        ("demographics.csv", "", None, 1),
        ("users.csv", "agentSourcedIds", 2, 1),
    ]
