"""Small rosters written by hand: what a well-meant one never holds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from rosterdesk.model.fields import BASES
from rosterdesk.oneroster import answers
from rosterdesk.store.writer import Writer
from tests import stores

Roster = Mapping[str, Sequence[Mapping[str, Any]]]

PAYLOADS = (
    "<b>Bob</b>",
    '<img src="file:///MARK">',
    "Name <img src=//127.0.0.9/s/MARK>",
    '<a href="file:///x">Click</a>',
    "<script>alert(1)</script>",
    "<table><tr><td>x",
    "&lt;b&gt;",
    "&amp;",
    "O<Neil",
    "<!-- x",
    "a\n<b>b</b>",
    "<style>*{}</style>",
    "&#x202e;x",
    "Tom & Jerry",
    "%n %1 {0} {name}",
    "\u202eevil\u202c",
    "Ze\u0301" + "\u0301" * 500,
    "x" * 5000,
)


def write(path: Path, roster: Roster) -> Path:
    """A store that holds this roster, as one complete sync."""
    with Writer(path, stores.KEY) as writer:
        writer.begin("full", BASES, started=datetime.now(UTC))
        for name in BASES:
            records = list(roster.get(name, ()))
            page = answers.page(msgspec.json.encode({name: records}), name, {})
            writer.put(name, page.items, received=page.received, total=len(records))
            writer.end_collection(name, complete=True)
        writer.end()
    return path


def ref(sourced_id: str, kind: str) -> dict[str, str]:
    return {"sourcedId": sourced_id, "type": kind, "href": f"https://elsewhere.invalid/{kind}/{sourced_id}"}


def hostile(text: str) -> dict[str, list[dict[str, Any]]]:
    """One of each kind of record, all of whose texts are this one; the references hold together."""
    common = {"status": "active", "dateLastModified": "2026-11-01T08:00:00Z"}
    person = {
        **common,
        "givenName": text,
        "familyName": text,
        "middleName": text,
        "identifier": text,
        "email": text,
        "phone": text,
        "sms": text,
        "username": text,
        "enabledUser": False,
        "orgs": [ref("school", "org")],
        "grades": [text],
    }
    dates = {"startDate": "2026-08-17", "endDate": "2027-06-12"}
    return {
        "orgs": [
            {**common, "sourcedId": "district", "name": text, "type": "district", "identifier": text},
            {**common, "sourcedId": "school", "name": text, "type": "school", "parent": ref("district", "org")},
        ],
        "academicSessions": [
            {**common, **dates, "sourcedId": "year", "title": text, "type": "schoolYear", "schoolYear": "2027"},
            {**common, **dates, "sourcedId": "term", "title": text, "type": "term", "parent": ref("year", "session")},
        ],
        "courses": [
            {
                **common,
                "sourcedId": "course",
                "title": text,
                "courseCode": text,
                "org": ref("school", "org"),
                "grades": [text],
                "subjects": [text],
            }
        ],
        "classes": [
            {
                **common,
                "sourcedId": "class",
                "title": text,
                "classCode": text,
                "classType": "scheduled",
                "location": text,
                "course": ref("course", "course"),
                "school": ref("school", "org"),
                "terms": [ref("term", "term")],
                "periods": [text],
                "subjects": [text],
            }
        ],
        "users": [
            {**person, "sourcedId": "student", "role": "student", "agents": [ref("guardian", "user")]},
            {**person, "sourcedId": "teacher", "role": "teacher"},
            {**person, "sourcedId": "guardian", "role": "guardian"},
            {**person, "sourcedId": "administrator", "role": "administrator"},
        ],
        "enrollments": [
            {
                **common,
                "sourcedId": f"enrollment-{who}",
                "user": ref(who, "user"),
                "class": ref("class", "class"),
                "school": ref("school", "org"),
                "role": who,
                "primary": who == "teacher",
            }
            for who in ("student", "teacher")
        ],
        "demographics": [{**common, "sourcedId": "student", "birthDate": "2010-01-02", "sex": text}],
    }


def broken() -> dict[str, list[dict[str, Any]]]:
    """A student and a class that refer to what was never sent."""
    roster = hostile("Plain")
    roster["users"][0]["agents"] = [ref("nobody", "user")]
    roster["users"][0]["orgs"] = [ref("nowhere", "org")]
    roster["enrollments"] = [each for each in roster["enrollments"] if each["role"] == "student"]
    roster["classes"][0]["course"] = ref("no-course", "course")
    return roster
