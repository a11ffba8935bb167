"""How the records of two sides are put in pairs."""

from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.commands.comparing import merged
from rosterdesk.store.reading.walking import Place, Walked

PLACES = st.lists(st.none() | st.tuples(st.booleans(), st.binary(max_size=1)), max_size=8)


def walked(places: list[Place | None]) -> list[Walked]:
    """Records at these places in their order, as a store has them: those without any first."""
    ordered = [None for each in places if each is None] + sorted(each for each in places if each is not None)
    return [Walked(place, f"r{number}", number, b"") for number, place in enumerate(ordered)]


@given(PLACES, PLACES)
def test_every_record_comes_once_and_all_that_share_a_place_of_both_sides_come_together(
    left: list[Place | None], right: list[Place | None]
) -> None:
    ours, theirs = walked(left), walked(right)
    pairs = list(merged(iter(ours), iter(theirs)))
    assert [each for one, _ in pairs for each in one] == ours
    assert [each for _, other in pairs for each in other] == theirs
    places = [{each.place for each in (*one, *other)} for one, other in pairs]
    assert all(len(each) == 1 for each in places)
    of_both = [each for (one, other), each in zip(pairs, places, strict=True) if one and other]
    assert set[Place | None]().union(*of_both) == (set(left) & set(right)) - {None}
    assert len(of_both) == len((set(left) & set(right)) - {None})
    assert all(len(one) + len(other) == 1 for one, other in pairs if not (one and other))
