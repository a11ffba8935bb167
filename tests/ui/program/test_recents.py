"""What was found lately."""

from rosterdesk.model.rows import Found
from rosterdesk.settings import Source
from rosterdesk.ui.program.recents import Recents

LAKESIDE, HILLSIDE = Source(name="Lakeside"), Source(name="Hillside")


def hit(number: int) -> Found:
    return Found("users", str(number), "Amara Brown", "Student")


def test_the_last_one_comes_first_and_each_once() -> None:
    recents = Recents()
    for number in (1, 2, 3, 1):
        recents.add(LAKESIDE, hit(number))
    assert recents.of(LAKESIDE) == [("users", "1"), ("users", "3"), ("users", "2")]


def test_only_a_few_are_kept_and_none_of_another_source() -> None:
    recents = Recents()
    for number in range(20):
        recents.add(LAKESIDE, hit(number))
    assert recents.of(LAKESIDE)[0] == ("users", "19")
    assert len(recents.of(LAKESIDE)) == 8
    assert recents.of(HILLSIDE) == recents.of(None) == []


def test_what_is_forgotten_is_gone() -> None:
    recents = Recents()
    recents.add(LAKESIDE, hit(1))
    recents.forget(LAKESIDE)
    assert recents.of(LAKESIDE) == []
