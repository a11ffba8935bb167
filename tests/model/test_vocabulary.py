"""The people's words for the standard's."""

import pytest

from rosterdesk.model import vocabulary
from rosterdesk.wire import words


def test_every_word_that_the_standard_knows_has_one_of_the_peoples() -> None:
    known = {word for fields in words.WORDS.values() for each in fields.values() for word in each}
    assert known | set(words.STATUS) <= set(vocabulary.WORDS)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("tobedeleted", "To be deleted"),
        ("teacher, administrator", "Teacher, Administrator"),
        ("ext:nurse", "ext:nurse"),
        ("teacher, ext:nurse", "Teacher, ext:nurse"),
        ("", ""),
    ],
)
def test_several_words_are_said_one_by_one_and_foreign_ones_stay(sent: str, said: str) -> None:
    assert vocabulary.words(sent) == said
