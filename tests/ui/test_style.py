"""The two themes: every text can be read on every ground that it stands on."""

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from rosterdesk.ui import icons, style

ENOUGH = 4.5  # WCAG 2.1, 1.4.3, for text of usual size
PAIRS = [
    *((text, ground) for text in ("text", "secondary", "link") for ground in ("base", "sidebar", "surface", "hover")),
    ("text", "selected"),
    ("warning", "base"),
    ("danger", "base"),
    ("good", "base"),
    ("faint", "base"),
    ("faint", "sidebar"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_chip", "chip"),
    ("on_avatar", "avatar"),
    ("good", "good_surface"),
    ("warning", "warning_surface"),
    ("danger", "danger_surface"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme: style.Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= ENOUGH


def test_an_icon_follows_a_change_of_theme(qapp: QApplication) -> None:
    icon = icons.icon("school", "text")
    seen = []
    for theme in ("light", "dark"):
        style.apply(qapp, theme)
        image = icon.pixmap(20, 20, QIcon.Mode.Normal).toImage()
        seen.append(
            {
                image.pixelColor(x, y).name()
                for x in range(20)
                for y in range(20)
                if image.pixelColor(x, y).alpha() == 255
            }
        )
    style.apply(qapp, "light")
    assert style.LIGHT.text.lower() in seen[0]
    assert style.DARK.text.lower() in seen[1]


def test_no_token_is_left_in_the_style_sheet(qapp: QApplication) -> None:
    style.apply(qapp, "light")
    assert "@" not in qapp.styleSheet().replace("of rosterdesk/ui/style.py", "").split("*/", 1)[1]
