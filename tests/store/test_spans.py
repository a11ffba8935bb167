"""What several runs together made different."""

from pathlib import Path

import pytest

from rosterdesk.model.changes import KINDS, ChangeQuery
from rosterdesk.store.reader import Reader
from tests import stores


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """A store after eight runs, with the sourcedIds and titles of the courses that were worked on."""
    path = tmp_path_factory.mktemp("store") / "store.db"
    stores.fill(path, students=20)
    with Reader(path, stores.KEY) as reader:
        first = [walked for walked, _ in zip(reader.walk("courses"), range(4), strict=False)]
        ids, titles = [each.sourced_id for each in first], [reader.title("courses", each.key) for each in first]
    stores.mend(path, "courses", ids[0], sourcedId="brand-new")  # run 2
    stores.mend(path, "courses", "brand-new", status="tobedeleted")
    stores.mend(path, "courses", ids[1], title="Two")
    stores.mend(path, "courses", ids[1], title="Three")
    stores.mend(path, "courses", ids[2], title="Other")
    stores.mend(path, "courses", ids[2], title=titles[2])
    stores.mend(path, "courses", ids[3], status="tobedeleted")  # run 8
    return path, ids, titles


@pytest.mark.parametrize(
    ("since", "run", "added", "removed", "changed"),
    [
        (1, 8, [], [3], {1: (1, "Three")}),
        (1, 2, ["brand-new"], [], {}),
        (2, 3, [], ["brand-new"], {}),
        (1, 3, [], [], {}),
        (3, 4, [], [], {1: (1, "Two")}),
        (4, 6, [], [], {1: ("Two", "Three"), 2: (2, "Other")}),
        (5, 7, [], [], {}),
        (7, 8, [], [3], {}),
    ],
)
def test_what_was_done_and_undone_is_nothing(
    worked_on: tuple[Path, list[str], list[str]],
    since: int,
    run: int,
    added: list[int | str],
    removed: list[int | str],
    changed: dict[int, tuple[int | str, str]],
) -> None:
    path, ids, titles = worked_on
    with Reader(path, stores.KEY) as reader:
        found = {kind: list(reader.changes(ChangeQuery(run, since, "courses"), kind)) for kind in KINDS}
    for kind, expected in (("added", added), ("removed", removed)):
        wanted = [ids[each] if isinstance(each, int) else each for each in expected]
        assert [each.sourced_id for each in found[kind]] == wanted  # type: ignore[index]
    assert {each.sourced_id: each.fields["title"] for each in found["changed"]} == {
        ids[number]: (titles[was] if isinstance(was, int) else was, became) for number, (was, became) in changed.items()
    }


def test_two_runs_that_follow_each_other_tell_what_the_later_one_did(
    worked_on: tuple[Path, list[str], list[str]],
) -> None:
    path, *_ = worked_on
    with Reader(path, stores.KEY) as reader:
        for run in range(2, 9):
            for kind in KINDS:
                assert list(reader.changes(ChangeQuery(run, run - 1), kind)) == list(
                    reader.changes(ChangeQuery(run), kind)
                )
