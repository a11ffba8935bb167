"""Copying what is chosen in the table: read and written as text by a thread, whatever its length."""

import asyncio
from array import array
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from rosterdesk.model.attributes import Field
from rosterdesk.model.rows import Value
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views import copied
from rosterdesk.ui.views.copied import Copy
from rosterdesk.ui.views.message_bar import MessageBar
from rosterdesk.ui.views.roster_view import RosterView
from rosterdesk.ui.views.status_bar import StatusBar

Written = Callable[[tuple[Field, ...], list[tuple[Value, ...]]], list[str]]

_BATCH = 2000
_TOLD = 10_000
"""Rows from which on it is told how far the copy is."""
_MOST = 250_000
"""Rows for a clipboard at the most: it is held in memory, there and in every program that looks."""


class Copying(QObject):
    """One copy at a time: a later one overtakes it. `export` is offered where there is too much for a clipboard."""

    def __init__(
        self,
        browser: Browser,
        table: RosterView,
        messages: MessageBar,
        status: StatusBar,
        tasks: Tasks,
        export: Callable[[], None],
    ) -> None:
        super().__init__(table)
        self._status = status
        self._browser = browser
        self._table = table
        self._messages = messages
        self._export = export
        self._latest = 0
        table.copy_wanted.connect(lambda what: tasks.start(self._copy(what)))

    async def _copy(self, what: Copy) -> None:
        query, keys = self._table.query, self._table.chosen_keys()
        fields = self._table.fields_of(what)
        if query is None or not keys or not fields:
            return
        if what is Copy.CELL:
            keys = self._table.current_keys()
        if len(keys) > _MOST:
            words = self.tr("{0} rows are too many for a clipboard. A file holds them.").format(f"{len(keys):,}")
            self._messages.say("info", words, (self.tr("Export…"), self._export))
            return
        written = copied.plain if what is Copy.EMAILS else copied.lines
        lines = await self._read(query.collection, keys, fields, written)
        if lines is None:
            return
        if len(keys) > _TOLD:
            self._messages.hide()  # how far it was
        if what is Copy.EMAILS:
            self._give_addresses(lines)
            return
        if what is Copy.TITLED:
            lines.insert(0, copied.titles([sentences(field.title) for field in fields]))
        number = self._latest
        table = await asyncio.to_thread(copied.table, lines)
        if number != self._latest:
            return
        data = QMimeData()
        data.setText("\n".join(lines))
        data.setHtml(table)
        QGuiApplication.clipboard().setMimeData(data)
        if what in {Copy.CELL, Copy.COLUMN}:
            self._status.say(self.tr("Copied: %n cells", "", len(keys)))
        else:
            self._status.say(self.tr("Copied: %n rows", "", len(keys)))

    async def _read(
        self, name: str, keys: "array[int]", fields: tuple[Field, ...], written: Written
    ) -> list[str] | None:
        """A line a row; `None` where the copy was stopped, or another one was begun."""
        self._latest += 1
        number, lines = self._latest, list[str]()
        columns = tuple(field.name for field in fields)

        def made(rows: list[tuple[Value, ...]]) -> list[str]:
            return written(fields, rows)

        for start in range(0, len(keys), _BATCH):
            if len(keys) > _TOLD:
                words = self.tr("Copying… {0} of {1} rows").format(f"{start:,}", f"{len(keys):,}")
                self._messages.say("info", words, (self.tr("Cancel"), self._stop))
            part = await self._browser.read("copy", name, keys[start : start + _BATCH], columns, made)
            if part is None or number != self._latest:
                return None
            lines += part
        return lines

    def _stop(self) -> None:
        self._latest += 1
        self._messages.hide()

    def _give_addresses(self, lines: list[str]) -> None:
        found = copied.addresses(lines)
        without = sum(not line for line in lines)
        if not found:
            self._messages.say("info", self.tr("Nothing was copied: none of these records has an email address."))
            return
        QGuiApplication.clipboard().setText("; ".join(found))
        words = self.tr("Copied: %n addresses", "", len(found))
        self._status.say(self.tr("{0}, {1} without one").format(words, f"{without:,}") if without else words)
