"""Printing on a printer that the user chooses: a page after the other, while the window lives."""

import asyncio

import msgspec
from PySide6.QtCore import QMarginsF, QObject
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.kinds import columns_of, paper_of
from rosterdesk.export.paper.painting import Fonts, paint
from rosterdesk.export.paper.sheet import Paper, Size
from rosterdesk.export.paper.tally import Tally
from rosterdesk.settings import DataDir, Source
from rosterdesk.settings.exports_log import printed
from rosterdesk.ui.browsing.open_store import OpenStore
from rosterdesk.ui.browsing.paper_pages import PaperPages
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.print import PrintDialog
from rosterdesk.ui.look import words
from rosterdesk.ui.views.message_bar import MessageBar

_POINTS = 72  # an inch
_SIZES: dict[Size, QPageSize.PageSizeId] = {"letter": QPageSize.PageSizeId.Letter, "a4": QPageSize.PageSizeId.A4}


class Press(QObject):
    """One job at a time, which the message bar tells of. What was printed is remembered, as files are."""

    def __init__(self, data_dir: DataDir, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self.running = False
        self._data_dir = data_dir
        self._messages = messages
        self._unwanted = False

    async def ask(self, dialog: PrintDialog) -> QPrinter | None:
        """The printer that the user chooses for what the dialog says, which also says where there is none."""
        if not await asyncio.to_thread(QPrinterInfo.availablePrinterNames):  # the network may have to be asked
            if isValid(dialog):
                dialog.say_problem(self.tr("No printer is set up on this computer. Save a PDF instead."))
            return None
        if not isValid(dialog) or not dialog.isVisible():
            return None
        printer = made_for(dialog.choice)
        asking = QPrintDialog(printer, dialog)
        try:
            return printer if await finished(asking) == QDialog.DialogCode.Accepted else None
        finally:
            asking.deleteLater()

    async def print(self, store: OpenStore, choice: Choice, source: Source, printer: QPrinter) -> None:
        """Print what is chosen, on the paper that the printer has; raises `ExportError` and `StoreError`."""
        pages = PaperPages(store, msgspec.structs.replace(choice, paper=_paper(printer, choice)), source.name)
        self.running, self._unwanted = True, False
        done = Tally()
        try:
            complete = await self._paint(pages, printer, done)
        finally:
            self.running = False
            if done.pages:  # also where it was stopped: what was sent may be on paper
                record = printed(source.name, choice.kind, printer.printerName(), done.people, columns_of(choice))
                await asyncio.to_thread(self._data_dir.record, record)
        if complete:
            said = words.counted("pages", done.pages)
            self._messages.say("good", self.tr("Sent to the printer: {0}").format(said))
        else:
            self._messages.say("info", self.tr("Printing was stopped."))

    def _cancel(self) -> None:
        self._unwanted = True

    async def _paint(self, pages: PaperPages, printer: QPrinter, done: Tally) -> bool:
        """Whether all was printed: the user or the printer may stop, or the store be closed."""
        painter, fonts = QPainter(), Fonts()
        number = 0
        complete = False
        try:
            while batch := await pages.more():
                for page in batch:
                    number += 1
                    if not _is_wanted(number, printer):
                        continue
                    printer.setPageOrientation(_orientation(lies=page.width > page.height))
                    if self._unwanted or not (printer.newPage() if done.pages else _begin(painter, printer)):
                        return False
                    paint(page, painter, fonts)
                    done.add(page)
                    self._say_printing(done.pages)
                    await asyncio.sleep(0)
            complete = batch is not None
            return complete
        finally:
            if not complete:
                printer.abort()
            painter.end()

    def _say_printing(self, pages: int) -> None:
        said = self.tr("Printing… page {0}").format(f"{pages:,}")
        self._messages.say("info", said, (self.tr("Cancel"), self._cancel))


def made_for(choice: Choice) -> QPrinter:
    """A printer, set up for the paper that is chosen."""
    paper = paper_of(choice)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(QPageSize(_SIZES[paper.size]), _orientation(lies=paper.landscape), QMarginsF()))
    printer.setDocName("RosterDesk")  # others see it in the printer's queue
    return printer


def _paper(printer: QPrinter, choice: Choice) -> Paper:
    """The paper that the printer has been told of, where there is a layout for it."""
    layout = printer.pageLayout()
    sizes = [size for size, known in _SIZES.items() if known == layout.pageSize().id()]
    lies = layout.orientation() == QPageLayout.Orientation.Landscape
    return Paper(sizes[0] if sizes else choice.paper.size, lies)


def _orientation(*, lies: bool) -> QPageLayout.Orientation:
    return QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait


def _begin(painter: QPainter, printer: QPrinter) -> bool:
    printer.setFullPage(True)
    if not painter.begin(printer):
        return False
    painter.scale(printer.logicalDpiX() / _POINTS, printer.logicalDpiY() / _POINTS)
    return True


def _is_wanted(number: int, printer: QPrinter) -> bool:
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return True
    return printer.fromPage() <= number <= (printer.toPage() or number)
