"""Several deviations at once, as the services of known vendors have them, and what a user sets up for them."""

from functools import partial
from typing import Any

from rosterdesk.demo.vocabulary import FIELDS_1P2
from tests.oneroster.deviations_access import token_refusing
from tests.oneroster.deviations_around import Before, Call, Deviation, Reply, Row, all_after, all_before
from tests.oneroster.deviations_paging import bare, clamped, ignored, link, reversed_order, strict, total, total_in_body
from tests.oneroster.deviations_values import (
    FLAGS,
    each,
    fields,
    lists,
    moments,
    nulls,
    other_types,
    passwords,
    references,
)

OPTIONAL_1P1 = ("demographics", "resources", "categories", "lineItems", "results")
OPTIONAL_1P2 = (
    "resources",
    "categories",
    "scoreScales",
    "lineItems",
    "results",
    "assessmentLineItems",
    "assessmentResults",
)
V1P1 = "https://purl.imsglobal.org/spec/or/v1p1/scope/"
V1P2 = "https://purl.imsglobal.org/spec/or/v1p2/scope/"
PROXY = "/proxy/v1p0/ab%2Fcd%3D"


def absent(*names: str) -> Before:
    """These lists are not there."""

    def before(call: Call) -> Reply | None:
        return Reply(404, b'{"message": "Not Found"}') if call.name in names else None

    return before


def scopes_under(prefix: str, right: str) -> Before:
    """Scopes are known by this prefix alone, in place of the right one."""

    def before(call: Call) -> Reply | None:
        if call.name != "token" or "scope" not in call.form:
            return None
        scopes = call.form["scope"].split()
        if not all(scope.startswith(prefix) and "/" not in scope.removeprefix(prefix) for scope in scopes):
            return Reply(400, b'{"error": "invalid_scope"}')
        call.form["scope"] = " ".join(right + scope.removeprefix(prefix) for scope in scopes)
        return None

    return before


def short(*suffixes: str, prefix: str = "") -> tuple[str, ...]:
    usual = ("roster-core.readonly", "roster.readonly", "roster-demographics.readonly")
    return tuple(prefix + suffix for suffix in (*usual, *suffixes))


def behind_proxy(call: Call) -> Reply | None:
    """The application's id stands in the path, encoded once."""
    if not call.path.startswith(f"{PROXY}/"):
        return Reply(404)
    call.path = call.path.removeprefix(PROXY)
    return None


def doubled_path(call: Call) -> None:
    call.path = call.path.replace("/resources/v1p2/resources/resources", "/resources/v1p2/resources")


def without_fields(*names: str) -> Any:
    def change(_name: str, row: Row) -> None:
        for name in names:
            row.pop(name, None)

    return each(change)


def as_number(_name: str, row: Row) -> None:
    if isinstance(row.get("schoolYear"), str):
        row["schoolYear"] = int(row["schoolYear"])


def true_flags(value: str) -> bool:
    return value == "true"


VENDORS = (
    Deviation(
        name="classlink",
        what="ClassLink: OAuth 1.0a with SHA-256, passwords, references to another host, empty class codes.",
        source={"auth": "oauth1", "token_url": ""},
        after=all_after(
            each(passwords),
            fields({"classCode"}, lambda _value: ""),
            references(lambda ref: ref | {"href": f"https://other.example/{ref['type']}s/x"}),
        ),
        bent=("passwords",),
        apart=("classCode",),
    ),
    Deviation(
        name="classlink-proxy",
        what="ClassLink's proxy: a fixed token, and an address with an encoded id in it.",
        source={"auth": "bearer", "token_url": "", "url": "{origin}" + PROXY + "/ims/oneroster/v1p1"},
        before=behind_proxy,
    ),
    Deviation(
        name="instructure",
        what="Instructure: rostering alone, true and false of JSON, no paging, courses without a school.",
        source={"token_auth": "body"},
        before=all_before(absent(*OPTIONAL_1P1), ignored("offset", limit="10000")),
        after=all_after(bare, fields(FLAGS, true_flags), without_fields("org")),
        refused=OPTIONAL_1P1,
        words="HTTP 404",
        apart=("org",),
    ),
    Deviation(
        name="powerschool",
        what="PowerSchool: pages cut to what its administrator set.",
        source={"page_size": 10_000},
        before=clamped(100),
    ),
    Deviation(
        name="infinite-campus",
        what="Infinite Campus: a token address with a query, 400 for large pages, demographics for few.",
        source={"page_size": 5000, "token_url": "{token_url}?appName=desk"},
        before=all_before(
            token_refusing(lambda call: call.query == {"appName": "desk"}, 404, ""),
            strict(100),
            lambda call: Reply(403) if call.name == "demographics" else None,
        ),
        refused=("demographics",),
        words="HTTP 403",
    ),
    Deviation(
        name="aeries",
        what="Aeries: a scope must be sent; there are no resources.",
        before=all_before(
            token_refusing(lambda call: "scope" in call.form, 400, '{"error": "invalid_request"}'), absent("resources")
        ),
        refused=("resources",),
        words="HTTP 404",
    ),
    Deviation(
        name="synergy",
        what="Synergy: no scope, id and secret in the form, lists in one text, totals that are too small.",
        source={"token_auth": "body"},
        before=token_refusing(
            lambda call: "scope" not in call.form and "client_secret" in call.form, 400, '{"error": "invalid_scope"}'
        ),
        after=all_after(lists("|".join), total(lambda right, _rows: right - 1)),
        bent=("lists",),
    ),
    Deviation(
        name="ed-fi",
        what="Ed-Fi: 1.2 without resources and gradebook, cut pages, no total, no links, relative references.",
        edition="1.2",
        source={"page_size": 5000},
        before=all_before(absent(*OPTIONAL_1P2), clamped(50)),
        after=all_after(bare, references(lambda ref: ref | {"href": f"/{ref['type']}s/x"})),
        refused=OPTIONAL_1P2,
        words="HTTP 404",
    ),
    Deviation(
        name="timeback",
        what="TimeBack: 1.2 with the scopes of 1.1, totals in the body, nulls, numbers, a doubled path.",
        edition="1.2",
        source={
            "page_size": 1000,
            "resources_url": "{url_1p2}/resources/v1p2/resources",
            "scopes": short("resource.readonly", "gradebook.readonly", "assessment.readonly", prefix=V1P1),
        },
        before=all_before(scopes_under(V1P1, V1P2), clamped(100), doubled_path),
        after=all_after(
            total_in_body, each(as_number), fields({"primary"}, true_flags), each(partial(nulls, known=FIELDS_1P2))
        ),
        bent=("nulls", "numbers"),
    ),
    Deviation(
        name="gg4l",
        what="GG4L: `Link` without brackets and one row off, and nothing else.",
        after=link(
            lambda following, limit, _count: f'http://127.0.0.1/x?limit={limit}&offset={following + 1}; rel="next"'
        ),
    ),
    Deviation(
        name="visma",
        what="Visma Flyt: scopes with a prefix of its own.",
        source={"scopes": short("resource.readonly", "gradebook.readonly", prefix="one-roster-api:")},
        before=scopes_under("one-roster-api:", V1P1),
    ),
    Deviation(
        name="zunia",
        what="Zunia: the latest change first, pages cut.",
        source={"page_size": 5000},
        before=all_before(clamped(100), reversed_order),
    ),
    Deviation(
        name="lumentouch",
        what="LumenTouch: seven digits of a second, birth dates with a time, types of references in capitals.",
        after=all_after(
            moments(lambda value: value.replace(".000Z", ".0000000Z")),
            fields({"birthDate"}, lambda value: f"{value}T00:00:00.0000000Z"),
            references(other_types),
        ),
        bent=("dates",),
    ),
    Deviation(
        name="libre-oneroster",
        what="libre-oneroster: flags of 1 and 0, a blank in moments, short names of scopes.",
        source={"scopes": short("resource.readonly", "gradebook.readonly")},
        before=scopes_under("", V1P1),
        after=all_after(
            fields(FLAGS, lambda value: int(value == "true")),
            moments(lambda value: value.replace("T", " ").replace(".000", "")),
        ),
        bent=("booleans",),
    ),
)
