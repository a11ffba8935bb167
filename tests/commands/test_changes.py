"""`changes`: what a sync made different, told from the store alone."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rosterdesk.demo import district
from rosterdesk.demo.service import running
from tests.commands import bundles
from tests.commands.desks import Desk

LONG = "x" * 200


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[tuple[Desk, dict[str, Any], dict[str, Any]]]":
    """A desk that has synced three times, with the course that was changed, removed, and came back; and the one that
    was changed in the second sync and is new in the first.
    """
    made = district.make(students=40, seed=5, today=date(2026, 11, 23))
    courses = made.collections["courses"]
    gone, changed = courses[-1], courses[0]
    desk = Desk(tmp_path_factory.mktemp("desk"))
    with running(made) as live:
        assert desk.add(live).code == 0
        assert desk.run("sync", "Lakeside", "--full").code == 0
        courses.remove(gone)
        changed.update(title=LONG, courseCode="1" if changed.get("courseCode") != "1" else "2")
        courses.append({**gone, "sourcedId": "brand-new", "title": "Juggling"})
        live.service.forget()
        assert desk.run("sync", "Lakeside", "--full").code == 0
        courses.append({**gone, "courseCode": "BACK"})
        live.service.forget()
        assert desk.run("sync", "Lakeside", "--full").code == 0
        yield desk, gone, changed


def of(listed: list[dict[str, Any]]) -> list[str]:
    return [each["sourcedId"] for each in listed]


def test_a_run_tells_what_it_added_removed_and_changed(told: tuple[Desk, dict[str, Any], dict[str, Any]]) -> None:
    desk, gone, changed = told
    done = desk.run("changes", "Lakeside", "--run", "2", "--format", "json")
    said = done.json
    assert (done.code, done.err) == (0, "")
    assert set(said) == {"run", "started", "added", "removed", "changed"}
    assert said["run"] == 2
    assert said["added"] == [{"collection": "courses", "sourcedId": "brand-new", "title": "Juggling"}]
    assert said["removed"] == [{"collection": "courses", "sourcedId": gone["sourcedId"], "title": gone["title"]}]
    (one,) = said["changed"]
    assert (one["collection"], one["sourcedId"]) == ("courses", changed["sourcedId"])
    assert one["fields"]["title"][1] == LONG
    assert one["fields"].keys() == {"title", "courseCode"}


def test_what_comes_back_says_so_and_the_last_run_is_meant_where_none_is_named(
    told: tuple[Desk, dict[str, Any], dict[str, Any]],
) -> None:
    desk, gone, _changed = told
    said = desk.run("changes", "Lakeside", "--format", "json").json
    assert said["run"] == 3
    assert [(each["sourcedId"], each["returned"]) for each in said["added"]] == [(gone["sourcedId"], True)]
    assert said["removed"] == said["changed"] == []
    assert said["added"][0]["fields"] == {"courseCode": [gone["courseCode"], "BACK"]}
    assert "came back" in desk.run("changes", "Lakeside").out
    assert f"courseCode: {gone['courseCode']} → BACK" in desk.run("changes", "Lakeside").out


def test_the_first_run_added_everything_and_can_be_cut(told: tuple[Desk, dict[str, Any], dict[str, Any]]) -> None:
    desk, gone, _changed = told
    said = desk.run("changes", "Lakeside", "--run", "1", "--format", "json").json
    (first,) = [run for run in desk.run("runs", "Lakeside", "--format", "json").json if run["run"] == 1]
    assert len(said["added"]) == sum(state["added"] for state in first["collections"].values())
    assert gone["sourcedId"] in of([each for each in said["added"] if each["collection"] == "courses"])
    cut = desk.run("changes", "Lakeside", "--run", "1", "--format", "json", "--limit", "3").json
    assert cut["added"] == said["added"][:3]


def test_csv_is_a_line_a_changed_field(told: tuple[Desk, dict[str, Any], dict[str, Any]]) -> None:
    desk, gone, changed = told
    done = desk.run("changes", "Lakeside", "--run", "2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out, newline="")))
    assert [(row["change"], row["sourcedId"], row["field"]) for row in rows if row["change"] != "changed"] == [
        ("added", "brand-new", ""),
        ("removed", gone["sourcedId"], ""),
    ]
    fields = {row["field"]: row for row in rows if row["change"] == "changed"}
    assert fields.keys() == {"title", "courseCode"}
    assert (fields["title"]["after"], fields["courseCode"]["after"]) == (LONG, changed["courseCode"])


def test_the_table_counts_by_collection_and_cuts_what_is_long(
    told: tuple[Desk, dict[str, Any], dict[str, Any]],
) -> None:
    desk, gone, _changed = told
    lines = desk.run("changes", "Lakeside", "--run", "2").out.splitlines()
    assert lines[0].endswith("All records read: 1 new, 1 changed, 1 gone.")
    assert ["Courses", "1", "1", "1"] in [line.split() for line in lines]
    assert any(line.startswith("removed") and gone["sourcedId"] in line for line in lines)
    (title,) = [line for line in lines if "title: " in line]
    assert title.endswith("x…")
    assert LONG not in title
    first = desk.run("changes", "Lakeside", "--run", "1").out
    assert first.endswith("Of each kind 50 records are shown; --limit N shows more, --format csv or json all.\n")
    assert desk.run("changes", "Lakeside", "--run", "1", "--limit", "2").out.count("\nadded") == 2


@pytest.mark.parametrize("number", ["4", "999"])
def test_a_run_that_is_not_there_is_a_clear_error(
    told: tuple[Desk, dict[str, Any], dict[str, Any]], number: str
) -> None:
    desk, *_ = told
    done = desk.run("changes", "Lakeside", "--run", number)
    assert (done.code, done.out) == (5, "")
    assert f"There is no run {number}, or it is no longer kept. Run: rosterdesk runs Lakeside." in done.err


def test_a_bundle_serves_too(desk: Desk, tmp_path: Path) -> None:
    path = bundles.written(tmp_path / "paper.zip")
    said = desk.run("changes", str(path), "--format", "json").json
    assert {"u1", "u2"} <= set(of(said["added"]))
    assert said["removed"] == said["changed"] == []


def test_what_the_journal_no_longer_has_is_said_and_not_taken_for_nothing(synced: Desk) -> None:
    assert synced.run("settings", "journal_runs=1", "journal_days=0").code == 0
    assert synced.run("sync", "Lakeside").code == 0
    runs = [run["run"] for run in synced.run("runs", "Lakeside", "--format", "json").json]
    assert 2 in runs, "what a later sync needs is kept for longer than what it made different"
    done = synced.run("changes", "Lakeside", "--run", "2", "--format", "json")
    assert (done.code, done.out) == (5, "")
    assert "What run 2 made different is no longer kept." in done.err


def test_a_held_run_has_changed_nothing_until_it_is_accepted(desk: Desk) -> None:
    made = district.make(students=40, seed=5, today=date(2026, 11, 23))
    with running(made) as live:
        assert desk.add(live).code == 0
        assert desk.run("sync", "Lakeside", "--full").code == 0
        del made.collections["enrollments"][::2]
        live.service.forget()
        held = desk.run("sync", "Lakeside", "--full", "--progress", "json")
    assert (held.code, held.progress[-1]["error"]) == (5, "held")
    assert desk.run("changes", "Lakeside", "--format", "json", "--limit", "1").json["run"] == 1
    done = desk.run("changes", "Lakeside", "--run", "2")
    assert (done.code, "Run 2 was held, so it has changed nothing." in done.err) == (5, True)
    table = desk.run("runs", "Lakeside").out
    assert "held" in table.splitlines()[1].split()
    assert "  This sync would remove " in table
    assert "  If that is right, sync again with --accept; if not, ask the provider of the service.\n" in table
    assert desk.run("sync", "Lakeside", "--accept").code == 0
    said = desk.run("changes", "Lakeside", "--format", "json").json
    assert (said["run"], {each["collection"] for each in said["removed"]}) == (2, {"enrollments"})
    assert "held" not in desk.run("runs", "Lakeside").out


def test_runs_are_told_together_and_what_was_done_and_undone_is_nothing(
    told: tuple[Desk, dict[str, Any], dict[str, Any]],
) -> None:
    desk, gone, changed = told
    said = desk.run("changes", "Lakeside", "--from-run", "1", "--to-run", "3", "--format", "json").json
    assert (said["run"], said["since"]) == (3, 1)
    assert of(said["added"]) == ["brand-new"]
    assert said["removed"] == []
    fields = {each["sourcedId"]: each["fields"] for each in said["changed"]}
    assert fields.keys() == {gone["sourcedId"], changed["sourcedId"]}
    assert fields[gone["sourcedId"]] == {"courseCode": [gone["courseCode"], "BACK"]}
    out = desk.run("changes", "Lakeside", "--from-run", "1").out
    assert out.startswith("From run 1 to run 3, begun ")
    assert "1 new, 2 changed." in out.splitlines()[0]
    assert ["Courses", "1", "2", "0"] in [line.split() for line in out.splitlines()]
    alone = desk.run("changes", "Lakeside", "--run", "2", "--format", "json").json
    one = desk.run("changes", "Lakeside", "--from-run", "1", "--to-run", "2", "--format", "json").json
    assert {name: one[name] for name in ("added", "removed", "changed")} == {
        name: alone[name] for name in ("added", "removed", "changed")
    }


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--from-run", "3"], 2),
        (["--from-run", "2", "--to-run", "1"], 2),
        (["--from-run", "9"], 5),
        (["--from-run", "1", "--school", "x"], 5),
    ],
)
def test_runs_that_do_not_follow_each_other_are_an_error(
    told: tuple[Desk, dict[str, Any], dict[str, Any]], options: list[str], code: int
) -> None:
    desk, *_ = told
    done = desk.run("changes", "Lakeside", *options)
    assert (done.code, done.out) == (code, "")


def test_changes_are_told_of_one_school_one_collection_and_one_kind(desk: Desk) -> None:
    made = district.make(students=40, seed=5, today=date(2026, 11, 23))
    classes = made.collections["classes"]
    gone = classes[0]
    school = gone["school"]["sourcedId"]
    elsewhere = next(each for each in classes if each["school"]["sourcedId"] != school)
    with running(made) as live:
        assert desk.add(live).code == 0
        assert desk.run("sync", "Lakeside", "--full").code == 0
        classes.remove(gone)
        elsewhere["title"] = "Juggling"
        live.service.forget()
        assert desk.run("sync", "Lakeside", "--full").code == 0

    def told(*options: str) -> list[tuple[str, str]]:
        said = desk.run("changes", "Lakeside", "--format", "json", *options).json
        return [(kind, each["sourcedId"]) for kind in ("added", "removed", "changed") for each in said[kind]]

    removed, changed = ("removed", gone["sourcedId"]), ("changed", elsewhere["sourcedId"])
    assert told() == [removed, changed]
    assert told("--school", school) == [removed]
    assert told("--school", elsewhere["school"]["sourcedId"]) == [changed]
    assert told("--kind", "changed") == [changed]
    assert told("--school", school, "--kind", "changed") == told("--collection", "users") == []
    assert told("--collection", "classes") == [removed, changed]
    table = desk.run("changes", "Lakeside").out
    names = {org["sourcedId"]: org["name"] for org in made.collections["orgs"]}
    (line,) = [line for line in table.splitlines() if line.startswith(names[school])]
    assert line.split()[-3:] == ["0", "0", "1"]
    narrowed = desk.run("changes", "Lakeside", "--school", school).out
    assert "All records read: 1 gone." in narrowed
    assert "Juggling" not in narrowed
    unknown = desk.run("changes", "Lakeside", "--school", "nowhere", "--format", "json")
    assert (unknown.code, unknown.out) == (5, "")
    assert "There is no org with this sourcedId in the local copy." in unknown.err


def test_runs_of_which_one_between_is_no_longer_kept_are_not_told_together(desk: Desk) -> None:
    made = district.make(students=40, seed=5, today=date(2026, 11, 23))
    with running(made) as live:
        desk.add(live)
        desk.run("sync", "Lakeside", "--full")
        for number, course in enumerate(made.collections["courses"][:3], 1):
            if number == 3:
                desk.run("settings", "journal_runs=1", "journal_days=0")
            course.update(title=f"Juggling {number}", dateLastModified=f"2026-11-2{3 + number}T12:00:00.000Z")
            live.service.forget()
            assert desk.run("sync", "Lakeside").code == 0
    done = desk.run("changes", "Lakeside", "--from-run", "1")
    assert done.code == 5
    assert "Not all that was made different after run 1 is still kept." in done.err


def test_of_several_runs_as_many_are_told_as_were_asked_for(desk: Desk) -> None:
    made = district.make(students=40, seed=5, today=date(2026, 11, 23))
    courses = sorted(made.collections["courses"], key=lambda course: course["title"].casefold())
    with running(made) as live:
        desk.add(live)
        desk.run("sync", "Lakeside", "--full")
        for course in courses[:4]:
            course["courseCode"] += "-X"
        courses[-1]["courseCode"] += "-Y"
        live.service.forget()
        desk.run("sync", "Lakeside", "--full", "--accept")
        for course in courses[:4]:
            course["courseCode"] = course["courseCode"].removesuffix("-X")
        live.service.forget()
        desk.run("sync", "Lakeside", "--full", "--accept")
    said = desk.run("changes", "Lakeside", "--from-run", "1", "--limit", "2", "--format", "json").json
    assert of(said["changed"]) == [courses[-1]["sourcedId"]]


def test_the_district_is_counted_as_its_records_are_told(desk: Desk) -> None:
    made = district.make(students=40, seed=5, today=date(2026, 11, 23))
    root = next(org for org in made.collections["orgs"] if org["type"] == "district")
    with running(made) as live:
        desk.add(live)
        desk.run("sync", "Lakeside", "--full")
        made.collections["classes"][0]["title"] = "Juggling"
        live.service.forget()
        desk.run("sync", "Lakeside", "--full")
    assert "1 changed" in desk.run("changes", "Lakeside", "--school", root["sourcedId"]).out


def test_demographics_that_are_hidden_are_told_nowhere(desk: Desk, tmp_path: Path) -> None:
    manifest = bundles.MANIFEST.replace("file.demographics,absent", "file.demographics,bulk")

    def born(day: str) -> str:
        files = {"manifest.csv": manifest, "demographics.csv": f"sourcedId,birthDate\nu1,{day}\n"}
        return str(bundles.written(tmp_path / "paper.zip", files))

    desk.run("source", "add", "Paper", "--bundle", born("2011-01-02"))
    desk.run("sync", "Paper")
    born("2011-01-03")
    desk.run("sync", "Paper")
    assert "2011-01-03" in desk.run("changes", "Paper").out
    desk.run("settings", "demographics=false")
    for form in ("table", "json", "csv"):
        assert "2011-01-03" not in desk.run("changes", "Paper", "--format", form).out
    assert "emographics" not in desk.run("changes", "Paper").out
    refused = desk.run("changes", "Paper", "--collection", "demographics")
    assert (refused.code, "Demographics are hidden." in refused.err) == (2, True)
