"""Reads a bundle's files again, to say what is wrong in them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rosterdesk.settings import Source
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.jobs import Job, failure_of
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.problems import ProblemsDialog

_COMMAND = ["check", "--format", "json", "--rule=PKG", "--rule=VAL", "--"]  # the rules on files and on their values


class Problems(QObject):
    """Opens the dialog at once, and has a worker look; closing the dialog ends the worker."""

    def __init__(self, session: Session, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._job = Job(session, tasks, self)

    def show(self, source: Source, above: QWidget) -> None:
        """Say what is wrong in the files of this bundle."""
        from rosterdesk.ui.dialogs.problems import ProblemsDialog

        self._tasks.start(self._show(source, ProblemsDialog(source.name, above)))

    async def _show(self, source: Source, dialog: "ProblemsDialog") -> None:
        from rosterdesk.ui.dialogs import problems

        dialog.open()
        await self._job.stop()
        dialog.finished.connect(self._job.cancel)
        outcome = await self._job.begin(source, [*_COMMAND, source.name])
        if not isValid(dialog) or outcome.cancelled:
            return
        failure = failure_of(outcome)
        found = problems.read(outcome.output)
        if found is not None:
            dialog.show_found(found)
        else:
            dialog.say(
                sentences(failure.detail) if failure else self.tr("The file could not be judged. Sync it again.")
            )
