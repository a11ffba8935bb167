from pathlib import Path

import pytest
from starlette.responses import JSONResponse, Response

from rosterdesk.demo import access
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from rosterdesk.model import bends
from rosterdesk.store.file import drives
from tests.commands.desks import Desk, adding
from tests.sync.interference import Interference


def store(desk: Desk) -> Path:
    (path,) = (desk.data / "stores").glob("*.db")
    return path


def test_a_sync_says_what_came_and_a_second_one_what_changed(live: Live, roster: District, desk: Desk) -> None:
    desk.add(live)
    done = desk.run("sync", "Lakeside")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("All records read in ")
    assert f"  Enrollments: {len(roster.collections['enrollments']):,}\n" in done.out
    again = desk.run("sync", "Lakeside")
    assert again.out.startswith("What changed read in ")
    assert desk.run("sync", "Lakeside", "--full").out.startswith("All records read in ")


@pytest.mark.parametrize(("version", "auth"), [("1.1", "bearer"), ("1.2", "oauth1"), ("1.2", "oauth2")])
def test_by_every_way_in_and_in_both_versions_it_is_the_same_district(
    live: Live, roster: District, desk: Desk, version: str, auth: str
) -> None:
    more = ["--also", "results"] + (["--also", "scoreScales"] if version == "1.2" else [])
    assert desk.add_by(live, version, auth, *more).code == 0
    done = desk.run("sync", "Lakeside")
    assert (done.code, done.err) == (0, "")
    for name in ("users", "classes", "enrollments", "results"):
        listed = desk.run("list", "Lakeside", name, "--format", "json").json
        assert {each["sourcedId"] for each in listed} == {each["sourcedId"] for each in roster.collections[name]}
    assert ("Score scales" in done.out) == (version == "1.2")


def test_progress_is_an_object_a_line_and_ends_with_the_result(live: Live, roster: District, desk: Desk) -> None:
    desk.add(live)
    said = desk.run("sync", "Lakeside", "--collection", "users", "--progress", "json").progress
    count = len(roster.collections["users"])
    assert said[-2:] == [
        {"phase": "sync", "collection": "users", "done": count, "total": count},
        {"result": "ok"},
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--school", "no-such-school"], "The service has no school “no-such-school”."),
        (["--collection", "pupils"], "There is no collection “pupils”."),
        (["--collection", "scoreScales"], "This source has no scoreScales."),
    ],
)
def test_what_cannot_be_synced_is_said_before_anything_is_asked(
    live: Live, desk: Desk, arguments: list[str], said: str
) -> None:
    desk.add(live)
    done = desk.run("sync", "Lakeside", *arguments)
    assert (done.code, said in done.err) == (2, True)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("refused", {"secret": "wrong"}),
        ("unreachable", {"scheme": "https"}),
        ("refused", {"path": "/elsewhere"}),
    ],
)
def test_a_service_that_does_not_do_its_part_is_exit_code_3(
    live: Live, desk: Desk, kind: str, change: dict[str, str]
) -> None:
    url = live.url.replace("/ims/oneroster/v1p1", change.get("path", "/ims/oneroster/v1p1"))
    url, token_url = (each.replace("http", change.get("scheme", "http")) for each in (url, live.token_url))
    arguments = ["--auth", "oauth2", "--client-id", live.client_id, "--token-url", token_url]
    desk.run("source", "add", "S", "--url", url, *arguments, stdin=change.get("secret", live.client_secret) + "\n")
    done = desk.run("sync", "S", "--progress", "json")
    assert (done.code, done.out) == (3, "")
    assert done.progress[-1]["error"] == kind
    plain = desk.run("sync", "S")
    assert (plain.code, plain.err.count("\n")) == (3, 1)
    assert plain.err == f"rosterdesk: {done.progress[-1]['detail']}\n"


def test_a_page_that_is_no_roster_is_exit_code_3_and_loses_nothing(roster: District, desk: Desk) -> None:
    between = Interference()
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        between.answers["users"] = lambda _query: Response("<html>Please log in</html>", media_type="text/html")
        done = desk.run("sync", "Lakeside", "--full")
        only = desk.run("sync", "Lakeside", "--full", "--collection", "users", "--progress", "json")
    assert done.code == 3
    assert "The service did not give everything: users, enrollments. The service answered with a web page" in done.err
    assert (only.code, only.progress[-1]["error"]) == (3, "not-oneroster")
    listed = desk.run("list", "Lakeside", "users", "--format", "json").json
    assert len(listed) == len(roster.collections["users"])


def test_what_a_service_keeps_back_is_exit_code_3_and_the_rest_is_there(roster: District, desk: Desk) -> None:
    between = Interference()
    between.refuse("courses", 403)
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        done = desk.run("sync", "Lakeside")
        tested = desk.run("source", "test", "Lakeside", "--format", "json")
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert "The service did not give everything: courses. This key may not read that (HTTP 403)" in done.err
    assert len(desk.run("list", "Lakeside", "classes", "--format", "json").json) == len(roster.collections["classes"])
    assert tested.code == 3
    assert "This key cannot read all that is needed: courses." in tested.err


def test_what_is_wanted_besides_and_refused_is_a_fact(roster: District, desk: Desk) -> None:
    with running(roster, scopes=(access.CORE, access.ROSTER, access.GRADEBOOK)) as live:
        added = [*adding(live), "--also", "results", "--also", "demographics"]
        assert desk.run(*added, stdin=live.client_secret + "\n").code == 0
        done = desk.run("sync", "Lakeside")
    assert (done.code, done.err) == (0, "")
    assert f"  Results: {len(roster.collections['results']):,}\n" in done.out
    assert "  Demographics: refused\n    This key may not read that (HTTP 403)" in done.out
    (run,) = desk.run("runs", "Lakeside", "--format", "json").json
    assert (run["complete"], run["collections"]["demographics"]["refused"]) == (True, True)
    assert "  Demographics (refused): This key may not read that (HTTP 403)" in desk.run("runs", "Lakeside").out


def test_what_is_asked_for_once_is_asked_for_with_its_scope_and_its_refusal_is_exit_code_3(
    roster: District, desk: Desk
) -> None:
    with running(roster, scopes=(access.CORE, access.ROSTER, access.GRADEBOOK)) as live:
        desk.add(live)
        done = desk.run("sync", "Lakeside", "--collection", "results")
        refused = desk.run("sync", "Lakeside", "--collection", "demographics")
    assert (done.code, done.err) == (0, "")
    assert f"  Results: {len(roster.collections['results']):,}\n" in done.out
    assert (refused.code, "This key may not read that (HTTP 403)" in refused.err) == (3, True)


def test_what_was_bent_is_told_in_words(roster: District, desk: Desk) -> None:
    between = Interference()
    between.answers["courses"] = lambda _query: JSONResponse(
        {"courses": [{"sourcedId": "c1", "title": "One", "dateLastModified": "2026-01-01 10:00:00", "grades": "09"}]}
    )
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        done = desk.run("sync", "Lakeside", "--collection", "courses")
    (run,) = desk.run("runs", "Lakeside", "--format", "json").json
    said = bends.sentences(run["collections"]["courses"]["bent"])
    assert said
    for sentence in said:
        assert f"    {sentence}\n" in done.out
        assert f"  Courses: {sentence}\n" in desk.run("runs", "Lakeside").out


def test_a_sync_of_one_school_brings_what_is_its_and_says_so(live: Live, roster: District, desk: Desk) -> None:
    desk.add(live)
    schools = [each["sourcedId"] for each in roster.collections["orgs"] if each["type"] == "school"]
    done = desk.run("sync", "Lakeside", "--school", schools[0])
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("All records of 1 school read in ")
    classes = desk.run("list", "Lakeside", "classes", "--format", "json").json
    assert {each["sourcedId"] for each in classes} == {
        each["sourcedId"] for each in roster.collections["classes"] if each["school"]["sourcedId"] == schools[0]
    }
    (run,) = desk.run("runs", "Lakeside", "--format", "json").json
    assert run["schools"] == [schools[0]]
    assert schools[0] in desk.run("runs", "Lakeside").out


def test_a_source_may_be_limited_to_schools(live: Live, roster: District, desk: Desk) -> None:
    one, other, *_ = (each["sourcedId"] for each in roster.collections["orgs"] if each["type"] == "school")
    desk.add_by(live, "1.1", "oauth2", "--school", one, "--school", other, "--school", one)
    assert desk.run("sync", "Lakeside").out.startswith("All records of 2 schools read in ")
    assert desk.run("sync", "Lakeside", "--school", other).code == 0
    runs = desk.run("runs", "Lakeside", "--format", "json").json
    assert [run["schools"] for run in runs] == [[other], sorted([one, other])]


def test_a_key_that_ends_in_the_midst_is_exit_code_3_and_it_is_said_where_it_stopped(
    roster: District, desk: Desk
) -> None:
    between = Interference()
    between.refuse("classes", 401)
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        done = desk.run("sync", "Lakeside")
    users = len(roster.collections["users"])
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert done.out.startswith("Stopped before the end; what came is kept, and the next sync goes on from there:\n")
    assert f"  People: {users:,}\n" in done.out
    (run,) = desk.run("runs", "Lakeside", "--format", "json").json
    assert (run["complete"], run["ended"], run["collections"]["classes"]["rows"]) == (False, None, 0)


def test_nothing_stored_says_what_to_do(live: Live, desk: Desk) -> None:
    desk.add(live)
    for arguments in (["list", "Lakeside", "users"], ["find", "Lakeside", "x"], ["runs", "Lakeside"]):
        done = desk.run(*arguments)
        assert (done.code, done.err) == (
            5,
            "rosterdesk: Nothing was synced yet from “Lakeside”. Run: rosterdesk sync Lakeside.\n",
        )


def test_a_store_that_another_process_writes_is_busy(synced: Desk) -> None:
    import filelock  # noqa: PLC0415

    with filelock.FileLock(f"{store(synced)}.lock"):
        done = synced.run("sync", "Lakeside", "--progress", "json")
    assert (done.code, done.progress[-1]["error"]) == (5, "store-busy")


def test_a_network_drive_is_remarked_on_once_and_all_works_there(
    live: Live, roster: District, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "is_network", lambda _path: True)
    desk.add(live)
    done = desk.run("sync", "Lakeside")
    assert (done.code, done.err.count("network drive"), done.err.count("\n")) == (0, 1, 1)
    listed = desk.run("list", "Lakeside", "users", "--format", "json")
    assert (len(listed.json), listed.err) == (len(roster.collections["users"]), "")
    assert "journal delete" in desk.run("selftest").out
