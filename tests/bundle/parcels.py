"""Bundles for tests: put together from texts, with a value in every column of every file of the standard."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from rosterdesk.bundle.reading import Bundle
from rosterdesk.model.entities import Item

HEADERS: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "csv-headers.json").read_text(encoding="utf-8")
)
"""By version and file the columns of the standard; taken down from its tables, independently of the program."""

Files = dict[str, str | bytes]

SAMPLES = {
    "agentSourcedIds": "users-2",
    "applicationId": "app-1",
    "assignDate": "2026-09-07",
    "beginDate": "2026-08-31",
    "birthDate": "2014-02-03",
    "classType": "scheduled",
    "credentialType": "LTI",
    "dueDate": "2026-09-14",
    "enabledUser": "true",
    "endDate": "2027-06-12",
    "grades": "09,10",
    "importance": "primary",
    "inProgress": "false",
    "incomplete": "false",
    "late": "true",
    "missing": "false",
    "password": "hunter2",
    "periods": "1,3",
    "primary": "false",
    "resultValueMax": "100.0",
    "resultValueMin": "0.0",
    "roleType": "primary",
    "roles": "student,teacher",
    "schoolYear": "2027",
    "score": "97.5",
    "scoreDate": "2026-09-20",
    "scoreScaleValue": "{A:90-100},{B:80-89}",
    "scoreStatus": "fully graded",
    "sex": "female",
    "startDate": "2026-08-31",
    "subjectCodes": "0210,0211",
    "subjects": "Algebra,Geometry",
    "termSourcedIds": "academicSessions-1,academicSessions-2",
    "userIds": "{SIS:1234},{State:99}",
    "weight": "0.4",
}
TYPES = {"orgs.csv": "school", "academicSessions.csv": "term", "scoreScales.csv": "points"}
FLAGS = HEADERS["1.1"]["demographics.csv"][5:12]
REFERRED = {
    "academicSession": "academicSessions",
    "category": "categories",
    "class": "classes",
    "course": "courses",
    "gradingPeriod": "academicSessions",
    "org": "orgs",
    "primaryOrg": "orgs",
    "school": "orgs",
    "student": "users",
    "schoolYear": "academicSessions",
    "lineItem": "lineItems",
    "resource": "resources",
    "result": "results",
    "scoreScale": "scoreScales",
    "user": "users",
    "userProfile": "userProfiles",
}


def sample(file: str, column: str, number: int) -> str:
    """A value for the column of that file in its row of that number; bulk, so no status."""
    stem = file.removesuffix(".csv")
    known = {
        "status": "",
        "dateLastModified": "",
        "sourcedId": f"users-{number}" if stem == "demographics" else f"{stem}-{number}",
        "parentSourcedId": f"{stem}-1" if number > 1 else "",
        "type": TYPES.get(file, ""),
        "role": "teacher" if number > 1 else "student",
        **dict.fromkeys(FLAGS, "false"),
        **SAMPLES,
    }
    if column in known:
        return known[column]
    kind, reference, _ = column.partition("SourcedId")
    return f"{REFERRED[kind]}-{number}" if reference else f"{column} {number}"


def everything(version: str, *, rows: int = 2) -> Files:
    """A bundle with every file and every column of the version, all of them filled."""
    files = {
        name: text([columns, *([sample(name, column, number) for column in columns] for number in range(1, rows + 1))])
        for name, columns in HEADERS[version].items()
        if name != "manifest.csv"
    }
    return {"manifest.csv": manifest(version, files), **files}


def text(rows: list[list[str]]) -> str:
    """The rows as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def manifest(version: str, files: Mapping[str, object], mode: str = "bulk") -> str:
    """A manifest that says so of all these files."""
    rows = [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", version]]
    modes = {name.removesuffix(".csv"): mode if name in files else "absent" for name in HEADERS[version]}
    rows += [[f"file.{name}", said] for name, said in modes.items() if name != "manifest"]
    return text([*rows, ["source.systemName", "A made system"]])


def bundled(files: Mapping[str, str | bytes], version: str = "1.1", mode: str = "bulk") -> Files:
    """The files, with their manifest."""
    return {"manifest.csv": manifest(version, files, mode), **files}


def zipped(target: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files in a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def records(path: Path) -> dict[str, list[Item]]:
    """All records of a bundle by collection."""
    with Bundle(path) as bundle:
        return {name: [item for page in bundle.pages(name) for item in page.items] for name in bundle.kinds}


def finished(path: Path) -> Bundle:
    """The bundle after all of it was read: for what it has to say then."""
    with Bundle(path) as bundle:
        for name in bundle.kinds:
            for _ in bundle.pages(name):
                pass
    return bundle
