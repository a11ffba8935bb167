"""The words of the search: those by which a record is found, and what is asked of them. Pure."""

from rosterdesk.store.records import numbers
from rosterdesk.store.records.folding import fold, words

MOST_WORDS = 24


def of(folded: str, *texts: str | None, phones: tuple[str | None, ...] = ()) -> str:
    """What the search indexes: a folded text, others, and phone numbers by their ends.

    A name with an apostrophe is found without it too. ASCII is divided by the search itself, by the rule of `words`.
    """
    text = f"{folded} {fold(' '.join(filter(None, texts)))}"
    if "'" in text:
        text = " ".join((text, *(part.replace("'", "") for part in text.split() if "'" in part)))
    for phone in phones:
        if phone:
            text = " ".join((text, *numbers.ends(fold(phone))))
    return text if text.isascii() else " ".join(words(text))


def match(text: str) -> str | None:
    """The full-text expression for rows in which every word begins some word; `None` where there is no word."""
    folded = fold(text)
    wanted = words(folded)[:MOST_WORDS]
    if not wanted:
        return None
    every = " AND ".join(numbers.match(word) if _is_digits(word) else f'"{word}"*' for word in wanted)
    joined = numbers.joined(folded)
    return f"({every}) OR {numbers.match(joined, is_grouped=True)}" if joined else every


def _is_digits(word: str) -> bool:
    return word.isascii() and word.isdecimal()
