"""What rules mean by the same text, an address, a grade, a reference that is right."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.checks import functions
from rosterdesk.checks.profile import USUAL

GRADES = msgspec.json.encode(USUAL.grades).decode()


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("  Ada  Lovelace ", "ada lovelace"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("Jose\u0301", "josé"),
        ("a\u00a0b", "a b"),
    ],
)
def test_texts_are_compared_composed_and_without_case_and_needless_blanks(text: str | None, same: str | None) -> None:
    assert functions.norm(text) == same


@given(st.text())
def test_a_text_made_comparable_stays_as_it_is(text: str) -> None:
    once = functions.norm(text)
    assert once is None or not once[:1].isspace()
    assert functions.norm(f" {text}\t") == once


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("ada@school.example", True),
        ("ada.l+x@mail.school.example", True),
        ("ada@school", False),
        ("ada", False),
        ("@school.example", False),
        ("ada@", False),
        ("ada@@school.example", False),
        ("a da@school.example", False),
        ("ada@school..example", False),
        ("ada@.example", False),
        (None, False),
    ],
)
def test_an_address_has_one_at_and_a_dot_in_the_domain(address: str | None, good: bool) -> None:
    assert functions.is_email(address) is good


@pytest.mark.parametrize(
    ("name", "stands_in"),
    [("Ada", False), ("Teacher", True), (" tbd ", True), (".", True), (None, True), ("X", True), ("정", False)],
)
def test_what_stands_where_a_name_belongs_is_told_from_names(name: str | None, stands_in: bool) -> None:
    assert functions.is_placeholder(name) is stands_in


@pytest.mark.parametrize(
    ("grades", "unknown"),
    [(None, None), ("01", None), ("KG\x1f13\x1fOther", None), ("1", "1"), ("01\x1fGrade 5", "Grade 5"), ("00", "00")],
)
def test_a_grade_that_no_list_knows_is_named(grades: str | None, unknown: str | None) -> None:
    assert functions.unknown_grade(grades, GRADES) == unknown


@pytest.mark.parametrize(
    ("texts", "hidden", "damaged"),
    [
        ("Ada\x1eLove lace\x1ead@x", False, False),
        (" Ada\x1eb", True, False),
        ("a\x1eb ", True, False),
        ("a \x1eb", True, False),
        ("A\u200bda", True, False),
        ("A\u00a0da", True, False),
        ("A\tda", True, False),
        ("José\x1eÃ", False, False),
        ("JosÃ©", False, True),
        ("Jos\ufffd", False, True),
        ("Oâ€™Neil", False, True),
    ],
)
def test_what_nobody_sees_and_what_was_garbled_is_told(texts: str, hidden: bool, damaged: bool) -> None:
    assert (functions.hides(texts), functions.is_damaged(texts)) == (hidden, damaged)


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("+15550100123", True),
        ("+4930123456", True),
        ("15550100123", False),
        ("+05550100123", False),
        ("+1 555 0100", False),
        ("+12345", False),
        ("+1234567890123456", False),
    ],
)
def test_a_phone_number_begins_with_its_country(number: str, good: bool) -> None:
    assert functions.is_phone(number) is good


@pytest.mark.parametrize(
    ("email", "outside"),
    [
        ("a@lake.example", False),
        ("a@Mail.LAKE.example", False),
        ("a@lake.test", False),
        ("a@snowlake.example", True),
        ("a@lake.example.org", True),
        ("nothing", True),
    ],
)
def test_an_address_at_a_part_of_a_domain_is_not_outside_of_it(email: str, outside: bool) -> None:
    assert functions.is_outside(email, '["Lake.example", "lake.test"]') is outside


@pytest.mark.parametrize(
    ("collection", "record", "wrong"),
    [
        ("users", {"agents": [{"sourcedId": "a"}, {"sourcedId": "b", "type": "user"}]}, None),
        ("users", {"agents": [{"sourcedId": "a"}, {"sourcedId": "b", "type": "org"}]}, "agents"),
        ("users", {"agents": "a", "orgs": None, "metadata": {"sourcedId": "b", "type": "org"}}, None),
        ("orgs", {"parent": {"sourcedId": "a", "type": "org"}}, None),
        ("orgs", {"parent": {"sourcedId": "a", "type": "term"}}, "parent"),
        ("orgs", {"parent": {"sourcedId": "a", "type": ["org"]}}, "parent"),
        ("orgs", {"parent": 7, "children": [None, 1.5, "a", True, [{"type": "term"}], {"sourcedId": "a"}]}, None),
        ("academicSessions", {"children": [{"sourcedId": "a", "type": "term"}]}, None),
        ("classes", {"course": {"sourcedId": "a b", "href": "https://x.example/courses/a%20b/"}}, None),
        ("classes", {"course": {"sourcedId": "a/b", "href": "https://x.example/courses/a%2Fb"}}, None),
        ("classes", {"course": {"sourcedId": "a", "href": "https://x.example/courses/A"}}, "course"),
        ("classes", {"course": {"sourcedId": "a", "href": ""}}, None),
        ("classes", {"course": {"sourcedId": 7, "href": "https://x.example/courses/7"}}, None),
    ],
)
def test_a_reference_says_what_it_leads_to_and_where(
    collection: str, record: dict[str, object], wrong: str | None
) -> None:
    assert functions.wrong_reference(collection, msgspec.json.encode(record).decode()) == wrong


def test_what_tells_records_apart_but_for_their_ids_is_compared_without_case() -> None:
    one, other, nobody = (
        functions.natural_key("users", msgspec.json.encode(record).decode())
        for record in (
            {"sourcedId": "1", "givenName": "Ada", "familyName": "AMES", "email": None},
            {"sourcedId": "2", "givenName": " ada", "familyName": "Ames"},
            {"sourcedId": "3", "username": ""},
        )
    )
    assert one == other
    assert nobody is None


@pytest.mark.parametrize(
    ("members", "others", "shared"), [("1\x1f2", "2\x1f3", True), ("1", "11\x1f12", False), ("2\x1f1", "1", True)]
)
def test_two_lists_share_a_member(members: str, others: str, shared: bool) -> None:
    assert functions.share(members, others) is shared
