"""Which runs are held, and the sentence that says so."""

import pytest

from rosterdesk.store.writing.limits import Weight, objection


@pytest.mark.parametrize(
    ("removed", "changed", "before", "held"),
    [
        (0, 0, 100, False),
        (2, 0, 2, False),
        (3, 3, 3, False),
        (2, 0, 4, False),
        (3, 0, 4, True),
        (4, 0, 4, True),
        (0, 4, 4, True),
        (3, 0, 5, True),
        (3, 0, 6, False),
        (4, 0, 8, False),
        (4, 0, 7, True),
        (5, 0, 5, True),
        (5, 0, 50, False),
        (5, 0, 49, True),
        (10, 0, 100, False),
        (11, 0, 100, True),
        (0, 75, 100, False),
        (0, 76, 100, True),
        (0, 5, 6, True),
        (10, 75, 100, False),
    ],
)
def test_more_than_a_tenth_removed_or_three_quarters_changed_is_held(
    removed: int, changed: int, before: int, held: bool
) -> None:
    assert bool(objection([Weight("users", removed, changed, before)])) is held


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        (
            [Weight("users", 1204, 0, 9380), Weight("orgs", 1, 1, 90)],
            "This sync would remove 1,204 of 9,380 people (12.8 %), so the earlier copy is still shown.",
        ),
        (
            [Weight("classes", 0, 80, 80)],
            "This sync would change 80 of 80 classes (100 %), so the earlier copy is still shown.",
        ),
        (
            [Weight("users", 30, 160, 200), Weight("classes", 8, 0, 10), Weight("enrollments", 20, 0, 40)],
            (
                "This sync would remove 30 of 200 people (15 %), 8 of 10 classes (80 %) and 20 of 40 enrollments (50 %)"
                " and change 160 of 200 people (80 %), so the earlier copy is still shown."
            ),
        ),
    ],
)
def test_the_sentence_has_the_numbers(weights: list[Weight], sentence: str) -> None:
    assert objection(weights) == sentence
