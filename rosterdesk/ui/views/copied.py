"""Values of the table as text for other programs: a cell a tab, a row a line; no cell begins as a formula."""

from collections.abc import Iterable, Sequence
from enum import Enum, auto

from rosterdesk.model.attributes import Field
from rosterdesk.model.rows import Value
from rosterdesk.ui.look import words

Rows = Iterable[Sequence[Value]]
_ABOVE = r"""<html><head><meta charset="utf-8"><style>td {mso-number-format:"\@";}</style></head><body><table>"""
_BELOW = "</table></body></html>"


class Copy(Enum):
    """What is copied of the rows that are chosen."""

    ROWS = auto()
    TITLED = auto()  # with a line of titles above
    CELL = auto()
    COLUMN = auto()
    EMAILS = auto()


def lines(fields: Sequence[Field], rows: Rows) -> list[str]:
    """These rows, a line each."""
    return [
        "\t".join(_one_cell(words.value(value, field.kind)) for value, field in zip(values, fields, strict=True))
        for values in rows
    ]


def plain(fields: Sequence[Field], rows: Rows) -> list[str]:
    """The first value of these rows as it is, a line each: for no spreadsheet."""
    return [words.value(values[0], fields[0].kind) for values in rows]


def titles(titles: Sequence[str]) -> str:
    """The line of the titles."""
    return "\t".join(_one_cell(title) for title in titles)


def table(lines: Iterable[str]) -> str:
    """The same lines as a table of HTML, which has spreadsheets keep each cell as text: `0042` does not become 42."""
    from html import escape

    rows = (escape(line, quote=False).replace("\t", "</td><td>") for line in lines)
    return f"{_ABOVE}{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}{_BELOW}"


def addresses(texts: Iterable[str]) -> list[str]:
    """Each email address once, as it was written first; what is none is left out."""
    found: dict[str, str] = {}
    for each in texts:
        address = each.strip()
        if "@" in address and not any(character in address for character in ' ;,"<>\t'):
            found.setdefault(address.lower(), address)
    return list(found.values())


def _one_cell(value: str) -> str:
    """The text as a spreadsheet may have it pasted: never a formula, never more than one cell."""
    from rosterdesk.export.csv import guard

    return guard(value.translate({ord("\t"): " ", ord("\n"): " ", ord("\r"): " "}))
