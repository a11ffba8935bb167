"""Answers whose rows are somewhere else than the standard says, or that are no answer at all."""

from collections.abc import Callable
from typing import Any

import msgspec

from tests.oneroster.deviations_around import After, Call, Deviation, Reply

VIEWS = {"orgs": "schools", "academicSessions": "terms", "users": "students"}
OTHER_VIEWS = {"users": "teachers", "academicSessions": "gradingPeriods"}
SINGULAR = {"classes": "class", "categories": "category"}
WARNING = {
    "imsx_codeMajor": "success",
    "imsx_severity": "warning",
    "imsx_description": "Something was unusual.",
    "imsx_codeMinor": "invalid_sort_field",
}


def body(change: Callable[[str, list[Any]], Any]) -> After:
    """The body of every list, made anew of its name and rows."""

    def after(_call: Call, reply: Reply) -> None:
        if name := reply.envelope:
            reply.members = change(name, reply.rows)

    return after


def django(_call: Call, reply: Reply) -> None:
    """What Django's REST framework puts around rows; no header tells the total."""
    count = int(reply.headers.pop("x-total-count", "0"))
    reply.headers.pop("link", None)
    if reply.envelope:
        reply.members = {"count": count, "next": None, "previous": None, "results": reply.rows}


def apart(name: str, rows: list[Any]) -> Any:
    """Students in one list, everybody else in another."""
    if name != "users":
        return {name: rows}
    students = [row for row in rows if row["role"] == "student"]
    return {"students": students, "teachers": [row for row in rows if row not in students]}


def typed(kind: str) -> After:
    def after(_call: Call, reply: Reply) -> None:
        reply.headers["content-type"] = kind

    return after


def only(name: str, change: After) -> After:
    """The change to one list alone."""

    def after(call: Call, reply: Reply) -> None:
        if call.name == name:
            change(call, reply)

    return after


def with_mark(_call: Call, reply: Reply) -> None:
    reply.body = b"\xef\xbb\xbf\r\n" + reply.body


def laid_out(_call: Call, reply: Reply) -> None:
    reply.body = msgspec.json.format(reply.body, indent=4)


def null_for_none(_call: Call, reply: Reply) -> None:
    """No total and no links, so that the end is an empty page, which is null."""
    for header in ("x-total-count", "link"):
        reply.headers.pop(header, None)
    if reply.envelope:
        reply.members = {reply.envelope: reply.rows or None}


def page_of(content: str, kind: str) -> After:
    def after(_call: Call, reply: Reply) -> None:
        reply.body = content.encode()
        reply.headers["content-type"] = kind

    return after


ENVELOPES = (
    Deviation(
        name="envelope-of-the-view",
        what="Rows are under `schools`, `terms` or `students` in place of `orgs`, `academicSessions` or `users`.",
        after=body(lambda name, rows: {VIEWS.get(name, name): rows}),
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-of-another-view",
        what="Rows are under `teachers` or `gradingPeriods` in place of `users` or `academicSessions`.",
        after=body(lambda name, rows: {OTHER_VIEWS.get(name, name): rows}),
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-singular",
        what="Rows are under the word for one of them: `user`, `class`.",
        after=body(lambda name, rows: {SINGULAR.get(name, name.removesuffix("s")): rows}),
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-unknown",
        what="Rows are under a name of the service's own, the only list there is.",
        after=body(lambda _name, rows: {"count": len(rows), "data": rows, "messages": []}),
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-none",
        what="The answer is a bare array.",
        after=body(lambda _name, rows: rows),
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-of-django",
        what="Rows are under `results`, beside `count`, `next` and `previous`, as Django has it.",
        after=django,
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-apart",
        what="One answer for all users has them in two lists, `students` and `teachers`.",
        after=body(apart),
        bent=("envelopes",),
    ),
    Deviation(
        name="envelope-deep",
        what="The rows are so deep in the answer that nobody can tell what they are.",
        expected="error",
        words="The service's answer is not OneRoster data.",
        after=body(lambda _name, rows: {"response": {"payload": {"rows": rows}}}),
    ),
    Deviation(
        name="members-before-and-after",
        what="The list stands between other members: links, totals, a status.",
        after=body(lambda name, rows: {"meta": {"page": 1}, "links": ["a"], name: rows, "status": "ok", "errors": []}),
    ),
    Deviation(
        name="warning-beside-data",
        what="A warning stands beside the data.",
        after=body(lambda name, rows: {"statusInfoSet": [WARNING], name: rows}),
    ),
    Deviation(name="null-for-no-rows", what="A list without rows is null.", after=null_for_none),
    Deviation(name="byte-order-mark", what="The answer begins with a byte order mark.", after=with_mark),
    Deviation(name="laid-out", what="The answer is laid out in lines.", after=laid_out),
    *(
        Deviation(name=f"type-{kind.replace('/', '-')}", what=f"JSON comes as `{kind}`.", after=typed(kind))
        for kind in ("text/html", "text/plain", "application/octet-stream")
    ),
    Deviation(
        name="login-page",
        what="A list is answered with a web page to sign in, and 200.",
        expected="incomplete",
        words="The service answered with a web page, not with OneRoster data.",
        after=only("classes", page_of("<!doctype html><title>Sign in</title>", "text/html")),
    ),
    Deviation(
        name="not-json",
        what="A list is answered with a word, and 200.",
        expected="incomplete",
        words="The service's answer is not OneRoster data.",
        after=only("classes", page_of("OK", "text/plain")),
    ),
    Deviation(
        name="error-inside-200",
        what="A list is answered with an error, and 200.",
        expected="incomplete",
        words="No district was chosen",
        after=only(
            "classes",
            page_of(
                '{"classes": [], "statusInfoSet": [{"imsx_codeMajor": "failure", "imsx_severity": "error",'
                ' "imsx_description": "No district was chosen."}]}',
                "application/json",
            ),
        ),
    ),
    Deviation(
        name="nothing-at-all",
        what="A list is answered with nothing, and 200.",
        expected="incomplete",
        words="The service's answer is not OneRoster data.",
        after=only("classes", page_of("", "application/json")),
    ),
)
