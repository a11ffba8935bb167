"""Going about in the window on a test's behalf."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow

PATIENCE = 60_000


def link(window: MainWindow, collection: str, query: Query | None = None) -> Link:
    """The first record of the query, or of the collection."""
    reader = window.browser.reader
    assert reader is not None
    keys = reader.keys(query or places.listing(collection))
    return reader.links(collection, keys[:1])[keys[0]]


def go(window: MainWindow, place: Place, qtbot: QtBot) -> None:
    """Go there, and wait for the rows and the record."""
    window.browser.visit(place)
    name = window.detail.findChild(QLabel, "detailName")
    title = place.record.title if place.record else name.text()
    qtbot.waitUntil(lambda: window.browser.answered == place.query and name.text() == title, timeout=PATIENCE)
