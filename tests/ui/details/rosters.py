"""Small rosters written by hand: what a well-meant one never holds."""

import itertools
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
        writer.begin(dict.fromkeys(BASES, "full"), started=datetime.now(UTC))
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
                "resources": [ref("resource", "resource")],
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
        **_gradebook(text, common),
    }


def changing() -> dict[str, list[dict[str, Any]]]:
    """Ann is in the class, Ben came late, Cyd is to come, Dan has left, Eve is taken back; Fay left and came back."""
    roster = hostile("Plain")
    person, seat = roster["users"][0], roster["enrollments"][0]
    whole = {"beginDate": "2026-08-17", "endDate": "2027-06-12"}
    stays = {
        "ann": [whole],
        "ann2": [whole],
        "ben": [whole | {"beginDate": "2026-10-05"}],
        "cyd": [whole | {"beginDate": "2027-01-11"}],
        "dan": [whole | {"endDate": "2026-10-01"}],
        "eve": [whole | {"status": "tobedeleted"}],
        "fay": [whole | {"endDate": "2026-09-01"}, whole | {"beginDate": "2026-11-01"}],
    }
    roster["users"] = [
        *roster["users"][1:],
        *({**person, "sourcedId": who, "givenName": who.title(), "grades": ["09"]} for who in stays),
    ]
    roster["enrollments"] = [roster["enrollments"][1]] + [
        {**seat, **dates, "sourcedId": f"{who}-{number}", "user": ref(who, "user")}
        for who, each in stays.items()
        for number, dates in enumerate(each)
    ]
    return roster


def mixed(turn: int) -> dict[str, list[dict[str, Any]]]:
    """One of each kind of record, every text of which is another payload; `turn` says with which it begins."""
    texts = itertools.cycle(PAYLOADS[turn:] + PAYLOADS[:turn])

    def filled(value: Any) -> Any:
        match value:
            case "TEXT":
                return next(texts)
            case list():
                return [filled(each) for each in value]
            case dict():
                return {name: filled(each) for name, each in value.items()}
        return value

    roster: dict[str, list[dict[str, Any]]] = filled(hostile("TEXT"))
    return roster


def _gradebook(text: str, common: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What a class is taught with, and what its student has got."""
    score = {"student": ref("student", "user"), "score": 8.5, "textScore": text, "scoreDate": "2026-11-06"}
    taught = {"class": ref("class", "class"), "resultValueMin": 0, "resultValueMax": 10, "description": text}
    return {
        "resources": [{**common, "sourcedId": "resource", "title": text, "vendorResourceId": text, "roles": [text]}],
        "categories": [{**common, "sourcedId": "category", "title": text, "weight": 0.2}],
        "scoreScales": [
            {
                **common,
                "sourcedId": "scale",
                "title": text,
                "type": text,
                "class": ref("class", "class"),
                "scoreScaleValue": [{"itemValueLHS": text, "itemValueRHS": text}],
            }
        ],
        "lineItems": [
            {
                **common,
                **taught,
                "sourcedId": "item",
                "title": text,
                "category": ref("category", "category"),
                "gradingPeriod": ref("term", "session"),
                "scoreScale": ref("scale", "scoreScale"),
                "dueDate": "2026-11-06",
            }
        ],
        "results": [{**common, **score, "sourcedId": "result", "lineItem": ref("item", "item"), "comment": text}],
        "assessmentLineItems": [{**common, **taught, "sourcedId": "assessment", "title": text}],
        "assessmentResults": [
            {**common, **score, "sourcedId": "percentile", "assessmentLineItem": ref("assessment", "assessment")}
        ],
    }


def broken() -> dict[str, list[dict[str, Any]]]:
    """A student and a class that refer to what was never sent."""
    roster = hostile("Plain")
    roster["users"][0]["agents"] = [ref("nobody", "user")]
    roster["users"][0]["orgs"] = [ref("nowhere", "org")]
    roster["enrollments"] = [each for each in roster["enrollments"] if each["role"] == "student"]
    roster["classes"][0]["course"] = ref("no-course", "course")
    return roster
