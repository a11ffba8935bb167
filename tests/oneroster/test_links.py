"""The hint of the `Link` header."""

import pytest

from rosterdesk.oneroster.links import has_next

HEADERS = [
    ("", None),
    ('<https://x.example/a?offset=100>; rel="next"', True),
    ('<https://x.example/a>; rel="first", <https://x.example/b>; rel="last"', False),
    ("<https://x.example/a>; rel=next", True),
    ('<https://x.example/a>;title="; rel=next";rel="prev"', False),
    ('<https://x.example/a;rel=next>; rel="prev"', False),
    ('<https://x.example/a,b>; rel="last next"', True),
    ('https://x.example/a?offset=101&limit=100; rel="next", https://x.example/a?offset=900; rel="last"', True),
    ('https://x.example/a?offset=0; rel="first"', None),
    ('<https://x.example/a>; rel="self"', None),
    ('<https://x.example/a>; rel="first", <https://x.example/a>; rel="self"', None),
    ('<https://x.example/a>; rel="self", <https://x.example/a>; rel="last"', False),
    ('<https://x.example/style.css>; rel="stylesheet"', None),
    ('<a>; REL="NEXT"', True),
    (";;;;rel=,<", None),
]


@pytest.mark.parametrize(("header", "expected"), HEADERS)
def test_a_link_header_hints_whether_there_is_more(header: str, expected: bool | None) -> None:
    assert has_next(header) is expected
