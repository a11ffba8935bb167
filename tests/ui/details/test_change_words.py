"""What became of a record, in the people's words."""

import pytest

from rosterdesk.model.changes import Change
from rosterdesk.ui.details import change_words


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("active", "tobedeleted", "Status: Active → To be deleted"),
        ("Active", "active", "Status: Active → active"),  # another spelling is not told as nothing
        (None, "active", "Status: nothing → Active"),
        ("active", "on leave", "Status: Active → on leave"),
    ],
)
def test_words_of_the_standard_are_said_as_people_say_them(before: str | None, after: str, said: str) -> None:
    change = Change("users", "a", "Ada", {"status": (before, after)})
    assert change_words.line(change) == said


def test_other_fields_stay_as_they_were_sent() -> None:
    change = Change("users", "a", "Ada", {"familyName": ("teacher", "student"), "metadata.x": ("active", "1")})
    assert change_words.line(change) == "Family name: teacher → student · metadata.x: active → 1"
