from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import BASES
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.sync.plan import Plan, plan

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
USUAL = ("orgs", "academicSessions", "courses", "users", "classes", "enrollments")


def interrupted(of: Run) -> Run:
    return msgspec.structs.replace(of, ended=None)


def run(kind: str, days_ago: float, collections: tuple[str, ...] = USUAL, incomplete: tuple[str, ...] = ()) -> Run:
    states = {name: CollectionState(rows=1, complete=name not in incomplete) for name in collections}
    started = f"{NOW - timedelta(days=days_ago):%Y-%m-%dT%H:%M:%S.000}Z"
    return Run(run=1, started=started, ended=started, kind=kind, complete=not incomplete, collections=states)


@pytest.mark.parametrize(
    ("runs", "asked", "full", "kind"),
    [
        ([], (), False, "full"),
        ([run("full", 1)], (), False, "delta"),
        ([run("full", 1)], (), True, "full"),
        ([run("full", 6.9)], (), False, "delta"),
        ([run("full", 7)], (), False, "full"),
        ([run("full", 0)], (), False, "delta"),
        ([run("full", -0.1)], (), False, "full"),
        ([interrupted(run("full", 1))], (), False, "full"),
        ([interrupted(run("full", 1)), run("full", 2)], (), False, "delta"),
        ([run("delta", 1)], (), False, "full"),
        ([run("delta", 1), run("full", 2)], (), False, "delta"),
        ([run("delta", 1), run("full", 8)], (), False, "full"),
        ([run("full", 1, incomplete=("courses",))], (), False, "full"),
        ([run("full", 1, incomplete=("courses",))], ("users",), False, "delta"),
        ([run("full", 1, ("users",))], ("users",), False, "delta"),
        ([run("full", 1, ("users",))], (), False, "full"),
        ([run("full", 1, ("users", "orgs")), run("full", 2, USUAL[1:])], (), False, "delta"),
        ([run("full", 1)], ("demographics",), False, "full"),
        ([run("full", 1)], ("users", "demographics"), False, "delta"),
        ([run("full", 1, ("demographics",))], ("demographics",), False, "delta"),
    ],
)
def test_the_changes_alone_will_do_where_everything_was_read_whole_within_a_week(
    runs: list[Run], asked: tuple[str, ...], full: bool, kind: str
) -> None:
    assert plan(runs, asked=asked, full=full, now=NOW).kind == kind


@pytest.mark.parametrize(
    ("asked", "collections"),
    [
        ((), USUAL),
        (("enrollments", "orgs"), ("orgs", "enrollments")),
        (("students", "teachers"), ("users",)),
        (("schools", "terms"), ("orgs", "academicSessions")),
        (("demographics",), ("demographics",)),
    ],
)
def test_collections_come_in_the_order_in_which_they_refer_to_each_other(
    asked: tuple[str, ...], collections: tuple[str, ...]
) -> None:
    assert plan([], asked=asked, now=NOW) == Plan("full", collections)


def test_whatever_is_not_optional_is_read_unless_something_is_asked_for() -> None:
    assert set(BASES) - set(plan([], now=NOW).collections) == {"demographics"}


def test_a_collection_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UsageError, match="no collection “pupils”"):
        plan([], asked=["pupils"], now=NOW)
