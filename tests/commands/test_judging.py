"""`check` and what is known from earlier times: since when, which rules, one record, what the service says."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
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
