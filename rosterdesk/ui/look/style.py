"""The one place for colours, sizes and fonts: two sets of tokens, a palette and a style sheet made from them.

Widgets say what they are by the property `look` (`primary`, `chip`, `title`, `secondary` …); no widget names a
colour. Delegates that paint read `tokens()`.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from rosterdesk import resources

LINE = 18
"""The least height of a line in tables, trees and lists, in pixels, without the air around it."""
LEAST = 9.75
"""Size of text in points where the system's own is smaller: names have to be read all day."""
_ICON = 16  # pixels, beside text of the usual size
GAP = 8
"""The rhythm: every distance is a multiple of it, or half of it."""


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, by what they are for."""

    sidebar: str
    base: str
    surface: str
    hover: str
    line: str
    text: str
    secondary: str
    faint: str
    accent: str
    on_accent: str
    accent_hover: str
    link: str
    selected: str
    selected_faint: str
    chip: str
    on_chip: str
    avatar: str
    on_avatar: str
    good: str
    good_surface: str
    warning: str
    warning_surface: str
    danger: str
    danger_surface: str
    scroll: str


LIGHT = Tokens(
    sidebar="#F4F5F8",
    base="#FFFFFF",
    surface="#F4F5F8",
    hover="#EBEEF3",
    line="#E1E4EA",
    text="#1A2030",
    secondary="#576073",
    faint="#5D6678",
    accent="#2B67D1",
    on_accent="#FFFFFF",
    accent_hover="#2459B8",
    link="#1F5BC4",
    selected="#D9E6FC",
    selected_faint="#E8EFFB",
    chip="#E3EDFD",
    on_chip="#1B4FA8",
    avatar="#E4DEFA",
    on_avatar="#5230A8",
    good="#17692F",
    good_surface="#E2F3E7",
    warning="#7A4D00",
    warning_surface="#FDF0D5",
    danger="#A81C13",
    danger_surface="#FCE6E4",
    scroll="#C5CAD4",
)
DARK = Tokens(
    sidebar="#191C22",
    base="#1F232B",
    surface="#282D37",
    hover="#2B313C",
    line="#343A46",
    text="#E9EBF0",
    secondary="#A6AFBF",
    faint="#A1AAB9",
    accent="#2F6BD8",
    on_accent="#FFFFFF",
    accent_hover="#366FDB",
    link="#86B1FF",
    selected="#273E6B",
    selected_faint="#26324A",
    chip="#26406E",
    on_chip="#BCD4FF",
    avatar="#3B2F66",
    on_avatar="#D3C6FF",
    good="#79D394",
    good_surface="#1D3A28",
    warning="#F3BF5C",
    warning_surface="#40331A",
    danger="#FF9B92",
    danger_surface="#47231F",
    scroll="#4A5160",
)


def _made(chosen: Tokens) -> dict[str, QColor]:
    return {field.name: QColor(getattr(chosen, field.name)) for field in fields(chosen)}


_colors = _made(LIGHT)
_compact = False


def is_dark() -> bool:
    """Whether the window is dark now."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128


def tokens() -> Tokens:
    """The colours of the theme in use."""
    return DARK if is_dark() else LIGHT


def color(name: str) -> QColor:
    """One colour of the theme in use, by the name of its token."""
    return _colors[name]


def size(factor: float) -> QFont:
    """The application's font, `factor` times its size."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    return font


def set_look(widget: QWidget, look: str) -> None:
    """Say what the widget is; the style sheet does the rest, also for a widget that is already on the screen."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def air(pixels: int) -> int:
    """So much room around a line of a table, a tree or a list, or half of it where they are compact."""
    return pixels // 2 if _compact else pixels


def apply(application: QApplication, theme: str = "system", density: str = "comfortable", text_size: int = 100) -> None:
    """Dress the application: `light`, `dark` or whatever the system says; lines `comfortable` or `compact`; text in so
    many percent of its usual size.
    """
    global _compact  # noqa: PLW0603 - like the colours: the application has one look
    _compact = density == "compact"
    hints = application.styleHints()
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(theme)
    hints.setColorScheme(wanted or Qt.ColorScheme.Unknown)  # which is the system's again
    application.setStyle("Fusion")
    chosen = DARK if (wanted or hints.colorScheme()) is Qt.ColorScheme.Dark else LIGHT
    _colors.update(_made(chosen))
    application.setPalette(_palette(chosen))
    font = application.font()
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    font.setPointSizeF(max(usual, LEAST) * text_size / 100)
    application.setFont(font)
    application.setStyleSheet(_style_sheet(chosen, font.pointSizeF(), text_size))


@contextlib.contextmanager
def undressed() -> Iterator[None]:
    """Put the first window together here: it is dressed once, at the end. A widget that goes into another is otherwise
    dressed again there, with all that is in it.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    sheet = application.styleSheet()
    if not sheet or application.topLevelWidgets():  # what is on the screen would change too
        yield
        return
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)


def _palette(chosen: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "base"),
        (role.Base, "base"),
        (role.AlternateBase, "surface"),
        (role.Button, "surface"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "secondary"),
        (role.Highlight, "selected"),
        (role.HighlightedText, "text"),
        (role.Link, "link"),
        (role.LinkVisited, "link"),
        (role.Mid, "line"),
        (role.Accent, "accent"),
    ):
        palette.setColor(which, QColor(getattr(chosen, name)))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, which, QColor(chosen.faint))
    return palette


def _style_sheet(chosen: Tokens, size: float, text_size: int) -> str:
    sheet = resources.text("style.qss").replace("@icon", f"{_ICON * text_size // 100}px")
    for name, factor in (("title", 1.65), ("avatar", 1.3), ("number", 1.4)):
        sheet = sheet.replace(f"@size_{name}", f"{size * factor:.2f}pt")
    # Longest names first: @accent must not eat the beginning of @accent_hover.
    for token in sorted(fields(chosen), key=lambda field: -len(field.name)):
        sheet = sheet.replace(f"@{token.name}", getattr(chosen, token.name))
    return sheet
