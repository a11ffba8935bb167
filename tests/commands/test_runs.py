"""`runs`: the syncs, and what each came to."""

import pytest
from starlette.responses import Response

from rosterdesk.commands import remarks
from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from rosterdesk.model.rows import CollectionState, Run
from tests.commands.desks import Desk
from tests.sync.interference import Interference


def test_runs_are_listed_with_what_each_brought(synced_once: Desk, roster: District) -> None:
    newest, oldest = synced_once.run("runs", "Lakeside", "--format", "json").json
    assert set(newest) == {
        *("run", "started", "begun", "ended", "kind", "complete", "collections", "beside", "schools", "held", "clock"),
        "forgotten",
    }
    assert (newest["kind"], newest["complete"], newest["schools"], oldest["run"]) == ("full", True, [], 1)
    count = len(roster.collections["users"])
    assert newest["collections"]["users"] == {
        "rows": count,
        "complete": True,
        "why": "",
        "kind": "full",
        "refused": False,
        "bent": {},
        "dropped": 0,
        "added": count,
        "changed": 0,
        "removed": 0,
    }
    assert (newest["held"], newest["clock"] is None) == ("", False)
    printed = synced_once.run("runs", "Lakeside").out
    assert printed.count("\n") == 3
    assert printed.split("\n")[0].split() == [
        *("Run", "Started", "Ended", "Kind", "Complete", "Rows", "Added", "Changed", "Removed", "Schools")
    ]


def run(**changed: object) -> Run:
    given = {
        "run": 2,
        "started": "2026-11-23T08:12:00.000Z",
        "ended": None,
        "kind": "full",
        "complete": False,
        "collections": {"users": CollectionState(5, False, "5 of 9 rows came so far.")},
    }
    return Run(**(given | changed))  # type: ignore[arg-type]


DELTA = CollectionState(3, True, kind="delta")
HELD = "This sync would remove 9 of 10 students (90.0 %), so the earlier copy is still shown."


@pytest.mark.parametrize(
    ("changed", "newest", "first"),
    [
        ({}, True, ["It was interrupted, or is still under way. Sync goes on from there."]),
        ({}, False, ["Interrupted."]),
        ({"ended": "2026-11-23T08:13:00.000Z"}, True, []),
        (
            {"held": HELD},
            True,
            [HELD, "If that is right, sync again with --accept; if not, ask the provider of the service."],
        ),
        ({"held": HELD}, False, ["It was held, and was not taken over."]),
        (
            {"ended": "2026-11-23T08:13:00.000Z", "clock": "2026-11-23T08:24:00.000Z"},
            True,
            ["The clock of the service was 12 minutes ahead of ours."],
        ),
        (
            {
                "ended": "2026-11-23T08:13:00.000Z",
                "kind": "delta",
                "collections": {"orgs": DELTA, "users": run().collections["users"], "classes": DELTA},
            },
            True,
            ["Read whole: people; of all others, what changed."],
        ),
    ],
)
def test_what_became_of_a_run_is_said_first_with_a_way_on(
    changed: dict[str, object], newest: bool, first: list[str]
) -> None:
    assert remarks.of_run(run(**changed), newest=newest) == [*first, "People: 5 of 9 rows came so far."]


def test_what_a_later_run_had_all_of_is_no_news_of_an_earlier_one() -> None:
    earlier = run(collections={name: CollectionState(5, False, "Some are missing.") for name in ("users", "classes")})
    assert remarks.of_run(earlier, newest=False, settled={"users"}) == [
        "Interrupted.",
        "Classes: Some are missing.",
    ]


def test_runs_explain_what_is_missing_as_long_as_it_is(roster: District, desk: Desk) -> None:
    between = Interference()
    with running(roster, wrap=between.around) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        between.answers["classes"] = lambda _query: Response('{"classes": []}', media_type="application/json")
        for told in (["Run 2"], ["Run 3", "Run 2"]):
            assert desk.run("sync", "Lakeside", "--full").code == 3
            assert explained(desk) == told
        assert desk.run("sync", "Lakeside", "--collection", "orgs").code == 0
        assert explained(desk) == ["Run 3", "Run 2"]
        between.answers.clear()
        assert desk.run("sync", "Lakeside").code == 0
        assert explained(desk) == []


def explained(desk: Desk) -> list[str]:
    """The runs that say something of classes."""
    blocks = desk.run("runs", "Lakeside").out.split("\n\n")[1:]
    return [block.splitlines()[0] for block in blocks if "  Classes: " in block]


def test_since_when_a_list_is_forbidden_is_told(desk: Desk, roster: District) -> None:
    between = Interference()
    with running(roster, wrap=between.around) as live:
        assert desk.add(live).code == 0
        assert desk.run("sync", "Lakeside", "--collection", "demographics").code == 0
        assert "What this key can see" not in desk.run("runs", "Lakeside").out
        between.refuse("demographics", 403)
        desk.run("sync", "Lakeside", "--collection", "demographics")
    (newest, _oldest) = desk.run("runs", "Lakeside", "--format", "json").json
    last = desk.run("runs", "Lakeside").out.rstrip().splitlines()[-2:]
    assert last == ["What this key can see:", f"  Demographics: forbidden since {newest['started']}, was allowed."]
