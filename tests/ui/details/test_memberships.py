"""The roles and profiles of people, in the shapes of both versions."""

from pathlib import Path
from typing import Any

from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.pane import DetailPane
from tests.ui.details import rosters
from tests.ui.details.reading import Open, links, record, show, words


def both_shapes() -> dict[str, list[dict[str, Any]]]:
    """The same teacher at two schools in 1.1's shape and in 1.2's, and one with dates and profiles."""
    roster = rosters.hostile("Plain")
    district, school = rosters.ref("district", "org"), rosters.ref("school", "org")
    teacher = {name: value for name, value in roster["users"][1].items() if name not in ("role", "orgs")}
    first = {"roleType": "primary", "role": "teacher", "org": school}
    dated = {"beginDate": "2026-08-17", "endDate": "2027-06-12"}
    roster["users"] += [
        {**teacher, "sourcedId": "older", "role": "teacher", "orgs": [school, district]},
        {
            **teacher,
            "sourcedId": "newer",
            "roles": [{"roleType": "secondary", "role": "teacher", "org": district}, first],
        },
        {
            **teacher,
            "sourcedId": "dated",
            "roles": [
                first | dated,
                {"roleType": "secondary", "role": "proctor", "org": rosters.ref("nowhere", "org")},
            ],
            "userProfiles": [
                {
                    "profileId": "p-77",
                    "profileType": "LMS",
                    "vendorId": "northwind.press",
                    "credentials": [{"type": "basic", "username": "hidden-name", "password": "hidden-word"}],
                }
            ],
        },
    ]
    return roster


def test_both_shapes_of_a_user_look_the_same(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", both_shapes()))
    seen = []
    for who in ("older", "newer"):
        show(pane, reader, record(reader, "users", who))
        assert {"Roles", "Primary"} <= set(words(pane))
        assert {"school", "district"} <= set(links(pane))
        seen.append([text for text in words(pane) if text != who])
    assert seen[0] == seen[1]


def test_all_roles_and_profiles_of_a_user_are_shown_without_what_opens_them(
    pane: DetailPane, opened: Open, tmp_path: Path
) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", both_shapes()))
    show(pane, reader, record(reader, "users", "dated"))
    said = words(pane)
    assert {"Teacher", "Proctor", "from 2026-08-17 before 2027-06-12", "Profiles", "p-77"} <= set(said)
    assert "nowhere (not received)" in said
    assert "LMS · northwind.press" in said
    assert not any("hidden" in text for text in said)


def test_a_bad_profile_or_score_costs_no_other(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    roster = both_shapes()
    roster["users"][-1]["userProfiles"] += [None, {"profileId": 78, "vendorId": None}]
    roster["scoreScales"][0]["scoreScaleValue"] += [7, {"itemValueLHS": "B", "itemValueRHS": 85}]
    reader = opened(rosters.write(tmp_path / "store.db", roster))
    show(pane, reader, record(reader, "users", "dated"))
    assert {"p-77", "78"} <= set(words(pane))
    show(pane, reader, record(reader, "scoreScales", "scale"))
    assert {"B", "85"} <= set(words(pane))


def test_one_role_at_one_school_is_said_once(pane: DetailPane, plain: Reader) -> None:
    show(pane, plain, record(plain, "users", "student"))
    assert "Roles" not in words(pane)
    assert "Profiles" not in words(pane)
