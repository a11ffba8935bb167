"""CSV bundles in the window: dropped or chosen, read by a real worker, kept as sources."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.errors import BundleError
from rosterdesk.settings import Source
from rosterdesk.ui.actions import bundles
from rosterdesk.ui.main_window import MainWindow
from tests.ui import bundle_files
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find, school, titles

PATIENCE = 60_000
COPY, LEFT, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def dragged(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) if isinstance(path, Path) else QUrl(path) for path in paths])
    return data


def drag_over(window: MainWindow, data: QMimeData) -> bool:
    """Whether the window takes it."""
    event = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.MoveAction | COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window: MainWindow, *paths: Path | str) -> None:
    data = dragged(*paths)
    assert drag_over(window, data)
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.MoveAction | COPY, data, LEFT, NO_KEY, QEvent.Type.Drop)
    QApplication.sendEvent(window, event)
    assert event.dropAction() is COPY  # a move would have the file manager delete the file
    assert not find(window, "dropSign").isVisible()


def sync_without_end(window: MainWindow, qtbot: QtBot) -> None:
    """Begin a sync with the service of the made district, which is not there: it is asked again and again."""
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert window.desk.syncing


def wait_for_message(window: MainWindow, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.messages.isVisible() and words in window.messages.text(), timeout=PATIENCE)


def names(desk: Desk) -> list[str]:
    return [source.name for source in desk.session.sources()]


@pytest.mark.parametrize(
    ("name", "write"), [("Lakeside.zip", bundle_files.write_zip), ("Lakeside", bundle_files.write_folder)]
)
def test_a_bundle_that_is_dropped_becomes_a_source_and_is_shown(
    name: str, write: Callable[[Path], Path], desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write(tmp_path / name)
    drop(desk.window, path)
    wait_for_message(desk.window, "“Lakeside” is open. Its copy is kept encrypted on this computer", qtbot)
    qtbot.waitUntil(lambda: sorted(titles(desk.window.roster)) == ["Brown, Amara", "García, José"])
    (source,) = desk.session.sources()
    assert (source.name, source.bundle, source.addresses) == ("Lakeside", str(path), ())
    assert find(desk.window, "statusText").text().endswith("complete")
    assert b"Brown" not in desk.session.data_dir.store(source).read_bytes()


def test_the_copy_of_a_bundle_is_removed_from_the_message(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = bundle_files.write_zip(tmp_path / "Lakeside.zip")
    drop(desk.window, path)
    wait_for_message(desk.window, "is open", qtbot)
    (source,) = desk.session.sources()
    action = find(desk.window, "messageAction", QPushButton)
    assert action.text() == "Remove"
    qtbot.mouseClick(action, LEFT)
    qtbot.waitUntil(lambda: any(w.objectName() == "questionDialog" for w in QApplication.topLevelWidgets()))
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "questionDialog" and w.isVisible())
    qtbot.mouseClick(dialog.findChild(QPushButton, "actionButton"), LEFT)
    qtbot.waitUntil(lambda: desk.session.data_dir.sources() == [], timeout=PATIENCE)
    assert not desk.session.data_dir.store(source).exists()
    assert path.exists()


def test_the_same_file_dropped_again_is_read_anew_into_the_source_that_is_there(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = bundle_files.write_zip(tmp_path / "Lakeside.zip")
    drop(desk.window, path)
    wait_for_message(desk.window, "is open", qtbot)
    bundle_files.write_zip(path, users=bundle_files.with_student("Zora"))
    drop(desk.window, path)
    qtbot.waitUntil(lambda: "Brown, Zora" in titles(desk.window.roster), timeout=PATIENCE)
    wait_for_message(desk.window, "is open", qtbot)
    assert names(desk) == ["Lakeside"]


def test_two_files_of_one_name_are_two_sources(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    drop(desk.window, bundle_files.write_zip(tmp_path / "Lakeside.zip"))
    wait_for_message(desk.window, "“Lakeside” is open", qtbot)
    drop(desk.window, bundle_files.write_zip(tmp_path / "a" / "Lakeside.zip"))
    wait_for_message(desk.window, "“Lakeside 2” is open", qtbot)
    assert names(desk) == ["Lakeside", "Lakeside 2"]


def bad_zip(folder: Path) -> Path:
    path = folder / "photos.zip"
    path.write_bytes(b"this is no zip")
    return path


def empty_folder(folder: Path) -> Path:
    path = folder / "Holiday photos"
    path.mkdir()
    return path


@pytest.mark.parametrize("make", [bad_zip, empty_folder])
def test_what_is_no_bundle_leaves_everything_as_it_is(
    make: Callable[[Path], Path], window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    click_row(qtbot, window.navigation, school(window, "High School"))
    qtbot.waitUntil(lambda: window.browser.place.query.scopes != ())
    place, path = window.browser.place, make(tmp_path)
    sync_without_end(window, qtbot)
    drop(window, path)
    drop(window, path)
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    assert window.messages.property("look") == "danger"
    assert window.desk.syncing
    assert window.browser.place == place
    assert window.browser.history.can_go_back
    assert names(desk) == ["Lakeside"]
    qtbot.mouseClick(find(window, "messageAction", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog, "bundleDialog") is not None, timeout=PATIENCE)
    dialog = window.findChild(QFileDialog, "bundleDialog")
    assert dialog.fileMode() is (QFileDialog.FileMode.Directory if path.is_dir() else QFileDialog.FileMode.ExistingFile)
    dialog.reject()


def test_a_bundle_of_which_nothing_can_be_read_is_no_source(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = bundle_files.write_zip(tmp_path / "Empty.zip", **dict.fromkeys(bundle_files.KINDS, ""))
    drop(window, path)
    drop(window, path)
    wait_for_message(window, "read", qtbot)
    qtbot.waitUntil(lambda: names(desk) == ["Lakeside"] and window.desk.source is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == 400, timeout=PATIENCE)
    assert window.messages.property("look") == "danger"
    assert len(list((desk.session.data_dir.path / "stores").glob("*.db"))) == 1


def test_a_sync_that_is_stopped_for_a_bundle_is_said(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    sync_without_end(window, qtbot)
    drop(window, bundle_files.write_zip(tmp_path / "Hillside.zip"))
    wait_for_message(window, "“Hillside” is open", qtbot)
    assert "The sync of “Lakeside” was stopped; what came is kept." in window.messages.text()
    assert names(desk) == ["Lakeside", "Hillside"]


def test_a_bundle_dropped_twice_at_once_is_one_source(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = bundle_files.write_zip(tmp_path / "Lakeside.zip")
    link = tmp_path / "link.zip"
    link.symlink_to(path)
    drop(desk.window, path)
    drop(desk.window, link)
    wait_for_message(desk.window, "“Lakeside” is open", qtbot)
    drop(desk.window, link)
    qtbot.waitUntil(lambda: desk.window.desk.syncing, timeout=PATIENCE)
    wait_for_message(desk.window, "“Lakeside” is open", qtbot)
    assert names(desk) == ["Lakeside"]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere all names are text")
def test_a_file_whose_name_is_no_text_is_refused_kindly(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Lakeside-\xff.zip"))
    bundle_files.write_zip(tmp_path / "a.zip").rename(path)
    with pytest.raises(BundleError, match="Rename it"):
        bundles.judged(path)


def test_a_bundle_that_lacks_a_file_is_shown_as_far_as_it_goes_and_called_incomplete(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(desk.window, bundle_files.write_zip(tmp_path / "Lakeside.zip", missing="enrollments.csv"))
    wait_for_message(desk.window, "could not be read whole", qtbot)
    qtbot.waitUntil(lambda: sorted(titles(desk.window.roster)) == ["Brown, Amara", "García, José"])
    qtbot.waitUntil(lambda: find(desk.window, "statusText").text().startswith("Not all of this file"))
    assert names(desk) == ["Lakeside"]


@pytest.mark.parametrize(
    ("dropped", "words"),
    [
        (("notes.txt",), "This is no OneRoster bundle."),
        (("one.zip", "two.zip"), "One bundle at a time, please"),
        (("https://example.org/bundle.zip",), "This is no OneRoster bundle."),
        (("one.zip", "https://example.org/bundle.zip"), "One bundle at a time, please"),
    ],
)
def test_a_drop_of_something_else_says_kindly_what_can_be_dropped(
    dropped: Sequence[str], words: str, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(desk.window, *[name if ":" in name else tmp_path / name for name in dropped])
    wait_for_message(desk.window, words, qtbot)
    assert desk.session.sources() == []


def test_while_a_file_is_over_the_window_it_says_whether_it_can_be_dropped(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    sign = find(desk.window, "dropSign")
    assert drag_over(desk.window, dragged(bundle_files.write_zip(tmp_path / "a.zip")))
    qtbot.waitUntil(sign.isVisible)
    assert "Drop to open this bundle" in [label.text() for label in sign.findChildren(QLabel)]
    QApplication.sendEvent(desk.window, QDragLeaveEvent())
    assert not sign.isVisible()
    (tmp_path / "notes.txt").write_text("x")
    assert drag_over(desk.window, dragged(tmp_path / "notes.txt"))
    qtbot.waitUntil(sign.isVisible)
    assert "This cannot be opened here" in [label.text() for label in sign.findChildren(QLabel)]
    text = QMimeData()
    text.setText("words")
    QApplication.sendEvent(desk.window, QDragLeaveEvent())
    assert not drag_over(desk.window, text)


@pytest.mark.parametrize("way", ["menu", "welcome", "key"])
def test_a_bundle_is_chosen_in_a_file_dialog(way: str, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = bad_zip(tmp_path)
    window = desk.window
    match way:
        case "menu":
            menu = find(window, "sourceButton", QToolButton).menu()
            next(action for action in menu.actions() if action.text() == "Open a bundle…").trigger()
        case "welcome":
            qtbot.mouseClick(find(window, "welcomeThird"), LEFT)
        case _:
            qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = find(window, "bundleDialog", QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    wait_for_message(window, f"{path} is no zip file", qtbot)


def test_what_only_a_service_can_do_is_not_offered_for_a_bundle(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    drop(desk.window, bundle_files.write_zip(tmp_path / "Lakeside.zip"))
    wait_for_message(desk.window, "is open", qtbot)
    button = find(desk.window, "refreshRecordButton", QToolButton)
    assert not button.isEnabled()
    assert "bundle" in button.toolTip()
    assert not desk.window.navigation.can_sync_schools


@pytest.mark.parametrize(
    ("file", "taken", "name"),
    [
        ("Lakeside Fall.zip", (), "Lakeside Fall"),
        ("Lakeside.zip", ("lakeside",), "Lakeside 2"),
        ("Lakeside.zip", ("Lakeside", "Lakeside 2"), "Lakeside 3"),
        ("--full.zip", (), "full"),
        ("-.zip", (), "Bundle"),
        ("a\u202eb.zip", (), "ab"),
        (f"{'x' * 200}.zip", (), "x" * 80 + "…"),
    ],
)
def test_a_bundle_is_named_after_its_file_as_no_other_source_is(file: str, taken: tuple[str, ...], name: str) -> None:
    made = bundles.source_of(Path("/files") / file, [Source(name=each) for each in taken])
    assert made.name == name
    assert made.bundle == str(Path("/files") / file)
