"""How the records of two sides are put in pairs."""

from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.commands.comparing import merged
from rosterdesk.store.reading.walking import Place, Walked

PLACES = st.lists(st.none() | st.tuples(st.booleans(), st.binary(max_size=2)), max_size=8)


def walked(places: list[Place | None]) -> list[Walked]:
    """Records at these places in their order, as a store has them: those without any first."""
    ordered = [None for each in places if each is None] + sorted(each for each in places if each is not None)
    return [Walked(place, f"r{number}", number, b"") for number, place in enumerate(ordered)]


@given(PLACES, PLACES)
def test_every_record_is_in_one_pair_and_no_two_that_belong_together_stay_alone(
    left: list[Place | None], right: list[Place | None]
) -> None:
    ours, theirs = walked(left), walked(right)
    pairs = list(merged(iter(ours), iter(theirs)))
    assert [one for one, _ in pairs if one is not None] == ours
    assert [other for _, other in pairs if other is not None] == theirs
    assert all(one.place == other.place is not None for one, other in pairs if one and other)
    without_right = {one.place for one, other in pairs if one and not other}
    without_left = {other.place for one, other in pairs if other and not one}
    assert without_right & without_left <= {None}
