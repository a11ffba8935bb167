import pytest

from rosterdesk.demo.names import CULTURES, plain


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("García Márquez", "garciamarquez"),
        ("O’Connor", "oconnor"),
        ("D'Angelo", "dangelo"),
        ("Smith-Jones", "smithjones"),
        ("Großmann", "grossmann"),
        ("Sørensen", "sorensen"),
        ("Łukaszewicz", "lukaszewicz"),
        ("Đặng", "dang"),
        ("Yılmaz", "yilmaz"),
        ("서연", "seoyeon"),
        ("王", "wang"),
        ("يوسف", "yusuf"),
    ],
)
def test_a_name_becomes_what_stands_in_an_address(name: str, address: str) -> None:
    assert plain(name) == address


def test_every_name_there_is_has_an_address() -> None:
    names = {name for culture in CULTURES for name in culture.family + culture.feminine + culture.masculine}

    assert [name for name in names if not plain(name)] == []
