"""Choosing the rules by which a source is judged."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.judging import Judging
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame


class RuleChoice(QObject):
    """Shows all rules, keeps what was chosen of the source, and judges it again."""

    def __init__(self, judging: Judging, desk: Desk, frame: Frame, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._judging = judging
        self._desk = desk
        self._messages = frame.messages
        self._tasks = tasks
        self._window = window

    def begin(self) -> None:
        """Ask which rules are wanted."""
        if self._desk.source is not None:
            self._tasks.start(self._choose(self._desk.source))

    async def _choose(self, source: Source) -> None:
        from rosterdesk.checks import profile, rules
        from rosterdesk.ui.dialogs.rules import RulesDialog

        data_dir = self._desk.session.data_dir
        try:
            before = profile.read(data_dir.rules(source))
            usual = rules.chosen((), of_files=bool(source.bundle))
            after = await RulesDialog(before, usual, self._window).ask()
            if after is None or after == before:
                return
            profile.write(data_dir.rules(source, writing=True), after)
        except RosterDeskError as error:
            self._messages.say("danger", str(error))
        else:
            if source == self._desk.source:
                self._judging.begin()
