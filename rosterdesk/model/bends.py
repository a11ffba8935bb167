"""What sources write in another way than the standard: the kinds that are counted, and how a count is said.

A run keeps the counts by collection; the command line and the window say them in these words.
"""

from collections.abc import Mapping

WORDS: dict[str, tuple[str, str]] = {
    "blanks": ("value was empty, and was taken for none", "values were empty, and were taken for none"),
    "booleans": ("flag was not spelt true or false", "flags were not spelt true or false"),
    "characters": (
        "text or number was not valid, and was read as far as it can be",
        "texts or numbers were not valid, and were read as far as they can be",
    ),
    "dates": ("date was written in another form", "dates were written in another form"),
    "envelopes": (
        "record came under another name than the standard's",
        "records came under another name than the standard's",
    ),
    "lists": ("list was written in another form", "lists were written in another form"),
    "lost": (
        "value could not be understood, and is only in the record as sent",
        "values could not be understood, and are only in the records as sent",
    ),
    "names": ("record had its fields spelt in another way", "records had their fields spelt in another way"),
    "nulls": ("value that must be there was null", "values that must be there were null"),
    "numbers": ("number was sent as text, or a text as number", "numbers were sent as text, or texts as numbers"),
    "old": ("status was inactive, a word of OneRoster 1.0", "statuses were inactive, a word of OneRoster 1.0"),
    "passwords": (
        "record had a password in it, which was not kept",
        "records had passwords in them, which were not kept",
    ),
    "references": ("reference was written in another form", "references were written in another form"),
    "repeats": ("record came again, and counts once", "records came again, and count once"),
    "roles": ("role was written in another form", "roles were written in another form"),
    "stateless": (
        "record had no status, and was taken for active",
        "records had no status, and were taken for active",
    ),
    "texts": ("text was sent as something else", "texts were sent as something else"),
    "undated": ("date could not be understood", "dates could not be understood"),
    "unknown": (
        "word is not in the standard's vocabulary, and was kept",
        "words are not in the standard's vocabulary, and were kept",
    ),
    "unstamped": (
        "record has no known time of its last change",
        "records have no known time of their last change",
    ),
    "words": ("word of the standard was spelt in another way", "words of the standard were spelt in another way"),
    "zoneless": ("date had no zone, and was taken to be in UTC", "dates had no zone, and were taken to be in UTC"),
    "zones": ("date had another zone's offset", "dates had another zone's offset"),
}
"""By kind: of one, of several."""


def sentences(bent: Mapping[str, int]) -> list[str]:
    """A sentence for each kind that was counted, the most common first; an unknown kind is named as it is."""
    return [_sentence(kind, bent[kind]) for kind in sorted(bent, key=lambda kind: (-bent[kind], kind)) if bent[kind]]


def _sentence(kind: str, count: int) -> str:
    one, several = WORDS.get(kind, (kind, kind))
    return f"{count:,} {one if count == 1 else several}."
