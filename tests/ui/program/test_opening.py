"""Showing a file that was written, on each of the three systems."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from rosterdesk.ui.program import opening

FILE = Path("/folder/Grade 9, “Ünïcode” & more.xlsx")


@pytest.mark.parametrize(
    ("platform", "asked"),
    [("win32", f'explorer /select,"{FILE}"'), ("darwin", ["/usr/bin/open", "-R", str(FILE)])],
)
def test_the_file_is_selected_where_the_system_can(
    platform: str, asked: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(subprocess, "Popen", started.append)
    assert opening.show_in_folder(FILE)
    assert started == [asked]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_it_is_said_where_the_systems_own_program_does_not_start(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_command: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(subprocess, "Popen", fail)
    assert not opening.show_in_folder(FILE)


def test_elsewhere_the_folder_is_opened(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(opening, "FILE_MANAGER", "org.example.Nobody")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) is None)
    assert opening.show_in_folder(FILE)
    assert opening.open_file(FILE)
    assert [url.toLocalFile() for url in opened] == [str(FILE.parent), str(FILE)]
