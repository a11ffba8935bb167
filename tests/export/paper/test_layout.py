"""Pages out of sheets: nothing is lost, nothing lies outside the paper, and what heads a page is on every one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.export.paper.layout import MARGIN, SIZES
from rosterdesk.export.paper.marks import Box, Face, Page, Words
from rosterdesk.export.paper.sheet import Card, Cards, Column, Grid, Note, Paper, Sheet
from tests.export.paper.typesetting import Typewriter, lines, texts, typed

PAPERS = [Paper(size, lies) for size in ("letter", "a4") for lies in (False, True)]
CELL = st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=300)
ROWS = st.lists(st.tuples(CELL, CELL), max_size=80).map(tuple)
TWO = (Column("Name", 3), Column("Number", 1))


def grid(rows: int, **more: object) -> Grid:
    return Grid(TWO, tuple((f"Student {number}", f"{number:05}") for number in range(rows)), **more)


def lies_on_the_paper(page: Page) -> bool:
    for mark in page.marks:
        match mark:
            case Words(text=text, type=type_):
                width = Typewriter().width(text, type_)
                left = mark.x - {"left": 0.0, "centre": width / 2, "right": width}[mark.at]
                place = left, mark.y, left + width, mark.y + type_.leading
            case Box():
                place = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
            case Face():
                place = mark.x, mark.y, mark.x + mark.side, mark.y + mark.side
        if place[0] < -0.01 or place[1] < -0.01 or place[2] > page.width + 0.01 or place[3] > page.height + 0.01:
            return False
    return True


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@settings(max_examples=25)
@given(rows=ROWS)
def test_every_letter_of_every_row_is_on_the_paper_in_its_order(
    paper: Paper, rows: tuple[tuple[str, str], ...]
) -> None:
    found = typed(Sheet("Algebra", (), (Grid(TWO, rows),)), paper=paper)
    assert all(map(lies_on_the_paper, found))
    for column, text in enumerate(zip(*rows, strict=True) if rows else ()):
        start = min(line.x for page in found for line in lines(page) if line.text == TWO[column].title)
        body = [line for page in found for line in lines(page)[:-1] if line.x == start and not line.type.bold]
        assert "".join(line.text for line in body) == "".join(text)


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_nothing_but_the_footer_lies_in_the_margins(paper: Paper) -> None:
    first, *_ = typed(Sheet("Algebra", (("School", "Lakeside"),), (grid(200),)), paper=paper, footer="Lakeside")
    width, height = SIZES[paper.size]
    assert (first.width, first.height) == ((height, width) if paper.landscape else (width, height))
    body = [mark for mark in first.marks if not (isinstance(mark, Words) and mark.text in {"Lakeside", "Page 1 of 6"})]
    assert min(mark.x for mark in body) >= MARGIN
    assert max(mark.y for mark in body) <= first.height - MARGIN


def test_title_facts_and_column_titles_are_repeated_and_pages_are_counted() -> None:
    found = typed(Sheet("Algebra", (("Teacher", "Ada Lovelace"),), (grid(100),)), footer="Lakeside · as of today")
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        said = texts(page)
        assert said[:5] == ["Algebra", "Teacher", "Ada Lovelace", "Name", "Number"]
        assert said[-2:] == ["Lakeside · as of today", f"Page {number} of {len(found)}"]


def test_each_sheet_begins_on_a_page_of_its_own_and_is_counted_alone() -> None:
    found = typed(Sheet("Algebra", (), (grid(60),)), Sheet("Biology", (), (grid(3),)))
    assert [(texts(page)[0], texts(page)[-1]) for page in found] == [
        ("Algebra", "Page 1 of 2"),
        ("Algebra", "Page 2 of 2"),
        ("Biology", "Page 1 of 1"),
    ]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
@settings(max_examples=25)
def test_what_follows_shares_a_page_where_all_of_it_fits(rows: list[int]) -> None:
    slips = [Sheet(f"Slip {number}", (), (grid(count),), follows=True) for number, count in enumerate(rows)]
    found = typed(*slips)
    titles = [line.text for page in found for line in lines(page) if line.text.startswith("Slip")]
    assert list(dict.fromkeys(titles)) == [slip.title for slip in slips]
    assert all(map(lies_on_the_paper, found))
    for page in found:
        several = len([text for text in texts(page) if text.startswith("Slip")]) > 1
        assert several == (texts(page)[-1] == "")


def test_two_short_slips_are_on_one_page_with_a_line_to_cut_between_them() -> None:
    slip = Sheet("Slip", (), (grid(8),), follows=True)
    (page,) = typed(slip, slip)
    assert texts(page).count("Slip") == 2
    assert [mark.ink for mark in page.marks if isinstance(mark, Box)].count("cut") == 1


def test_a_row_higher_than_a_page_goes_on_on_the_next_one_under_the_column_titles() -> None:
    found = typed(Sheet("", (), (Grid(TWO, (("x" * 20_000, "1"),)),)))
    assert len(found) > 2
    assert sum(text.count("x") for page in found for text in texts(page)) == 20_000
    assert all(texts(page)[0] == "Name" for page in found)


def test_a_heading_is_never_left_alone_at_the_end_of_a_page() -> None:
    for above in range(30, 50):
        found = typed(Sheet("", (), (grid(above), grid(2, heading="More of them"))))
        (page,) = (page for page in found if "More of them" in texts(page))
        said = texts(page)
        assert said[said.index("More of them") + 3].startswith("Student")


def test_rows_to_write_in_are_high_and_ruled() -> None:
    (plain,) = typed(Sheet("", (), (grid(2),)))
    (ruled,) = typed(Sheet("", (), (grid(2, ruled=True),)))
    tops = [[line.y for line in lines(page) if line.text.startswith("Student")] for page in (plain, ruled)]
    assert tops[1][1] - tops[1][0] > tops[0][1] - tops[0][0]
    upright = [mark for mark in ruled.marks if isinstance(mark, Box) and mark.height > mark.width]
    assert len({mark.x for mark in upright}) == 3


def test_every_other_row_is_shaded_also_across_pages() -> None:
    found = typed(Sheet("", (), (grid(100),)))
    shades = [mark for page in found for mark in page.marks if isinstance(mark, Box) and mark.ink == "shade"]
    assert len(shades) == 50


def test_no_column_is_narrower_than_a_word_of_its_title() -> None:
    columns = (Column("Identification", 1), Column("Name", 60))
    (page,) = typed(Sheet("", (), (Grid(columns, (("1", "Ada"),)),)))
    assert texts(page)[:2] == ["Identification", "Name"]


def test_more_columns_than_there_is_room_for_are_as_wide_as_their_shares() -> None:
    columns = tuple(Column("Attendance") for _ in range(60))
    (page,) = typed(Sheet("", (), (Grid(columns, (("",) * 60,)),)))
    assert lies_on_the_paper(page)


def test_cards_lie_side_by_side_and_all_of_them_are_there() -> None:
    cards = tuple(Card(f"Student {number}", (f"{number:05}",), "AB") for number in range(73))
    found = typed(Sheet("Photos", (), (Cards(cards, 5),)))
    faces = [mark for page in found for mark in page.marks if isinstance(mark, Face)]
    assert len(faces) == 73
    assert len({face.x for face in faces}) == 5
    assert [text for page in found for text in texts(page) if text.startswith("Student")] == [c.name for c in cards]
    assert all(map(lies_on_the_paper, found))


def test_a_long_name_on_a_card_wraps_then_ends_in_dots_above_a_whole_id() -> None:
    (page,) = typed(Sheet("", (), (Cards((Card("Wolfeschlegel " * 20, ("0004711",), "WW"),), 5),)))
    *name, number = [text for text in texts(page) if text and not text.startswith("Page")]
    assert len(name) == 3
    assert name[-1].endswith("…")
    assert number == "0004711"


def test_a_note_is_a_paragraph_that_may_go_over_pages() -> None:
    found = typed(Sheet("", (), (Note("x" * 30_000),)))
    assert len(found) > 1
    assert sum(text.count("x") for page in found for text in texts(page)) == 30_000


def test_facts_flow_onto_further_lines_and_a_long_one_ends_in_dots() -> None:
    facts = (("School", "Lakeside High"), ("Teachers", "Ada Lovelace, " * 60), ("Room", "B-204"))
    (page,) = typed(Sheet("Algebra", facts))
    room = next(line for line in lines(page) if line.text == "B-204")
    assert room.y > next(line for line in lines(page) if line.text == "Lakeside High").y
    assert any(text.endswith("…") for text in texts(page))
    assert lies_on_the_paper(page)


def test_an_empty_sheet_is_a_page_and_no_sheet_is_none() -> None:
    assert len(typed(Sheet("Algebra"))) == 1
    assert typed() == []
