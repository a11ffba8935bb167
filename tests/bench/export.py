"""How fast a table leaves the store: `python -m tests.bench.export [--largest ROWS]`; each figure beside its bar.

Twelve columns at 10,000, 100,000 and 1,000,000 rows, into every format, and how that grows: of people as they are
stored, of students with what is derived and referred to, of enrollments with what other records tell. CSV is held
against `csv.writer` on the same rows, ready in memory; workbooks against XlsxWriter likewise, where that is installed.
Nobody in it exists.
"""

import argparse
import csv
import importlib.util
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from rosterdesk.export import formats
from rosterdesk.export.csv import texts
from rosterdesk.export.table import table
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader
from tests.bench._bare import resident
from tests.bench.search import KEY, SIZES, People, load

TODAY = date(2026, 11, 2)
READY = 50_000  # rows that a peer is given
CSV_BAR, XLSX_BAR = 0.5, 3.0  # P11
COLUMNS = {
    "users": (
        *("givenName", "middleName", "familyName", "preferredFirstName", "identifier", "username", "email", "phone"),
        *("sms", "grades", "status", "dateLastModified"),
    ),
    "students": (
        *("name", "grades", "identifier", "email", "homeroom", "phone", "username", "schools", "givenName"),
        *("familyName", "status", "dateLastModified"),
    ),
    "enrollments": (
        *("user", "role", "class", "school", "primary", "beginDate", "endDate", "grades", "identifier", "email"),
        *("status", "sourcedId"),
    ),
}
FORMS: dict[str, dict[str, Any]] = {
    "csv exact": {"csv_mode": "exact"},
    "csv safe": {"csv_mode": "safe"},
    "jsonl": {},
    "parquet": {},
    "xlsx": {},
}

Rows = Sequence[Sequence[str]]


def seconds(work: Callable[[], object]) -> float:
    """What it takes of a processor, the better of two times."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def ready(reader: Reader, query: Query) -> Rows:
    """The rows of the answer as texts, as far as a peer needs them."""
    answer = table(reader, query)
    columns = zip(*islice(answer.rows, READY), strict=True)
    cells = [texts(column, kind) for column, kind in zip(columns, answer.kinds, strict=True)]
    return list(zip(*cells, strict=True))


def by_csv_writer(rows: Rows, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def by_xlsxwriter(rows: Rows, target: Path) -> None:
    import xlsxwriter  # type: ignore[import-not-found]  # noqa: PLC0415 - where somebody has installed it

    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text)
    book.close()


def peers(rows: Rows, folder: Path) -> dict[str, tuple[str, float, float]]:
    """By kind of file: the peer, its rows a second, and the bar."""
    found = {"csv": ("csv.writer", len(rows) / seconds(lambda: by_csv_writer(rows, folder / "ready.csv")), CSV_BAR)}
    if importlib.util.find_spec("xlsxwriter"):
        few = rows[: READY // 5]
        found["xlsx"] = (
            "XlsxWriter",
            len(few) / seconds(lambda: by_xlsxwriter(few, folder / "ready.xlsx")),
            XLSX_BAR,
        )
    return found


def measure(reader: Reader, collection: str, folder: Path, figures: dict[str, dict[int, float]]) -> None:
    """Write the collection in every format."""
    query = Query(collection=collection, columns=COLUMNS[collection])
    count = reader.count(query)
    held_against = peers(ready(reader, query), folder)
    for form, options in FORMS.items():
        suffix = form.partition(" ")[0]
        asked = Query(collection=collection) if form == "jsonl" else query
        target = folder / f"{collection}.{suffix}"
        taken = seconds(lambda: formats.export(reader, asked, target, **options))  # noqa: B023
        rate, beside = count / taken, ""
        if suffix in held_against:
            peer, its_rate, bar = held_against[suffix]
            ratio = rate / its_rate
            beside = f"  {ratio:5.2f} × {peer} ({its_rate:,.0f}) of {bar}{'' if ratio >= bar else '  UNDER'}"
        size = target.stat().st_size / count
        print(
            f"  {collection:12} {form:10} {rate:10,.0f} rows/s {size:6.0f} bytes a row{beside}  [{resident():,.0f} MB]",
            flush=True,
        )
        figures.setdefault(f"{collection} {form}", {})[count] = taken / count * 1e6
        target.unlink()


def main() -> None:
    """Measure at each size, then print how it grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], metavar="ROWS")
    sizes = [size for size in SIZES if size <= parser.parse_args().largest]
    figures: dict[str, dict[int, float]] = {}
    for size in sizes:
        print(f"{size:,} people and as many enrollments")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            load(folder / "store.db", People(size, size))
            with Reader(folder / "store.db", KEY, today=lambda: TODAY) as reader:
                for collection in COLUMNS:
                    measure(reader, collection, folder, figures)
    print("growth: processor a row in µs")
    for label, costs in figures.items():
        print(f"  {label:24} {'  '.join(f'{cost:6.1f} ({count:,})' for count, cost in costs.items())}")


if __name__ == "__main__":
    main()
