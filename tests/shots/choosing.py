"""Scenes of the settings, and of what they make of the window."""

from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QListWidget

from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from tests.shots.camera import grab
from tests.shots.lists import students
from tests.shots.waiting import settle, until


async def opened(window: MainWindow, section: int) -> None:
    await students(window)
    window.findChild(QAction, "settingsAction").trigger()
    await until(lambda: window.findChild(QDialog, "settingsDialog"))
    window.findChild(QListWidget, "settingsSections").setCurrentRow(section)
    await settle()


async def settings_appearance(window: MainWindow) -> None:
    """How the window looks is chosen."""
    await opened(window, 0)


async def settings_data(window: MainWindow) -> None:
    """When to sync is chosen."""
    await opened(window, 1)


async def settings_privacy(window: MainWindow) -> None:
    """What is private is chosen, but for what an administrator has chosen."""
    await students(window)
    remembered = window.desk.session.remembered
    remembered.fixed = frozenset({"retention_days"})
    await opened(window, 2)


async def app_menu(window: MainWindow) -> None:
    """The menu of the program."""
    await students(window)
    window.top_bar.menu.open()
    await settle()


async def settings_compact(window: MainWindow) -> QPixmap:
    """Compact rows."""
    return await dressed(window, "compact", 100)


async def settings_large(window: MainWindow) -> QPixmap:
    """The largest text."""
    return await dressed(window, "comfortable", 150)


async def dressed(window: MainWindow, density: str, text_size: int) -> QPixmap:
    theme = "dark" if style.is_dark() else "light"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.apply(application, theme, density, text_size)
    try:
        await students(window)
        await settle()
        return grab(window)
    finally:
        style.apply(application, theme)


SCENES = (settings_appearance, settings_data, settings_privacy, settings_compact, settings_large, app_menu)
