"""What a test of a source says in sentences."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.commands.verdict import NEEDED, Sight, State, missing, sees_nothing, sentences
from rosterdesk.model.fields import BASES, COLLECTIONS, collection

GRANTED = ("https://purl.imsglobal.org/spec/or/v1p1/scope/roster.readonly",)
WANTED = dict.fromkeys(NEEDED, "roster.readonly") | {
    "demographics": "roster-demographics.readonly",
    "lineItems": "gradebook.readonly",
    "results": "gradebook.readonly",
}
ROSTER = "organizations, sessions, courses, people, classes and enrollments"
WHOLE = f"This key can read {ROSTER}: all that a sync needs."


def sights(otherwise: State = "absent", /, **states: State) -> list[Sight]:
    """The whole roster is allowed, the optional collections are `otherwise`, but for these."""
    usual: dict[str, State] = {name: "allowed" if name in NEEDED else otherwise for name in BASES}
    return [Sight(name, state, None, detail="Why." * (state == "failed")) for name, state in (usual | states).items()]


def without_gradebook(**states: State) -> list[Sight]:
    gone = {"scoreScales", "assessmentLineItems", "assessmentResults", "categories", "resources"}
    return [each for each in sights("allowed", **states) if each.collection not in gone]


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (
            without_gradebook(),
            [WHOLE, "This key can also read demographics, line items and results, where you want them."],
        ),
        (
            without_gradebook(demographics="forbidden", lineItems="absent", results="absent"),
            [
                WHOLE,
                (
                    "This key may not read demographics. If you need them, ask the provider for the scope"
                    " roster-demographics.readonly."
                ),
                "The service does not offer line items or results.",
            ],
        ),
        (
            without_gradebook(demographics="empty", lineItems="forbidden", results="forbidden"),
            [
                WHOLE,
                (
                    "This key may not read line items or results. If you need them, ask the provider for the scope"
                    " gradebook.readonly."
                ),
                "There are no demographics yet, or this key sees none of them.",
            ],
        ),
        (
            without_gradebook(demographics="absent", lineItems="absent", results="absent", courses="forbidden"),
            [
                "This key can read organizations, sessions, people, classes and enrollments.",
                # The scope was granted, so it is not the scope.
                "This key may not read courses, which every sync needs: ask the provider for the permission.",
                "The service does not offer demographics, line items or results.",
            ],
        ),
        (
            without_gradebook(demographics="absent", lineItems="absent", results="failed", enrollments="empty"),
            [
                "This key can read organizations, sessions, courses, people and classes.",
                "This key sees no enrollments: if there are some, ask the provider what it may see.",
                "The service does not offer demographics or line items.",
                "Results: Why.",
            ],
        ),
        (
            without_gradebook(demographics="failed", lineItems="failed", results="failed"),
            [WHOLE, "Demographics, line items and results: Why."],
        ),
    ],
)
def test_a_test_says_what_is_seen_what_to_ask_for_and_what_is_not_offered(seen: list[Sight], said: list[str]) -> None:
    assert sentences(seen, GRANTED, WANTED) == said


def test_where_a_scope_was_not_granted_it_is_named_and_without_tokens_it_is_the_permission() -> None:
    seen = [Sight(name, "forbidden", None) for name in NEEDED]
    (said,) = sentences(seen, ("roster-core.readonly",), WANTED)
    assert said.endswith("which every sync needs: ask the provider for the scope roster.readonly.")
    (said,) = sentences(seen, (), {})
    assert said.endswith("which every sync needs: ask the provider for the permission.")


@pytest.mark.parametrize("optional", ["empty", "forbidden", "absent"])
def test_an_authorisation_for_nothing_is_told_as_that(optional: State) -> None:
    """It answers 200 with empty lists, which looks like a district without anybody."""
    seen = sights(optional, **dict.fromkeys(NEEDED, "empty"))
    assert sees_nothing(seen)
    assert sentences(seen, GRANTED, WANTED) == [
        "This key sees nothing: every list is empty. Ask the provider what it may see."
    ]


def test_one_row_anywhere_is_not_nothing() -> None:
    assert not sees_nothing(sights("absent", **{**dict.fromkeys(NEEDED, "empty"), "orgs": "allowed"}))
    assert not sees_nothing(sights("absent", **{**dict.fromkeys(NEEDED, "empty"), "orgs": "failed"}))


def test_students_and_teachers_will_do_for_all_people() -> None:
    seen = sights("absent", users="absent")
    assert missing(seen) == ["users"]
    both = [*seen, Sight("students", "allowed", None), Sight("teachers", "empty", None)]
    assert missing(both) == []
    said = "The service lists students and teachers only, so other people would be missing."
    assert said in sentences(both, (), {})
    assert said not in sentences(seen, (), {})
    assert "The service has no people, which every sync needs: check its address." in sentences(seen, (), {})


@given(st.dictionaries(st.sampled_from(list(COLLECTIONS)), st.sampled_from(get_args(State)), min_size=1))
def test_nothing_that_was_looked_at_goes_unmentioned(states: dict[str, State]) -> None:
    seen = [Sight(name, state, None, detail="Why.") for name, state in states.items()]
    said = sentences(seen, GRANTED, WANTED)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in said)
    if sees_nothing(seen):
        return
    told = " ".join(said).lower()
    assert not [name for name in states if name in BASES and collection(name).title.lower() not in told]
