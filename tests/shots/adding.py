"""Scenes of the dialog that adds a source."""

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QToolButton

from rosterdesk.demo import access, district, service
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.shots.camera import grab
from tests.shots.lists import students
from tests.shots.waiting import settle, until

SMALL = district.make(students=120, today=stores.TODAY)


async def add_source(window: MainWindow) -> None:
    """The dialog that adds a source."""
    await students(window)
    window.sources.add()
    await settle()


async def adding(window: MainWindow, preset: str) -> SourceDialog:
    """The dialog on this preset."""
    await add_source(window)
    dialog = window.findChild(SourceDialog)
    choice = dialog.findChild(QComboBox, "presetField")
    choice.setCurrentIndex(choice.findText(preset))
    await settle()
    return dialog


async def add_classlink(window: MainWindow) -> None:
    """A preset with OAuth 1.0a, and what is said of a placeholder and of empty fields."""
    dialog = await adding(window, "ClassLink (direct)")
    dialog.accept()
    await settle()


async def add_campus(window: MainWindow) -> None:
    """A preset with 1.2, everything unfolded."""
    dialog = await adding(window, "Infinite Campus")
    dialog.findChild(QToolButton, "advancedButton").click()
    dialog.findChild(QCheckBox, "gradebookBox").click()
    await settle()


async def add_proxy(window: MainWindow) -> None:
    """A preset with a bearer token."""
    await adding(window, "ClassLink (proxy)")


async def trying(window: MainWindow, served: service.Live, secret: str) -> SourceDialog:
    """A test that was begun."""
    dialog = await adding(window, "Another service")
    for name, text in (
        ("name", "Lakeside"),
        ("url", served.url),
        ("token_url", served.token_url),
        ("client_id", served.client_id),
        ("secret", secret),
    ):
        dialog.findChild(QLineEdit, f"{name}Field").setText(text)
    dialog.findChild(QPushButton, "testButton").click()
    return dialog


async def trial_running(window: MainWindow) -> QPixmap:
    """A test that is under way."""
    with service.running(SMALL) as served:
        dialog = await trying(window, served, served.client_secret)
        await until(lambda: len(dialog.trial.states) > 8)
        seen = grab(window)
        await until(lambda: not dialog.trial.running)
        return seen


async def trial_ended(window: MainWindow) -> None:
    """A test of a key that may not see everything."""
    with service.running(SMALL, scopes=[scope for scope in access.SCOPES if "demographics" not in scope]) as served:
        dialog = await trying(window, served, served.client_secret)
        await until(lambda: not dialog.trial.running)
        await settle()


async def trial_failed(window: MainWindow) -> None:
    """A test with a wrong secret."""
    with service.running(SMALL) as served:
        dialog = await trying(window, served, "wrong")
        await until(lambda: not dialog.trial.running)
        await settle()


SCENES = (
    add_source,
    add_classlink,
    add_campus,
    add_proxy,
    trial_running,
    trial_ended,
    trial_failed,
)
