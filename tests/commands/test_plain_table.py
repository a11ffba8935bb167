import pytest

from rosterdesk.commands import plain_table


def test_columns_stand_under_their_headers_and_numbers_to_the_right() -> None:
    lines = plain_table.lines(("Name", "Students"), [("Algebra", "7"), ("PE", "31")], (False, True))
    assert list(lines) == [
        "Name     Students",
        "Algebra         7",
        "PE             31",
    ]


def test_wide_and_combining_characters_keep_the_columns_aligned() -> None:
    lines = list(plain_table.lines(("Name", "Id"), [("王小明", "1"), ("Zoe\u0308", "2"), ("Ada", "3")]))
    assert [plain_table.width(line) for line in lines] == [10, 9, 9, 9]
    assert [plain_table.width(line[:-1]) for line in lines[1:]] == [8, 8, 8]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë O’Neil 王", "Zoë O’Neil 王"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x9b31m", "\ufffd31m"),
        ("a\0b\x07", "a\ufffdb\ufffd"),
        ("\u202egnp", "\ufffdgnp"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("\ud800", "\ufffd"),
        ("a\u200db", "a\u200db"),
    ],
)
def test_nothing_commands_the_terminal(text: str, shown: str) -> None:
    assert plain_table.printable(text) == shown


def test_a_long_list_is_not_held_in_memory() -> None:
    asked = 0

    def rows() -> object:
        nonlocal asked
        for asked in range(10_000):
            yield (str(asked),)

    lines = plain_table.lines(("Number",), rows())  # type: ignore[arg-type]
    next(lines)
    assert asked < 1000
    assert len(list(lines)) == 10_000


def test_a_cell_wider_than_its_column_is_shown_whole() -> None:
    rows = [("short", "x")] * 500 + [("much, much longer than all before", "y")]
    assert list(plain_table.lines(("Name", "Id"), rows))[-1] == "much, much longer than all before  y"
