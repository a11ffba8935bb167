"""LIF, USR, DLT: what became different between two runs, and how the last one was read."""

from datetime import date, timedelta

import msgspec

from rosterdesk.checks.profile import Parameters
from rosterdesk.model.entities import Demographics, Ref
from tests.checks.cases.case import DAY, GONE, case, copied, course, dated, org, renamed
from tests.checks.district import NOW, Change, Reading, Roster, add, change, clean, drop, enrollment

OLD = NOW - timedelta(days=5)


def _all_people(**changes: object) -> list[Change]:
    return [change("users", each, **changes) for each in clean()["users"] if each != "z"]


def _other_ids(district: Roster) -> None:
    """All courses had other ids."""
    for sourced_id in ("k1", "k2", "k3"):
        made = district["courses"].pop(sourced_id)
        district["courses"][f"old-{sourced_id}"] = msgspec.structs.replace(made, sourced_id=f"old-{sourced_id}")


SIX = [enrollment("m1", each) for each in "cei"]
"""Three more in the first class."""
CHANGES = [
    case("LIF-06", before=[add("courses", course("x"))], found="x"),
    case(
        "LIF-06",
        before=[
            add("classes", copied("m4", "x")),
            add("enrollments", enrollment("m4", "c", sourced_id="x-c", class_=Ref("x"))),
        ],
        found="x x-c",
    ),
    case("LIF-06", before=[add("demographics", Demographics(sourced_id="t1"))], found="t1"),
    case("LIF-07", before=[change("classes", "m1", status=GONE)], found="m1"),
    case(
        "USR-27",  # by the email
        before=[drop("users", "a"), add("users", renamed("a", "old", given_name="Givena", email="A@harbor.example"))],
        found="a",
        also="LIF-06",
    ),
    case(
        "USR-27",  # by the birth date
        before=[
            drop("users", "a"),
            add("users", renamed("a", "old", given_name="Givena")),
            add("demographics", Demographics(sourced_id="old", birth_date=date(2014, 3, 1))),
        ],
        found="a",
        also="LIF-06",
    ),
    case("DLT-01", before=[add("courses", *(course(f"x{number}") for number in range(10)))], found="-", also="LIF-06"),
    case("DLT-02", *_all_people(middle_name="Bo"), before=[], found="-"),
    case(
        "DLT-03",
        *(change("enrollments", f"m1-{each}", status=GONE) for each in "abh"),
        change("enrollments", "later-a", school=Ref("s1")),
        add("enrollments", *SIX[:2]),
        before=[add("enrollments", *SIX[:2])],
        found="m1",
        also="ENR-07 USR-18",
    ),
    case(
        "DLT-04",
        drop("demographics", *"abcehi"),
        before=[],
        found="-",
        also="LIF-06",
    ),
    case("DLT-05", reading=Reading(announced={"demographics": 1}), found="-", severity="warning"),
    case("DLT-05", reading=Reading(incomplete={"demographics": "It broke off."}), found="-"),
    case("DLT-05", reading=Reading(bent={"demographics": {"repeats": 2}}), found="-", severity="warning"),
    case(
        "DLT-06",
        change("courses", "k1", title="Other", date_last_modified=OLD),
        change("courses", "k2", title="Other", date_last_modified=NOW),
        before=[change("courses", each, date_last_modified=OLD) for each in ("k1", "k2")],
        found="k1",
    ),
    case("DLT-07", reading=Reading(refused=("demographics",)), before=[], found="-"),
    case("DLT-07", before=[add("orgs", org("x", "department"))], found="-", also="LIF-06"),
    case("DLT-08", before=[_other_ids], found="-", also="LIF-06"),
    case("DLT-09", now=NOW + 7 * DAY, found="-"),
    case("DLT-09", parameters=Parameters(stale_days=0), found="-"),
    case("DLT-09", dated, parameters=Parameters(stale_days=60), now=NOW + 31 * DAY, found="-"),
]
