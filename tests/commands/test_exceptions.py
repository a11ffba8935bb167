"""`exceptions`: what is right although a rule finds it, kept with the local copy, and counted apart."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.desks import Desk


@pytest.fixture
def finding(synced: Desk) -> dict[str, Any]:
    """Something that a rule finds in the district."""
    done = synced.run("check", "Lakeside", "--rule", "all", "--format", "json").json
    found: dict[str, Any] = next(each for each in done["findings"] if each["sourcedId"])
    return found


def about(finding: dict[str, Any]) -> list[str]:
    return [finding["rule"], finding["collection"], finding["sourcedId"]]


def judged(desk: Desk, rule: str) -> Any:
    return desk.run("check", "Lakeside", "--rule", rule, "--format", "json").json


def test_what_is_excepted_is_counted_apart_until_it_is_taken_back(synced: Desk, finding: dict[str, Any]) -> None:
    before = judged(synced, finding["rule"])
    assert synced.run("exceptions", "Lakeside", "--add", *about(finding), "--reason", "So agreed.").code == 0
    after = judged(synced, finding["rule"])
    assert after["rules"][0]["count"] == before["rules"][0]["count"] - len(after["excepted"])
    excepted = next(each for each in after["excepted"] if each["sourcedId"] == finding["sourcedId"])
    assert (excepted["exemption"]["reason"], excepted["exemption"]["until"]) == ("So agreed.", None)
    assert excepted["exemption"]["who"]
    assert f"Excepted: {finding['rule']}" in synced.run("check", "Lakeside", "--rule", finding["rule"]).out
    assert "So agreed." in synced.run("exceptions", "Lakeside").out
    assert synced.run("exceptions", "Lakeside", "--remove", *about(finding)).code == 0
    assert judged(synced, finding["rule"])["rules"] == before["rules"]
    assert synced.run("exceptions", "Lakeside").out == "There are no exceptions.\n"


def test_a_safe_report_counts_it_apart_and_says_nothing_of_why(synced: Desk, finding: dict[str, Any]) -> None:
    synced.run("exceptions", "Lakeside", "--add", *about(finding), "--reason", "Known to Ms. Ito.")
    done = synced.run("check", "Lakeside", "--rule", finding["rule"], "--safe", "--format", "json")
    assert done.json["excepted"]
    assert "Ito" not in done.out
    assert finding["sourcedId"] not in done.out


def test_it_is_over_by_day_and_is_still_told(synced: Desk, finding: dict[str, Any]) -> None:
    until = date.today() + timedelta(days=30)  # noqa: DTZ011
    given = ["--reason", "Until they move.", "--until", until.isoformat()]
    assert synced.run("exceptions", "Lakeside", "--add", *about(finding), *given).code == 0
    (kept,) = synced.run("exceptions", "Lakeside", "--format", "json").json
    assert kept["until"] == until.isoformat()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "reason"),
        (["--reason", " "], "reason"),
        (["--reason", "Good.", "--until", "someday"], "day"),
        (["--reason", "Good.", "--until", "2020-01-01"], "over already"),
    ],
)
def test_what_makes_no_sense_is_refused(synced: Desk, finding: dict[str, Any], more: list[str], says: str) -> None:
    done = synced.run("exceptions", "Lakeside", "--add", *about(finding), *more)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--add", "XYZ-1", "users", "u1", "--reason", "Good."],
        ["--add", "REF-13", "planets", "u1", "--reason", "Good."],
        ["--remove", "REF-13", "users", "u1"],
    ],
)
def test_what_there_is_not_is_refused(synced: Desk, arguments: list[str]) -> None:
    assert synced.run("exceptions", "Lakeside", *arguments).code == 2


def test_forgetting_the_copy_forgets_what_was_excepted(synced: Desk, finding: dict[str, Any]) -> None:
    synced.run("exceptions", "Lakeside", "--add", *about(finding), "--reason", "Known to Ms. Ito.")
    assert synced.run("source", "forget", "Lakeside").code == 0
    assert not list(synced.data.rglob("*findings*"))
