"""The pages of what is printed: all of them, of one store, or an error."""

import asyncio
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists import choosing
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.marks import Page
from rosterdesk.model.query import Query
from rosterdesk.settings import Source
from rosterdesk.store.file import connection, drives
from rosterdesk.ui.browsing.paper_pages import PaperPages
from tests import stores
from tests.ui.conftest import Desk

PATIENCE = 60_000
SLIPS = Choice(kind="slips", of=Query(collection="students"), day=stores.TODAY)
CHOICE = Choice(kind="class-list", of=choosing.of(), day=stores.TODAY)


def opened(desk: Desk, name: str, store: Path, qtbot: QtBot) -> Path:
    """The file of a source that is shown, a copy of this store."""
    source = Source(name=name, url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, store)
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.desk.source == source and bool(desk.window.browser.counts), timeout=PATIENCE)
    return desk.session.data_dir.store(source)


def more(desk: Desk, pages: PaperPages, qtbot: QtBot) -> "asyncio.Task[list[Page] | None]":
    """The next pages, once they are there, or did not come."""
    task = desk.tasks.start(pages.more())
    qtbot.waitUntil(task.done, timeout=PATIENCE)
    return task


def test_a_commit_between_the_pages_is_an_error_and_not_their_end(
    desk: Desk, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(drives, "is_network", lambda _path: True)  # elsewhere who reads does not wait for who writes
    there = Path(shutil.copy(filled, tmp_path / "there.db"))
    connection.open_writer(there, stores.KEY).close()
    path = opened(desk, "Lakeside", there, qtbot)
    pages = PaperPages(desk.window.browser, SLIPS, "Lakeside")
    assert more(desk, pages, qtbot).result()
    writing = connection.open_writer(path, stores.KEY)
    writing.execute("BEGIN EXCLUSIVE")
    assert isinstance(more(desk, pages, qtbot).exception(), ExportError)
    writing.close()


def test_they_end_where_another_store_is_opened(desk: Desk, filled: Path, tmp_path: Path, qtbot: QtBot) -> None:
    stores.fill(tmp_path / "other.db", students=20, seed=9)
    opened(desk, "Lakeside", filled, qtbot)
    pages = PaperPages(desk.window.browser, CHOICE, "Lakeside")
    assert more(desk, pages, qtbot).result()
    opened(desk, "Other", tmp_path / "other.db", qtbot)
    assert more(desk, pages, qtbot).result() is None
