"""Which runs can be told together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.changes import together
from rosterdesk.model.rows import Run


def run(number: int, *, forgotten: bool = False) -> Run:
    return Run(number, "", "", "full", True, {}, forgotten=forgotten)


@pytest.mark.parametrize(
    ("runs", "forgotten", "asked", "found"),
    [
        ([3, 2, 1], set(), 3, [2, 1]),
        ([3, 2, 1], set(), 2, [1]),
        ([3, 2, 1], set(), 1, []),
        ([5, 4, 2, 1], set(), 5, [4]),
        ([5, 4, 3, 2], {3}, 5, [4, 3]),
        ([3, 2, 1], {3}, 3, []),
        ([3, 2, 1], {1}, 3, [2, 1]),
        ([3, 1], set(), 2, []),
        ([], set(), 1, []),
    ],
)
def test_a_run_is_told_together_with_those_before_it_as_far_as_all_between_are_remembered(
    runs: list[int], forgotten: set[int], asked: int, found: list[int]
) -> None:
    kept = [run(number, forgotten=number in forgotten) for number in runs]
    assert [each.run for each in together(kept, asked)] == found


@given(st.sets(st.integers(1, 8)), st.sets(st.integers(1, 8)), st.integers(1, 9))
def test_all_runs_after_one_that_can_be_told_together_are_remembered(
    numbers: set[int], forgotten: set[int], asked: int
) -> None:
    runs = [run(number, forgotten=number in forgotten) for number in sorted(numbers, reverse=True)]
    remembered = numbers - forgotten
    wanted = [
        each for each in range(asked - 1, 0, -1) if each in numbers and {*range(each + 1, asked + 1)} <= remembered
    ]
    assert [each.run for each in together(runs, asked)] == wanted
