"""Showing files that we wrote ourselves by the system's own means. Never called with what a roster says."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

FILE_MANAGER = "org.freedesktop.FileManager1"
"""The service of Linux desktops that shows files."""


def open_file(path: Path) -> bool:
    """Let the program that the user has for such files open it; whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Show the file, selected, in its folder; or the folder alone; whether the system can do one of them."""
    match sys.platform:
        case "win32":
            return _started(f'explorer /select,"{path}"')  # it takes its argument in no other form
        case "darwin":
            return _started(["/usr/bin/open", "-R", str(path)])
        case _:
            return _selected_by_file_manager(path) or open_file(path.parent)


def _started(command: str | list[str]) -> bool:
    try:
        subprocess.Popen(command)  # noqa: S603 - one of the system's own
    except OSError:
        return False
    return True


def _selected_by_file_manager(path: Path) -> bool:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # only Linux talks like this

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected() or not bus.interface().isServiceRegistered(FILE_MANAGER).value():
        return False
    message = QDBusMessage.createMethodCall(FILE_MANAGER, "/org/freedesktop/FileManager1", FILE_MANAGER, "ShowItems")
    address = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    message.setArguments([[address], ""])
    return bus.send(message)
