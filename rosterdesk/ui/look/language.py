"""The window's language: which of the catalogues is used, and Qt's part in it."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from rosterdesk import language
from rosterdesk.language import LANGUAGES, Say

_TERRITORIES = {"en": QLocale.Country.UnitedStates, "es": QLocale.Country.UnitedStates}


def tr(text: str, comment: str = "", n: int = -1) -> str:
    """The text in the user's language; `%n` in it stands for `n`, whose plural is chosen. For code without a widget:
    a `QObject` has a `tr` of its own.
    """
    return QCoreApplication.translate("", text, comment or None, n)


class _Translator(QTranslator):
    """A catalogue as Qt asks it. The same English is the same text everywhere: Qt's contexts are not asked."""

    def __init__(self, code: str, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = language.catalogue(code)

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return self._catalogue.window(source, disambiguation, n)


def sentences(text: str) -> str:
    """What another process or layer says in English, in the user's language as far as its catalogue goes."""
    return language.catalogue(_code).sentences(text) if _code else text


def code() -> str:
    """The code of the user's language."""
    return _code or "en"


def sayer() -> Say:
    """What says in the user's language what stands in files and on paper."""
    return language.sayer(code())


def use(application: QCoreApplication, chosen: str = "system") -> str:
    """Speak this language from now on, or what the system's user reads; says which one it is."""
    global _code  # noqa: PLW0603 - the application has one language, as it has one palette
    system = (QLocale(name).name().partition("_")[0] for name in QLocale.system().uiLanguages())
    _code = chosen if chosen in LANGUAGES else next((each for each in system if each in LANGUAGES), "en")
    for before in application.findChildren(QTranslator, "language"):
        application.removeTranslator(before)
        before.deleteLater()
    ours_of_qt = QTranslator(application)
    ours_of_qt.load(f"qtbase_{_code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (ours_of_qt, _Translator(_code, application)):  # the one installed last is asked first
        translator.setObjectName("language")
        application.installTranslator(translator)
    QLocale.setDefault(QLocale(QLocale(_code).language(), _TERRITORIES[_code]))
    return _code


_code = ""
