"""A sync that would remove or change much: what the command says, and how it is accepted."""

from copy import deepcopy

import pytest

from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from tests.commands import bundles
from tests.commands.desks import Desk

HEAD, *_PEOPLE = bundles.FILES["users.csv"].splitlines()


def users(count: int, first: str = "Ada") -> dict[str, str]:
    rows = [f"u{n},,,true,s1,student,name{n},,{first},Number {n},,,,,,,09," for n in range(1, count + 1)]
    return {"users.csv": "\n".join([HEAD, *rows, ""])}


@pytest.fixture
def paper(desk: Desk) -> Desk:
    """A desk that has read a bundle of forty people."""
    path = bundles.written(desk.data.parent / "roster.zip", users(40))
    assert desk.run("source", "add", "Paper", "--bundle", str(path)).code == 0
    assert desk.run("sync", "Paper").code == 0
    return desk


def people(desk: Desk) -> int:
    return len(desk.run("list", "Paper", "users", "--format", "json").json)


def replaced(desk: Desk, changes: dict[str, str]) -> None:
    path = desk.data.parent / "roster.zip"
    path.unlink()
    bundles.written(path, changes)


def test_a_sync_tells_what_is_new_changed_and_gone(paper: Desk) -> None:
    replaced(paper, users(43) | {"orgs.csv": bundles.FILES["orgs.csv"].replace("Paper School", "Paper Academy")})
    done = paper.run("sync", "Paper")
    assert (done.code, done.err) == (0, "")
    assert "  People: 43 (3 new)\n" in done.out
    assert "  Organizations: 2 (1 changed)\n" in done.out
    assert "  Courses: 1\n" in done.out
    replaced(paper, users(41))
    assert "  People: 41 (2 gone)\n" in paper.run("sync", "Paper").out


def test_a_first_sync_does_not_say_that_all_is_new(desk: Desk) -> None:
    path = bundles.written(desk.data.parent / "roster.zip")
    desk.run("source", "add", "Paper", "--bundle", str(path))
    assert "  People: 2\n" in desk.run("sync", "Paper").out


def test_what_would_remove_much_is_held_and_shown_once_it_is_accepted(paper: Desk) -> None:
    replaced(paper, users(30))
    done = paper.run("sync", "Paper", "--progress", "json")
    assert (done.code, done.progress[-1]["error"]) == (5, "held")
    assert "10 of 40 people" in done.progress[-1]["detail"]
    assert "--accept" in done.progress[-1]["detail"]
    assert people(paper) == 40
    assert paper.run("sync", "Paper").code == 5
    accepted = paper.run("sync", "Paper", "--accept")
    assert (accepted.code, accepted.err) == (0, "")
    assert "  People: 30 (10 gone)\n" in accepted.out
    assert people(paper) == 30


def test_what_was_held_is_accepted_without_its_source(paper: Desk) -> None:
    replaced(paper, users(30))
    assert paper.run("sync", "Paper").code == 5
    (paper.data.parent / "roster.zip").unlink()
    done = paper.run("sync", "Paper", "--accept")
    assert (done.code, people(paper)) == (0, 30)
    assert done.out.startswith("What was held is shown now:\n")


def test_where_nothing_is_held_what_comes_is_accepted(paper: Desk) -> None:
    replaced(paper, users(40, first="Grace"))
    done = paper.run("sync", "Paper", "--accept")
    assert (done.code, "  People: 40 (40 changed)\n" in done.out) == (0, True)
    (record, *_) = paper.run("list", "Paper", "users", "--format", "json").json
    assert record["givenName"] == "Grace"


def test_a_service_whose_list_was_held_is_read_whole_again_until_somebody_decides(roster: District, desk: Desk) -> None:
    """Who is gone is in no list of changes: by those alone, nobody would ever hear of it again."""
    district = deepcopy(roster)
    with running(district) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        gone = len(district.collections["enrollments"]) // 2
        del district.collections["enrollments"][:gone]
        assert desk.run("sync", "Lakeside", "--full").code == 5
        for _ in range(2):
            assert desk.run("sync", "Lakeside").code == 5
        assert desk.run("sync", "Lakeside", "--collection", "orgs").code == 0
        assert desk.run("sync", "Lakeside").code == 5
        done = desk.run("sync", "Lakeside", "--accept")
        assert (done.code, done.out.startswith("What was held is shown now:\n")) == (0, True)
        assert f"({gone:,} gone)" in done.out
        assert desk.run("sync", "Lakeside").out.startswith("What changed read")
