"""The two themes: every text can be read on every ground that it stands on."""

import re

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from rosterdesk import resources
from rosterdesk.ui.look import icons, style

ENOUGH = 4.5  # WCAG 2.1, 1.4.3, for text of usual size
GROUNDS = ("base", "sidebar", "surface", "hover")
"""What lies under a text that has no ground of its own."""
PAINTED = [
    *((text, ground) for text in ("text", "secondary", "faint", "warning") for ground in ("base", "hover", "selected")),
    ("secondary", "base"),  # also what an empty field says
    *((text, "sidebar") for text in ("text", "faint", "secondary", "warning", "danger")),
    *((text, ground) for text in ("link", "secondary") for ground in ("base", "hover", "selected")),
    *((text, "base") for text in ("danger", "good")),
    ("text", "selected_faint"),
    ("on_avatar", "avatar"),
    ("faint", "surface"),
]
"""What views paint themselves: rows of tables, trees and lists, chosen ones too."""
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def styled() -> list[tuple[str, str]]:
    """What the style sheet writes: each text with its own ground, or with those that may lie under it."""
    pairs = set()
    for selector, body in RULE.findall(resources.text("style.qss").split("*/", 1)[1]):
        own = dict(part.strip().split(": ", 1) for part in body.split(";") if ": " in part)
        for text, ground in (("color", "background"), ("selection-color", "selection-background-color")):
            colour, under = own.get(text, ""), own.get(ground, "transparent")
            grounds = [under] if under.startswith("@") else [f"@{each}" for each in under_(selector)]
            pairs |= {(colour[1:], each[1:]) for each in grounds if colour.startswith("@")}
    return sorted(pairs)


def under_(selector: str) -> tuple[str, ...]:
    """What lies under this widget, where it paints no ground."""
    if found := re.search(r'#messageBar\[look="(\w+)"\]', selector):
        return (f"{found[1]}_surface",)
    if "status" in selector:
        return ("sidebar",)
    disabled = ":disabled" in selector or "QLabel[look=" in selector
    return ("base", "sidebar", "surface") if disabled else GROUNDS


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), sorted({*PAINTED, *styled()}))
def test_text_stands_out_from_its_ground(theme: style.Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= ENOUGH


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_an_empty_field_says_is_no_paler_than_computed(theme: str, qapp: QApplication, qtbot: QtBot) -> None:
    style.apply(qapp, theme)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    assert field.palette().placeholderText().color() == style.color("secondary")
    style.apply(qapp, "light")


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
    assert "@" not in qapp.styleSheet().replace("of rosterdesk/ui/look/style.py", "").split("*/", 1)[1]


def test_what_is_on_the_screen_stays_dressed_while_another_window_is_put_together(
    qapp: QApplication, qtbot: QtBot
) -> None:
    style.apply(qapp, "light")
    field = QLineEdit()
    qtbot.addWidget(field)
    sheet = qapp.styleSheet()
    with style.undressed():
        assert qapp.styleSheet() == sheet
    assert qapp.styleSheet() == sheet
