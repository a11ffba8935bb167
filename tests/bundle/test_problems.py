"""Every problem has its rule, file, row and field, and no person's data in its message."""

from pathlib import Path

import pytest

from rosterdesk.bundle.problems import KEPT, Problem
from tests.bundle.parcels import HEADERS, Files, bundled, everything, finished, manifest, text, zipped

Place = tuple[str, str, int | None, str]
"""Rule, file, row, field."""

SCHOOL = {"name": "Quentin Xylander School", "type": "school"}


def table(file: str, *rows: dict[str, str], version: str = "1.1", header: list[str] | None = None) -> Files:
    """A file with rows that have these values, in a bundle."""
    columns = header or HEADERS[version][file]
    lines = [[row.get(column, "") for column in columns] for row in rows]
    return bundled({file: text([columns, *lines])}, version)


def places(problems: list[Problem]) -> list[Place]:
    return [(problem.rule, problem.file, problem.row, problem.field) for problem in problems]


def found(files: Files, tmp_path: Path) -> list[Place]:
    problems = finished(zipped(tmp_path / "bundle.zip", files)).problems
    assert "Xylander" not in repr([problem.message for problem in problems])
    return places(problems)


def user(**values: str) -> Files:
    good = {
        "sourcedId": "u1",
        "enabledUser": "true",
        "orgSourcedIds": "o1",
        "role": "student",
        "username": "qx",
        "givenName": "Quentin",
        "familyName": "Xylander",
    }
    return table("users.csv", good | values)


def session(**values: str) -> Files:
    good = {
        "sourcedId": "s1",
        "title": "Autumn",
        "type": "term",
        "schoolYear": "2027",
        "startDate": "2026-08-31",
        "endDate": "2027-01-15",
    }
    return table("academicSessions.csv", good | values)


def course(**values: str) -> Files:
    return table("courses.csv", {"sourcedId": "c1", "title": "Algebra", "orgSourcedId": "o1"} | values)


def enrollment(**values: str) -> Files:
    good = {
        "sourcedId": "e1",
        "classSourcedId": "c1",
        "schoolSourcedId": "o1",
        "userSourcedId": "u1",
        "role": "student",
    }
    return table("enrollments.csv", good | values)


CELLS: list[tuple[Files, str, str]] = [
    (user(sourcedId=""), "VAL-01", "sourcedId"),
    (user(familyName=" "), "VAL-01", "familyName"),
    (user(sourcedId="u|1"), "VAL-02", "sourcedId"),
    (user(sourcedId="x" * 256), "VAL-02", "sourcedId"),
    (user(orgSourcedIds="o1,ö2"), "VAL-02", "orgSourcedIds"),
    (session(startDate="31.08.2026"), "VAL-05", "startDate"),
    (session(startDate="2026-02-30"), "VAL-05", "startDate"),
    (session(startDate="2026-08-31T00:00:00Z"), "VAL-05", "startDate"),
    (session(type="semestre"), "VAL-07", "type"),
    (session(type="Term"), "VAL-07", "type"),
    (session(type="ext:block"), "VAL-07", "type"),
    (user(role="principal"), "VAL-07", "role"),
    *((enrollment(role=role), "VAL-07", "role") for role in ("Teacher", "banana", "aide")),
    (user(enabledUser="True"), "VAL-09", "enabledUser"),
    (user(enabledUser="1"), "VAL-09", "enabledUser"),
    (session(schoolYear="2026-27"), "VAL-10", "schoolYear"),
    (course(subjects="Algebra,Geometry", subjectCodes="0210"), "VAL-12", "subjectCodes"),
    (user(userIds="SIS:1234"), "VAL-15", "userIds"),
    (user(userIds="{SIS:1234},{:5}"), "VAL-15", "userIds"),
    (user(userIds="{SIS:1234},99"), "VAL-15", "userIds"),
    (user(password="hunter2"), "USR-25", "password"),
    (table("categories.csv", {"sourcedId": "c1", "title": "T", "weight": "a lot"}, version="1.2"), "VAL-19", "weight"),
]


@pytest.mark.parametrize(("files", "rule", "field"), CELLS, ids=[f"{rule} {field}" for _, rule, field in CELLS])
def test_a_cell_is_told_with_its_row_and_field(files: Files, rule: str, field: str, tmp_path: Path) -> None:
    (file,) = files.keys() - {"manifest.csv"}
    assert found(files, tmp_path) == [(rule, file, 2, field)]


@pytest.mark.parametrize(
    "files",
    [
        user(),
        user(userIds="{SIS:1234},{State:9:9}", grades="09, 10", middleName="A. B."),
        session(type="gradingPeriod"),
        course(subjects="Algebra,Geometry", subjectCodes="0210,0211"),
        course(subjects="Algebra"),
        table("orgs.csv", {"sourcedId": "0.9/@_-Z", "name": "Ö", "type": "department"}, version="1.2"),
        table("academicSessions.csv", {"sourcedId": "s", "type": "ext:block", "schoolYear": "2027", "title": "T",
                                       "startDate": "2024-02-29", "endDate": "2024-03-01"}, version="1.2"),
    ],
)  # fmt: skip
def test_what_the_standard_allows_is_no_problem(files: Files, tmp_path: Path) -> None:
    assert found(files, tmp_path) == []


HEADER = HEADERS["1.1"]["orgs.csv"]
ROW = "o1,,,Quentin Xylander School,school,,\r\n"
LINE = ",".join(HEADER) + "\r\n"

FILES: list[tuple[str, Files, list[Place]]] = [
    (
        "a required column is missing",
        table("orgs.csv", {"sourcedId": "o1", "name": "Xylander"}, header=[name for name in HEADER if name != "type"]),
        [("PKG-05", "orgs.csv", 1, "type")],
    ),
    (
        "a column is there twice",
        table("orgs.csv", {"sourcedId": "o1"} | SCHOOL, header=[*HEADER, "name"]),
        [("PKG-05", "orgs.csv", 1, "name")],
    ),
    (
        "other capitals",
        table("orgs.csv", {"SourcedID": "o1"} | SCHOOL, header=["SourcedID", *HEADER[1:]]),
        [("PKG-05", "orgs.csv", 1, "sourcedId")],
    ),
    (
        "another order",
        table("orgs.csv", {"sourcedId": "o1"} | SCHOOL, header=[HEADER[1], HEADER[0], *HEADER[2:]]),
        [("PKG-05", "orgs.csv", 1, "")],
    ),
    (
        "an unknown column",
        table("orgs.csv", {"sourcedId": "o1"} | SCHOOL, header=[*HEADER, "colour"]),
        [("PKG-05", "orgs.csv", 1, "colour")],
    ),
    (
        "columns without a name",
        table("orgs.csv", {"sourcedId": "o1"} | SCHOOL, header=[*HEADER, "", " "]),
        [("PKG-05", "orgs.csv", 1, "")] * 2,
    ),
    (
        "a column of the other version",
        table("users.csv", header=[*HEADERS["1.1"]["users.csv"], "pronouns"]),
        [("PKG-05", "users.csv", 1, "pronouns"), ("PKG-12", "users.csv", None, "")],
    ),
    ("no header", bundled({"orgs.csv": ROW + ROW}), [("PKG-05", "orgs.csv", 1, "")]),
    ("nothing at all", bundled({"orgs.csv": ""}), [("PKG-05", "orgs.csv", 1, "")]),
    ("no rows", bundled({"orgs.csv": LINE}), [("PKG-12", "orgs.csv", None, "")]),
    ("a short row", bundled({"orgs.csv": LINE + "o1,,,Xylander,school\r\n"}), [("PKG-06", "orgs.csv", 2, "")]),
    ("a row too short", bundled({"orgs.csv": f"{LINE}o1,,,Xylander\r\n{ROW}"}), [("PKG-06", "orgs.csv", 2, "")]),
    ("a row too long", bundled({"orgs.csv": f"{LINE}{ROW[:-2]},x\r\n"}), [("PKG-06", "orgs.csv", 2, "")]),
    ("broken off", bundled({"orgs.csv": f"{LINE}{ROW}o2,,,Xyl"}), [("PKG-06", "orgs.csv", 3, "")]),
    ("an open quote", bundled({"orgs.csv": f'{LINE}{ROW}o2,,,"Xyl\r\n{ROW}'}), [("PKG-06", "orgs.csv", 3, "")]),
    (
        "a line break",
        bundled({"orgs.csv": f'{LINE}o1,,,"Quentin\nXylander",school,,\r\n'}),
        [("PKG-08", "orgs.csv", 2, "")],
    ),
    (
        "returns alone",
        bundled({"orgs.csv": (LINE + ROW).replace("\r\n", "\r")}),
        [("PKG-08", "orgs.csv", None, "")],
    ),
    ("a byte order mark", bundled({"orgs.csv": "\ufeff" + LINE + ROW}), [("PKG-07", "orgs.csv", None, "")]),
    ("UTF-16", bundled({"orgs.csv": (LINE + ROW).encode("utf-16")}), [("PKG-07", "orgs.csv", None, "")]),
    (
        "Windows text",
        bundled({"orgs.csv": (LINE + ROW).encode() + ROW.replace("o1", "o2").replace("u", "ü").encode("cp1252")}),
        [("PKG-07", "orgs.csv", 3, "")],
    ),
    (
        "status in bulk",
        bundled({"orgs.csv": LINE + ROW.replace(",,,", ",active,,")}),
        [("PKG-09", "orgs.csv", 2, "status")],
    ),
    (
        "no status in delta",
        bundled({"orgs.csv": LINE + ROW}, mode="delta"),
        [("PKG-10", "orgs.csv", 2, "status"), ("PKG-10", "orgs.csv", 2, "dateLastModified")],
    ),
    (
        "an odd status and moment in delta",
        bundled({"orgs.csv": LINE + ROW.replace(",,,", ",inactive,2026-11-01,")}, mode="delta"),
        [("VAL-08", "orgs.csv", 2, "status"), ("VAL-06", "orgs.csv", 2, "dateLastModified")],
    ),
    (
        "the same id again",
        bundled({"orgs.csv": LINE + ROW + ROW.replace("o1", "O1") + ROW}),
        [("VAL-03", "orgs.csv", 4, "sourcedId")],
    ),
    (
        "a file of somebody else",
        bundled({"orgs.csv": LINE + ROW}) | {"readme.txt": "Xylander", "../orgs.csv": ""},
        [("PKG-11", "../orgs.csv", None, ""), ("PKG-11", "readme.txt", None, "")],
    ),
    (
        "capitals in a name",
        {"Manifest.csv": manifest("1.1", {"orgs.csv": ""}), "orgs.csv": LINE + ROW},
        [("PKG-11", "Manifest.csv", None, "")],
    ),
    (
        "a file of the other version",
        {
            "manifest.csv": manifest("1.1", {"orgs.csv": ""}) + "file.roles,bulk\r\nfile.scoreScales,bulk\r\n",
            "orgs.csv": LINE + ROW,
            "scoreScales.csv": text([HEADERS["1.2"]["scoreScales.csv"]]),
        },
        [
            *(("PKG-03", "roles.csv", None, ""), ("PKG-11", "scoreScales.csv", None, "")),
            *(("PKG-11", "roles.csv", None, ""), ("PKG-13", "roles.csv", None, "")),
        ],
    ),
    (
        "parts without their records",
        bundled({"orgs.csv": LINE + ROW, "roles.csv": text([HEADERS["1.2"]["roles.csv"]])}, "1.2"),
        [("PKG-13", "roles.csv", None, "")],
    ),
]


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_is_told_with_its_row(files: Files, expected: list[Place], tmp_path: Path) -> None:
    assert found(files, tmp_path) == expected


MANIFEST = manifest("1.1", {"orgs.csv": ""})

MANIFESTS: list[tuple[str, str | None, Place]] = [
    ("missing", None, ("PKG-01", "manifest.csv", None, "")),
    ("its version", MANIFEST.replace("manifest.version,1.0", "manifest.version,2.0"),
     ("PKG-02", "manifest.csv", 2, "manifest.version")),
    ("no version", MANIFEST.replace("oneroster.version,1.1\r\n", ""),
     ("PKG-02", "manifest.csv", None, "oneroster.version")),
    ("the version", MANIFEST.replace("oneroster.version,1.1", "oneroster.version,1.3"),
     ("PKG-02", "manifest.csv", 3, "oneroster.version")),
    ("no mode", MANIFEST.replace("file.orgs,bulk", "file.orgs,full"),
     ("PKG-04", "manifest.csv", MANIFEST[: MANIFEST.index("file.orgs,")].count("\n") + 1, "file.orgs")),
    ("a property twice", MANIFEST + "file.orgs,bulk\r\n", ("PKG-04", "manifest.csv", 18, "file.orgs")),
    ("an unknown property", MANIFEST + "file.pets,bulk\r\n", ("PKG-04", "manifest.csv", 18, "file.pets")),
    ("there but absent", MANIFEST.replace("file.orgs,bulk", "file.orgs,absent"), ("PKG-03", "orgs.csv", None, "")),
    ("there but not listed", MANIFEST.replace("file.orgs,bulk\r\n", ""), ("PKG-03", "orgs.csv", None, "")),
    ("listed but not there", MANIFEST.replace("file.users,absent", "file.users,bulk"),
     ("PKG-03", "users.csv", None, "")),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "expected"), [case[1:] for case in MANIFESTS], ids=[case[0] for case in MANIFESTS])
def test_a_manifest_is_told_and_the_files_are_read(sent: str | None, expected: Place, tmp_path: Path) -> None:
    files = {"orgs.csv": LINE + ROW} | ({"manifest.csv": sent} if sent else {})
    bundle = finished(zipped(tmp_path / "bundle.zip", files))
    assert places(bundle.problems) == [expected]
    assert bundle.whole("orgs")


def test_a_footnote_mark_in_the_manifest_is_passed_over(tmp_path: Path) -> None:
    files = everything("1.2")
    files["manifest.csv"] = str(files["manifest.csv"]).replace("file.roles,", "file.roles*,")
    problems = finished(zipped(tmp_path / "bundle.zip", files)).problems
    assert {problem.rule for problem in problems} == {"USR-25"}


def test_many_problems_are_all_counted_and_some_kept(tmp_path: Path) -> None:
    rows = [LINE, *(f"o{number},,,Quentin,Xylander,,\r\n" for number in range(KEPT + 7))]
    bundle = finished(zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": "".join(rows)})))
    assert bundle.counts == {("VAL-07", "orgs.csv", "error"): KEPT + 7}
    assert len(bundle.problems) == KEPT
    assert bundle.problems[0].row == 2


def test_what_is_worth_knowing_takes_no_room_from_an_error(tmp_path: Path) -> None:
    moment = "2026-08-31T12:00:00.000Z"
    rows = [f"o{number},inactive,{moment},Quentin,school,,\r\n" for number in range(KEPT + 7)]
    odd = f"last,lost,{moment},Quentin,school,,\r\n"
    files = bundled({"orgs.csv": "".join([LINE, *rows, odd])}, mode="delta")
    bundle = finished(zipped(tmp_path / "bundle.zip", files))
    assert bundle.counts == {("VAL-08", "orgs.csv", "info"): KEPT + 7, ("VAL-08", "orgs.csv", "error"): 1}
    assert [each.row for each in bundle.problems if each.severity == "error"] == [KEPT + 9]


def test_parts_of_nobody_are_counted(tmp_path: Path) -> None:
    files = everything("1.2", rows=1)
    role = str(files["roles.csv"]).splitlines()[1]
    files["roles.csv"] = str(files["roles.csv"]) + role.replace("roles-1", "roles-2").replace("users-1", "users-9")
    bundle = finished(zipped(tmp_path / "bundle.zip", files))
    assert places([each for each in bundle.problems if each.rule == "PKG-13"]) == [
        ("PKG-13", "roles.csv", 3, "userSourcedId")
    ]


def test_a_second_scale_for_one_line_item_is_told(tmp_path: Path) -> None:
    files = everything("1.2", rows=1)
    row = str(files["lineItemScoreScales.csv"]).splitlines()[1]
    files["lineItemScoreScales.csv"] = str(files["lineItemScoreScales.csv"]) + row.replace("Scales-1,,", "Scales-2,,")
    bundle = finished(zipped(tmp_path / "bundle.zip", files))
    assert places([each for each in bundle.problems if each.rule == "VAL-03"]) == [
        ("VAL-03", "lineItemScoreScales.csv", 3, "lineItemSourcedId")
    ]
