"""Every text that spreadsheets like to damage, through the store and every format, read back by another program."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import duckdb
import msgspec
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from rosterdesk.export import formats
from rosterdesk.export.csv import guard
from rosterdesk.model.entities import Item, Org, Ref
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.export import payloads

KEY = bytes(range(32))
COLUMNS = ("name", "identifier", "sourcedId", "parent")
WITH_IDS = (*COLUMNS, "parentSourcedId")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

Row = tuple[str, ...]


def expected(as_read: Callable[[str], str] = str) -> set[Row]:
    """Orgs whose name, identifier and sourcedId is the text, each part of the one before it."""
    before = dict(zip(payloads.ALL, payloads.ALL[-1:] + payloads.ALL, strict=False))
    rows = ((text, text, sourced_id(text), before[text], sourced_id(before[text])) for text in payloads.ALL)
    return {tuple(map(as_read, row)) for row in rows}


def sourced_id(text: str) -> str:
    return text.replace("\0", "NUL")  # which no sourcedId has: what reads records puts a question mark there


def as_in_a_workbook(text: str) -> str:
    return text.replace("\0", "\ufffd")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("values") / "store.db"
    orgs = [
        Org(sourced_id=row[2], name=row[0], identifier=row[1], type="school", parent=Ref(row[4])) for row in expected()
    ]
    with Writer(path, KEY) as writer:
        writer.begin({"orgs": "full"}, started=datetime(2026, 9, 30, tzinfo=UTC))
        page = [Item(org, msgspec.json.encode(org)) for org in orgs]
        writer.put("orgs", page, received=len(page), total=len(page))
        writer.end_collection("orgs", complete=True)
        writer.end()
    with Reader(path, KEY) as reader:
        yield reader


@pytest.fixture
def written(reader: Reader, tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, **options: object) -> Path:
        target = tmp_path / name
        query = Query(collection="orgs", columns=COLUMNS)
        assert formats.export(reader, query, target, ids=True, **options) == len(payloads.ALL)  # type: ignore[arg-type]
        return target

    return write


def test_the_exact_csv_gives_every_text_back(written: Callable[..., Path]) -> None:
    with written("list.csv", csv_mode="exact").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == list(WITH_IDS)
    assert set(map(tuple, rows)) == expected()


def test_the_exact_csv_gives_every_text_back_in_duckdb(written: Callable[..., Path]) -> None:
    path = written("list.csv", csv_mode="exact")
    table = duckdb.read_csv(str(path), header=True, all_varchar=True, strict_mode=False, max_line_size=200_000)
    assert set(table.fetchall()) == expected()


def test_the_safe_csv_has_a_quote_before_what_would_be_calculated_and_loses_nothing(
    written: Callable[..., Path],
) -> None:
    with written("list.csv").open(encoding="utf-8-sig", newline="") as stream:
        _, *rows = csv.reader(stream)
    assert set(map(tuple, rows)) == expected(guard)


def test_the_workbook_gives_every_text_back_in_openpyxl_as_text(written: Callable[..., Path]) -> None:
    sheet = openpyxl.load_workbook(written("list.xlsx")).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    assert {cell.data_type for row in rows for cell in row} == {"s"}
    assert {cell.hyperlink for row in rows for cell in row} == {None}
    # openpyxl leaves one thing undone for inline strings (ECMA-376, 22.9.2.19).
    mended = {tuple(re.sub(r"_x([0-9A-F]{4})_", _character, str(cell.value)) for cell in row) for row in rows}
    assert mended == expected(as_in_a_workbook)


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def test_the_workbook_gives_every_text_back_in_calamine(written: Callable[..., Path]) -> None:
    header, *rows = CalamineWorkbook.from_path(written("list.xlsx")).get_sheet_by_index(0).to_python()
    assert header == list(WITH_IDS)
    assert set(map(tuple, rows)) == expected(as_in_a_workbook)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_gives_every_text_back(written: Callable[..., Path], form: str) -> None:
    content = written(f"list.{form}").read_text("utf-8")
    rows = json.loads(content) if form == "json" else [json.loads(line) for line in content.split("\n") if line]
    assert {tuple(row[name] for name in COLUMNS) for row in rows} == {row[:4] for row in expected()}


def test_records_as_sent_give_every_text_back(reader: Reader, tmp_path: Path) -> None:
    formats.export(reader, Query(collection="orgs"), tmp_path / "list.json")
    rows = json.loads((tmp_path / "list.json").read_bytes())
    said = {(row["name"], row["identifier"], row["sourcedId"], row["parent"]["sourcedId"]) for row in rows}
    assert said == {(*row[:3], row[4]) for row in expected()}


def test_parquet_gives_every_text_back_in_duckdb(written: Callable[..., Path]) -> None:
    table = duckdb.read_parquet(str(written("list.parquet")))
    assert tuple(table.columns) == WITH_IDS
    assert {str(each) for each in table.types} == {"VARCHAR"}
    assert set(table.fetchall()) == expected()


OFFICE_CELL = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
OFFICE_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def opened_in_libreoffice(path: Path, *options: str) -> list[list[Element]]:
    """The cells of the first sheet that have something in them, row by row, the header not."""
    assert OFFICE
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", *options, "--convert-to", "fods", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    sheet = parse(path.with_suffix(".fods")).getroot().find(f".//{OFFICE_TABLE}table")
    assert sheet is not None
    rows = [row.findall(f"{OFFICE_TABLE}table-cell") for row in sheet.iter(f"{OFFICE_TABLE}table-row")]
    return [[each for cell in row if OFFICE_CELL in cell.attrib for each in repeated(cell)] for row in rows[1:]]


def repeated(cell: Element) -> list[Element]:
    """The cell as often as it stands beside itself."""
    return [cell] * int(cell.get(f"{OFFICE_TABLE}number-columns-repeated", "1"))


def shown(cell: Element) -> str:
    """The text of a cell, in which spaces may be an element."""

    def text(element: Element) -> Iterator[str]:
        if element.tag == f"{OFFICE_TEXT}s":
            yield " " * int(element.get(f"{OFFICE_TEXT}c", "1"))
        if element.tag == f"{OFFICE_TEXT}tab":
            yield "\t"
        if element.tag == f"{OFFICE_TEXT}line-break":
            yield "\n"
        yield element.text or ""
        for child in element:
            yield from text(child)
            yield child.tail or ""

    return "\n".join("".join(text(part)) for part in cell.findall(f"{OFFICE_TEXT}p"))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_nothing_of_the_safe_csv(written: Callable[..., Path]) -> None:
    cells = [cell for row in opened_in_libreoffice(written("list.csv"), "--infilter=CSV:44,34,76") for cell in row]
    assert not [shown(cell) for cell in cells if f"{OFFICE_TABLE}formula" in cell.attrib]
    strings = {shown(cell) for cell in cells if cell.get(OFFICE_CELL) == "string"}
    assert {guard(text) for text in payloads.FORMULAS if text.isprintable()} <= strings


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_text_of_the_workbook_as_it_is(written: Callable[..., Path]) -> None:
    rows = [row for row in opened_in_libreoffice(written("list.xlsx")) if row]
    assert {cell.get(OFFICE_CELL) for row in rows for cell in row} == {"string"}
    assert not [cell for row in rows for cell in row if f"{OFFICE_TABLE}formula" in cell.attrib]
    assert {tuple(map(shown, row)) for row in rows} == expected(as_in_a_workbook)
