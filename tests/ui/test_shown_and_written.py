"""What you see is what you export: whatever is filtered, sorted, hidden, moved or chosen, by the real command."""

import base64
import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from python_calamine import CalamineWorkbook

from rosterdesk import credentials, log
from rosterdesk.__main__ import main
from rosterdesk.model import vocabulary
from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.settings import DataDir, Handover, Source
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.day import Day
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.offer import Offer
from rosterdesk.ui.look import language
from rosterdesk.ui.models.roster_table import RosterTable
from rosterdesk.ui.program.privacy import Privacy
from tests import stores

LISTS = ("students", "teachers", "users", "classes", "courses", "enrollments", "academicSessions", "orgs", "results")
SCOPED = {"students": "class", "enrollments": "class", "classes": "school", "teachers": "school", "users": "school"}
RANGES = {Kind.DATE, Kind.MOMENT, Kind.NUMBER}
DAYS = (None, date(2026, 8, 20), date(2026, 12, 1), date(2027, 3, 1))
SOURCE = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")


class Screen:
    """What the window has to show a list: a reader, the day, and the model of the table."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.day = Day()
        self.reader = MaskedReader(path, stores.KEY, Privacy(), today=self.day.shown)
        self.table = RosterTable()
        self.folder = folder
        self.data_dir = DataDir(folder / "data")
        self.data_dir.add(SOURCE)
        shutil.copy(path, self.data_dir.store(SOURCE))
        self._values: dict[tuple[str, str], list[str]] = {}

    def values(self, name: str, field: Field) -> list[str]:
        """Values that rows have in this field, as filters take them."""
        if (name, field.name) not in self._values:
            keys = self.reader.keys(places.listing(name))[:60]
            found = (filters.held(row[0], field) for row in self.reader.rows(name, keys, (field.name,)))
            self._values[name, field.name] = sorted({value for held in found for value in held})
        return self._values[name, field.name]

    def show(self, query: Query, columns: tuple[str, ...]) -> list[list[str]]:
        """The texts in the table."""
        keys = self.reader.keys(self.day.dated(query))
        self.table.show(self.reader, query.collection, columns, keys)
        rows, across = range(self.table.rowCount()), range(self.table.columnCount())
        return [[self.table.index(row, column).data() for column in across] for row in rows]

    def write(self, query: Query, target: Path, mode: str = "exact") -> None:
        """Write the query to the file as the window has a worker do it."""
        key = credentials.account(SOURCE.uid, credentials.STORE_KEY)
        secrets = {key: base64.b64encode(stores.KEY).decode()}
        handover = Handover(
            secrets=secrets, query=query, headers="titles", target=str(target), language=language.code()
        )
        to = ["--to", f"file{target.suffix}", "--csv-mode", mode]
        arguments = ["export", *to, "--", SOURCE.name, query.collection]
        streams = [io.TextIOWrapper(io.BytesIO(msgspec.json.encode(handover) + b"\n"))]
        streams += [io.TextIOWrapper(io.BytesIO()) for _ in range(2)]
        replaced = dict(zip(("stdin", "stdout", "stderr"), streams, strict=True))
        with patch.multiple(sys, **replaced), patch.object(os, "nice", lambda _by: 0, create=True):
            code = main(["--data-dir", str(self.data_dir.path), "--progress", "json", "--handover", *arguments])
            streams[2].flush()
            assert code == 0, streams[2].buffer.getvalue()  # type: ignore[attr-defined]
        log.tear_down()


@pytest.fixture(scope="module")
def screen(qapp: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    folder = tmp_path_factory.mktemp("screen")
    stores.fill(folder / "store.db", students=60)
    screen = Screen(folder / "store.db", folder)
    yield screen
    screen.reader.close()


@st.composite
def wheres(draw: st.DrawFn, screen: Screen, name: str) -> Where:
    field = draw(st.sampled_from(collection(name).fields))
    values = screen.values(name, field) or [""]
    some = tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)))
    negated = draw(st.booleans())
    if field.kind in RANGES and draw(st.booleans()):
        least, most = sorted((some[0], some[-1]))
        return Where(field.name, least=least, most=draw(st.sampled_from((most, ""))))
    if filters.Way.CONTAINS in filters.ways(field) and some[0] and draw(st.booleans()):
        match = draw(st.sampled_from(("contains", "begins")))
        return Where(field.name, (some[0][: draw(st.integers(1, 4))],), negated=negated, match=match)
    return Where(field.name, some, negated=negated)


@st.composite
def lists(draw: st.DrawFn, screen: Screen) -> tuple[Query, tuple[str, ...]]:
    """A list as somebody narrows and sorts it, and the columns that they show, in their order."""
    name = draw(st.sampled_from(LISTS))
    names = [field.name for field in collection(name).fields]
    query = places.listing(name)
    if name in SCOPED and draw(st.booleans()):
        base = {"class": "classes", "school": "schools"}[SCOPED[name]]
        keys = screen.reader.keys(places.listing(base))
        ((sourced_id,),) = screen.reader.rows(base, (draw(st.sampled_from(keys)),), ("sourcedId",))
        query = places.listing(name, SCOPED[name], str(sourced_id))  # type: ignore[arg-type]
        if filters.has_phases(query):
            kept = draw(st.lists(st.sampled_from(PHASES), unique=True))
            query = msgspec.structs.replace(query, phases=tuple(each for each in PHASES if each in kept))
    by_field = {where.field: where for where in draw(st.lists(wheres(screen, name), max_size=2))}
    sort = draw(
        st.lists(st.builds(Sort, st.sampled_from(names), st.booleans()), max_size=2, unique_by=lambda by: by.field)
    )
    text = draw(st.sampled_from(("", "", "a", "ma", "10")))
    query = msgspec.structs.replace(query, where=tuple(by_field.values()), sort=tuple(sort) or query.sort, text=text)
    columns = draw(st.lists(st.sampled_from(names), max_size=6, unique=True))
    if "sourcedId" not in columns:  # a workbook has no cells for nothing, so that an empty row would be none
        columns.insert(draw(st.integers(0, len(columns))), "sourcedId")
    return query, tuple(columns)


def written_csv(path: Path) -> list[list[Any]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def written_xlsx(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def of_fields(rows: list[list[Any]], fields: Sequence[Field], *, exact: bool) -> list[list[str]]:
    """The columns of these fields, in this order, as the screen writes their values; beside them may stand ids."""
    header, *lines = rows
    places, last = [], -1
    for field in fields:
        last = header.index(field.title, last + 1)
        places.append(last)
    return [
        [as_shown(line[at], field, exact=exact) for at, field in zip(places, fields, strict=True)] for line in lines
    ]


def as_shown(cell: Any, field: Field, *, exact: bool) -> str:
    """The value of a file as the screen writes it; one that is `exact` has the words of the standard."""
    if field.kind is Kind.MOMENT and cell:
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(cell).astimezone()
        return moment.strftime("%Y-%m-%d %H:%M")
    if field.kind is Kind.FLAG:
        return {"true": "Yes", "True": "Yes", "false": "No", "False": "No"}.get(str(cell), cell)
    if field.kind is Kind.NUMBER and isinstance(cell, int | float):
        return f"{cell:.15g}"
    if field.kind is Kind.DATE:
        return str(cell)
    assert isinstance(cell, str), f"{field.name} is no text: {cell!r}"
    return vocabulary.words(cell) if exact and field.kind is Kind.WORD else cell


@settings(max_examples=40)
@given(data=st.data())
def test_the_file_has_the_rows_the_columns_and_the_order_of_the_screen(screen: Screen, data: st.DataObject) -> None:
    query, columns = data.draw(lists(screen))
    screen.day.choose(data.draw(st.sampled_from(DAYS)))
    shown = screen.show(query, columns)
    event(f"{query.collection}, {'some' if shown else 'no'} rows")
    offer = Offer(query=msgspec.structs.replace(screen.day.dated(query), columns=columns), rows=len(shown))
    asked = offer.asked("shown")
    if shown and data.draw(st.booleans()):
        chosen = sorted(data.draw(st.sets(st.integers(0, len(shown) - 1), min_size=1, max_size=9)))
        keys = [screen.table.key(row) for row in chosen]
        ids = tuple(str(row[0]) for row in screen.reader.rows(query.collection, keys, ("sourcedId",)))
        asked, shown = offer.asked("selected", ids), [shown[row] for row in chosen]
    fields = screen.table.fields
    for name, read in (("shown.csv", written_csv), ("shown.xlsx", written_xlsx)):
        target = screen.folder / name
        screen.write(asked, target)
        rows = read(target)
        if not shown and name.endswith("xlsx"):
            rows = rows[:1]  # an empty sheet has one row of nothing
        assert of_fields(rows, fields, exact=read is written_csv) == shown


def test_everything_is_each_record_with_each_field(screen: Screen) -> None:
    screen.day.choose(None)
    offer = Offer(query=Query(collection="students", text="zz", where=(Where("grades", ("09",)),)), rows=0)
    target = screen.folder / "everything.csv"
    screen.write(offer.asked("everything"), target)
    header, *lines = written_csv(target)
    assert len(lines) == screen.reader.count(Query(collection="students"))
    titles = [field.title for field in collection("students").fields]
    assert [title for title in header if title in titles] == titles


def test_in_spanish_the_headers_and_the_cells_are_those_of_the_screen(screen: Screen, qapp: QApplication) -> None:
    columns = ("name", "enabledUser", "grades", "identifier", "role", "status")
    query = places.listing("students")
    target = screen.data_dir.path / "spanish.xlsx"
    language.use(qapp, "es")
    try:
        shown = screen.show(query, columns)
        across, heading = range(len(columns)), Qt.Orientation.Horizontal
        titles = [str(screen.table.headerData(column, heading)) for column in across]
        screen.write(msgspec.structs.replace(query, columns=columns), target)
    finally:
        language.use(qapp, "en")
    assert titles[0] == "Nombre"
    assert shown[0][-2:] == ["Estudiante", "Activo"]
    assert written_xlsx(target) == [titles, *shown]
