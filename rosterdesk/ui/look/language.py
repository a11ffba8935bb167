"""The window's language: a catalogue of texts by their English, and which one is used."""

import re
from functools import cached_property

import msgspec
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from rosterdesk.ui.look import resources

LANGUAGES = {"en": "English", "es": "Español"}
"""What there is a catalogue of, by code, each in its own words."""
_TERRITORIES = {"en": QLocale.Country.UnitedStates, "es": QLocale.Country.UnitedStates}
_PLACE = re.compile(r"\{\d\}")
_MOST_ENDS = 4
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[^a-z])")


class Texts(msgspec.Struct, forbid_unknown_fields=True):
    """A catalogue's file: what the window says itself, and what the layers below it say, both by the English."""

    window: dict[str, str | list[str]]
    sentences: dict[str, str] = {}


def tr(text: str, comment: str = "", n: int = -1) -> str:
    """The text in the user's language; `%n` in it stands for `n`, whose plural is chosen. For code without a widget:
    a `QObject` has a `tr` of its own.
    """
    return QCoreApplication.translate("", text, comment or None, n)


class Catalogue(QTranslator):
    """Texts in one language by their English ones; what is not in it stays English.

    The same English is the same text everywhere: Qt's contexts are not asked. Where one English word is two, the
    comment that is given with it stands before it in the catalogue: `verb|Open`.
    """

    def __init__(self, code: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts = msgspec.json.decode(resources.text(f"translations/{code}.json"), type=Texts)

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        found = self.texts.window.get(f"{disambiguation}|{source}") if disambiguation else None
        found = found or self.texts.window.get(source) or source
        return found if isinstance(found, str) else found[n != 1]

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


def sentences(text: str) -> str:
    """What another process or layer says in English, in the user's language as far as its catalogue goes."""
    return _current.sentences(text) if _current is not None else text


def use(application: QCoreApplication, chosen: str = "system") -> str:
    """Speak this language from now on, or what the system's user reads; says which one it is."""
    global _current  # noqa: PLW0603 - the application has one language, as it has one palette
    system = (QLocale(name).name().partition("_")[0] for name in QLocale.system().uiLanguages())
    code = chosen if chosen in LANGUAGES else next((each for each in system if each in LANGUAGES), "en")
    for before in application.findChildren(QTranslator, "language"):
        application.removeTranslator(before)
        before.deleteLater()
    _current = Catalogue(code, application)
    ours_of_qt = QTranslator(application)
    ours_of_qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (ours_of_qt, _current):  # the one installed last is asked first
        translator.setObjectName("language")
        application.installTranslator(translator)
    QLocale.setDefault(QLocale(QLocale(code).language(), _TERRITORIES[code]))
    return code


_current: Catalogue | None = None
