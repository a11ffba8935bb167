"""The changes of a sync as a list that opens to their fields."""

from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from rosterdesk.model.changes import Change, Kind
from rosterdesk.ui.models.change_list import ChangeList


def told(given: str) -> list[tuple[Kind, Change]]:
    return [("changed", Change("users", "u-1", "Ana Rao", {"givenName": ("Anna", given)}))]


def test_a_change_that_is_opened_stays_open_until_the_list_is_another(qtbot: QtBot) -> None:
    view, model = QTreeView(), ChangeList()
    qtbot.addWidget(view)
    view.setModel(model)
    model.show(told("Ana"))
    view.expand(model.index(0, 0))

    model.show(told("Ana"))  # the store was written, and this sync's changes are what they were
    assert view.isExpanded(model.index(0, 0))

    model.show(told("Anita"))
    assert "Anita" in model.index(0, 2, model.index(0, 0)).data()
