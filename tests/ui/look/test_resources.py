"""The files of the package are found, and the icons can be tinted and drawn."""

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

from rosterdesk import resources

ICONS = sorted(file.stem for file in (resources.folder() / "icons").glob("*.svg"))


def test_there_are_icons() -> None:
    assert {"search", "sync", "export", "school", "student", "teacher", "class"} <= set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_one_colour_that_can_be_replaced(name: str) -> None:
    image = ET.fromstring(resources.text(f"icons/{name}.svg"))
    colours = {element.get(paint) for element in image.iter() for paint in ("fill", "stroke")}
    assert image.get("viewBox") == "0 0 20 20"
    assert colours <= {"currentColor", "none", None}
    assert "currentColor" in colours


@pytest.mark.parametrize("name", [*(f"icons/{icon}.svg" for icon in ICONS), "rosterdesk.svg"])
def test_qt_can_draw_it(name: str) -> None:
    tinted = resources.text(name).replace("currentColor", "#2F6FDE")
    assert QSvgRenderer(QByteArray(tinted.encode())).isValid()


def test_a_resource_that_does_not_exist_says_its_name() -> None:
    with pytest.raises(FileNotFoundError, match=r"no resource icons/none\.svg"):
        resources.path("icons/none.svg")
