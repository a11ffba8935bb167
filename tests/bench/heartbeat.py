"""Does the window stall while a sync runs? Its 5 ms heartbeat, with the whole road running: service, worker, window.

    python -m tests.bench.heartbeat [--students N]

Prints the distribution of the gaps between heartbeats beside the bar, once with the window left alone, once in use;
and what of each the window's thread had on a processor, which is how long it takes where nothing else runs.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import qasync
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from rosterdesk.credentials import MemoryVault
from rosterdesk.settings import DataDir
from rosterdesk.ui.demo import DemoDistrict
from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program import garbage
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks

BEAT = 5  # milliseconds
BAR = 50.0


class Heartbeat:
    """Beats on the window's own loop and notes the time between two beats, and what of it this thread had on a
    processor, in milliseconds.
    """

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.busy: list[float] = []
        self._spent = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._spent = time.thread_time()
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        spent = time.thread_time()
        self.gaps.append(self._clock.nsecsElapsed() / 1e6)
        self.busy.append((spent - self._spent) * 1e3)
        self._spent = spent
        self._clock.restart()


async def run(students: int, *, hands_off: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        failures: list[BaseException] = []
        tasks = Tasks(failures.append, failures.append)
        session = Session(DataDir(Path(folder)), MemoryVault())
        window = MainWindow(session, tasks)
        window.show()
        demo = DemoDistrict(session, students=students)
        ended = asyncio.Event()
        window.desk.syncing_changed.connect(lambda on: None if on else ended.set())
        await demo.open(window)
        heart = Heartbeat()
        heart.start()
        start = time.perf_counter()
        walk = asyncio.ensure_future(asyncio.sleep(0) if hands_off else use(window))
        await ended.wait()
        seconds = time.perf_counter() - start
        heart.stop()
        walk.cancel()
        await asyncio.sleep(1)
        counts = window.browser.counts
        report(heart, counts, seconds, "window left alone" if hands_off else "window in use")
        await tasks.close()
        window.browser.close()
        await demo.close()
        session.close()
        if window.messages.isVisible():
            print("the window says:", window.messages.text())
        for failure in failures:
            print("failed:", failure)
        return 1 if failures else 0


async def use(window: MainWindow) -> None:
    """What a person does meanwhile, ten things a second: scroll, choose rows, search, filter, sort."""
    step = 0
    while True:
        await asyncio.sleep(0.1)
        rows = window.roster.table.rowCount()
        if not rows:
            continue
        step += 1
        match step % 12:
            case 3 | 9:
                window.roster.selectRow(window.roster.rowAt(60 + step % 300))
            case 5:
                window.top_bar.search.setText("gar"[: 1 + step % 3])
                window.top_bar.search.textEdited.emit(window.top_bar.search.text())
            case 7:
                window.roster.horizontalHeader().sectionClicked.emit(step // 12 % 3)
            case 11:
                window.filter_bar.findChild(QLineEdit, "filterField").setText("ma" if step % 24 == 11 else "")
                window.filter_bar.findChild(QLineEdit, "filterField").returnPressed.emit()
            case _:
                window.roster.verticalScrollBar().setValue(step * 37 % rows)


def report(heart: Heartbeat, counts: dict[tuple[str, str], int], seconds: float, how: str) -> None:
    gaps, busy = sorted(heart.gaps), sorted(heart.busy)
    users, enrollments = counts.get(("users", ""), 0), counts.get(("enrollments", ""), 0)
    print(f"P5  {users:,} users and {enrollments:,} enrollments synced over loopback in {seconds:.1f} s, {how}")
    print(f"    {len(gaps):,} beats of {BEAT} ms; gap in ms, and on a processor:")
    for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)):
        place = min(int(len(gaps) * share), len(gaps) - 1)
        print(f"    {name:>6} {gaps[place]:8.1f} {busy[place]:8.1f}")
    verdict = "ok" if gaps[-1] <= BAR else "MISSED" if busy[-1] > BAR else "missed, for want of a processor"
    print(f"    {'worst':>6} {gaps[-1]:8.1f} {busy[-1]:8.1f}   bar {BAR:.0f}: {verdict}")
    for low, high in ((0, 8), (8, 16), (16, 33), (33, 50), (50, 1e9)):
        number = sum(low <= gap < high for gap in gaps)
        print(f"    {low:>3}–{'' if high > 1e6 else int(high):<3} ms {number:>8,}")


def main() -> int:
    """Run the benchmark both ways; 1 where something failed on the way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=13_000)
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    style.apply(application)
    garbage.begin(application)
    loop = qasync.QEventLoop(application)
    with loop:
        codes = [loop.run_until_complete(run(options.students, hands_off=hands_off)) for hands_off in (True, False)]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
