"""Back and Forward, as a list of places."""

from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.query import Query
from rosterdesk.ui.browsing.history import History, Place


def place(name: str) -> Place:
    return Place(Query(collection=name))


def test_nothing_was_visited_at_first() -> None:
    history = History()
    assert history.current is None
    assert not history.can_go_back
    assert not history.can_go_forward


def test_going_somewhere_new_forgets_what_was_ahead() -> None:
    history = History()
    for name in ("orgs", "classes", "users"):
        history.visit(place(name))
    assert history.go(-1) == place("classes")
    assert history.go(-1) == place("orgs")
    history.visit(place("courses"))
    assert not history.can_go_forward
    assert history.go(-1) == place("orgs")
    assert history.go(1) == place("courses")


def test_the_same_place_twice_is_one_step() -> None:
    history = History()
    history.visit(place("orgs"))
    history.visit(place("orgs"))
    assert not history.can_go_back


def test_back_comes_back_to_a_place_as_it_was_left() -> None:
    history = History()
    history.visit(place("users"))
    left = Place(Query(collection="users", text="garcia"), top=40)
    history.amend(left)
    history.visit(place("classes"))
    assert history.go(-1) == left


@given(st.lists(st.sampled_from(["visit a", "visit b", "visit c", "back", "forward"]), max_size=40))
def test_it_moves_as_a_list_with_a_finger_on_it(steps: list[str]) -> None:
    history, places, finger = History(), [], -1
    for step in steps:
        if step.startswith("visit"):
            if finger < 0 or places[finger] != step[-1]:
                places = [*places[: finger + 1], step[-1]]
                finger += 1
            history.visit(place(step[-1]))
        elif step == "back" and history.can_go_back:
            finger -= 1
            history.go(-1)
        elif step == "forward" and history.can_go_forward:
            finger += 1
            history.go(1)
        assert history.current == (place(places[finger]) if finger >= 0 else None)
        assert history.can_go_back == (finger > 0)
        assert history.can_go_forward == (finger < len(places) - 1)
