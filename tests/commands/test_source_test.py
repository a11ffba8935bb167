"""What a test of a source finds out, and how it says it."""

import contextlib
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from rosterdesk.demo import access
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from tests.commands.desks import Desk
from tests.oneroster.test_tls import Authority
from tests.sync.interference import Interference

ROSTER = "organizations, sessions, courses, people, classes and enrollments"


@contextlib.contextmanager
def answering(
    status: int, *, ahead: float = 0, asked: list[str] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """A service that answers each list with this status and one organization, by a clock that is that much ahead."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            body = b'{"orgs": [{"sourcedId": "o1"}]}'
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(int(time.time() + ahead))

        def log_message(self, *_given: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def try_out(desk: Desk, url: str, *options: str, secret: str = "a secret of some length") -> Any:
    assert desk.run("source", "add", "S", "--url", url, *options, stdin=f"{secret}\n").code == 0
    return desk.run("source", "test", "S", "--format", "json")


def steps(verdict: dict[str, Any]) -> dict[str, tuple[bool, str]]:
    return {step["step"]: (step["ok"], step["detail"]) for step in verdict["steps"]}


def test_a_test_says_what_the_key_can_see(live: Live, roster: District, desk: Desk) -> None:
    desk.add(live)
    done = desk.run("source", "test", "Lakeside", "--format", "json")
    assert (done.code, done.err) == (0, "")
    verdict = done.json
    assert set(verdict) == {"ok", "steps", "collections", "scopes", "summary"}
    assert {frozenset(each) for each in verdict["collections"]} == {
        frozenset({"collection", "state", "count", "milliseconds", "detail"})
    }
    assert verdict["ok"] is True
    assert [(step["step"], step["ok"]) for step in verdict["steps"]] == [
        (name, True) for name in ("address", "connection", "tls", "clock", "token", "scopes")
    ]
    seen = {each["collection"]: (each["state"], each["count"]) for each in verdict["collections"]}
    assert seen["users"] == ("allowed", len(roster.collections["users"]))
    assert seen["demographics"] == ("allowed", len(roster.collections["demographics"]))
    assert set(verdict["scopes"]) >= {access.CORE, access.ROSTER}
    assert "enrollments" in desk.run("source", "test", "Lakeside").out


def test_what_the_key_cannot_see_is_no_fault_where_nobody_needs_it(roster: District, desk: Desk) -> None:
    with running(roster, scopes=(access.CORE, access.ROSTER)) as live:
        desk.add(live)
        done = desk.run("source", "test", "Lakeside", "--format", "json", "--progress", "json")
    seen = {each["collection"]: each for each in done.json["collections"]}
    assert (done.code, done.json["ok"]) == (0, True)
    assert seen["demographics"]["state"] == "forbidden"
    assert "Ask the people who run the service" in seen["demographics"]["detail"]
    told = [(line.get("collection"), line.get("state"), line.get("detail")) for line in done.progress]
    assert told[0] == ("address", "ok", live.url)
    assert ("token", "ok", "The service gave a token.") in told
    assert ("users", "allowed", f"{len(roster.collections['users']):,}") in told
    assert ("demographics", "forbidden", seen["demographics"]["detail"]) in told
    assert done.progress[-1] == {"result": "ok"}


@pytest.mark.parametrize(
    ("change", "step", "said"),
    [
        ({"secret": "wrong"}, "token", "rejected the credentials"),
        ({"scheme": "https"}, "tls", "does not speak TLS at this port"),
        ({"path": "/elsewhere"}, None, "choose that version (--oneroster 1.2)"),
        ({"token": "/nowhere"}, "token", "no token address there"),
    ],
)
def test_a_test_that_fails_names_the_step_and_what_to_do(
    live: Live, desk: Desk, change: dict[str, str], step: str | None, said: str
) -> None:
    other = live.url.removesuffix("/ims/oneroster/v1p1").replace("http", change.get("scheme", "http"))
    token = other + change.get("token", "/oauth/token")
    arguments = ["--auth", "oauth2", "--client-id", live.client_id, "--token-url", token]
    secret = change.get("secret", live.client_secret)
    url = other + change.get("path", "/ims/oneroster/v1p1")
    assert desk.run("source", "add", "S", "--url", url, *arguments, stdin=f"{secret}\n").code == 0
    done = desk.run("source", "test", "S", "--format", "json")
    assert (done.code, done.json["ok"], done.err.count("\n")) == (3, False, 1)
    assert said in done.err
    failed = [each["step"] for each in done.json["steps"] if not each["ok"]]
    assert failed == ([step] if step else [])
    assert secret not in done.out + done.err


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("auth", ["oauth2", "oauth1", "bearer"])
def test_every_way_in_and_both_versions_are_tested_alike(live: Live, desk: Desk, version: str, auth: str) -> None:
    assert desk.add_by(live, version, auth).code == 0
    verdict = desk.run("source", "test", "Lakeside", "--format", "json").json
    assert verdict["ok"] is True
    assert all(ok for ok, _ in steps(verdict).values())
    assert set(steps(verdict)) == {"address", "connection", "tls", "clock", "token"} | (
        {"scopes"} if auth == "oauth2" else set()
    )
    offered = {each["collection"]: each["state"] for each in verdict["collections"]}
    assert ("scoreScales" in offered) == (version == "1.2")
    assert set(offered.values()) == {"allowed"}
    whole, more = verdict["summary"]
    assert whole == f"This key can read {ROSTER}: all that a sync needs."
    assert "demographics, resources, categories" in more


def test_scopes_are_told_against_what_was_asked_for_and_the_missing_one_by_its_name(
    roster: District, desk: Desk
) -> None:
    with running(roster, scopes=(access.CORE, access.ROSTER)) as live:
        desk.add(live)
        verdict = desk.run("source", "test", "Lakeside", "--format", "json").json
    assert steps(verdict)["scopes"] == (
        True,
        (
            "roster-core.readonly roster.readonly. Asked for, but not granted: roster-demographics.readonly"
            " resource.readonly gradebook.readonly."
        ),
    )
    whole, *wishes = verdict["summary"]
    assert whole.startswith("This key can read ")
    assert wishes == [
        (
            "This key may not read demographics. If you need them, ask the provider for the scope"
            " roster-demographics.readonly."
        ),
        "This key may not read resources. If you need them, ask the provider for the scope resource.readonly.",
        (
            "This key may not read categories, line items or results. If you need them, ask the provider for the scope"
            " gradebook.readonly."
        ),
    ]


def test_an_empty_authorisation_is_no_empty_district(roster: District, desk: Desk) -> None:
    between = Interference()
    for name in roster.collections.keys() | {"schools", "terms", "gradingPeriods", "students", "teachers"}:
        between.answers[name] = lambda _query, name=name: JSONResponse({name: []}, headers={"X-Total-Count": "0"})
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        done = desk.run("source", "test", "Lakeside", "--format", "json")
    assert (done.code, done.json["ok"]) == (3, False)
    assert done.err == (
        "rosterdesk: This key sees nothing: every list is empty. Ask the people who run the service what it may see.\n"
    )
    assert done.json["summary"] == ["This key sees nothing: every list is empty. Ask the provider what it may see."]


def test_what_the_service_does_not_have_is_told_apart_from_what_it_forbids(roster: District, desk: Desk) -> None:
    between = Interference()
    between.refuse("courses", 403)
    for name in ("resources", "categories", "lineItems", "results"):
        between.refuse(name, 404)
    between.answers["demographics"] = lambda _query: Response("<html>Please log in</html>", media_type="text/html")
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        done = desk.run("source", "test", "Lakeside", "--format", "json")
        shown = desk.run("source", "test", "Lakeside")
    assert (done.code, shown.code) == (3, 3)
    _, courses, unoffered, demographics = done.json["summary"]
    assert courses == "This key may not read courses, which every sync needs: ask the provider for the permission."
    assert unoffered == "The service does not offer resources, categories, line items or results."
    assert demographics.startswith("Demographics: ")
    assert courses in shown.out


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (20 * 60, "This computer's clock is 20 minutes behind the service's."),
        (-3 * 60, "This computer's clock is 3 minutes ahead of the service's."),
        (30, "This computer's clock agrees with the service's."),
    ],
)
def test_a_clock_that_is_off_is_told(desk: Desk, ahead: float, said: str) -> None:
    with answering(200, ahead=ahead) as host:
        verdict = try_out(desk, f"http://{host}/x", "--auth", "none").json
    assert steps(verdict)["clock"] == (True, said)
    assert any(sentence.startswith(said[:-1]) for sentence in verdict["summary"]) == (abs(ahead) > 120)


def test_a_signature_that_is_refused_for_the_clock_says_so_at_that_step(desk: Desk) -> None:
    with answering(401, ahead=20 * 60) as host:
        done = try_out(desk, f"http://{host}/x", "--auth", "oauth1", "--client-id", "key")
    assert done.code == 3
    assert {name for name, (ok, _) in steps(done.json).items() if not ok} == {"clock", "token"}
    assert "This computer's clock is 20 minutes behind the service's" in done.err
    assert done.json["summary"] == []


def test_a_proxy_on_the_way_is_named_by_its_host_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    with answering(200, asked=asked) as host:
        monkeypatch.setenv("HTTP_PROXY", f"http://somebody:canary@{host}")
        done = try_out(desk, "http://sis.internal/x", "--auth", "none", "--allow-http")
    assert asked[0].startswith("http://sis.internal/x/orgs")
    assert steps(done.json)["connection"] == (True, "The service answers, by way of the proxy 127.0.0.1.")
    assert "canary" not in done.out + done.err


def test_a_proxy_that_does_not_let_us_through_is_the_connection_that_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(407) as host:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{host}")
        done = try_out(desk, "https://sis.example.org/x", "--auth", "none")
    assert done.code == 3
    ok, detail = steps(done.json)["connection"]
    assert not ok
    assert detail.endswith("(Tried, by way of the proxy 127.0.0.1.)")
    assert done.json["collections"] == []


def test_a_token_address_that_works_does_not_hide_that_the_service_is_out_of_reach(live: Live, desk: Desk) -> None:
    options = ["--auth", "oauth2", "--client-id", live.client_id, "--token-url", live.token_url]
    done = try_out(desk, live.url.replace("http:", "https:"), *options, secret=live.client_secret)
    assert done.code == 3
    assert {name for name, (ok, _) in steps(done.json).items() if not ok} == {"tls"}
    assert set(steps(done.json)) == {"address", "connection", "tls"}


def test_a_service_that_answers_is_told_apart_from_a_token_address_that_does_not(desk: Desk) -> None:
    options = ["--auth", "oauth2", "--client-id", "someone", "--token-url"]
    with answering(401) as host:
        options.append(f"https://localhost:{host.rpartition(':')[2]}/token")
        done = try_out(desk, f"http://{host}/x", *options)
    assert done.code == 3
    found = steps(done.json)
    assert [name for name, (ok, _) in found.items() if ok] == ["address", "connection", "tls", "clock"]
    assert not found["token"][0]
    assert found["token"][1].startswith("localhost does not speak TLS at this port.")


def test_what_a_step_says_is_not_said_again(desk: Desk) -> None:
    with answering(401) as host:
        try_out(desk, f"http://{host}/x", "--auth", "bearer", secret="a-token-of-some-length")
        shown = desk.run("source", "test", "S")
    assert shown.code == 3
    assert shown.out.count("rejected the credentials") == 1


@pytest.mark.parametrize(
    ("known", "ends", "ok", "said"),
    [
        (True, timedelta(days=1), True, "Encrypted; the certificate is trusted."),
        (False, timedelta(days=1), False, "comes from an authority that this computer does not know"),
        (True, timedelta(hours=-1), False, "has expired"),
    ],
)
def test_a_certificate_is_a_step_of_its_own(
    desk: Desk, tmp_path: Path, known: bool, ends: timedelta, ok: bool, said: str
) -> None:
    authority = Authority(tmp_path)
    with answering(200, tls=authority.context(ends=datetime.now(UTC) + ends)) as host:
        trust = ["--ca-file", str(authority.file)] if known else []
        done = try_out(desk, f"https://{host}/x", "--auth", "none", *trust)
    found = steps(done.json)
    assert found["connection"][0]
    assert found["tls"][0] is ok
    assert said in found["tls"][1]


def test_a_gradebook_out_of_reach_does_not_make_the_roster_so(live: Live, desk: Desk) -> None:
    elsewhere = f"{live.url_1p2}/gradebook/v1p2".replace("http:", "https:")
    assert desk.add_by(live, "1.2", "bearer", "--gradebook-url", elsewhere).code == 0
    done = desk.run("source", "test", "Lakeside", "--format", "json")
    assert (done.code, done.json["ok"]) == (0, True)
    failed = [each["collection"] for each in done.json["collections"] if each["state"] == "failed"]
    assert failed == ["categories", "scoreScales", "lineItems", "results", "assessmentLineItems", "assessmentResults"]
    *_, said = done.json["summary"]
    assert said.startswith("Categories, score scales, line items, results, assessments and assessment results: ")
    assert "does not speak TLS at this port" in said
