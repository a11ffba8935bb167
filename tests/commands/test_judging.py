"""`check` and what is known from earlier times: since when, which rules, one record, what the service says."""

import copy
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from rosterdesk.checks.judgement import Judgement
from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from rosterdesk.ui.actions.judged import rechecked
from tests.commands import bundles
from tests.commands.desks import Desk


def test_findings_are_known_since_their_first_day_and_the_trend_tells_how_it_went_on(synced: Desk) -> None:
    first, again = (synced.run("check", "Lakeside", "--rule", "all", "--format", "json").json for _ in range(2))
    assert first["findings"]
    assert all(each["since"].endswith("Z") for each in first["findings"])
    assert again["findings"] == first["findings"]
    assert first["trend"] == []  # rules that somebody names are not all of them
    (judging,) = synced.run("check", "Lakeside", "--format", "json").json["trend"]
    assert judging["run"] == synced.run("runs", "Lakeside", "--format", "json").json[0]["run"]
    assert (judging["new"], judging["gone"]) == (None, None)


def test_a_profile_switches_rules_and_says_how_severe_they_are(desk: Desk, spoilt: str, tmp_path: Path) -> None:
    ours = tmp_path / "ours.json"
    ours.write_text('{"name": "Ours", "rules": {"REF-13": "off", "USR-09": "error"}}')
    done = desk.run("check", spoilt, "--profile", str(ours), "--format", "json")
    results = {each["id"]: each for each in done.json["rules"]}
    assert "REF-13" not in results
    assert (results["USR-09"]["severity"], results["USR-09"]["counts"]) == ("error", {"error": 1})
    assert desk.run("check", spoilt, "--profile", str(tmp_path / "none.json")).code == 2
    ours.write_text('{"rules": "all of them"}')
    assert "is damaged" in desk.run("check", spoilt, "--profile", str(ours)).err


@pytest.fixture
def torn(roster: District, desk: Desk) -> Iterator[dict[str, str]]:
    """By why it is not here, the id of a class in which people are enrolled: one the service did not list, and one it
    does not know. The desk has synced it, and it answers still.
    """
    own = District(roster.name, roster.today, copy.deepcopy(roster.collections), [])
    classes, enrollments = own.collections["classes"], own.collections["enrollments"]
    unlisted = next(each for each in classes if any(e["class"]["sourcedId"] == each["sourcedId"] for e in enrollments))
    classes.remove(unlisted)
    enrollments[-1]["class"]["sourcedId"] = "nowhere"
    with running(own) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        classes.append(unlisted)
        live.service.forget()
        yield {"not loaded": unlisted["sourcedId"], "missing": "nowhere"}


def test_the_service_is_asked_once_for_what_is_not_here(desk: Desk, torn: dict[str, str]) -> None:
    def absences(*more: str) -> dict[str, tuple[str, str | None]]:
        done = desk.run("check", "Lakeside", "--rule", "REF-13", "--format", "json", *more).json
        return {each["cause"]["sourcedId"]: (each["severity"], each.get("absence")) for each in done["findings"]}

    unlisted, missing = torn["not loaded"], torn["missing"]
    assert absences() == {unlisted: ("error", None), missing: ("error", None)}
    told = {unlisted: ("info", "not loaded"), missing: ("error", "missing")}
    assert absences("--ask") == told
    assert absences() == told  # it is remembered
    assert "did not list it" in desk.run("check", "Lakeside", "--rule", "REF-13").out
    safe = desk.run("check", "Lakeside", "--rule", "REF-13", "--safe", "--format", "json")
    assert {each["absence"] for each in safe.json["findings"]} == set(torn)


def test_a_service_that_refuses_the_sign_in_says_nothing_of_a_record(
    desk: Desk, roster: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = District(roster.name, roster.today, copy.deepcopy(roster.collections), [])
    last = own.collections["enrollments"][-1]
    last["class"] = last["class"] | {"sourcedId": "nowhere"}
    with running(own) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        with monkeypatch.context() as refusing:
            refusing.setattr(live.service.access, "granted", lambda *_: "Not signed in.")
            done = desk.run("check", "Lakeside", "--rule", "REF-13", "--ask", "--format", "json")
        assert "could not be asked" in done.err
        assert [each.get("absence") for each in done.json["findings"]] == [None]
        again = desk.run("check", "Lakeside", "--rule", "REF-13", "--ask", "--format", "json").json
        assert [each.get("absence") for each in again["findings"]] == ["missing"]


def test_it_says_how_many_it_did_not_ask_for_and_asks_for_them_the_next_time(desk: Desk, roster: District) -> None:
    own = District(roster.name, roster.today, copy.deepcopy(roster.collections), [])
    for number, each in enumerate(own.collections["enrollments"][:203]):
        each["class"] = each["class"] | {"sourcedId": f"nowhere-{number}"}
    with running(own) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        first, again = (desk.run("check", "Lakeside", "--rule", "REF-13", "--ask", "--format", "json") for _ in "12")
    assert "3 were not asked for" in first.err
    assert "not asked for" not in again.err
    assert sum("absence" in each for each in first.json["findings"]) == 200
    assert sum("absence" in each for each in again.json["findings"]) == 203


def test_what_a_rule_could_not_look_at_is_neither_gone_nor_a_drop(desk: Desk, tmp_path: Path) -> None:
    row = "org-9,,,A\u00a0,school,,\n"
    whole = {"orgs.csv": bundles.FILES["orgs.csv"] + row}
    torn = {"orgs.csv": ""}
    path = tmp_path / "paper.zip"
    told = []
    for number, changes in enumerate((whole, torn, whole)):
        os.utime(bundles.written(path, changes), (1_700_000_000 + number, 1_700_000_000 + number))
        if not number:
            assert desk.run("source", "add", "Paper", "--bundle", str(path)).code == 0
        desk.run("sync", "Paper")
        done = desk.run("check", "Paper", "--format", "json").json
        told.append(
            (done["trend"], {each["sourcedId"]: each["since"] for each in done["findings"] if each["rule"] == "VAL-13"})
        )
    (_, first), _, (trend, last) = told
    assert first
    assert first == last
    assert [each["rules"]["VAL-13"] for each in trend] == [{"warning": 1}] * 3


def test_a_record_of_a_bundle_has_no_fault_twice(desk: Desk, tmp_path: Path) -> None:
    row = "person-9,,,true,s1,student,bea,,,Byron,,1003,bea@x.org,,,,09,\n"
    bundle = str(bundles.written(tmp_path / "paper.zip", {"users.csv": bundles.FILES["users.csv"] + row}))
    assert desk.run("source", "add", "Paper", "--bundle", bundle).code == 0
    assert desk.run("sync", "Paper").code == 0
    whole, one = (
        msgspec.convert(desk.run("check", "Paper", "--format", "json", *more).json, Judgement)
        for more in ([], ["--record", "users", "person-9"])
    )
    assert "VAL-01" in {each.rule for each in whole.findings}
    assert rechecked(whole, ("users", "person-9"), one).counts() == whole.counts()


def test_one_record_is_judged_alone(desk: Desk, spoilt: str) -> None:
    done = desk.run("check", spoilt, "--record", "users", "person-3", "--format", "json").json
    assert {each["sourcedId"] for each in done["findings"]} == {"person-3"}
    assert "USR-09" in {each["rule"] for each in done["findings"]}
    assert desk.run("check", spoilt, "--record", "users", "nobody").code == 5
    assert desk.run("check", spoilt, "--record", "users", "person-3", "--safe").code == 2


def test_a_record_shows_its_own_findings(desk: Desk, spoilt: str) -> None:
    shown = desk.run("show", spoilt, "users", "person-3", "--format", "json").json
    assert "USR-09" in {each["rule"] for each in shown["findings"]}
    assert "USR-09" in desk.run("show", spoilt, "users", "person-3").out


def test_text_begins_with_what_is_to_mend_first(desk: Desk, tmp_path: Path) -> None:
    rows = [f"e{number},,,class-9,s1,u{number},student,false,,\n" for number in range(1, 3)]
    changes = {"enrollments.csv": bundles.FILES["enrollments.csv"] + "".join(rows)}
    lines = desk.run("check", str(bundles.written(tmp_path / "lost.zip", changes))).out.splitlines()
    assert lines[0] == "To mend first"
    assert any(line.split()[:3] == ["classes", "class-9", "2"] for line in lines)
