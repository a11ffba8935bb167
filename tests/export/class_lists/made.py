"""Class lists made for a test."""

from collections.abc import Sequence

from rosterdesk.export.class_lists.columns import column
from rosterdesk.export.class_lists.content import ClassList


def listed(
    title: str = "Algebra I",
    rows: Sequence[tuple[str, ...]] = (("Garcia, Luz", "0048213"),),
    *,
    columns: Sequence[str] = ("name", "identifier"),
    teachers: Sequence[str] = ("Ada Stone",),
    period: str = "3",
    school: str = "West High",
) -> ClassList:
    return ClassList(
        title=title,
        sourced_id="00177",
        school=school,
        course="Algebra",
        teachers=tuple(teachers),
        terms=("Fall",),
        period=period,
        room="R2",
        as_of="2026-10-01",
        columns=tuple(map(column, columns)),
        rows=tuple(rows),
    )
