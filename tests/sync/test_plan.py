from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import BASES, OPTIONAL
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.sync.plan import Plan, plan

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
USUAL = ("orgs", "academicSessions", "courses", "users", "classes", "enrollments")


def interrupted(of: Run) -> Run:
    return msgspec.structs.replace(of, ended=None)


def run(
    kind: str,
    days_ago: float,
    collections: tuple[str, ...] = USUAL,
    incomplete: tuple[str, ...] = (),
    schools: tuple[str, ...] = (),
) -> Run:
    states = {name: CollectionState(rows=1, complete=name not in incomplete, kind=kind) for name in collections}
    started = f"{NOW - timedelta(days=days_ago):%Y-%m-%dT%H:%M:%S.000}Z"
    return Run(1, started, started, kind, complete=not incomplete, collections=states, schools=schools)


def held(of: Run) -> Run:
    return msgspec.structs.replace(of, ended=None, held="This sync would remove 9 of 10 people.")


def full(*collections: str) -> dict[str, str]:
    return dict.fromkeys(collections, "full")


def delta(*collections: str) -> dict[str, str]:
    return dict.fromkeys(collections, "delta")


@pytest.mark.parametrize(
    ("runs", "asked", "insists", "kinds"),
    [
        ([], (), False, full(*USUAL)),
        ([run("full", 1)], (), False, delta(*USUAL)),
        ([run("full", 1)], (), True, full(*USUAL)),
        ([run("full", 6.9)], (), False, delta(*USUAL)),
        ([run("full", 7)], (), False, full(*USUAL)),
        ([run("full", 0)], (), False, delta(*USUAL)),
        ([run("full", -0.1)], (), False, full(*USUAL)),
        ([interrupted(run("full", 1))], (), False, full(*USUAL)),
        ([interrupted(run("full", 1)), run("full", 2)], (), False, delta(*USUAL)),
        ([held(run("full", 1)), run("full", 2)], (), False, full(*USUAL)),
        ([run("delta", 0), held(run("full", 1)), run("full", 2)], (), False, full(*USUAL)),
        ([interrupted(run("full", 0)), held(run("full", 1)), run("full", 2)], (), False, full(*USUAL)),
        ([run("full", 0), held(run("full", 1)), run("full", 2)], (), False, delta(*USUAL)),
        ([held(run("full", 1, ("users",))), run("full", 2)], (), False, delta(*USUAL) | full("users")),
        ([held(run("full", 1, schools=("s1",))), run("full", 2)], (), False, full(*USUAL)),
        ([held(run("delta", 1)), run("full", 2)], (), False, delta(*USUAL)),
        ([run("delta", 1)], (), False, full(*USUAL)),
        ([run("delta", 1), run("full", 2)], (), False, delta(*USUAL)),
        ([run("delta", 1), run("full", 8)], (), False, full(*USUAL)),
        ([run("full", 1, incomplete=("courses",))], (), False, delta(*USUAL) | full("courses")),
        (
            [run("delta", 1), run("full", 2, incomplete=("courses",)), run("full", 3)],
            (),
            False,
            delta(*USUAL) | full("courses"),
        ),
        ([run("delta", 1, incomplete=("courses",)), run("full", 2)], (), False, delta(*USUAL)),
        ([run("full", 1, incomplete=("courses",))], ("users",), False, delta("users")),
        ([run("full", 1, ("users",))], (), False, full(*USUAL) | delta("users")),
        ([run("full", 1, ("users", "orgs")), run("full", 2, USUAL[1:])], (), False, delta(*USUAL)),
        ([run("full", 1)], ("demographics",), False, full("demographics")),
        ([run("full", 1)], ("users", "demographics"), False, delta("users") | full("demographics")),
        ([run("full", 1, ("demographics",))], ("demographics",), False, delta("demographics")),
        ([run("full", 1, schools=("s1",))], (), False, full(*USUAL)),
    ],
)
def test_what_changed_will_do_for_a_collection_that_was_read_whole_within_a_week(
    runs: list[Run], asked: tuple[str, ...], insists: bool, kinds: dict[str, str]
) -> None:
    assert plan(runs, asked=asked, full=insists, now=NOW).kinds == kinds


@pytest.mark.parametrize(
    ("asked", "collections"),
    [
        ((), USUAL),
        (("enrollments", "orgs"), ("orgs", "enrollments")),
        (("students", "teachers"), ("users",)),
        (("schools", "terms"), ("orgs", "academicSessions")),
        (("results", "demographics", "lineItems"), ("demographics", "lineItems", "results")),
    ],
)
def test_collections_come_in_the_order_in_which_they_refer_to_each_other(
    asked: tuple[str, ...], collections: tuple[str, ...]
) -> None:
    assert tuple(plan([], asked=asked, now=NOW).kinds) == collections


def test_whatever_is_not_optional_is_read_and_what_the_source_wants_also() -> None:
    assert set(BASES) - set(plan([], now=NOW).kinds) == set(OPTIONAL)
    assert tuple(plan([], also=("results", "resources"), now=NOW).kinds) == (*USUAL, "resources", "results")
    assert tuple(plan([], also=("results",), asked=("users",), now=NOW).kinds) == ("users",)


def test_what_the_source_does_not_offer_is_left_out_unless_it_is_asked_for() -> None:
    offers = OFFERED.__contains__
    assert tuple(plan([], also=("scoreScales", "results"), now=NOW, offers=offers).kinds) == (*USUAL, "results")
    with pytest.raises(UsageError, match="no scoreScales"):
        plan([], asked=("scoreScales",), now=NOW, offers=offers)


OFFERED = {*USUAL, "results"}


@pytest.mark.parametrize(
    ("had", "wanted", "kind"),
    [
        (("s1",), ("s1",), "delta"),
        (("s1", "s2"), ("s2",), "delta"),
        ((), ("s1",), "delta"),
        (("s1",), ("s1", "s2"), "full"),
        (("s1",), (), "full"),
    ],
)
def test_what_changed_will_do_where_all_of_the_schools_were_read(
    had: tuple[str, ...], wanted: tuple[str, ...], kind: str
) -> None:
    chosen = plan([run("full", 1, schools=had)], schools=wanted, now=NOW)
    assert chosen == Plan(dict.fromkeys(chosen.kinds, kind), wanted)  # type: ignore[arg-type]


def test_of_schools_the_classes_come_before_their_courses_and_people() -> None:
    assert tuple(plan([], schools=["s1", "s1"], also=("results",), now=NOW).kinds) == (
        *("orgs", "academicSessions", "classes", "enrollments", "courses", "users"),
        "results",
    )


def test_of_schools_optional_collections_are_always_read_whole() -> None:
    had = run("full", 1, (*USUAL, "results"))
    assert plan([had], also=("results",), now=NOW).kinds["results"] == "delta"
    kinds = plan([had], also=("results",), schools=["s1"], now=NOW).kinds
    assert (kinds["users"], kinds["results"]) == ("delta", "full")


def test_a_collection_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UsageError, match="no collection “pupils”"):
        plan([], asked=["pupils"], now=NOW)
