"""Rows of the table as text for other programs: a cell a tab, a row a line."""

from collections.abc import Iterable, Sequence

from rosterdesk.export.csv import guard
from rosterdesk.model.rows import text
from rosterdesk.ui.models.roster_table import RosterTable


def as_text(table: RosterTable, rows: Iterable[int], columns: Sequence[int], *, titles: bool) -> str:
    """These rows and columns, the titles first if wanted; no cell begins as a formula."""
    fields = [table.fields[column] for column in columns]
    lines = ["\t".join(field.title for field in fields)] if titles else []
    for row in rows:
        values = table.values(row)
        texts = (text(values[column], field.kind) for column, field in zip(columns, fields, strict=True))
        lines.append("\t".join(_one_cell(cell) for cell in texts))
    return "\n".join(lines)


def _one_cell(value: str) -> str:
    """The text as a spreadsheet may have it pasted: never a formula, never more than one cell."""
    return guard(value.translate({ord("\t"): " ", ord("\n"): " ", ord("\r"): " "}))
