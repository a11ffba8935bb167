"""Values that are written in other ways than the standard's."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

from rosterdesk.demo.vocabulary import FIELDS, LISTS, Vocabulary
from tests.oneroster.deviations_around import After, Call, Deviation, Reply, Row

DATES = {"startDate", "endDate", "beginDate", "birthDate", "scoreDate"}
FLAGS = {"enabledUser", "primary"}
NUMBERS = {"score", "resultValueMin", "resultValueMax", "weight", "scorePercentile"}
WORDS = {"role", "type", "classType", "status", "sex", "importance", "scoreStatus"}
EASTERN = timezone(timedelta(hours=-5))


def each(change: Callable[[str, Row], None]) -> After:
    """Every record of every list, changed in its place; the change is told the member that holds it."""

    def after(_call: Call, reply: Reply) -> None:
        if name := reply.envelope:
            rows = reply.rows
            for row in rows:
                change(name, row)
            reply.rows = rows

    return after


def fields(names: set[str] | frozenset[str], spelt: Callable[[Any], Any]) -> After:
    """The values of these fields, where there is one, spelt in another way."""

    def change(_name: str, row: Row) -> None:
        for name in names & row.keys():
            row[name] = spelt(row[name])

    return each(change)


def references(spelt: Callable[[Row], Any]) -> After:
    """Every reference, alone or in a list, spelt in another way."""

    def change(_name: str, row: Row) -> None:
        for name, value in row.items():
            if isinstance(value, dict) and "sourcedId" in value:
                row[name] = spelt(value)
            elif isinstance(value, list) and value and isinstance(value[0], dict) and "href" in value[0]:
                row[name] = [spelt(ref) for ref in value]

    return each(change)


def moments(spelt: Callable[[str], str]) -> After:
    return fields({"dateLastModified"}, spelt)


def lists(spelt: Callable[[list[str]], Any]) -> After:
    return fields(LISTS, spelt)


def lacking(field: str, _name: str, row: Row) -> None:
    row.pop(field, None)


def one_reference_for_a_list(_name: str, row: Row) -> None:
    for name in ("terms", "orgs", "agents", "resources", "children"):
        if len(row.get(name, [])) == 1:
            (row[name],) = row[name]


def a_list_for_one_reference(_name: str, row: Row) -> None:
    for name, value in row.items():
        if isinstance(value, dict) and "href" in value:
            row[name] = [value]


def nulls(name: str, row: Row, known: Vocabulary = FIELDS) -> None:
    for field in known[name]:
        row.setdefault(field, None)


def null_lists(name: str, row: Row) -> None:
    for field in LISTS & FIELDS[name].keys():
        row.setdefault(field, None)


def missing_is_empty(name: str, row: Row) -> None:
    for field in DATES & FIELDS[name].keys():
        row.setdefault(field, "")


def role_with_orgs(name: str, row: Row) -> None:
    if name == "users":
        row["role"] = {"role": row["role"], "orgs": row.pop("orgs")}


def unknown_words(name: str, row: Row) -> None:
    if row.get("role") == "aide":
        row["role"] = "ext:coach"
    if name == "orgs" and row["type"] == "district":
        row["type"] = "departments"


def unknown_members(_name: str, row: Row) -> None:
    row |= {"_id": 7, "tags": [["x"], None], "Role": {"deep": [1, {"er": 2}]}, "metadata": {"a": [1.5], "b": None}}


def metadata_of_any_type(_name: str, row: Row) -> None:
    row["metadata"] = [None, "text", 3.5, ["list"], True][len(row["sourcedId"]) % 5]


def in_capitals(_name: str, row: Row) -> None:
    for name in list(row):
        row[name[0].upper() + name[1:]] = row.pop(name)


def in_lower_case(_name: str, row: Row) -> None:
    """All names but that of the id."""
    for name in row.keys() - {"sourcedId"}:
        row[name.lower()] = row.pop(name)


def empty_parent(name: str, row: Row) -> None:
    if name in {"orgs", "academicSessions"}:
        row.setdefault("parent", {} if name == "orgs" else {"sourcedId": None, "href": None})


def in_older_encoding(declared: str) -> After:
    """Texts in ISO 8859-1, with escapes for what that has not."""

    def after(_call: Call, reply: Reply) -> None:
        if reply.envelope:
            text = json.dumps(reply.members, ensure_ascii=False)
            escaped = "".join(char if char <= "\xff" else json.dumps(char)[1:-1] for char in text)
            reply.body = escaped.encode("latin-1")
            reply.headers["content-type"] = declared

    return after


def unfit_text(name: str, row: Row) -> None:
    if name == "classes":
        row["location"] = "Rm \x00 7"


def passwords(name: str, row: Row) -> None:
    if name == "users":
        row["password"] = "hunter2-canary"


def in_zone(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(EASTERN).isoformat(timespec="milliseconds")


def other_types(ref: Row) -> Row:
    return ref | {"type": {"org": "School", "academicSession": "term"}.get(ref["type"], ref["type"].upper())}


VALUES = (
    Deviation(
        name="list-as-one-value",
        what="A list of one is sent as its value alone.",
        after=lists(lambda value: value[0] if len(value) == 1 else value),
        bent=("lists",),
    ),
    *(
        Deviation(
            name=f"list-in-one-text-{name}",
            what=f"A list is sent as one text with {name} between.",
            after=lists(mark.join),
            bent=("lists",),
        )
        for name, mark in (("commas", ","), ("semicolons", ";"), ("bars", "|"))
    ),
    *(
        Deviation(
            name=f"{name}-missing",
            what=f"No record has a `{name}`.",
            after=each(partial(lacking, name)),
            apart=(name,),
            bent=(kind,),
        )
        for name, kind in (("status", "stateless"), ("dateLastModified", "unstamped"))
    ),
    Deviation(name="list-null", what="An empty list is sent as null.", after=each(null_lists), bent=("nulls",)),
    Deviation(
        name="null-for-everything",
        what="Every field without a value is sent as null.",
        after=each(nulls),
        bent=("nulls",),
    ),
    Deviation(
        name="empty-text-for-no-date",
        what="A date that is not known is sent as an empty text.",
        after=each(missing_is_empty),
        bent=("blanks",),
    ),
    Deviation(
        name="reference-as-id",
        what="A reference is the bare id, no object.",
        after=references(lambda ref: ref["sourcedId"]),
        bent=("references",),
    ),
    Deviation(
        name="reference-without-address",
        what="A reference has no `href`, or no `type`.",
        after=references(lambda ref: {"sourcedId": ref["sourcedId"]}),
    ),
    Deviation(
        name="reference-with-relative-address",
        what="A reference has a relative `href`.",
        after=references(lambda ref: ref | {"href": "/orgs/x"}),
    ),
    Deviation(
        name="reference-to-another-host",
        what="A reference's `href` leads to another host; it is never followed.",
        after=references(lambda ref: ref | {"href": "http://127.0.0.2:9/orgs/x"}),
    ),
    Deviation(
        name="reference-of-another-type",
        what="A reference has a `type` that is wrong or in capitals, like “School”.",
        after=references(other_types),
    ),
    Deviation(
        name="reference-for-a-list",
        what="One reference stands where a list of them belongs.",
        after=each(one_reference_for_a_list),
        bent=("lists",),
    ),
    Deviation(
        name="list-for-a-reference",
        what="A list of one stands where a reference belongs.",
        after=each(a_list_for_one_reference),
        bent=("lists",),
    ),
    Deviation(
        name="flags-as-booleans",
        what="Flags are JSON's own true and false.",
        after=fields(FLAGS, lambda value: value == "true"),
    ),
    *(
        Deviation(
            name=f"flags-as-{name}",
            what=f"Flags are spelt {yes!r} and {no!r}.".replace("'", "`"),
            after=fields(FLAGS, lambda value, yes=yes, no=no: yes if value == "true" else no),
            bent=("booleans",),
        )
        for name, yes, no in (
            ("capitals", "True", "False"),
            ("numbers", 1, 0),
            ("digits", "1", "0"),
            ("letters", "Y", "N"),
        )
    ),
    Deviation(
        name="moment-for-a-date",
        what="A date is sent with a time of day.",
        after=fields(DATES, lambda value: f"{value}T00:00:00.000Z"),
        bent=("dates",),
    ),
    *(
        Deviation(
            name=f"moments-with-{digits.replace(' ', '-')}",
            what=f"Moments have {digits} after the second.",
            after=moments(lambda value, tail=tail: value.replace(".000Z", tail)),
        )
        for digits, tail in (
            *(("no digits", "Z"), ("one digit", ".0Z"), ("two digits", ".00Z"), ("four digits", ".0000Z")),
            *(("five digits", ".00000Z"), ("six digits", ".000000Z"), ("seven digits", ".0000000Z")),
        )
    ),
    Deviation(
        name="moments-with-a-blank",
        what="Moments have a blank in place of the T.",
        after=moments(lambda value: value.replace("T", " ")),
    ),
    Deviation(
        name="moments-with-offset-zero",
        what="Moments end in `+00:00` in place of Z.",
        after=moments(lambda value: value.replace("Z", "+00:00")),
    ),
    Deviation(
        name="moments-in-another-zone",
        what="Moments have another zone's offset.",
        after=moments(in_zone),
        bent=("zones",),
    ),
    Deviation(
        name="moments-without-zone",
        what="Moments say no zone; they are taken to be in UTC.",
        after=moments(lambda value: value.removesuffix("Z")),
        bent=("zoneless",),
    ),
    Deviation(
        name="numbers-as-texts", what="Numbers are sent as texts.", after=fields(NUMBERS, str), bent=("numbers",)
    ),
    Deviation(
        name="numbers-with-a-comma",
        what="Numbers are texts with a comma, “12,5”; “1,000”, which may be a thousand, is only kept as sent.",
        after=fields(NUMBERS, lambda value: f"{value:.4f}".replace(".", ",")),
        bent=("numbers",),
    ),
    Deviation(
        name="school-year-as-number",
        what="The school year is sent as a number.",
        after=each(
            lambda name, row: row.update(schoolYear=int(row["schoolYear"])) if name == "academicSessions" else None
        ),
        bent=("numbers",),
    ),
    Deviation(
        name="words-in-capitals",
        what="Words of the standard are in capitals: “Student”, “SCHOOL”.",
        after=fields(WORDS, lambda value: value.upper() if len(value) > 6 else value.title()),
        bent=("words",),
    ),
    Deviation(
        name="words-unknown",
        what="A role or type is one that the standard does not know; it is kept and shown as it is.",
        after=each(unknown_words),
        bent=("unknown",),
        apart=("role", "type"),
    ),
    Deviation(
        name="role-as-object",
        what="A user's role is an object, with the orgs in it.",
        after=each(role_with_orgs),
        bent=("roles",),
    ),
    Deviation(
        name="members-in-capitals",
        what="Members begin with a capital letter: `GivenName`.",
        after=each(in_capitals),
        bent=("names",),
    ),
    Deviation(
        name="members-in-lower-case",
        what="Members are in lower case, but for the id: `givenname` beside `sourcedId`.",
        after=each(in_lower_case),
        bent=("names",),
    ),
    Deviation(
        name="reference-to-nothing",
        what="A reference that leads nowhere is an empty object, or one without an id.",
        after=each(empty_parent),
    ),
    Deviation(
        name="texts-in-an-older-encoding",
        what="Texts are in ISO 8859-1, as the answer says.",
        after=in_older_encoding("application/json; charset=ISO-8859-1"),
        bent=("characters",),
    ),
    Deviation(
        name="texts-in-an-older-encoding-undeclared",
        what="Texts are in ISO 8859-1, and the answer says nothing of it.",
        after=in_older_encoding("application/json"),
        bent=("characters",),
    ),
    Deviation(
        name="texts-with-unfit-characters",
        what="Texts have characters that no text may have; they are replaced.",
        after=each(unfit_text),
        bent=("characters",),
        apart=("location", "homeroom"),
    ),
    Deviation(
        name="dates-that-are-none",
        what="Dates are written in a way that nobody can be sure of: 11/12/2026. They stay in the record as sent.",
        after=fields({"birthDate", "scoreDate"}, lambda _value: "11/12/2026"),
        bent=("undated",),
        apart=("birthDate", "scoreDate"),
    ),
    Deviation(name="members-unknown", what="Records have members that no standard names.", after=each(unknown_members)),
    Deviation(
        name="metadata-of-any-type",
        what="The metadata are no object but a text, a number, a list or null.",
        after=each(metadata_of_any_type),
    ),
    Deviation(
        name="passwords",
        what="Users come with passwords; they are dropped, never kept.",
        after=each(passwords),
        bent=("passwords",),
    ),
)
