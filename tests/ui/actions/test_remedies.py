"""Each error is a sentence with one thing to do about it: every kind there is, in the window's own words."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk import errors
from rosterdesk.errors import RosterDeskError
from rosterdesk.progress import Failure
from rosterdesk.ui.main_window import MainWindow
from tests.ui.test_main_window import find

RAISED = {
    "bug": "Try again",
    "usage": "Try again",
    "service": "Try again",
    "unreachable": "Try again",
    "refused": "Try again",
    "overloaded": "Try again",
    "not-oneroster": "Try again",
    "emptied": "Try again",
    "credentials": "Try again",
    "keyring-unavailable": "Try again",
    "keyring-locked": "Try again",
    "secret-missing": "Rebuild the local copy",
    "store": "Try again",
    "store-busy": "Try again",
    "store-damaged": "Rebuild the local copy",
    "store-newer": "Rebuild the local copy",
    "store-full": "Try again",
    "held": "Try again",
    "nothing-stored": "Try again",
    "export": "Try again",
    "bundle": "Try again",
}
"""By kind: what the button says that helps against an error of the window itself."""
OF_A_SYNC = RAISED | {
    "usage": "Edit this source…",
    "refused": "Edit this source…",
    "not-oneroster": "Edit this source…",
    "secret-missing": "Edit this source…",
    "emptied": "Accept the empty list",
}


def kinds(of: type[RosterDeskError] = RosterDeskError) -> list[type[RosterDeskError]]:
    """The class and all below it, but for what other parts of the program keep to themselves."""
    public = (below for below in of.__subclasses__() if below.__module__ == errors.__name__)
    return [of, *(each for below in public for each in kinds(below))]


def made(kind: type[RosterDeskError]) -> RosterDeskError:
    return kind("It went wrong.") if kind is errors.StoreHeldError else kind("It went wrong.", "Do that.")


def test_no_kind_of_error_is_without_a_way_on() -> None:
    assert {kind.kind for kind in kinds()} == set(RAISED)


def test_an_error_of_the_window_is_said_with_what_helps(window: MainWindow, qtbot: QtBot) -> None:
    for kind in kinds():
        window.desk.failed(made(kind), lambda: None)
        assert window.messages.text().startswith("It went wrong."), kind
        assert find(window, "messageAction", QPushButton).text() == RAISED[kind.kind], kind


def test_an_error_of_a_sync_is_said_with_what_helps(window: MainWindow, qtbot: QtBot) -> None:
    for kind in kinds():
        if kind.kind in {"held", "store-newer"}:
            continue  # these are questions to the user
        window.desk.remedies.tell_sync(Failure(kind.kind, "It went wrong."), window.desk.source, lambda: None)
        assert window.messages.text() == "It went wrong."
        assert find(window, "messageAction", QPushButton).text() == OF_A_SYNC[kind.kind], kind


@pytest.mark.parametrize("kind", [errors.KeyringLockedError, errors.StoreBusyError, errors.StoreFullError])
def test_what_passes_is_tried_again_by_opening_the_copy_again(
    kind: type[RosterDeskError], window: MainWindow, qtbot: QtBot
) -> None:
    window.desk.failed(kind("It is locked.", "Unlock it."))
    with qtbot.waitSignal(window.desk.opened):
        find(window, "messageAction", QPushButton).click()
    assert not window.messages.isVisible()
