"""What the program says in the user's language: a catalogue of texts by their English."""

import re
from collections.abc import Callable
from functools import cache, cached_property
from typing import TypeAlias

import msgspec

from rosterdesk import resources

LANGUAGES = {"en": "English", "es": "Español"}
"""What there is a catalogue of, by code, each in its own words."""
_PLACE = re.compile(r"\{\d\}")
_MOST_ENDS = 4
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[^a-z])")

Say: TypeAlias = Callable[[str], str]
"""Says an English text of our own in a language, as `say("As of {0}").format(day)`; `str` says it in English.

What a roster says is never given to it: a name may read like a text of ours.
"""


def english(text: str) -> str:
    """The text itself, which a `Say` is given later: marked so that no catalogue lacks it."""
    return text


def all_english(*texts: str) -> tuple[str, ...]:
    """The same of several, such as the headers of a table."""
    return texts


class Texts(msgspec.Struct, forbid_unknown_fields=True):
    """A catalogue's file, by the English: what the window says itself, what the layers below it say, and what stands in
    files and on paper.
    """

    window: dict[str, str | list[str]]
    sentences: dict[str, str] = {}
    files: dict[str, str] = {}


class Catalogue:
    """Texts in one language by their English ones; what is not in it stays English.

    Where one English word is two, the comment that is given with it stands before it in the catalogue: `verb|Open`.
    """

    def __init__(self, code: str) -> None:
        self.texts = msgspec.json.decode(resources.text(f"translations/{code}.json"), type=Texts)

    def window(self, source: str, comment: str | None = None, n: int = -1) -> str:
        """What the window says; with a count, in the plural that it asks for."""
        found = self.texts.window.get(f"{comment}|{source}") if comment else None
        found = found or self.texts.window.get(source) or source
        return found if isinstance(found, str) else found[n != 1]

    def files(self, text: str) -> str:
        """What stands in a file or on paper: a text of its own, or one of the layers below."""
        return self.texts.files.get(text) or self.sentences(text)

    def sentences(self, text: str) -> str:
        """Sentences that another process or layer made, which knows English alone: each is looked up by its pattern,
        what was filled into it is kept. One may hold what looks like the end of a sentence, such as “St. Mary”.
        """
        if text in self.texts.sentences:
            return self.texts.sentences[text]
        parts, said = _SENTENCE.split(text), []
        while parts:
            for end in range(1, min(len(parts), _MOST_ENDS) + 1):
                found = self._sentence(" ".join(parts[:end]))
                if found is not None:
                    said.append(found)
                    del parts[:end]
                    break
            else:
                said.append(parts.pop(0))
        return " ".join(said)

    def _sentence(self, text: str) -> str | None:
        if text in self.texts.sentences:
            return self.texts.sentences[text]
        for pattern, translated in self._patterns:
            if found := pattern.fullmatch(text):
                return translated.format(*found.groups())
        return None

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """The sentences with places in them, those that say most themselves first."""
        filled = [(text, said) for text, said in self.texts.sentences.items() if _PLACE.search(text)]
        filled.sort(key=lambda each: -len(_PLACE.sub("", each[0])))
        parts = (map(re.escape, _PLACE.split(text)) for text, _ in filled)
        return [
            (re.compile("(.+?)".join(part), re.DOTALL), said) for part, (_, said) in zip(parts, filled, strict=True)
        ]


@cache
def catalogue(code: str) -> Catalogue:
    """The catalogue of the language with that code."""
    return Catalogue(code)


def sayer(code: str) -> Say:
    """What says in that language what stands in files and on paper."""
    return str if code == "en" else catalogue(code).files
