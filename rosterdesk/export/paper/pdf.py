"""Documents as PDF files, in a process that needs no window and no screen."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from rosterdesk import progress
from rosterdesk.errors import ExportError
from rosterdesk.export.paper.interruption import held_back
from rosterdesk.export.paper.layout import pages
from rosterdesk.export.paper.sheet import Document, Sheet
from rosterdesk.export.paper.tally import Tally
from rosterdesk.export.whole import write_whole

try:
    with held_back():
        from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
        from PySide6.QtGui import QFontDatabase, QGuiApplication, QPageSize, QPainter, QPdfWriter

        from rosterdesk.export.paper.painting import Fonts, paint
except ImportError as error:
    raise ExportError(
        f"This computer lacks what writes a PDF: {error}.",
        "Install the system's libraries for graphics and fonts (on Debian: libegl1, libfontconfig1), then try again.",
    ) from error

_DOTS = 600  # an inch
_BATCH = 10


def write(document: Document, target: Path, *, report: progress.Report = progress.silent) -> Tally:
    """Write the document to the file, whole or not at all; says what is on it. Raises `ExportError`."""
    done = Tally()
    told = msgspec.structs.replace(document, sheets=_reported(document, report))
    with held_back() as let_in:
        _begin_graphics()
        write_whole(target, lambda part: _write(told, part, done, let_in))
    return done


def _write(document: Document, part: Path, done: Tally, let_in: Callable[[], None]) -> None:
    """Write all pages; between two of them `let_in` may raise."""
    buffer = QBuffer()  # and not the file: Qt would go on where the disk refuses, and hardly say so
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(document.title)
    writer.setCreator("RosterDesk")
    writer.setResolution(_DOTS)
    writer.setPageMargins(QMarginsF())
    painter, fonts = QPainter(), Fonts()
    try:
        with part.open("wb") as file:
            for page in pages(document, fonts):
                writer.setPageSize(QPageSize(QSizeF(page.width, page.height), QPageSize.Unit.Point))
                if not done.pages:
                    painter.begin(writer)
                    painter.scale(_DOTS / 72, _DOTS / 72)
                else:
                    writer.newPage()
                paint(page, painter, fonts)
                done.add(page)
                file.write(_taken(buffer))
                let_in()
            if done.pages:
                painter.end()
            file.write(_taken(buffer))
            let_in()
    finally:
        if painter.isActive():
            painter.end()
    if not done.pages:
        raise ExportError("There is nothing to print.", "Choose something else, or another day.")


def _taken(buffer: QBuffer) -> bytes:
    """What was written since the last time."""
    written = bytes(buffer.data().data())
    buffer.close()
    buffer.setData(b"")
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return written


def _reported(document: Document, report: progress.Report) -> Iterator[Sheet]:
    for done, sheet in enumerate(document.sheets, 1):
        yield sheet
        if done % _BATCH == 0 or done == document.count:
            report(progress.Progress("print", "", done, document.count))


@lru_cache(maxsize=1)
def _begin_graphics() -> QGuiApplication:
    """What Qt needs to know fonts, made once a process and kept; raises `ExportError` where there are no fonts."""
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        running = QGuiApplication(["rosterdesk"])
    if not QFontDatabase.families():
        raise ExportError("This computer has no fonts to write with.", "Install one (on Debian: fonts-dejavu).")
    return running
