"""How fast the window is: `python -m tests.bench.window [--largest PEOPLE]`; each figure beside its bar.

Start, memory, first rows, sorting, filtering, scrolling, choosing and searching at 10,000, 100,000 and 1,000,000 people
with as many enrollments. Nobody in it exists.
"""

import argparse
import asyncio
import compileall
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import msgspec
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

import rosterdesk
from rosterdesk.model import fields
from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program import garbage
from tests.bench._painted import clocks, painted
from tests.bench._whole import Desk
from tests.bench.heartbeat import Heartbeat
from tests.bench.search import People, load

SIZES = (10_000, 100_000, 1_000_000)
STARTS = 5
FIRST, CHANGE, PAGE, KEY, GAP = 100.0, 1_000.0, 16.0, 50.0, 50.0  # bars in milliseconds: P7, P6 and P5
START_RATIO, MEMORY_MORE = 1.6, 120.0  # bars against a bare window: P9, and P10 in MB
PAGES, NAMES = 150, 6
Figure = tuple[float, float]  # milliseconds, and those on a processor
SORTED = {
    "users": ("name", "grades", "email", "schools", "dateLastModified"),
    "enrollments": ("user", "class", "beginDate"),
}


def note(label: str, figures: Sequence[Figure], bar: float) -> None:
    """Print the median, the worst, and the p95 beside its bar; and the p95 of the processor's time."""
    times, busy = (sorted(each) for each in zip(*figures, strict=True))
    place = min(len(times) - 1, int(len(times) * 0.95))
    p95 = times[place]
    spread = f"p50 {statistics.median(times):8.1f}  worst {times[-1]:8.1f}  " if len(times) > 1 else ""
    verdict = "" if p95 <= bar else "  OVER" if busy[place] > bar else "  over, for want of a processor"
    print(f"  {label:36} {spread}p95 {p95:8.1f} of {bar:,.0f} ms, processor {busy[place]:8.1f}{verdict}", flush=True)


def measure_start(folder: Path) -> None:
    """P9 and P10, in processes of their own."""

    def started(module: str, *arguments: str) -> tuple[float, float]:
        figures = []
        for _ in range(STARTS):
            begun = time.perf_counter()
            command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                process.stdout.readline()  # it is painted
                figures.append((time.perf_counter() - begun, float(process.stdout.readline())))
        seconds, memory = zip(*figures, strict=True)
        return statistics.median(seconds), statistics.median(memory)

    (bare, bare_memory), (whole, memory) = started("_bare"), started("_whole", str(folder))
    ratio, more = whole / bare, memory - bare_memory
    print(
        f"  {'start to painted rows':40} {whole * 1000:.0f} ms: {ratio:.2f} of {START_RATIO} × a bare window"
        f"{'' if ratio <= START_RATIO else '  OVER'}"
    )
    print(
        f"  {'memory':40} {memory:.0f} MB: {more:.0f} of {MEMORY_MORE:.0f} MB more than a bare window"
        f"{'' if more <= MEMORY_MORE else '  OVER'}"
    )


class Hand:
    """Does what a person does, and says how long it took to be seen."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    async def refine(self, query: Query) -> Figure:
        """The same place with another query."""
        return await self._seen(lambda: self.window.browser.refine(query))

    async def visit(self, query: Query) -> Figure:
        """Another place."""
        return await self._seen(lambda: self.window.browser.visit(Place(query)))

    async def whole(self, query: Query) -> Figure:
        """Another place, until all its rows can be scrolled to."""
        begun, busy = clocks()
        await self.visit(query)
        while self.window.browser.answered != query:
            await self._seen(lambda: None)
        ended, spent = clocks()
        return ended - begun, spent - busy

    async def type(self, letter: str) -> Figure:
        """A letter into the search."""
        field = self.window.findChild(QLineEdit, "searchField")
        results = self.window.findChild(QAbstractItemView, "searchResults")
        return await painted(results.parentWidget(), results.model().modelReset, lambda: QTest.keyClicks(field, letter))

    async def page(self, top: int) -> Figure:
        """The page that begins with this row; between two, the window lives."""
        await asyncio.sleep(0.005)
        begun, busy = clocks()
        self.window.roster.verticalScrollBar().setValue(top)
        self.window.roster.viewport().repaint()
        ended, spent = clocks()
        return ended - begun, spent - busy

    def choose_all(self) -> Figure:
        """Ctrl+A."""
        begun, busy = clocks()
        QTest.keyClick(self.window.roster, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.window.roster.viewport().repaint()
        self.window.roster.header.viewport().repaint()
        ended, spent = clocks()
        return ended - begun, spent - busy

    async def _seen(self, do: Callable[[], object]) -> Figure:
        return await painted(self.window.roster.viewport(), self.window.browser.rows_changed, do)


async def measure(folder: Path, district: People) -> None:
    """P6 and P7 in one window, with the gaps of its heartbeat."""
    desk = Desk(folder)
    await desk.open()
    window = desk.window
    hand, chance, heart = Hand(window), random.Random(3), Heartbeat()
    await asyncio.sleep(1)
    heart.start()
    lists = [places.group(name) for name in ("users", "students", "enrollments", "classes")]
    note("first rows of a list", [await hand.visit(query) for _ in range(3) for query in lists], FIRST)
    note("all rows of a list", [await hand.whole(query) for _ in range(2) for query in lists], CHANGE)
    for name, columns in SORTED.items():
        await hand.visit(places.group(name))
        await measure_changes(hand, name, columns, [chance.choice(district.names)[:length] for length in (1, 2, 3)])
    await hand.whole(places.group("users"))
    rows = window.roster.table.rowCount()
    tops = [chance.randrange(rows) for _ in range(PAGES)]
    note("a page scrolled, next to next", [await hand.page(row * 20) for row in range(PAGES)], PAGE)
    note("a page scrolled, anywhere", [await hand.page(top) for top in tops], PAGE)
    note(f"all {rows:,} rows chosen", [hand.choose_all()], FIRST)
    names = chance.sample([name[:8].lower() for name in district.names if name.isascii()], NAMES)
    times = []
    window.activateWindow()
    window.findChild(QLineEdit, "searchField").setFocus()
    for name in names:
        window.findChild(QLineEdit, "searchField").clear()
        times += [await hand.type(letter) for letter in name]
        await asyncio.sleep(0.1)
    note("key press to painted results", times, KEY)
    heart.stop()
    note("gap of the heartbeat, all the while", list(zip(heart.gaps, heart.busy, strict=True)), GAP)
    await desk.close()


async def measure_changes(hand: Hand, name: str, columns: Sequence[str], texts: Sequence[str]) -> None:
    """Sorting and filtering one list."""
    query = places.group(name)
    sorts = [Sort(column, descending=descending) for column in columns for descending in (False, True)]
    ordered = [msgspec.structs.replace(query, sort=(sort,)) for sort in sorts]
    note(f"{name} sorted", [await hand.refine(each) for each in ordered if each != query], CHANGE)
    grades = fields.collection(name).field("grades").name
    filters = (
        Where(grades, ("07",)),
        Where(grades, ("07", "08"), negated=True),
        Where("status", ("active",)),
        Where("email", ("",), negated=True),
        Where("dateLastModified", least="2026-09-01"),
    )
    refined = [msgspec.structs.replace(query, where=(where,)) for where in filters]
    refined += [msgspec.structs.replace(query, text=text) for text in texts]
    note(f"{name} filtered", [await hand.refine(each) for each in refined], CHANGE)


def main() -> None:
    """Measure at each size up to the largest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    largest = parser.parse_args().largest
    compileall.compile_dir(Path(rosterdesk.__file__).parent, quiet=1)  # as an installer does
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    style.apply(application)
    garbage.begin(application)
    with qasync.QEventLoop(application) as loop:
        for people in sorted({size for size in SIZES if size < largest} | {largest}):
            with tempfile.TemporaryDirectory() as folder:
                data_dir, district = DataDir(Path(folder)), People(people, people)
                source = Source(name="Example", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
                data_dir.add(source)
                print(f"{people:,} people and enrollments: ", end="", flush=True)
                load(data_dir.store(source), district)
                measure_start(Path(folder))
                loop.run_until_complete(measure(Path(folder), district))


if __name__ == "__main__":
    main()
