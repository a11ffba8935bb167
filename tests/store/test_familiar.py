"""Pages that come again word for word are not read again, and nothing is ever taken for unchanged that is not."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from rosterdesk.errors import StoreHeldError
from rosterdesk.model.entities import Demographics, Org, Ref, User
from rosterdesk.store.writer import Writer
from tests.store import picture
from tests.store.roster import KEY, STARTED, items

Page = tuple[str, ...]
"""People as `id:name`."""
ONE: Page = ("a:Ada", "b:Ben")
TWO: Page = ("c:Cem", "d:Dana")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "roster.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with Writer(path, KEY) as writer:
        yield writer


def user(said: str) -> User:
    sourced_id, name = said.split(":")
    return User(sourced_id=sourced_id, family_name=name)


def begin(writer: Writer) -> None:
    started = STARTED + timedelta(minutes=len(writer.runs()))
    writer.begin({"users": "full"}, started=started)
    writer.begin_list("users", "users", 0)


def read(writer: Writer, pages: Sequence[Page]) -> list[bool]:
    """Reads the pages; which of them were familiar."""
    familiar = []
    for page in pages:
        digest = repr(page).encode()
        again = writer.put_again("users", "users", digest, total=4)
        familiar.append(again is not None)
        if again is None:
            people = items([user(each) for each in page])
            writer.put("users", people, received=len(page) + 1, total=4, digest=digest, dropped=1, bent={"dates": 2})
    return familiar


def end(writer: Writer, *, accept: bool = True) -> None:
    writer.end_list("users", "users")
    writer.end_collection("users", complete=True)
    writer.end(accept=accept)


def sync(writer: Writer, *pages: Page) -> list[bool]:
    begin(writer)
    familiar = read(writer, pages)
    end(writer)
    return familiar


def names(path: Path) -> set[str]:
    return {user["familyName"] for user in picture.sent(path)["users"].values()}


def test_what_comes_again_is_familiar_and_counts_as_if_it_were_read(writer: Writer) -> None:
    assert sync(writer, ONE, TWO) == [False, False]
    assert sync(writer, ONE, TWO) == [True, True]
    assert sync(writer, TWO, ONE) == [True, True]
    last, _, first = writer.runs()
    assert last.collections["users"].rows == first.collections["users"].rows == 6
    assert last.collections["users"].bent == first.collections["users"].bent == {"dates": 4}


def test_a_page_that_is_another_one_is_read_and_the_others_stay_familiar(writer: Writer, path: Path) -> None:
    sync(writer, ONE, TWO)
    assert sync(writer, ONE, ("c:Cem", "d:Dora")) == [True, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dora"}
    assert sync(writer, ONE, TWO) == [True, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dana"}


def test_who_is_gone_and_comes_back_comes_back(writer: Writer, path: Path) -> None:
    sync(writer, ONE, TWO)
    assert sync(writer, ONE) == [True]
    assert names(path) == {"Ada", "Ben"}
    assert sync(writer, ONE, TWO) == [True, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dana"}


def test_what_a_held_run_brought_is_not_familiar(writer: Writer, path: Path) -> None:
    many = tuple(f"{number}:Old" for number in range(20))
    other = tuple(f"{number}:New" for number in range(20))
    sync(writer, many)
    begin(writer)
    assert read(writer, [other]) == [False]
    with pytest.raises(StoreHeldError):
        end(writer, accept=False)
    assert sync(writer, other) == [False]
    assert names(path) == {"New"}
    assert sync(writer, other) == [True]


def test_after_one_record_was_fetched_again_no_page_is_familiar(writer: Writer, path: Path) -> None:
    sync(writer, ONE, TWO)
    writer.amend("users", items([user("a:Adele")])[0])
    assert sync(writer, ONE, TWO) == [False, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dana"}


def test_where_a_record_comes_on_two_pages_none_is_familiar(writer: Writer, path: Path) -> None:
    moved = ("a:Adele", "c:Cem")
    sync(writer, ONE, moved)
    assert sync(writer, ONE, ("c:Cem", "e:Eva")) == [False, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Eva"}


def test_a_list_that_begins_again_counts_only_what_it_brings_then(writer: Writer, path: Path) -> None:
    sync(writer, ONE, TWO)
    begin(writer)
    other = ("c:Cem", "d:Dora")
    assert read(writer, [ONE, other]) == [True, False]
    writer.begin_list("users", "users", 0)
    assert read(writer, [("a:Ada", "b:Bea"), TWO]) == [False, True]
    end(writer)
    assert names(path) == {"Ada", "Bea", "Cem", "Dana"}
    assert sync(writer, ONE, other) == [False, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dora"}


def test_changes_that_came_between_are_not_lost(writer: Writer, path: Path) -> None:
    sync(writer, ONE, TWO)
    writer.begin({"users": "delta"}, started=STARTED + timedelta(minutes=5))
    writer.begin_list("users", "users", 0)
    assert read(writer, [ONE]) == [False]
    writer.put("users", items([user("b:Bea")]), received=1, total=None)
    end(writer)
    assert names(path) == {"Ada", "Bea", "Cem", "Dana"}
    assert sync(writer, ONE, TWO) == [False, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dana"}


def test_a_page_of_rows_without_an_id_comes_again(writer: Writer, path: Path) -> None:
    assert sync(writer, ONE, ()) == [False, False]
    assert sync(writer, ONE, ()) == [True, True]
    assert sync(writer, ONE, TWO) == [True, False]
    assert names(path) == {"Ada", "Ben", "Cem", "Dana"}


def test_a_run_that_shows_rows_as_they_come_leaves_no_page_familiar(path: Path) -> None:
    old, new = ("a:Old",), ("a:New",)
    with Writer(path, KEY, keep_runs=1, keep_days=0) as writer:
        begin(writer)
        read(writer, [old])
        writer.end_list("users", "users")
        writer.end_collection("users", complete=False)
        writer.end()
        for _ in range(2):  # the first is forgotten, and no other brought a row: all is shown as it comes again
            begin(writer)
            writer.stop_collection("users", "It broke.")
            writer.end()
        begin(writer)
        assert read(writer, [new]) == [False]
        writer.stop_collection("users", "It broke.")
        writer.end()
        assert names(path) == {"New"}
        assert sync(writer, old) == [False]
    assert names(path) == {"Old"}


def test_what_went_with_a_person_is_not_familiar(writer: Writer, path: Path) -> None:
    school = items([Org(sourced_id="s", name="S", type="school")])
    ada, ben = (User(sourced_id=each, role="student", orgs=[Ref("s")]) for each in "ab")
    known = items([Demographics(sourced_id="a", sex="female"), Demographics(sourced_id="b", sex="male")])
    for number, people in enumerate(([ada, ben], [ada], [ada, ben])):
        started = STARTED + timedelta(minutes=number)
        writer.begin(dict.fromkeys(("orgs", "users", "demographics"), "full"), schools=("s",), started=started)
        for collection, of, page in (
            ("orgs", "orgs", school),
            ("users", "schools/s/students", items(people)),
            ("demographics", "demographics", known),
        ):
            writer.begin_list(collection, of)
            if writer.put_again(collection, of, b"page", total=None) is None:
                writer.put(collection, page, received=len(page), total=None, of=of, digest=b"page")
            writer.end_list(collection, of)
            writer.end_collection(collection, complete=True)
        writer.end(accept=True)
    assert picture.sent(path)["demographics"].keys() == {"a", "b"}
