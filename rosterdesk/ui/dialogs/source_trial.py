"""The test of a source that is not kept yet: run by a worker, shown step by step."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rosterdesk import credentials
from rosterdesk.errors import RosterDeskError
from rosterdesk.progress import Progress
from rosterdesk.settings import Handover, Source
from rosterdesk.ui import style
from rosterdesk.ui.dialogs import verdict
from rosterdesk.ui.dialogs.checklist import Checklist
from rosterdesk.ui.plain import label, shown
from rosterdesk.ui.process import Outcome, Worker
from rosterdesk.ui.style import GAP

_HEIGHT = 216


class SourceTrial(QWidget):
    """Hidden until a test begins."""

    ended = Signal()

    def __init__(
        self, data_dir: Path, start: Callable[[Coroutine[Any, Any, Any]], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = Worker(data_dir)
        self._start = start
        self._task: asyncio.Task[None] | None = None
        self._words = label("", "heading", wrap=True)
        self._words.setObjectName("testWords")
        self._list = Checklist()
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._list)
        self._scroll.setFixedHeight(_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._words)
        column.addWidget(self._scroll)
        self.hide()

    @property
    def running(self) -> bool:
        return self._task is not None

    @property
    def worker_running(self) -> bool:
        """Whether its worker is a process by now."""
        return self._worker.running

    @property
    def words(self) -> str:
        """What the test says of itself now."""
        return self._words.text()

    @property
    def states(self) -> dict[str, str]:
        """How each step stands, by its name."""
        return dict(self._list.states)

    def begin(self, source: Source, secret: str) -> None:
        """Test this source. The secret goes to the worker on its standard input."""
        if self._task is None:
            self._list.clear()
            self._say(self.tr("Testing…"))
            self.show()
            self._task = self._start(self._run(source, secret))

    def cancel(self) -> None:
        self._worker.cancel()

    async def end(self) -> None:
        """End the test, if one runs; its worker is gone when this returns."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self, source: Source, secret: str) -> None:
        try:
            secrets = credentials.MemoryVault()
            if secret:
                credentials.keep_secret(secrets, source.uid, secret, (source.url, source.token_url))
            handover = Handover(secrets=credentials.handover(secrets, source.uid), source=source)
            # The name stays out of the arguments: it may be that of a district, and it is in the handover.
            arguments = ("source", "test", source.uid, "--format", "json")
            self._show(await self._worker.run(arguments, handover, self._reached))
        except RosterDeskError as error:
            self._say(str(error), "danger")
        finally:
            self._task = None
            self.ended.emit()

    def _reached(self, step: Progress) -> None:
        line = verdict.reached(step.collection)
        self._list.put(line.name, line.text, line.state)
        self._scroll_down()

    def _show(self, outcome: Outcome) -> None:
        found = verdict.read(outcome.output)
        if found is not None:
            self._list.clear()
            for line in verdict.lines(found):
                self._list.put(line.name, line.text, line.state, line.detail)
        if outcome.cancelled:
            self._say(self.tr("The test was stopped."), "warning")
        elif outcome.failure is not None:
            self._say(outcome.failure.detail, "danger")
        elif outcome.exit_code or found is None:
            self._say(
                self.tr("The test ended by a mistake of ours. Try again, or add the source and sync it."), "danger"
            )
        else:
            self._say(self.tr("All is well: this source can be synced."), "good")

    def _say(self, words: str, look: str = "heading") -> None:
        style.set_look(self._words, look)
        self._words.setText(shown(words))

    def _scroll_down(self) -> None:
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))
