"""A pane, and readers of stores that are closed after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.pane import DetailPane
from rosterdesk.ui.look import style
from tests import stores
from tests.ui.details import rosters
from tests.ui.details.reading import Open, settle


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens stores, and closes them after the test."""
    readers: list[Reader] = []

    def read(path: Path) -> Reader:
        readers.append(Reader(path, stores.KEY, today=lambda: stores.TODAY))
        return readers[-1]

    yield read
    for reader in readers:
        reader.close()


@pytest.fixture
def district(opened: Open, filled: Path) -> Reader:
    return opened(filled)


@pytest.fixture
def pane(qapp: QApplication) -> Iterator[DetailPane]:
    """The pane as wide as in the window."""
    style.apply(qapp, "light")
    pane = DetailPane(today=lambda: stores.TODAY)
    pane.resize(400, 860)
    pane.show()
    yield pane
    pane.hide()
    pane.deleteLater()
    settle()


@pytest.fixture
def plain(opened: Open, tmp_path: Path) -> Reader:
    """One of each kind of record."""
    return opened(rosters.write(tmp_path / "store.db", rosters.hostile("Plain")))
