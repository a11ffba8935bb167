from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.demo.district import District, make
from rosterdesk.demo.wire import COLLECTIONS, Record
from rosterdesk.model.fields import COLLECTIONS as MODEL
from rosterdesk.wire import records as wire_records
from tests.demo.conftest import TODAY

FIELDS_THAT_REFER = {
    "parent": "orgs or academicSessions",
    "children": "orgs or academicSessions",
    "org": "orgs",
    "orgs": "orgs",
    "school": "orgs",
    "schoolYear": "academicSessions",
    "terms": "academicSessions",
    "course": "courses",
    "resources": "resources",
    "category": "categories",
    "gradingPeriod": "academicSessions",
    "lineItem": "lineItems",
    "student": "users",
    "assessmentLineItem": "assessmentLineItems",
    "parentAssessmentLineItem": "assessmentLineItems",
    "class": "classes",
    "user": "users",
    "agents": "users",
}


def references(record: Record) -> Iterator[tuple[str, Record]]:
    for field in FIELDS_THAT_REFER:
        value = record.get(field)
        for ref in value if isinstance(value, list) else [value]:
            if isinstance(ref, dict):
                yield field, ref


def ids(district: District, collection: str) -> set[str]:
    return {record["sourcedId"] for record in district.collections[collection]}


def by_id(district: District, collection: str) -> dict[str, Record]:
    return {record["sourcedId"]: record for record in district.collections[collection]}


def test_the_same_seed_and_day_make_the_same_district(district: District) -> None:
    again = make(students=1200, seed=7, today=TODAY)
    other = make(students=1200, seed=8, today=TODAY)

    assert msgspec.json.encode(again.collections) == msgspec.json.encode(district.collections)
    assert msgspec.json.encode(other.collections) != msgspec.json.encode(district.collections)


def test_six_thousand_students_go_to_twelve_schools(lakeside: District) -> None:
    schools = [org["name"] for org in lakeside.collections["orgs"] if org["type"] == "school"]
    kinds = [sum(kind in name for name in schools) for kind in ("Elementary", "Middle", "High")]
    roles = [user["role"] for user in lakeside.collections["users"]]
    assert kinds == [7, 3, 2]
    assert roles.count("student") == 6000
    assert 350 < sum(roles.count(role) for role in ("teacher", "aide", "administrator")) < 500


@pytest.mark.parametrize("students", [1, 50, 2000])
def test_a_district_of_any_size_has_every_kind_of_record(students: int) -> None:
    district = make(students=students, today=TODAY)

    assert all(district.collections[collection] for collection in COLLECTIONS.values())
    assert len(district.collections["demographics"]) == students


def test_every_record_is_one_that_the_model_reads(district: District) -> None:
    bent: Counter[str] = Counter()
    for collection, made in district.collections.items():
        rows = [msgspec.Raw(msgspec.json.encode(record)) for record in made]
        assert len(wire_records.items(rows, MODEL[collection].entity, bent, secretive=False)) == len(made)

    assert not +bent


def test_every_reference_leads_to_a_record_of_its_kind(district: District) -> None:
    known = {name: ids(district, name) for name in district.collections}

    for records in district.collections.values():
        for record in records:
            for field, ref in references(record):
                collection = COLLECTIONS[ref["type"]]
                assert collection in FIELDS_THAT_REFER[field]
                assert ref["sourcedId"] in known[collection]
    assert known["demographics"] <= known["users"]


def test_a_sourced_id_is_given_once(district: District) -> None:
    for collection, records in district.collections.items():
        assert len(ids(district, collection)) == len(records)


def test_sourced_ids_and_names_are_as_awkward_as_real_ones(lakeside: District) -> None:
    everything = " ".join(
        record["sourcedId"] for name in ("users", "enrollments") for record in lakeside.collections[name]
    )
    users = lakeside.collections["users"]
    names = " ".join(user["givenName"] + " " + user["familyName"] for user in users)

    assert set("| :/()") <= set(everything)
    assert set("’'-éñøßł서王") <= set(names)
    assert any(" " in user["familyName"] for user in users)
    assert {user["identifier"][:2] for user in users if user["role"] == "student"} == {"00"}


def test_usernames_and_the_emails_of_students_are_unique(district: District) -> None:
    users = district.collections["users"]
    usernames = [user["username"].casefold() for user in users]
    emails = [user["email"].casefold() for user in users if user["role"] != "guardian"]
    numbers = [user["identifier"] for user in users if "identifier" in user]

    assert len(set(usernames)) == len(usernames)
    assert len(set(numbers)) == len(numbers)
    assert len({email for email in emails if email.endswith("@lakeside.example")}) == sum(
        email.endswith("@lakeside.example") for email in emails
    )
    assert all(email.isascii() for email in emails)


def test_guardians_and_children_name_each_other(district: District) -> None:
    users = by_id(district, "users")

    pairs = {(user["sourcedId"], agent["sourcedId"]) for user in users.values() for agent in user.get("agents", [])}
    assert pairs == {(agent, user) for user, agent in pairs}
    families = [len(user["agents"]) for user in users.values() if user["role"] == "student"]
    assert set(families) == {1, 2}
    assert any(len(user["agents"]) > 1 for user in users.values() if user["role"] == "guardian")


def test_every_phone_is_one_kept_for_fiction(district: District) -> None:
    phones = [user[key] for user in district.collections["users"] for key in ("phone", "sms") if key in user]

    assert phones
    assert all(" 555-01" in phone for phone in phones)


@pytest.mark.parametrize("today", [date(2026, 7, 1), date(2026, 7, 20), date(2026, 9, 1), date(2027, 6, 30)])
def test_the_school_year_holds_the_day(today: date) -> None:
    district = make(students=300, today=today)
    day = today.isoformat()

    for kind in ("schoolYear", "semester", "term", "gradingPeriod"):
        sessions = [each for each in district.collections["academicSessions"] if each["type"] == kind]
        assert sum(each["startDate"] <= day < each["endDate"] for each in sessions) == 1
    seats = [each for each in district.collections["enrollments"] if each["role"] == "student"]
    current = sum(each["beginDate"] <= day < each["endDate"] for each in seats)
    assert current > len(seats) * 0.6


@given(today=st.dates(date(2020, 1, 1), date(2040, 1, 1)), seed=st.integers(0, 9))
@settings(max_examples=15)
def test_dates_agree_on_every_day_of_any_year(today: date, seed: int) -> None:
    district = make(students=60, seed=seed, today=today)
    sessions = by_id(district, "academicSessions")
    classes = by_id(district, "classes")

    for session in sessions.values():
        assert session["startDate"] < session["endDate"]
        if "parent" in session:
            parent = sessions[session["parent"]["sourcedId"]]
            assert parent["startDate"] <= session["startDate"]
            assert session["endDate"] <= parent["endDate"]
    for enrollment in district.collections["enrollments"]:
        terms = [sessions[term["sourcedId"]] for term in classes[enrollment["class"]["sourcedId"]]["terms"]]
        assert terms[0]["startDate"] <= enrollment["beginDate"] < enrollment["endDate"] <= terms[-1]["endDate"]
    assert all(
        record["dateLastModified"] < today.isoformat() for each in district.collections.values() for record in each
    )


def test_nobody_is_in_two_classes_at_once(district: District) -> None:
    classes = by_id(district, "classes")
    seats: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for each in district.collections["enrollments"]:
        for period in classes[each["class"]["sourcedId"]]["periods"]:
            seats[each["user"]["sourcedId"], period].append((each["beginDate"], each["endDate"]))

    for windows in seats.values():
        for one, other in combinations(windows, 2):
            assert one[1] <= other[0] or other[1] <= one[0]


def test_an_older_student_has_a_class_in_every_period(district: District) -> None:
    classes = by_id(district, "classes")
    users = by_id(district, "users")
    periods: dict[str, set[str]] = defaultdict(set)
    for each in district.collections["enrollments"]:
        if each["role"] == "student" and each["beginDate"] <= TODAY.isoformat() < each["endDate"]:
            periods[each["user"]["sourcedId"]] |= set(classes[each["class"]["sourcedId"]]["periods"])

    for sourced_id, taken in periods.items():
        if users[sourced_id]["grades"][0] in {"06", "07", "08", "09", "10", "11", "12"}:
            assert taken == {"HR", "1", "2", "3", "4", "5", "6", "7"}
        else:
            assert "HR" in taken
            assert len(taken) == 5


def test_every_class_has_one_primary_teacher_and_some_have_a_second(district: District) -> None:
    primary: dict[str, list[str]] = defaultdict(list)
    for each in district.collections["enrollments"]:
        if each["role"] == "teacher":
            primary[each["class"]["sourcedId"]].append(each["primary"])

    assert set(primary) == ids(district, "classes")
    assert all(flags.count("true") == 1 for flags in primary.values())
    assert any("false" in flags for flags in primary.values())


def test_people_are_enrolled_where_they_belong(district: District) -> None:
    users = by_id(district, "users")
    classes = by_id(district, "classes")
    courses = by_id(district, "courses")

    for each in district.collections["enrollments"]:
        user, klass = users[each["user"]["sourcedId"]], classes[each["class"]["sourcedId"]]
        assert each["school"] == klass["school"]
        assert each["school"] in user["orgs"]
        assert each["role"] == user["role"]
        if user["role"] == "student":
            assert user["grades"][0] in klass["grades"]
    for klass in classes.values():
        assert courses[klass["course"]["sourcedId"]]["org"] == klass["school"]


def test_some_students_came_late_or_left_and_some_are_still_to_come(district: District) -> None:
    users = by_id(district, "users")
    seats = [each for each in district.collections["enrollments"] if each["role"] == "student"]
    today = TODAY.isoformat()

    def soon(each: Record) -> bool:
        return bool(today < each["beginDate"] < (TODAY + timedelta(days=41)).isoformat())

    enrolled = {each["user"]["sourcedId"] for each in seats}
    assert any(each["endDate"] <= today for each in seats)
    assert any(soon(each) for each in seats)
    assert enrolled == {each for each in users if users[each]["role"] == "student"}
    gone = [user for user in users.values() if user["status"] == "tobedeleted"]
    assert gone
    assert all(user["enabledUser"] == "false" for user in gone)


def test_what_was_due_is_scored_for_everybody_in_the_class(district: District) -> None:
    items = by_id(district, "lineItems")
    seats = {
        (each["class"]["sourcedId"], each["user"]["sourcedId"])
        for each in district.collections["enrollments"]
        if each["role"] == "student" and each["beginDate"] <= TODAY.isoformat() < each["endDate"]
    }
    scored = defaultdict(set)
    for each in district.collections["results"]:
        item = items[each["lineItem"]["sourcedId"]]
        scored[item["sourcedId"]].add(each["student"]["sourcedId"])
        assert (item["class"]["sourcedId"], each["student"]["sourcedId"]) in seats
        assert item["resultValueMin"] <= each["score"] <= item["resultValueMax"]
        assert each["scoreDate"] <= TODAY.isoformat()

    for sourced_id, item in items.items():
        assert item["assignDate"] < item["dueDate"]
        assert (sourced_id in scored) is (item["dueDate"] < f"{TODAY}T24")
    assert {each["scoreStatus"] for each in district.collections["results"]} == {
        *("fully graded", "not submitted", "exempt"),
    }


def test_six_thousand_students_have_some_ten_thousand_results(lakeside: District) -> None:
    assert 10_000 < len(lakeside.collections["results"]) < 20_000
    assert len(lakeside.collections["assessmentResults"]) <= 6000


def test_every_course_of_a_core_subject_has_its_textbook(district: District) -> None:
    for course in district.collections["courses"]:
        assert ("Mathematics" not in course["subjects"]) or len(course["resources"]) > 0
