"""The pictures for the eye can be taken: scenes reach into the window by the names that it promises."""

from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from rosterdesk.settings import DataDir
from tests.shots.studio import SCENES, district, picture


@pytest.mark.parametrize("name", ["shortcuts", "export", "add_classlink"])
def test_a_scene_is_taken(name: str, loop: qasync.QEventLoop, qtbot: QtBot, tmp_path: Path) -> None:
    data_dir = DataDir(tmp_path)
    taken = loop.create_task(picture(data_dir, district(data_dir, students=400), SCENES[name], QSize(1280, 800)))
    qtbot.waitUntil(taken.done, timeout=60_000)
    assert taken.result().width() >= 1280
