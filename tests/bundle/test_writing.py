from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.writing import write
from rosterdesk.model.entities import User
from tests.bundle.parcels import HEADERS, finished, records
from tests.bundle.written import CLASS, LINE_ITEM, ORGS, USER, Written, ref

ROLE_COLUMNS = ("userSourcedId", "role", "orgSourcedId")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_manifest_says_what_is_there_and_that_the_rest_is_absent(version: Version, tmp_path: Path) -> None:
    written = Written(tmp_path, version, {"orgs": ORGS, "users": []})
    modes = {row["propertyName"]: row["value"] for row in written.rows("manifest")}
    assert modes.pop("manifest.version") == "1.0"
    assert modes.pop("oneroster.version") == version
    files = {f"file.{name.removesuffix('.csv')}" for name in HEADERS[version]} - {"file.manifest"}
    assert modes == {name: "bulk" if name == "file.orgs" else "absent" for name in files}
    assert finished(written.path).problems == []
    assert written.remarks == []


def test_a_bulk_row_has_no_status_no_moment_and_no_password(tmp_path: Path) -> None:
    secret = {"status": "active", "dateLastModified": "2026-11-01T00:00:00.000Z", "password": "hunter2"}
    written = Written(tmp_path, "1.1", {"users": [USER | secret | {"role": "student", "orgs": [ref("s1")]}]})
    (row,) = written.rows("users")
    assert (row["status"], row["dateLastModified"], row["password"]) == ("", "", "")
    assert written.remarks == []
    assert b"hunter2" not in written.path.read_bytes()


@pytest.mark.parametrize("status", ["tobedeleted", "inactive", "ToBeDeleted"])
def test_what_is_to_be_deleted_is_left_out_and_told(status: str, tmp_path: Path) -> None:
    written = Written(tmp_path, "1.1", {"orgs": [*ORGS, ORGS[1] | {"sourcedId": "s2", "status": status}]})
    assert [row["sourcedId"] for row in written.rows("orgs")] == ["d1", "s1"]
    assert [str(remark) for remark in written.remarks] == [
        "orgs.csv: Records that are to be deleted were left out, as a bulk bundle says what there is."
    ]


def test_an_id_outside_the_pattern_is_told_and_never_changed(tmp_path: Path) -> None:
    odd = ["a|b", "a b", "ä", "x" * 300, "{1}"]
    written = Written(tmp_path, "1.1", {"orgs": [ORGS[0] | {"sourcedId": each} for each in odd]})
    assert [row["sourcedId"] for row in written.rows("orgs")] == odd
    (remark,) = written.remarks
    assert (remark.rule, remark.file, remark.field, remark.row, remark.count) == (
        *("VAL-02", "orgs.csv", "sourcedId"),
        *(2, 5),
    )


@pytest.mark.parametrize("text", ["Oak\nSchool", "Oak\r\nSchool", "Oak\rSchool"])
def test_a_line_break_becomes_a_blank_and_is_told(text: str, tmp_path: Path) -> None:
    written = Written(tmp_path, "1.1", {"orgs": [ORGS[0] | {"name": text}]})
    assert written.rows("orgs")[0]["name"] == "Oak School"
    assert [(remark.rule, remark.field, remark.row) for remark in written.remarks] == [("PKG-08", "name", 2)]


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    names = ['"Oak", School', "=1+1", "Łąka 😀", "  Oak  ", "a,b", "'"]
    written = Written(
        tmp_path, "1.1", {"orgs": [ORGS[0] | {"sourcedId": f"o{ord(name[0])}", "name": name} for name in names]}
    )
    assert [item.entity.name for item in records(written.path)["orgs"]] == names  # type: ignore[attr-defined]


def test_metadata_gets_columns_and_what_has_parts_becomes_json(tmp_path: Path) -> None:
    first = ORGS[0] | {"metadata": {"zone": "north", "ratio": 0.5}}
    second = ORGS[1] | {"metadata": {"staff": {"a": 1}, "zone": None}}
    written = Written(tmp_path, "1.1", {"orgs": [first, second, ORGS[1] | {"sourcedId": "s2"}]})
    header = list(written.rows("orgs")[0])
    assert header == [*HEADERS["1.1"]["orgs.csv"], "metadata.zone", "metadata.ratio", "metadata.staff"]
    assert [row["metadata.staff"] for row in written.rows("orgs")] == ["", '{"a": 1}', ""]
    assert [(remark.rule, remark.field) for remark in written.remarks] == [("PKG-08", "metadata")]


def test_what_has_no_place_in_csv_is_left_out_and_told(tmp_path: Path) -> None:
    assessment = {"sourcedId": "a1", "title": "Spring test"}
    written = Written(tmp_path, "1.1", {"orgs": [ORGS[0] | {"colour": "red"}], "assessmentLineItems": [assessment] * 3})
    assert [(remark.rule, remark.file, remark.field, remark.count) for remark in written.remarks] == [
        ("PKG-05", "orgs.csv", "colour", 1),
        ("PKG-03", "assessmentLineItems.csv", "", 3),
    ]


def test_bent_values_are_written_straight(tmp_path: Path) -> None:
    bent = {
        "enabledUser": 1,
        "orgs": "s1",
        "role": "student",
        "grades": "09;10",
        "identifier": 42,
        "agents": ["u2", {"sourcedId": "u3"}],
        "phone": None,
    }
    (row,) = Written(tmp_path, "1.1", {"users": [USER | bent]}).rows("users")
    assert (row["enabledUser"], row["orgSourcedIds"], row["grades"]) == ("true", "s1", "09,10")
    assert (row["identifier"], row["agentSourcedIds"], row["phone"]) == ("42", "u2,u3", "")


def test_a_date_that_nobody_understands_is_written_as_it_is_and_told(tmp_path: Path) -> None:
    written = Written(tmp_path, "1.1", {"enrollments": [{"sourcedId": "e1", "beginDate": "soon"}]})
    assert written.rows("enrollments")[0]["beginDate"] == "soon"
    assert [remark.field for remark in written.told("VAL-05")] == ["beginDate"]


def test_a_comma_inside_a_list_is_told(tmp_path: Path) -> None:
    course = {"sourcedId": "c1", "title": "A", "org": ref("s1"), "subjects": ["History, modern", "Art"]}
    written = Written(tmp_path, "1.1", {"courses": [course], "users": [USER | {"role": "x", "orgs": [ref("a,b")]}]})
    assert written.rows("courses")[0]["subjects"] == "History; modern,Art"
    assert written.rows("users")[0]["orgSourcedIds"] == ""
    assert [remark.field for remark in written.told("PKG-08")] == ["subjects"]
    assert [remark.field for remark in written.told("VAL-02")] == ["orgSourcedIds"]


def test_required_values_that_are_missing_are_told(tmp_path: Path) -> None:
    written = Written(tmp_path, "1.1", {"classes": [CLASS]})
    assert [(remark.rule, remark.field, remark.row) for remark in written.remarks] == [("VAL-01", "classType", 2)]


def test_a_role_and_orgs_become_roles(tmp_path: Path) -> None:
    users = [
        USER | {"role": "teacher", "orgs": [ref("s1"), ref("d1")]},
        USER | {"sourcedId": "u2", "role": "administrator", "orgs": [ref("s1"), ref("d1")]},
    ]
    written = Written(tmp_path, "1.2", {"orgs": ORGS, "users": users})
    columns = ("userSourcedId", "roleType", "role", "orgSourcedId")
    assert [tuple(row[column] for column in columns) for row in written.rows("roles")] == [
        ("u1", "primary", "teacher", "s1"),
        ("u1", "primary", "teacher", "d1"),
        ("u2", "primary", "siteAdministrator", "s1"),
        ("u2", "primary", "districtAdministrator", "d1"),
    ]
    assert len({row["sourcedId"] for row in written.rows("roles")}) == 4
    assert [remark.severity for remark in written.remarks] == ["info"]
    assert finished(written.path).problems == []


def test_roles_become_the_main_role_and_its_orgs(tmp_path: Path) -> None:
    roles = [
        {"roleType": "secondary", "role": "teacher", "org": ref("s1")},
        {"roleType": "primary", "role": "principal", "org": ref("d1"), "beginDate": "2026-08-01"},
        {"roleType": "primary", "role": "siteAdministrator", "org": ref("s2")},
    ]
    written = Written(tmp_path, "1.1", {"users": [USER | {"roles": roles, "primaryOrg": ref("s2")}]})
    (row,) = written.rows("users")
    assert (row["role"], row["orgSourcedIds"]) == ("administrator", "s2,d1")
    assert sorted(remark.message[:20] for remark in written.remarks) == [
        *("1.1 has no dates of ", "1.1 has not this rol", "1.1 has one role a p"),
    ]
    (item,) = records(written.path)["users"]
    assert isinstance(item.entity, User)
    assert [role.org.sourced_id for role in item.entity.memberships if role.org] == ["s2", "d1"]


def test_what_1p1_does_not_know_of_a_user_is_told(tmp_path: Path) -> None:
    role = {"roleType": "primary", "role": "student", "org": ref("s1")}
    extra = {"preferredFirstName": "Annie", "pronouns": "she/her", "userProfiles": [{"profileId": "p1"}]}
    written = Written(tmp_path, "1.1", {"users": [USER | extra | {"roles": [role]}]})
    assert sorted(remark.field for remark in written.told("PKG-05")) == sorted(extra)


def test_a_profile_with_two_credentials_becomes_two_rows(tmp_path: Path) -> None:
    credentials = [{"type": "LTI", "username": "a", "password": "hunter2"}, {"type": "SSO", "username": "b"}]
    profile = {"profileId": "p1", "profileType": "app", "vendorId": "v1", "credentials": credentials}
    written = Written(tmp_path, "1.2", {"users": [USER | {"userProfiles": [profile]}]})
    rows = written.rows("userProfiles")
    found = [(row["credentialType"], row["username"], row["password"]) for row in rows]
    assert found == [("LTI", "a", ""), ("SSO", "b", "")]
    assert rows[0]["sourcedId"] == "p1"
    assert rows[1]["sourcedId"] not in {"", "p1"}


def test_a_line_item_of_1p1_finds_its_session_and_school_in_1p2(tmp_path: Path) -> None:
    written = Written(tmp_path, "1.2", {"classes": [CLASS], "lineItems": [LINE_ITEM | {"gradingPeriod": ref("g1")}]})
    (row,) = written.rows("lineItems")
    assert (row["academicSessionSourcedId"], row["schoolSourcedId"], row["dueDate"]) == ("g1", "s1", "2026-09-14")
    assert (row["resultValueMin"], row["resultValueMax"]) == ("0", "10")
    assert [remark.field for remark in written.remarks] == ["classType"]


def test_a_time_of_day_that_csv_cannot_say_is_told(tmp_path: Path) -> None:
    late = LINE_ITEM | {"gradingPeriod": ref("g1"), "dueDate": "2026-09-14T23:59:00Z"}
    written = Written(tmp_path, "1.1", {"lineItems": [late]})
    assert written.rows("lineItems")[0]["dueDate"] == "2026-09-14"
    assert [(remark.rule, remark.field) for remark in written.remarks] == [("VAL-05", "dueDate")]


def test_objectives_that_came_as_one_set_become_a_row_each(tmp_path: Path) -> None:
    sets = [{"source": "case", "learningObjectiveIds": ["x", "y"]}]
    record = LINE_ITEM | {"gradingPeriod": ref("g1"), "school": ref("s1"), "learningObjectiveSet": sets}
    rows = Written(tmp_path, "1.2", {"lineItems": [record]}).rows("lineItemLearningObjectiveIds")
    assert [(row["source"], row["learningObjectiveId"]) for row in rows] == [("case", "x"), ("case", "y")]
    assert len({row["sourcedId"] for row in rows}) == 2


def test_members_and_words_are_found_however_they_are_spelt(tmp_path: Path) -> None:
    users = [
        {name.capitalize(): value for name, value in USER.items()} | {"ROLE": "Student", "Orgs": [ref("s1")]},
        USER | {"sourcedId": "u2", "role": {"role": "TEACHER", "orgs": [ref("s1"), ref("d1")]}},
        USER | {"sourcedId": "u3", "roles": ["Administrator", {"role": "aide", "orgs": [ref("s1"), ref("d1")]}]},
        USER | {"sourcedId": "u4", "roles": {"role": "Student", "roleType": "Primary", "org": "s1"}},
    ]
    orgs = [{"SourcedID": "s1", "NAME": "Oak", "Type": "School"}]
    for version in ("1.1", "1.2"):
        written = Written(tmp_path, version, {"orgs": orgs, "users": users})  # type: ignore[arg-type]
        assert (written.rows("orgs")[0]["name"], written.rows("orgs")[0]["type"]) == ("Oak", "school")
        assert written.rows("users")[0]["givenName"] == "Ann"
        if version == "1.1":
            said = [(row["role"], row["orgSourcedIds"]) for row in written.rows("users")]
            assert said == [("student", "s1"), ("teacher", "s1,d1"), ("administrator", ""), ("student", "s1")]
        else:
            rows = [tuple(row[name] for name in ROLE_COLUMNS) for row in written.rows("roles")]
            assert rows[:3] == [("u1", "student", "s1"), ("u2", "teacher", "s1"), ("u2", "teacher", "d1")]
            assert rows[4:] == [("u3", "aide", "s1"), ("u3", "aide", "d1"), ("u4", "student", "s1")]


def test_a_reference_that_says_nothing_is_a_blank(tmp_path: Path) -> None:
    for nothing in ({}, {"sourcedId": None}, "", []):
        (row,) = Written(tmp_path, "1.1", {"orgs": [ORGS[0] | {"parent": nothing}]}).rows("orgs")
        assert row["parentSourcedId"] == ""


def test_records_are_gone_through_and_never_held(tmp_path: Path) -> None:
    """A million would fit: what is asked for again must come again."""

    class Sent:
        passes = 0

        def __iter__(self) -> Iterator[bytes]:
            self.passes += 1
            for number in range(12_000):
                yield msgspec.json.encode(ORGS[1] | {"sourcedId": f"s{number}"})

    sent = Sent()
    assert write(tmp_path / "written.zip", "1.1", {"orgs": sent}) == []
    assert sent.passes == 3
    assert len(records(tmp_path / "written.zip")["orgs"]) == 12_000


def test_a_disk_that_refuses_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "nowhere" / "written.zip", "1.1", {})
