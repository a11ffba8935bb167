"""The window's language: both catalogues are whole, and no English is left on a Spanish window."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.errors import StoreBusyError
from rosterdesk.language import Catalogue
from rosterdesk.model.query import Query
from rosterdesk.settings import Preferences, Source
from rosterdesk.ui.browsing import class_offers
from rosterdesk.ui.browsing.offer import Offer
from rosterdesk.ui.dialogs.class_list_columns import ClassListColumnsDialog
from rosterdesk.ui.dialogs.class_lists import ClassListsDialog
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.export_log import ExportLogDialog
from rosterdesk.ui.dialogs.settings import SettingsDialog
from rosterdesk.ui.look import language, words
from tests import stores
from tests.ui import spoken, texts
from tests.ui.conftest import Desk

_PLACES = re.compile(r"\{\w+(?:=\w+)?\}|%n|…|https://\w[^\s,;)]*\w|--[a-z-]+|Ctrl\+\S|Alt\+\w+|Shift\+\w+|\(F\d+\)")


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[Catalogue]:
    language.use(qapp, "es")
    yield Catalogue("es")
    language.use(qapp, "en")


def test_every_text_that_is_translated_is_a_literal() -> None:
    assert texts.not_literal() == []


def test_the_spanish_catalogue_has_every_text_and_none_that_is_not_used() -> None:
    kept = Catalogue("es").texts
    assert set(kept.window) == texts.of_the_window()
    assert set(kept.sentences) == texts.of_the_layers_below()
    assert set(kept.files) == texts.of_files()


def test_the_english_catalogue_has_the_plurals() -> None:
    assert set(Catalogue("en").texts.window) == {text for text in texts.of_the_window() if "%n" in text}


def test_a_translation_keeps_what_is_filled_in_and_the_names_of_keys() -> None:
    kept = Catalogue("es").texts
    pairs = [(text, said) for said_by in (kept.window, kept.sentences, kept.files) for text, said in said_by.items()]
    for text, said in pairs:
        for each in [said] if isinstance(said, str) else said:
            assert sorted(_PLACES.findall(each)) == sorted(_PLACES.findall(text)), text
            assert text.endswith(" ") == each.endswith(" ")
            assert "&" not in each  # it would mark a key


@pytest.mark.parametrize(("count", "said"), [(0, "0 filas"), (1, "1 fila"), (2, "2 filas"), (1200, "1200 filas")])
def test_a_plural_follows_its_count(spanish: Catalogue, count: int, said: str) -> None:
    assert language.tr("%n rows", "", count) == said


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Try again later.", "Pruebe otra vez más tarde."),
        ("There is no source “Lake”. Try again later.", "No hay un origen “Lake”. Pruebe otra vez más tarde."),
        ("There is no source “St. Mary”.", "No hay un origen “St. Mary”."),
        ("Nobody translated this. Try again later.", "Nobody translated this. Pruebe otra vez más tarde."),
        ("", ""),
    ],
)
def test_what_another_process_says_is_translated_sentence_by_sentence(said: str, meant: str) -> None:
    assert Catalogue("es").sentences(said) == meant


_SPANISH = Catalogue("es")


@given(st.text(min_size=1, max_size=40).filter(lambda name: not re.search(r"[.!?”] ", name)))
def test_what_is_filled_in_is_kept_as_it_is(name: str) -> None:
    assert _SPANISH.sentences(f"There is no source “{name}”.") == f"No hay un origen “{name}”."


@pytest.mark.parametrize("name", ["{0}", "{}", "%n", "%1", "{name!r}", "a\nb"])
def test_a_hostile_name_is_kept_as_it_is(name: str) -> None:
    assert _SPANISH.sentences(f"There is no source “{name}”.") == f"No hay un origen “{name}”."


def test_a_window_in_spanish_has_no_english_on_it(spanish: Catalogue, desk: Desk, filled: Path, qtbot: QtBot) -> None:
    desk.add(source := Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none"), filled)
    window = desk.window
    window.desk.open(source)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0, timeout=10_000)
    tree = window.navigation.tree
    school = tree.index(0, 0, tree.index(0, 0))
    window.navigation.expand(school)
    for row in range(min(6, tree.rowCount(school))):
        window.navigation.setCurrentIndex(tree.index(row, 0, school))
        qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0, timeout=10_000)
        window.roster.selectRow(0)
        qtbot.waitUntil(lambda: spoken.seen(window.detail, "Activo") != [], timeout=10_000)
        tabs = window.detail.findChild(QTabBar, "detailTabs")
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
            _is_spanish(window, spanish)
    window.top_bar.search.setFocus()
    qtbot.keyClicks(window.top_bar.search, "gar")
    qtbot.waitUntil(window.findChild(QWidget, "searchResults").isVisible, timeout=10_000)
    _is_spanish(window, spanish)
    window.desk.failed(StoreBusyError("Another RosterDesk is using the local copy.", "Check the id."))
    assert window.findChild(QLabel, "messageText").text() == "Otro RosterDesk está usando la copia local. Revise el ID."
    for dialog in (
        SettingsDialog(desk.session.remembered, window),
        ExportDialog(Offer(query=Query(collection="students"), rows=12, selected=3), Preferences(), window),
        ExportLogDialog((), window),
        ClassListsDialog([class_offers.everything()], Preferences(), (stores.TODAY, stores.TODAY, ()), window),
        ClassListColumnsDialog("", ("name", "guardians"), (), window),
    ):
        dialog.show()
        _is_spanish(dialog, spanish)
        dialog.close()


def _is_spanish(above: QWidget, catalogue: Catalogue) -> None:
    assert spoken.texts(above) & _english(catalogue) == set()


def _english(catalogue: Catalogue) -> set[str]:
    """The English texts whose Spanish is another one, but for those that are Spanish words themselves."""
    kept = catalogue.texts
    every = {text: said for said_by in (kept.window, kept.sentences, kept.files) for text, said in said_by.items()}
    return {text for text, said in every.items() if said != text} - {*map(str, every.values())}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Student · Grade 09 · Roosevelt High School · 0051", "Estudiante · Grado 9 · Roosevelt High School · 0051"),
        ("Class · Period 3 · Grade School", "Clase · Periodo 3 · Grade School"),
        ("Person", "Persona"),
    ],
)
@pytest.mark.usefixtures("spanish")
def test_what_tells_a_hit_apart_is_translated_but_for_its_names(said: str, meant: str) -> None:
    assert words.subtitle(said) == meant
