import codecs
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rosterdesk.bundle.reading import Bundle
from rosterdesk.errors import BundleError
from rosterdesk.model.entities import Class, LineItem, Result, User
from tests.bundle.parcels import HEADERS, Files, bundled, everything, finished, manifest, records, text, zipped

ORGS = HEADERS["1.1"]["orgs.csv"]
ORG = ["o1", "", "", "Oak School", "school", "", ""]


def sent(path: Path, collection: str) -> list[dict[str, Any]]:
    """The JSON of a collection's records."""
    return [msgspec.json.decode(item.record) for item in records(path)[collection]]


@pytest.fixture(params=["zip", "folder"])
def laid(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Puts files where a bundle may be: in a zip, or in a folder."""

    def lay(files: Files) -> Path:
        if request.param == "zip":
            return zipped(tmp_path / "bundle.zip", files)
        for name, content in files.items():
            place = tmp_path / "bundle" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "bundle"

    return lay


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_bundle_with_everything_is_read_whole_and_without_problems(version: str, laid: Any) -> None:
    path = laid(everything(version))
    with Bundle(path) as bundle:
        assert (bundle.version, bundle.system) == (version, "A made system")
        assert set(bundle.kinds.values()) == {"full"}
        for name in bundle.kinds:
            assert not bundle.whole(name)
            (page,) = bundle.pages(name)
            assert (page.received, page.dropped, page.bent, len(page.items)) == (2, 0, {}, 2)
            assert bundle.whole(name)
    passwords = 4 if version == "1.2" else 2
    assert bundle.counts.total() == len([each for each in bundle.problems if each.rule == "USR-25"]) == passwords
    assert "hunter2" not in repr(records(path)) + repr(bundle.problems)


def test_the_collections_come_in_the_order_of_a_sync(tmp_path: Path) -> None:
    with Bundle(zipped(tmp_path / "bundle.zip", everything("1.1"))) as bundle:
        assert list(bundle.kinds)[:6] == ["orgs", "academicSessions", "courses", "users", "classes", "enrollments"]


def test_a_user_of_1p1_has_a_role_and_orgs(tmp_path: Path) -> None:
    user = sent(zipped(tmp_path / "bundle.zip", everything("1.1")), "users")[0]
    assert user["role"] == "student"
    assert user["orgs"] == [{"sourcedId": "orgs-1", "type": "org"}]
    assert user["userIds"] == [{"type": "SIS", "identifier": "1234"}, {"type": "State", "identifier": "99"}]
    assert user["agents"] == [{"sourcedId": "users-2", "type": "user"}]
    assert (user["status"], user["enabledUser"], user["grades"]) == ("active", "true", ["09", "10"])


def test_a_user_of_1p2_has_roles_and_profiles_from_their_files(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bundle.zip", everything("1.2"))
    user = sent(path, "users")[0]
    assert user["roles"] == [
        {
            "sourcedId": "roles-1",
            "roleType": "primary",
            "role": "student",
            "beginDate": "2026-08-31",
            "endDate": "2027-06-12",
            "org": {"sourcedId": "orgs-1", "type": "org"},
            "userProfile": "userProfiles-1",
        }
    ]
    (profile,) = user["userProfiles"]
    assert profile["profileId"] == "userProfiles-1"
    assert profile["credentials"] == [{"type": "LTI", "username": "username 1"}]
    assert user["preferredFirstName"] == "preferredGivenName 1"
    assert user["preferredLastName"] == "preferredFamilyName 1"
    entity = records(path)["users"][0].entity
    assert isinstance(entity, User)
    assert [role.role for role in entity.memberships] == ["student"]


@pytest.mark.parametrize(
    ("cell", "pairs"),
    [
        ("{SIS:1},{State:9:9}", [("SIS", "1"), ("State", "9:9")]),
        ("{SIS:1}, 99,{:5}", [("SIS", "1"), ("", "99"), ("", "5")]),
        ("SIS:1", [("SIS", "1")]),
        ("{1234}", [("", "1234")]),
        ("{},", []),
    ],
)
def test_user_ids_are_read_however_they_are_written(cell: str, pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    rows = [["sourcedId", "userIds"], ["u1", cell]]
    (user,) = sent(zipped(tmp_path / "bundle.zip", bundled({"users.csv": text(rows)})), "users")
    assert [(each["type"], each["identifier"]) for each in user["userIds"]] == pairs


def test_associations_become_references_that_keep_their_rows(tmp_path: Path) -> None:
    found = records(zipped(tmp_path / "bundle.zip", everything("1.2")))
    for name in ("classes", "courses", "users"):
        entity = found[name][1].entity
        assert [ref.sourced_id for ref in entity.resources] == ["resources-2"]  # type: ignore[attr-defined]
    resource = msgspec.json.decode(found["classes"][0].record)["resources"][0]
    association = {"sourcedId": "classResources-1", "title": "title 1"}
    assert resource == {"sourcedId": "resources-1", "type": "resource", "association": association}


def test_a_gradebook_has_its_scales_and_objectives(tmp_path: Path) -> None:
    found = records(zipped(tmp_path / "bundle.zip", everything("1.2")))
    item, result = found["lineItems"][0], found["results"][0]
    assert isinstance(item.entity, LineItem)
    assert isinstance(result.entity, Result)
    assert item.entity.score_scale
    assert item.entity.score_scale.sourced_id == "scoreScales-1"
    assert (result.entity.score, item.entity.result_value_max) == (97.5, 100.0)
    assert msgspec.json.decode(result.record)["learningObjectiveSet"] == [
        {
            "source": "source 1",
            "learningObjectiveResults": [
                {"learningObjectiveId": "learningObjectiveId 1", "score": 97.5, "textScore": "textScore 1"}
            ],
            "association": {"sourcedId": "resultLearningObjectiveIds-1"},
        }
    ]
    scale = msgspec.json.decode(found["scoreScales"][0].record)
    assert scale["scoreScaleValue"][0] == {"itemValueLHS": "A", "itemValueRHS": "90-100"}


def test_extension_columns_and_unknown_ones_are_kept_as_metadata(tmp_path: Path) -> None:
    header = [*ORGS, "metadata.zone", "colour", "metadata.password"]
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": text([header, [*ORG, "north", "red", "secret"]])}))
    (org,) = sent(path, "orgs")
    assert org["metadata"] == {"zone": "north", "colour": "red"}


def test_columns_in_another_order_and_other_capitals_are_read(tmp_path: Path) -> None:
    rows = [["NAME", "sourcedID", " type "], ["Oak School", "o1", "school"]]
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": text(rows)}))
    (org,) = records(path)["orgs"]
    assert (org.entity.sourced_id, org.entity.name, org.entity.type) == ("o1", "Oak School", "school")  # type: ignore[attr-defined]


def test_a_delta_keeps_what_it_says(tmp_path: Path) -> None:
    header = HEADERS["1.1"]["classes.csv"]
    gone = ["c1", "tobedeleted", "2026-11-01T10:00:00.000Z", *[""] * 11]
    path = zipped(tmp_path / "bundle.zip", bundled({"classes.csv": text([header, gone])}, mode="delta"))
    bundle = finished(path)
    assert bundle.kinds == {"classes": "delta"}
    assert bundle.problems == []  # what goes needs no more than its id
    (item,) = records(path)["classes"]
    assert isinstance(item.entity, Class)
    assert item.entity.status == "tobedeleted"
    assert item.entity.date_last_modified is not None


def test_roles_that_are_to_be_deleted_are_none(tmp_path: Path) -> None:
    files = everything("1.2", rows=1)
    header, role = HEADERS["1.2"]["roles.csv"], str(files["roles.csv"]).splitlines()[1].split(",")
    other = ["roles-2", "tobedeleted", "2026-11-01T10:00:00.000Z", *role[3:]]
    role[1:3] = ["active", "2026-11-01T10:00:00.000Z"]
    files["roles.csv"] = text([header, role, other])
    files["manifest.csv"] = str(files["manifest.csv"]).replace("file.roles,bulk", "file.roles,delta")
    (user,) = sent(zipped(tmp_path / "bundle.zip", files), "users")
    assert [role["sourcedId"] for role in user["roles"]] == ["roles-1"]


@pytest.mark.parametrize(
    "content",
    [
        "sourcedId,name,type\no1,Łąka,school\n".encode(),
        codecs.BOM_UTF8 + "sourcedId,name,type\r\no1,Łąka,school\r\n".encode(),
        "sourcedId,name,type\no1,Łąka,school\n".encode("utf-16"),
        "sourcedId,name,type\no1,Łąka,school\n".encode("utf-16-le"),
        "sourcedId,name,type\no1,Łąka,school\n".encode("utf-16-be"),
        "sourcedId,name,type\ro1,Łąka,school\r".encode(),
        '"sourcedId","name","type"\n"o1","Łąka","school"'.encode(),
        "\nsourcedId,name,type\n\n\no1,Łąka,school\n\n".encode().lstrip(b"\n"),
    ],
    ids=["plain", "mark", "utf-16", "utf-16-le", "utf-16-be", "returns", "quoted", "blank lines"],
)
def test_text_in_any_of_these_forms_is_read(content: bytes, tmp_path: Path) -> None:
    (org,) = records(zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": content})))["orgs"]
    assert org.entity.name == "Łąka"  # type: ignore[attr-defined]


def test_windows_text_is_read_as_such_and_utf8_beside_it_as_such(tmp_path: Path) -> None:
    rows = b"sourcedId,name,type\no1," + "José".encode("cp1252") + ",school\no2,Łąka,school\n".encode()
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": rows}))
    assert [item.entity.name for item in records(path)["orgs"]] == ["José", "Łąka"]  # type: ignore[attr-defined]
    assert [(problem.rule, problem.row) for problem in finished(path).problems if problem.rule == "PKG-07"] == [
        ("PKG-07", 2)
    ]


def test_characters_that_no_text_may_have_are_replaced_and_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": "sourcedId,name,type\no1,a\0b\ufffe,school\n"}))
    with Bundle(path) as bundle:
        (page,) = bundle.pages("orgs")
    assert page.bent == {"characters": 2}
    assert page.items[0].entity.name == "a\ufffdb\ufffd"  # type: ignore[attr-defined]


def test_a_record_without_a_sourced_id_is_counted_as_dropped(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": "sourcedId,name,type\n,Oak,school\no2,Elm,school\n"}))
    with Bundle(path) as bundle:
        (page,) = bundle.pages("orgs")
        assert (page.received, page.dropped, len(page.items)) == (2, 1, 1)


def test_words_in_other_capitals_are_put_right_and_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": "sourcedId,name,type\no1,Oak,School\n"}))
    with Bundle(path) as bundle:
        (page,) = bundle.pages("orgs")
    assert page.bent == {"words": 1}
    assert page.items[0].entity.type == "school"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({"orgs.csv": text([ORGS, ORG])}, "1.1"),
        ({"roles.csv": text([HEADERS["1.2"]["roles.csv"]]), "users.csv": "sourcedId,username\nu1,u\n"}, "1.2"),
        ({"users.csv": text([HEADERS["1.2"]["users.csv"]])}, "1.2"),
        ({"users.csv": text([HEADERS["1.1"]["users.csv"]])}, "1.1"),
    ],
)
def test_without_a_manifest_the_files_tell_the_version(files: Files, version: str, tmp_path: Path) -> None:
    with Bundle(zipped(tmp_path / "bundle.zip", files)) as bundle:
        assert bundle.version == version
        assert set(bundle.kinds.values()) == {"full"}
        assert [problem.rule for problem in bundle.problems] == ["PKG-01"]


def test_files_in_a_folder_of_the_bundle_are_read_and_told(laid: Any) -> None:
    files = {f"export/{name}": content for name, content in everything("1.1").items()}
    path = laid(files)
    assert len(records(path)["users"]) == 2
    told = [(problem.rule, problem.file) for problem in finished(path).problems if problem.rule.startswith("PKG")]
    assert told == [("PKG-11", "export/"), ("PKG-01", "export/manifest.csv")]


def test_a_list_that_only_the_manifest_knows_is_not_whole(tmp_path: Path) -> None:
    files = everything("1.1")
    del files["courses.csv"]
    bundle = finished(zipped(tmp_path / "bundle.zip", files))
    assert not bundle.whole("courses")
    assert "it is not" in bundle.why("courses")
    assert [(problem.rule, problem.file) for problem in bundle.problems][:1] == [("PKG-03", "courses.csv")]


def test_users_are_not_whole_where_their_roles_are_not(tmp_path: Path) -> None:
    files = everything("1.2")
    files["roles.csv"] = str(files["roles.csv"])[:-20]
    bundle = finished(zipped(tmp_path / "bundle.zip", files))
    assert not bundle.whole("users")
    assert bundle.why("users").startswith("roles.csv: ")
    assert bundle.whole("orgs")


def test_a_long_file_comes_in_pages(tmp_path: Path) -> None:
    rows = [ORGS, *([f"o{number}", *ORG[1:]] for number in range(12_000))]
    with Bundle(zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": text(rows)}))) as bundle:
        assert [page.received for page in bundle.pages("orgs")] == [5000, 5000, 2000]


def test_a_collection_can_be_read_again_and_its_problems_stay_the_same(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": "sourcedId,name,type\no1,,school\n"}))
    with Bundle(path) as bundle:
        list(bundle.pages("orgs"))
        before = list(bundle.problems)
        assert [page.received for page in bundle.pages("orgs")] == [1]
        assert bundle.problems == before


def test_a_bundle_that_was_left_halfway_is_not_whole(tmp_path: Path) -> None:
    rows = [ORGS, *([f"o{number}", *ORG[1:]] for number in range(6000))]
    with Bundle(zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": text(rows)}))) as bundle:
        next(bundle.pages("orgs"))
        assert not bundle.whole("orgs")


def test_what_is_no_bundle_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "users.csv").write_text("sourcedId\n")
    zipped(tmp_path / "other.zip", {"photo.png": b"\x89PNG"})
    for name, words in {
        "nothing.zip": "There is no file",
        "empty": "no OneRoster files",
        "users.csv": "no zip file",
        "other.zip": "no OneRoster files",
    }.items():
        with pytest.raises(BundleError, match=words):
            Bundle(tmp_path / name)


def test_a_manifest_alone_is_a_bundle_without_anything(tmp_path: Path) -> None:
    bundle = finished(zipped(tmp_path / "bundle.zip", bundled({})))
    assert (bundle.kinds, bundle.problems) == ({}, [])
    declared = {"manifest.csv": manifest("1.1", {"users.csv": ""})}
    assert not finished(zipped(tmp_path / "bundle.zip", declared)).whole("users")


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BundleError, match="no ordinary file"):
        Bundle(tmp_path / "pipe")
