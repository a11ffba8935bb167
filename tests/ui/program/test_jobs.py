"""What workers do for a window, where it ends otherwise than it should."""

from pathlib import Path

import qasync
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.settings import Source
from tests.ui.conftest import Desk

PATIENCE = 60_000


def kept(desk: Desk, store: Path) -> Source:
    desk.add(Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none"), store)
    return desk.session.sources()[0]


def test_what_is_begun_while_its_window_ends_has_ended_for_all_windows(
    desk: Desk, store: Path, loop: qasync.QEventLoop, qtbot: QtBot
) -> None:
    source, jobs = kept(desk, store), desk.window.desk.jobs
    closed = loop.create_task(desk.tasks.close())
    qtbot.waitUntil(closed.done)
    with qtbot.waitSignal(desk.session.syncs.ended, timeout=PATIENCE) as ended:
        jobs.sync(source)
    assert ended.args[1].cancelled
    assert not desk.session.syncs.running(source)
    assert not jobs.syncing.running


def test_who_lets_go_of_a_source_stops_its_export_whatever_is_shown_by_now(
    desk: Desk, store: Path, tmp_path: Path, loop: qasync.QEventLoop, qtbot: QtBot
) -> None:
    source, target = kept(desk, store), tmp_path / "students.csv"
    exporting = desk.window.desk.jobs.export(source, Query(collection="students"), target, "safe")
    assert desk.window.desk.source is None
    left = loop.create_task(desk.window.desk.leave(source))
    qtbot.waitUntil(left.done, timeout=PATIENCE)
    assert exporting.done()
    assert exporting.result().cancelled
    assert not target.exists()
