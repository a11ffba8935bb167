"""How the program looks, as the settings have it: theme, distances, size of text."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from rosterdesk.settings import choices
from rosterdesk.ui.look import style
from rosterdesk.ui.program.preferences import Remembered


class Appearance(QObject):
    """Dresses the application at once, and again whenever a setting, or what the system says, is another one. A
    `theme` that is given is that of this run, whatever the settings say.
    """

    def __init__(self, application: QApplication, remembered: Remembered, theme: str | None = None) -> None:
        super().__init__(application)
        self._application = application
        self._remembered = remembered
        self._theme = theme
        self._look: tuple[str, str, int] | None = None
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._dress)
        application.styleHints().colorSchemeChanged.connect(self._turn)
        remembered.settings_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        settings = self._remembered.settings
        look = (self._theme or settings.theme, settings.density, settings.text_size)
        if look != self._look:
            self._look = look
            self._dress()

    def _turn(self) -> None:
        """Dress once Qt's own change of the palette, in the midst of which the system's turn is said, is over."""
        self._due.start()

    def _dress(self) -> None:
        if self._look is not None:
            style.apply(self._application, *self._look)


def resize_text(remembered: Remembered, steps: int) -> None:
    """Make all text so many sizes larger, or smaller; 0 is the usual size."""
    sizes = [int(size) for size in choices("text_size")]
    at = sizes.index(remembered.settings.text_size) + steps if steps else sizes.index(100)
    remembered.choose(text_size=sizes[max(0, min(at, len(sizes) - 1))])
