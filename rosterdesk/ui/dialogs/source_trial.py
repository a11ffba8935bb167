"""The test of a source that is not kept yet: run by a worker, shown step by step."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rosterdesk import credentials
from rosterdesk.errors import RosterDeskError
from rosterdesk.progress import Progress
from rosterdesk.settings import Handover, Source
from rosterdesk.ui.dialogs import verdict
from rosterdesk.ui.dialogs.checklist import Checklist, State, show_state
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.program.process import Outcome, Worker

_ICON = 20
_LONGEST = 1000  # characters of a sentence


class SourceTrial(QWidget):
    """Says how the test stands, what its end means for the user, and below that every step."""

    ended = Signal()

    def __init__(
        self, data_dir: Path, start: Callable[[Coroutine[Any, Any, Any]], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = Worker(data_dir)
        self._start = start
        self._task: asyncio.Task[None] | None = None
        self._mark = icons.Picture("refresh", _ICON)
        self._words = label("", "heading", wrap=True)
        self._words.setObjectName("testWords")
        self._summary = label("", selectable=True, wrap=True)
        self._summary.setObjectName("testSummary")
        self._list = Checklist(self.tr("Steps of the test"))
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._list)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._mark)
        head.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._summary)
        column.addSpacing(GAP)
        column.addWidget(self._scroll, 1)

    @property
    def running(self) -> bool:
        return self._task is not None

    @property
    def words(self) -> str:
        """What the test says of itself now."""
        return self._words.text()

    @property
    def summary(self) -> str:
        """What its end means: what the key can see, and what to ask for."""
        return self._summary.text()

    @property
    def states(self) -> dict[str, State]:
        """How each step stands, by its name."""
        return self._list.states

    def begin(self, source: Source, secret: str) -> None:
        """Test this source. The secret goes to the worker on its standard input."""
        if self._task is None:
            self._list.clear()
            self._say("running", self.tr("Testing…"))
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
                credentials.keep_secret(secrets, source.uid, secret, source.addresses)
            handover = Handover(secrets=credentials.handover(secrets, source.uid), source=source)
            # The name stays out of the arguments: it may be that of a district, and it is in the handover.
            arguments = ("source", "test", source.uid, "--format", "json")
            self._show(await self._worker.run(arguments, handover, self._reached))
        except RosterDeskError as error:
            self._say("danger", str(error))
        finally:
            self._task = None
            self.ended.emit()

    def _reached(self, found: Progress) -> None:
        if not found.collection:
            return  # said of the whole, which has no line
        self._list.put(verdict.reached(found))
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def _show(self, outcome: Outcome) -> None:
        found = verdict.read(outcome.output)
        above = outcome.failure.detail if outcome.failure is not None else ""
        for line in verdict.lines(found) if found is not None else ():
            self._list.put(line if line.words != above else msgspec.structs.replace(line, words=""))
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(0))
        summary = found.summary if found is not None else []
        if outcome.cancelled:
            self._say("warning", self.tr("The test was stopped."))
        elif outcome.failure is not None:
            known = outcome.failure.detail
            self._say("danger", known, [sentence for sentence in summary if sentence not in known])
        elif outcome.exit_code or found is None:
            self._say(
                "danger", self.tr("The test ended by a mistake of ours. Try again, or add the source and sync it.")
            )
        else:
            self._say("good", self.tr("All is well: this source can be synced."), summary)

    def _say(self, state: State, words: str, summary: list[str] | None = None) -> None:
        show_state(self._mark, state)
        style.set_look(self._words, "heading" if state == "running" else state)
        self._words.setText(shown(sentences(words)))
        self._summary.setText("\n".join(shown(sentences(sentence), _LONGEST) for sentence in summary or ()))
        self._summary.setVisible(bool(summary))
