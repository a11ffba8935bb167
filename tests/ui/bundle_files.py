"""A small OneRoster CSV bundle, as a zip and as a folder."""

import zipfile
from pathlib import Path

KINDS = ("academicSessions", "classes", "courses", "enrollments", "orgs", "users")
_ABSENT = ("categories", "classResources", "courseResources", "demographics", "lineItems", "resources", "results")
_COMMON = "sourcedId,status,dateLastModified"
_FILES = {
    name: f"{_COMMON},{columns}\n" + "".join(f"{row}\n" for row in rows)
    for name, columns, rows in (
        (
            "orgs",
            "name,type,identifier,parentSourcedId",
            ("d1,,,Lakeside Unified,district,,", "s1,,,Cedar Grove Elementary,school,101,d1"),
        ),
        (
            "academicSessions",
            "title,type,startDate,endDate,parentSourcedId,schoolYear",
            ("y1,,,2026-2027,schoolYear,2026-08-17,2027-06-12,,2027",),
        ),
        (
            "courses",
            "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
            ("c1,,,y1,Reading 3,RE3,03,s1,,",),
        ),
        (
            "classes",
            (
                "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
                "subjectCodes,periods"
            ),
            ("k1,,,Reading 3 · 1,03,c1,RE3-1,scheduled,12,s1,y1,,,1",),
        ),
        (
            "users",
            (
                "enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,"
                "phone,agentSourcedIds,grades,password"
            ),
            (
                "u1,,,true,s1,student,abrown,,Amara,Brown,,0048213,,,,,03,",
                "u2,,,true,s1,student,jgarcia,,José,García,,0013200,,,,,03,",
                "u3,,,true,s1,teacher,rokafor,,Ruth,Okafor,,T1,,,,,,",
            ),
        ),
        (
            "enrollments",
            "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
            ("e1,,,k1,s1,u1,student,,,", "e2,,,k1,s1,u2,student,,,", "e3,,,k1,s1,u3,teacher,true,,"),
        ),
    )
}


def files(**changed: str) -> dict[str, str]:
    """The files by name, those in `changed` with another content."""
    said = {"manifest.version": "1.0", "oneroster.version": "1.1", "source.systemName": "Lakeside SIS"}
    said |= {f"file.{name}": "bulk" for name in KINDS} | {f"file.{name}": "absent" for name in _ABSENT}
    manifest = "propertyName,value\n" + "".join(f"{name},{value}\n" for name, value in said.items())
    return {"manifest.csv": manifest} | {f"{name}.csv": text for name, text in (_FILES | changed).items()}


def write_zip(path: Path, missing: str = "", **changed: str) -> Path:
    """A bundle as one file, which says that it has a file that is `missing`."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files(**changed).items():
            if name != missing:
                archive.writestr(name, text)
    return path


def write_folder(path: Path) -> Path:
    """A bundle as a folder."""
    path.mkdir()
    for name, text in files().items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def with_student(given: str) -> str:
    """The file of people with one student more."""
    line = _FILES["users"].splitlines()[1].replace("u1", "u9").replace("Amara", given).replace("0048213", "0099")
    return f"{_FILES['users']}{line}\n"
