"""Pages on real fonts: what is measured fits, and what is painted is seen, black on white."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from rosterdesk.export.paper.layout import pages
from rosterdesk.export.paper.marks import Face, Page, Type, Words
from rosterdesk.export.paper.painting import Fonts, paint, with_photos
from rosterdesk.export.paper.sheet import Card, Cards, Column, Document, Grid, Paper, Sheet

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = Type(10, 13)
DOTS = 2  # a point


def painted(page: Page) -> QImage:
    picture = QImage(round(page.width * DOTS), round(page.height * DOTS), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    painter.scale(DOTS, DOTS)
    paint(page, painter, Fonts())
    painter.end()
    return picture


def dark(picture: QImage, left: float, top: float, width: float, height: float) -> int:
    """How many dots in a place, in points, are nearly black."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    dots, line = bytes(grey.constBits()), grey.bytesPerLine()
    first, last = round(left * DOTS), round((left + width) * DOTS)
    rows = range(round(top * DOTS), round((top + height) * DOTS))
    return sum(dot < 100 for row in rows for dot in dots[row * line + first : row * line + last])


@settings(max_examples=60)
@given(text=st.text(max_size=120).map(lambda text: " ".join(text.split())), width=st.floats(20, 300))
def test_wrapped_lines_hold_all_that_is_not_space_and_are_no_wider_than_asked(text: str, width: float) -> None:
    fonts = Fonts()
    clean = "".join(sign for sign in text if sign.isprintable())
    found = fonts.wrapped(clean, TEXT, width)
    assert "".join("".join(found).split()) == "".join(clean.split())
    assert all(fonts.width(line, TEXT) <= width + 1 or len(line) <= 4 for line in found)


def test_a_name_beyond_the_basic_plane_is_not_torn() -> None:
    name = "𠮷野家 " * 30
    assert "".join(Fonts().wrapped(name.strip(), TEXT, 80)).replace(" ", "") == name.replace(" ", "")


def test_an_elided_line_fits_and_says_so() -> None:
    fonts = Fonts()
    short = fonts.elided("Wolfeschlegelsteinhausen " * 4, TEXT, 100)
    assert short.endswith("…")
    assert fonts.width(short, TEXT) <= 100


@pytest.mark.parametrize("name", ["Ada Lovelace", "محمد أحمد", "王小明", "Ñandú Þór", "Đỗ Thị Hương"])
def test_names_of_every_script_are_painted_where_they_were_laid_out(name: str) -> None:
    page = Page(200, 60, (Words(20, 20, name, TEXT),))
    picture = painted(page)
    width = Fonts().width(name, TEXT)
    assert dark(picture, 18, 16, width + 4, 22) > 20
    assert dark(picture, 0, 0, 200, 14) == dark(picture, 24 + width, 14, 170 - width, 40) == 0


def test_centre_and_right_end_lie_where_they_should() -> None:
    page = Page(200, 60, (Words(100, 5, "Ada", TEXT, "centre"), Words(190, 30, "Ada", TEXT, "right")))
    picture = painted(page)
    half = Fonts().width("Ada", TEXT) / 2
    assert dark(picture, 100 - half - 1, 5, 2 * half + 2, 14) == dark(picture, 0, 5, 200, 14) > 0
    assert dark(picture, 190 - 2 * half - 1, 30, 2 * half + 2, 14) == dark(picture, 0, 30, 200, 14) > 0


def test_a_photo_is_shown_and_a_file_that_is_none_leaves_the_initials(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.png", tmp_path / "broken.png"
    photo = QImage(400, 200, QImage.Format.Format_RGB32)
    photo.fill(0xFF000000)
    photo.save(str(good))
    broken.write_bytes(b"GIF89a no picture at all")
    page = Page(200, 100, (Face(10, 10, 80, "AL", good), Face(110, 10, 80, "AL", broken)))
    picture = painted(page)
    assert painted(with_photos(page)) == picture
    assert dark(picture, 11, 11, 78, 78) == (78 * DOTS) ** 2
    assert 0 < dark(picture, 110, 10, 80, 80) < 40 * 40 * DOTS**2


def test_a_file_that_is_gone_or_of_another_kind_is_no_photo(tmp_path: Path) -> None:
    drawing = tmp_path / "drawing.png"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    page = Page(200, 100, (Face(10, 10, 80, "", tmp_path / "gone.jpg"), Face(110, 10, 80, "", drawing)))
    assert dark(painted(page), 0, 0, 200, 100) == dark(painted(with_photos(page)), 0, 0, 200, 100) == 0


def test_a_page_holds_the_photos_that_were_read_and_nothing_else_does(tmp_path: Path) -> None:
    photo = QImage(40, 40, QImage.Format.Format_RGB32)
    photo.fill(0xFF000000)
    paths = [tmp_path / f"{number}.png" for number in range(80)]
    for path in paths:
        photo.save(str(path))
    asked = Page(800, 10, tuple(Face(10 * number, 0, 10, "", path) for number, path in enumerate(paths)))
    page = with_photos(asked)
    assert dark(painted(asked), 0, 0, 800, 10) == 800 * 10 * DOTS**2
    for path in paths:
        path.unlink()
    assert dark(painted(page), 0, 0, 800, 10) == 800 * 10 * DOTS**2
    assert dark(painted(asked), 0, 0, 800, 10) == 0


def test_names_of_all_scripts_stay_in_their_columns_and_cards() -> None:
    names = ["محمد " * 30, "王小明" * 40, "Wolfeschlegelsteinhausenbergerdorff" * 3, "e\u0301" * 200, "👩‍🎓" * 60]
    rows = tuple((name, "0004711") for name in names)
    cards = tuple(Card(name, ("0004711",)) for name in names)
    grid = Grid((Column("Name", 2), Column("ID", 1)), rows)
    made = Document("Test", iter([Sheet("Test", (), (grid, Cards(cards)))]), 1, Paper())
    fonts = Fonts()
    for page in pages(made, fonts):
        for mark in page.marks:
            if isinstance(mark, Words):
                width = fonts.width(mark.text, mark.type)
                left = mark.x - {"left": 0.0, "centre": width / 2, "right": width}[mark.at]
                assert left >= 39
                assert left + width <= page.width - 39
