"""Labels: where their makers have them, each with its own text inside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.export.paper.layout import SIZES
from rosterdesk.export.paper.sheet import Labels, Paper, Sheet
from rosterdesk.export.paper.stocks import STOCKS, Stock
from tests.export.paper.typesetting import Typewriter, lines, texts, typed

INCH, MILLIMETRE = 72, 72 / 25.4

# name: labels on a sheet, width and height of one, its left and top, and the gaps between two of them.
MEASURED = {
    "5160": (30, INCH, 2.625, 1, 0.1875, 0.5, 0.125, 0),
    "5161": (20, INCH, 4, 1, 0.15625, 0.5, 0.1875, 0),
    "5163": (10, INCH, 4, 2, 0.15625, 0.5, 0.1875, 0),
    "L7160": (21, MILLIMETRE, 63.5, 38.1, 7.2, 15.15, 2.5, 0),
    "L7163": (14, MILLIMETRE, 99.1, 38.1, 4.65, 15.15, 2.5, 0),
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_stock_is_as_its_maker_measures_it(name: str) -> None:
    count, unit, width, height, left, top, across, down = MEASURED[name]
    stock = STOCKS[name]
    assert stock.count == count
    assert (stock.width, stock.height) == pytest.approx((width * unit, height * unit), abs=0.01)
    assert stock.corner(0) == pytest.approx((left * unit, top * unit), abs=0.01)
    assert stock.corner(1)[0] - stock.corner(0)[0] - stock.width == pytest.approx(across * unit, abs=0.01)
    below = stock.corner(stock.across)
    assert below[1] - stock.corner(0)[1] - stock.height == pytest.approx(down * unit, abs=0.01)


@pytest.mark.parametrize("stock", STOCKS.values(), ids=lambda stock: stock.name)
def test_labels_lie_in_the_middle_of_their_sheet(stock: Stock) -> None:
    width, height = SIZES[stock.size]
    left, top = stock.corner(0)
    right, bottom = (sum(pair) for pair in zip(stock.corner(stock.count - 1), (stock.width, stock.height), strict=True))
    assert left == pytest.approx(width - right, abs=1)
    assert top == pytest.approx(height - bottom, abs=1)


@settings(max_examples=30)
@given(
    name=st.sampled_from(sorted(STOCKS)),
    labels=st.lists(
        st.lists(st.text("abcdefgh ", min_size=1, max_size=80), min_size=1, max_size=8).map(tuple), max_size=70
    ),
    first=st.integers(1, 30),
)
def test_each_text_is_inside_its_own_label(name: str, labels: list[tuple[str, ...]], first: int) -> None:
    stock = STOCKS[name]
    taken = min(first, stock.count) - 1
    found = typed(Sheet("", (), (Labels(name, tuple(labels), first),)))
    assert len(found) <= -(-(taken + len(labels)) // stock.count)
    corners = [stock.corner(place) for place in range(stock.count)]
    measure = Typewriter()
    for page in found:
        assert (page.width, page.height) == SIZES[stock.size]
        for line in lines(page):
            inside = [
                left <= line.x
                and top <= line.y
                and line.x + measure.width(line.text, line.type) <= left + stock.width
                and line.y + line.type.leading <= top + stock.height
                for left, top in corners
            ]
            assert sum(inside) == 1


def test_labels_begin_at_the_first_free_one_and_go_on_on_the_next_sheet() -> None:
    labels = tuple((f"Student {number}",) for number in range(40))
    first, second, third = typed(Sheet("", (), (Labels("5160", labels, 28),)), paper=Paper("a4", landscape=True))
    assert texts(first) == [f"Student {number}" for number in range(3)]
    assert texts(second) == [f"Student {number}" for number in range(3, 33)]
    assert texts(third) == [f"Student {number}" for number in range(33, 40)]
    last = STOCKS["5160"].corner(29)
    assert lines(first)[-1].x == pytest.approx(last[0] + 8)


def test_a_long_name_takes_the_lines_that_are_free_and_the_others_stay_whole() -> None:
    (page,) = typed(Sheet("", (), (Labels("5160", (("N" * 60, "Grade 09", "0004711"),)),)))
    *name, grade, number = texts(page)
    assert len(name) > 1
    assert "".join(name) == "N" * 60 or name[-1].endswith("…")
    assert (grade, number) == ("Grade 09", "0004711")


def test_a_label_too_low_for_all_lines_says_the_last_ones_on_one() -> None:
    (page,) = typed(Sheet("", (), (Labels("5160", (("Name", *"abcdefgh"),)),)))
    assert " · " in texts(page)[-1]


def test_no_labels_are_no_page() -> None:
    assert typed(Sheet("", (), (Labels("5160", ()),))) == []
