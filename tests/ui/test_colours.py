"""No colour but those of the style: else no theme could change it, and nobody would have computed its contrast."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import rosterdesk
from rosterdesk import resources

WINDOW = Path(rosterdesk.__file__).parent / "ui"
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
NAMED = {each.name for each in Qt.GlobalColor} - {"transparent"}
MAKING = {"QColor", "fromRgb", "fromRgbF", "fromHsv", "fromHsl", "qRgb", "qRgba"}
SHEET = re.compile(r":\s*(#[0-9a-fA-F]{3,8}|rgba?\(|hsl|white|black|red|green|blue|gr[ae]y|palette\()")


def colours(path: Path) -> Iterator[str]:
    """Where a module names a colour of its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(value=str(text)) if HEX.fullmatch(text.strip()):
                yield f"{path.name}:{node.lineno} {text}"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in MAKING:
                yield f"{path.name}:{node.lineno} {name}()"
            case ast.Attribute(attr=name, value=ast.Attribute(attr="GlobalColor")) if name in NAMED:
                yield f"{path.name}:{node.lineno} {name}"
            case ast.Attribute(attr="setStyleSheet"):
                yield f"{path.name}:{node.lineno} a style sheet"


def test_no_module_but_the_style_names_a_colour() -> None:
    modules = [path for path in WINDOW.rglob("*.py") if path != WINDOW / "look" / "style.py"]
    assert [colour for path in modules for colour in colours(path)] == []
    assert list(colours(WINDOW / "look" / "style.py"))


def test_the_style_sheet_has_tokens_alone() -> None:
    sheet = resources.text("style.qss")
    assert not SHEET.findall(sheet)
    assert not HEX.findall(re.sub(r"#\w+[^{;]*\{", "{", sheet))


@pytest.mark.parametrize(
    "icon", sorted(resources.path("icons/lock.svg").parent.glob("*.svg")), ids=lambda path: path.stem
)
def test_an_icon_has_one_colour_and_takes_it_from_the_theme(icon: Path) -> None:
    drawing = icon.read_text(encoding="utf-8")
    assert "currentColor" in drawing
    assert not HEX.findall(drawing)
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)) <= {"none", "currentColor"}
