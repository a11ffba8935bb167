"""Tables for tests: values, as a store would give them."""

from collections.abc import Iterable, Sequence

from rosterdesk.export.table import Table
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Value

_REFERRING = {Kind.REFERENCE, Kind.REFERENCES}


def table(
    rows: Iterable[tuple[Value, ...]],
    kinds: Sequence[Kind] = (Kind.TEXT,),
    *,
    headers: Sequence[str] = (),
    count: int | None = None,
    info: tuple[tuple[str, str], ...] = (),
) -> Table:
    """A table of students; headers are a, b, c … unless given."""
    listed = rows if count is not None else list(rows)
    names = tuple(headers) or tuple("abcdefghijklmnop"[: len(kinds)])
    return Table(
        collection="students",
        headers=names,
        kinds=tuple(kinds),
        widths=tuple(12 for _ in kinds),
        rows=iter(listed),
        count=len(listed) if isinstance(listed, list) else count or 0,
        info=info,
        ids=tuple(f"{name}SourcedId" if kind in _REFERRING else "" for name, kind in zip(names, kinds, strict=True)),
    )


def column(texts: Iterable[Value], kind: Kind = Kind.TEXT) -> Table:
    """A table of one column, followed by one that is never empty."""
    return table([(text, "end") for text in texts], (kind, Kind.TEXT))
