"""Reading the detail pane as a person does: what is written, what can be followed, which tabs there are."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Record
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.link import LinkButton
from rosterdesk.ui.details.pane import DetailPane

Open = Callable[[Path], Reader]


def record(reader: Reader, name: str, sourced_id: str) -> Record:
    base = COLLECTIONS[name].base
    return reader.record(base, reader.key(base, sourced_id))


def first(reader: Reader, query: Query) -> Record:
    return reader.record(COLLECTIONS[query.collection].base, reader.keys(query)[0])


def settle() -> None:
    """Let everything be laid out and drawn, and what was let go of be deleted, as a running loop does."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def show(pane: DetailPane, reader: Reader, shown: Record) -> None:
    pane.show_record(reader, shown, reader.tally())
    settle()


def words(widget: QWidget) -> list[str]:
    """All that is to be read, from top to bottom as far as the layout goes."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def links(pane: DetailPane) -> dict[str, LinkButton]:
    return {button.link.sourced_id: button for button in pane.findChildren(LinkButton) if button.isVisible()}


def tabs(pane: DetailPane) -> list[str]:
    bar = pane.findChild(QTabBar, "detailTabs")
    return [bar.tabText(index) for index in range(bar.count())]


def choose_tab(pane: DetailPane, beginning: str, qtbot: QtBot) -> None:
    bar = pane.findChild(QTabBar, "detailTabs")
    (index,) = [index for index in range(bar.count()) if bar.tabText(index).startswith(beginning)]
    if bar.isTabVisible(index):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())
    else:
        bar.setCurrentIndex(index)
    settle()
