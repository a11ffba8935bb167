"""The place of the findings: takes what was judged to its view, and what the user wishes there back."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.model.rows import Record
from rosterdesk.ui.actions import finding_records
from rosterdesk.ui.actions.judged import Judged
from rosterdesk.ui.actions.judging import Judging
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.details import finding_words
from rosterdesk.ui.details.known import worst
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.models.findings_tree import FindingsTree
from rosterdesk.ui.views.frame import Frame
from rosterdesk.ui.views.report_lines import LEVELS

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Finding
    from rosterdesk.ui.browsing.finding_branches import Branch
    from rosterdesk.ui.views.findings_view import FindingsView


class FindingsPlace(QObject):
    """Shows what is known when the user comes here, and begins to judge where nothing is."""

    exception_wanted = Signal(str, str, str)  # rule, collection, sourcedId
    exception_unwanted = Signal(object)  # Finding that is excepted
    rules_wanted = Signal()

    def __init__(self, judging: Judging, browser: Browser, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._judging = judging
        self._browser = browser
        self._frame = frame
        self._came = False  # whether the user ever did: there is a view then
        self._schools: Mapping[str, str] = {}
        self._known: tuple[Judged | None, Findings] | None = None  # what the list shows
        judging.changed.connect(self._show_state)
        judging.found.connect(self._show_found)
        browser.place_changed.connect(lambda _place: self._arrive())
        browser.record_changed.connect(self._show_beside)
        frame.detail.judge_by(judging.of)
        frame.detail.check_wanted.connect(judging.begin)
        judging.found.connect(self._tell_pane)
        judging.changed.connect(self._tell_pane)

    @cached_property
    def _view(self) -> "FindingsView":
        self._came = True
        view = self._frame.findings
        view.bar.narrowed.connect(self._narrow)
        view.bar.rules_wanted.connect(self.rules_wanted)
        view.list.tree.named = partial(finding_records.named, self._browser)
        view.list.tree.blamed = partial(finding_records.blamed, self._browser)
        view.list.chosen.connect(self._choose)
        view.list.followed.connect(self._follow)
        view.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        view.foot.wanted.connect(self._judging.begin)
        view.foot.cancelled.connect(self._judging.cancel)
        view.nothing.first_chosen.connect(self._go_on)
        return view

    @property
    def _asked(self) -> Findings | None:
        report = self._browser.place.report if self._browser.place else None
        return report if isinstance(report, Findings) else None

    def _arrive(self) -> None:
        if self._asked is None:
            return
        judging = self._judging
        if judging.judged is None and not judging.running and not judging.failure:
            judging.begin()
        self._show_list()
        self._show_state()

    def _show_beside(self, record: Record | None) -> None:
        """The details of a record take the place of what was explained."""
        asked = self._asked
        if record is not None or asked is None or not asked.branch:
            self._frame.show_beside(explained=False)

    def _show_found(self) -> None:
        judged = self._judging.judged
        self._known = None
        self._schools = self._judging.schools() if judged else {}
        number, tint = None, "faint"
        if judged is not None:
            number = judged.judgement.counts().total()
            tint = LEVELS[level][1] if (level := worst(judged.judgement.findings)) in {"error", "warning"} else "faint"
        else:
            if self._came:
                self._view.list.show_branches((), {})
            self._frame.explanation.show_nothing()
        self._frame.navigation.tree.show_number(Findings, number, tint)
        self._show_list()

    def _show_list(self) -> None:
        asked, judged, place = self._asked, self._judging.judged, self._browser.place
        if asked is None or place is None:
            return
        from rosterdesk.ui.browsing.finding_branches import branches

        if self._known != (judged, asked):
            self._known = judged, asked
            found = branches(judged.judgement, asked, self._schools) if judged else []
            self._view.bar.show_asked(asked)
            if judged is not None:
                self._view.bar.show_judgement(judged.judgement, self._schools)
                self._view.trend.show_judgings(judged.judgement.trend)
            self._view.list.show_branches(found, self._schools)
        if asked.branch:
            self._mark(place, asked.branch)
        self._view.list.verticalScrollBar().setValue(place.top)

    def _mark(self, place: Place, path: tuple[str, ...]) -> None:
        """Where the user was: at a branch, or a record in it."""
        record = (place.record.collection, place.record.sourced_id) if place.record else None
        index = self._view.list.tree.index_of(path, record)
        self._view.list.mark(index)
        if index.isValid() and place.record is None:
            self._explain(index.data(FindingsTree.BranchRole), index.data() or "")

    def _show_state(self) -> None:
        if not self._came:
            return
        judging, judged = self._judging, self._judging.judged
        there = self._view.list.tree.rowCount() > 0
        self._view.show_list(there=there, judged=judged is not None)
        if not there:
            self._say_why()
        if judging.running:
            done, total = self._done()
            words = self.tr("Checking… {0} of {1} rules").format(done, total) if total else self.tr("Checking…")
            self._view.foot.show_running(words, done, total)
        elif judging.waiting:
            self._view.foot.show_text(self.tr("Checked again when the sync is over."))
        elif judging.failure:
            self._view.foot.show_text(judging.failure, "danger")
        elif judged is not None:
            self._view.foot.show_text(self._told(judged), "warning" if judging.stale else "secondary")

    def _told(self, judged: Judged) -> str:
        ran = sum(each.state == "run" for each in judged.judgement.rules)
        when = moment(judged.when, judged.when.now(judged.when.tzinfo))
        if self._judging.stale:
            return self.tr("Checked {0}. The roster has changed since.").format(when)
        return self.tr("Checked {0} with {1} rules.").format(when, ran)

    def _say_why(self) -> None:
        """Why there is no list."""
        judging, nothing = self._judging, self._view.nothing
        if judging.judged is not None and self._asked in {None, Findings()}:
            sentence = self.tr("No rule found anything wrong with this roster.")
            nothing.say("ok", self.tr("Nothing found"), sentence)
        elif judging.judged is not None:
            sentence = self.tr("None of the findings is what you filter for.")
            nothing.say("filter", self.tr("Nothing matches"), sentence, self.tr("Show all findings"))
        elif judging.running:
            done, total = self._done()
            sentence = self.tr("{0} of {1} rules are judged. You can go on working.").format(done, total)
            if not total:
                sentence = self.tr("You can go on working.")
            nothing.say("findings", self.tr("Checking the roster…"), sentence, self.tr("Cancel"))
        elif judging.waiting:
            sentence = self.tr("The roster is checked as soon as the sync is over.")
            nothing.say("sync", self.tr("A sync is running"), sentence)
        elif judging.failure:
            nothing.say("warning", self.tr("The check did not come to its end"), judging.failure, self.tr("Try again"))
        else:
            sentence = self.tr("A check finds what is wrong in the roster, why it matters, and where to mend it.")
            nothing.say("findings", self.tr("Not checked yet"), sentence, self.tr("Check now"))

    def _go_on(self) -> None:
        """What the button does that stands in the place of the list."""
        if self._judging.judged is not None:
            self._narrow(Findings())
        elif self._judging.running:
            self._judging.cancel()
        else:
            self._judging.begin()

    def _tell_pane(self) -> None:
        self._frame.detail.show_found(checking=self._judging.running or self._judging.waiting)

    def _done(self) -> tuple[int, int]:
        progress = self._judging.progress
        return (progress.done, progress.total or 0) if progress else (0, 0)

    def _narrow(self, asked: Findings) -> None:
        self._browser.narrow(asked)
        self._show_list()
        self._show_state()

    def _choose(self, branch: "Branch", finding: "Finding | None") -> None:
        from rosterdesk.ui.browsing.finding_branches import RULE

        asked, line = self._asked, self._view.list.currentIndex().siblingAtColumn(0)
        if asked is None:
            return
        asked = msgspec.structs.replace(asked, branch=self._view.list.tree.path(line))
        self._browser.narrow(asked)
        self._scrolled(self._view.list.verticalScrollBar().value())
        self._known = self._judging.judged, asked
        self._view.bar.show_asked(asked)
        link = finding_records.link(finding) if finding else None
        self._browser.point(link)
        if link is None:
            self._explain(branch, (line.data() if finding is None else sentences(RULE[finding.rule].title)) or "")

    def _explain(self, branch: "Branch", title: str) -> None:
        """Say beside the list what is wrong, and what can be done about it."""
        judged = self._judging.judged
        because: Sequence[Finding] = ()
        if judged is not None and branch.cause is not None:
            because = judged.because.get((branch.cause.collection, branch.cause.sourced_id), ())
        told = finding_words.of_branch(branch, title, because)
        actions: list[tuple[str, Callable[[], object]]] = []
        if place := finding_records.place(branch):
            words = self.tr("Show %n records", "", len(place.query.ids))
            actions.append((words, partial(self._browser.visit, place)))
        if excepted := next((each for each in branch.findings if each.exemption), None):
            actions.append((self.tr("Count it again"), partial(self.exception_unwanted.emit, excepted)))
        elif branch.cause is not None and (rule := finding_words.only_rule(branch)):
            about = rule.id, branch.cause.collection, branch.cause.sourced_id
            actions.append((self.tr("Except…"), partial(self.exception_wanted.emit, *about)))
        if self._can_ask(branch):
            actions.append((self.tr("Ask the service"), partial(self._judging.begin, ask=True)))
        self._frame.explanation.show_text(told.title, told.marks, told.sections, actions)
        self._frame.show_beside(explained=True)

    def _can_ask(self, branch: "Branch") -> bool:
        """Whether what is to blame is not here, so that the service may know more of it."""
        cause = branch.cause
        if cause is None or self._judging.of_a_bundle or any(each.absence for each in branch.findings):
            return False
        return self._browser.record(cause.collection, cause.sourced_id) is None

    def _follow(self, finding: "Finding") -> None:
        if (link := finding_records.link(finding)) is not None:
            self._browser.follow(link)

    def _scrolled(self, top: int) -> None:
        if self._asked is not None:
            self._browser.scrolled(top)
