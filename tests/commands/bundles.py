"""A small bundle, to be spoilt as a test likes."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MANIFEST = """propertyName,value
manifest.version,1.0
oneroster.version,1.1
source.systemName,Paper SIS
file.academicSessions,bulk
file.categories,absent
file.classes,bulk
file.classResources,absent
file.courses,bulk
file.courseResources,absent
file.demographics,absent
file.enrollments,bulk
file.lineItems,absent
file.orgs,bulk
file.resources,absent
file.results,absent
file.users,bulk
"""
FILES = {
    "manifest.csv": MANIFEST,
    "orgs.csv": (
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
        "d1,,,Paper District,district,,\ns1,,,Paper School,school,,d1\n"
    ),
    "academicSessions.csv": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "t1,,,Autumn,term,2026-08-01,2027-01-01,,2027\n"
    ),
    "courses.csv": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
        "subjectCodes\nco1,,,,Folding,F1,09,s1,Craft,CR\n"
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods\nc1,,,Folding A,09,co1,F1A,scheduled,12,s1,t1,Craft,CR,1\n"
    ),
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
        "u1,,,true,s1,student,ada,{Paper:1},Ada,Lovelace,,1001,,,,,09,\n"
        "u2,,,true,s1,teacher,grace,,Grace,Hopper,,2001,,,,,,\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,c1,s1,u1,student,false,,\ne2,,,c1,s1,u2,teacher,true,,\n"
    ),
}
SPOILT = {
    "users.csv": FILES["users.csv"] + "person-3,,,yes,s9,student,ADA,,Bea,Byron,,1003,bea at x,,,,09,\n",
    "enrollments.csv": FILES["enrollments.csv"] + "enrollment-3,,,class-9,s1,u1,student,false,,\n",
}
"""What is written otherwise where a class and a school are missing, an email and a flag are none."""


def written(path: Path, changes: Mapping[str, str] | None = None) -> Path:
    """The bundle as a zip at the path, or, where that has no suffix, as a folder; with these files in place of its
    own, and without those that are nothing.
    """
    files = {name: text for name, text in {**FILES, **(changes or {})}.items() if text}
    if path.suffix:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in files.items():
                bundle.writestr(name, text)
        return path
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, "utf-8")
    return path


def cut(path: Path, name: str) -> Path:
    """The zip with that member damaged in its midst."""
    with zipfile.ZipFile(path) as bundle:
        member = bundle.getinfo(name)
    content = bytearray(path.read_bytes())
    middle = member.header_offset + 30 + len(name) + member.compress_size // 2
    content[middle : middle + 8] = bytes(8)
    path.write_bytes(content)
    return path
