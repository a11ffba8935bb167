"""Files and paper in another language: all words of our own are in it, and none of a roster's."""

from pathlib import Path

import openpyxl
import pytest

from rosterdesk.export import formats
from rosterdesk.export.class_lists import workbook
from rosterdesk.export.paper.choice import Choice, KindName
from rosterdesk.export.paper.kinds import document
from rosterdesk.export.paper.layout import pages
from rosterdesk.export.paper.marks import Words
from rosterdesk.language import catalogue, sayer
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.store.reader import Reader
from tests.export.class_lists.made import listed
from tests.export.paper.sheets import MATH, ZANDER
from tests.export.paper.typesetting import Typewriter
from tests.store import roster

SPANISH = sayer("es")


def english() -> set[str]:
    """The texts whose Spanish is another one, but for those that are Spanish words themselves."""
    kept = catalogue("es").texts
    every = kept.sentences | kept.files
    return {text for text, said in every.items() if said != text} - {*every.values()}


def cells(path: Path) -> dict[str, list[list[str]]]:
    """What stands in a workbook, by sheet."""
    return {
        sheet.title: [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(path)
    }


@pytest.fixture
def handmade(reader: Reader) -> Reader:
    return reader


def test_a_table_has_the_headers_of_the_screen_and_no_english(handmade: Reader, tmp_path: Path) -> None:
    query = Query(
        collection="users",
        columns=("name", "identifier", "enabledUser", "schools"),
        scopes=(Scope("class", "m7"),),
        where=(Where("familyName", ("A", ""), match="begins", negated=True),),
        as_of=roster.TODAY.isoformat(),
    )
    formats.export(handmade, query, tmp_path / "a.xlsx", headers="titles", source="Name", say=SPANISH)
    written = cells(tmp_path / "a.xlsx")
    titles = [SPANISH(collection("users").field(name).title) for name in query.columns]
    assert list(written) == ["Personas", "Información"]
    assert written["Personas"][0] == [*titles, f"{titles[-1]} (ID de origen)"]
    assert ["Origen", "Name"] in written["Información"]
    assert {label for label, *_ in written["Información"]} & english() == set()
    assert written["Información"][0] == ["Acerca de esta tabla", " "]


def test_headers_for_programs_are_the_same_in_every_language(handmade: Reader, tmp_path: Path) -> None:
    for name, say in (("a.csv", str), ("b.csv", SPANISH)):
        formats.export(handmade, Query(collection="users"), tmp_path / name, csv_mode="exact", say=say)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_workbook_of_class_lists_is_in_spanish_but_for_names_and_columns_of_the_users_own(tmp_path: Path) -> None:
    lists = [listed("Students", [("Room", "1", "", "")], columns=("name", "identifier", "blank:Mon", "blank:Name"))]
    workbook.write(lists, tmp_path / "a.xlsx", "Lakeside", SPANISH)
    written = cells(tmp_path / "a.xlsx")
    assert list(written) == ["Índice", "Students"]
    assert written["Índice"][:2] == [["Listas de clase de Lakeside"], ["Al 2026-10-01 · 1 clase · 1 nombre"]]
    assert written["Students"] == [
        ["Students"],
        ["West High · Algebra · Periodo 3 · Salón R2"],
        ["Docente Ada Stone · Fall"],
        ["Al 2026-10-01 · 1 en esta lista"],
        ["Nombre", "ID del estudiante", "Lun", "Name"],
        ["Room", "1"],
    ]


@pytest.mark.parametrize(
    ("kind", "query", "said"),
    [
        ("class-list", MATH, ("Lista de clase · al 2026-10-01", "Página 1 de 1", "Docente", "Salón", "Nombre")),
        ("sign-in", MATH, ("Hoja de firmas", "Nombre", "N.º", "Días", "2026-10-01 a 2026-10-14")),
        ("photos", MATH, ("Lista con fotos", "Estudiantes")),
        ("labels", MATH, ("Grado",)),
        ("slips", MATH, ("Horario", "Periodo", "Clase", "Docentes", "Salón", "Al día")),
        ("substitute", ZANDER, ("Carpeta para el suplente", "Horario por día", "Jueves, 2026-10-01", "Periodo")),
    ],
)
def test_paper_is_in_spanish(kind: KindName, query: Query, said: tuple[str, ...], handmade: Reader) -> None:
    choice = Choice(kind=kind, of=query, day=roster.TODAY, begins=roster.TODAY if kind == "sign-in" else None)
    made = document(handmade, choice, "Sunny Valley", SPANISH)
    texts = {mark.text for page in pages(made, Typewriter()) for mark in page.marks if isinstance(mark, Words)}
    assert [each for each in said if not any(each in text for text in texts)] == []
    assert texts & english() == set()
