"""Comparing a source with another one, or with a bundle: what is asked, how far it is, and in what they differ."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QVBoxLayout, QWidget

from rosterdesk.model.comparison import Compared, Comparison, Difference
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Link
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed, push_button
from rosterdesk.ui.look import style
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.models.difference_list import DifferenceList
from rosterdesk.ui.views.changes_view import ChangedRecords

Other: TypeAlias = Source | Path
"""What a source is compared with: another source, or a bundle."""

MOST = 500
"""Records of each kind in a list that are shown; a file has all."""

_SIZE = (900, 680)
_LONGEST = 40  # characters of what a side is called
_FILE, _FOLDER = "file", "folder"


class State(Enum):
    """How far it is."""

    ASKED = auto()
    RUNNING = auto()
    TOLD = auto()
    FAILED = auto()


class ComparisonDialog(QDialog):
    """Stands beside the window, which goes where a record is followed. While people are `masked`, no record is shown.

    Who opens it compares, and says here what came out.
    """

    compare_wanted = Signal()
    cancel_wanted = Signal()
    export_wanted = Signal()
    followed = Signal(object)  # Link

    def __init__(self, source: Source, others: Sequence[Source], parent: QWidget | None, *, masked: bool) -> None:
        super().__init__(parent)
        self.setObjectName("comparisonDialog")
        self.setWindowTitle(self.tr("Compare"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.state = State.ASKED
        self._masked = masked
        self._chosen = -1
        self._remark = ""
        self._build_choices(others)
        self._build_results()
        self._cancel = push_button("cancelComparisonButton", self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_wanted)
        self._export = push_button("exportComparisonButton", self.tr("Export…"))
        self._export.clicked.connect(self.export_wanted)
        self._compare = push_button("compareButton", self.tr("Compare"))
        self._compare.clicked.connect(self.compare_wanted)
        style.set_look(self._compare, "primary")
        close = push_button("closeButton", self.tr("Close"))
        close.clicked.connect(self.reject)
        column = framed(self, [close, self._cancel, self._compare], [self._export])
        title = self.tr("Compare “{0}” with another roster").format(shown(source.name, _LONGEST))
        column.addWidget(label(title, "title", wrap=True))
        told = self.tr("Record by record, from the local copies; a bundle is read from its file. Nothing is changed.")
        column.addWidget(label(told, "secondary", wrap=True))
        column.addWidget(self._form)
        column.addSpacing(GAP)
        column.addWidget(self._headline)
        column.addWidget(self._bar)
        column.addWidget(self._counts)
        column.addLayout(self._body, 1)
        column.addWidget(self._foot)
        self._show(State.ASKED)

    @property
    def other(self) -> Other | None:
        """What is chosen to be compared with."""
        chosen = self._other.currentData()
        return chosen if isinstance(chosen, Source | Path) else None

    @property
    def by(self) -> str:
        """The field by which records are found on the other side."""
        return str(self._by.currentData())

    def show_running(self, progress: Progress | None = None) -> None:
        """It is being compared, so far."""
        words = self.tr("Reading…")
        if progress is not None and progress.phase == "compare" and progress.total:
            title = sentences(collection(progress.collection).title)
            words = self.tr("Comparing {0}: {1} of {2}").format(title, f"{progress.done:,}", f"{progress.total:,}")
        self._bar.setRange(0, (progress.total or 0) if progress else 0)
        self._bar.setValue(progress.done if progress else 0)
        self._say(words)
        self._show(State.RUNNING)

    def show_asked(self) -> None:
        """Ask again: it was cancelled, or something else is chosen now."""
        self._say("")
        self._show(State.ASKED)

    def show_failed(self, words: str) -> None:
        """It could not be compared, and why."""
        self._say(sentences(words), "danger")
        self._show(State.FAILED)

    def show_outdated(self) -> None:
        """The roster is another one by now than what was compared."""
        if self.state is State.TOLD:
            self._say(self.tr("The roster has changed since. Compare again to see how it is now."), "warning")
            self._compare.setDefault(True)

    def show_comparison(self, comparison: Comparison, *, lack: str = "") -> None:
        """Say in what they differ; `lack`: why what was compared is not all that there is."""
        count = sum(each.told for each in comparison.collections)
        lacks = any(each.left_lacks or each.right_lacks or each.unknown for each in comparison.collections)
        if count:
            self._say(self.tr("%n records are not the same on both sides.", "", count))
        elif lacks:
            self._say(self.tr("In what could be compared, nothing is different."), "warning")
        else:
            self._say(self.tr("Nothing is different."), "good")
        if lack:
            self._say(f"{self._headline.text()} {sentences(lack)}", "warning")
        self._counts.setText("\n".join(self._told(comparison)))
        self._list.show_comparison(comparison)
        left_out = self.tr("The first {0} of each kind in a list are shown. An export has all.").format(f"{MOST:,}")
        hidden = self.tr("While names are masked, the records are not shown here.")
        is_short = count > len(comparison.records)
        self._remark = hidden if self._masked and count else left_out if is_short else ""
        self._foot.setText(self._remark)
        self._show(State.TOLD)
        self._records.setVisible(not self._masked and bool(comparison.records))
        self._records.setFocus()

    def _build_choices(self, others: Sequence[Source]) -> None:
        self._form = Form()
        self._other = Choice()
        self._other.setPlaceholderText(self.tr("Choose…"))
        for source in others:
            self._other.addItem(shown(source.name, _LONGEST), source)
        self._other.addItem(self.tr("A bundle…"), _FILE)
        self._other.addItem(self.tr("A bundle’s folder…"), _FOLDER)
        self._other.setCurrentIndex(0 if others else -1)
        self._chosen = self._other.currentIndex()
        self._other.activated.connect(self._choose)
        self._form.add("other", self.tr("With"), self._other)
        self._by = Choice()
        for name, title in (
            ("sourcedId", self.tr("Their IDs")),
            ("identifier", self.tr("Identifiers, where the two have other IDs")),
            ("username", self.tr("User names, where the two have other IDs")),
            ("email", self.tr("Emails, where the two have other IDs")),
        ):
            self._by.addItem(title, name)
        self._by.activated.connect(lambda _row: self.show_asked())
        self._form.add("by", self.tr("Records are found by"), self._by)

    def _build_results(self) -> None:
        self._headline = label("", "heading", wrap=True)
        self._headline.setObjectName("comparisonHeadline")
        self._bar = QProgressBar()
        self._bar.setObjectName("comparisonProgress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._counts = label("", selectable=True, wrap=True)
        self._counts.setObjectName("comparisonCounts")
        self._list = DifferenceList(self)
        self._records = ChangedRecords(self._list)
        self._records.setObjectName("comparisonList")
        self._records.setAccessibleName(self.tr("What is different"))
        self._records.followed.connect(self._follow)
        self._body = QVBoxLayout()
        self._body.addStretch(0)  # so that all stays above where there is no list
        self._body.addWidget(self._records, 1)
        self._foot = label("", "secondary", wrap=True)
        self._foot.setObjectName("comparisonFoot")

    def _told(self, comparison: Comparison) -> Iterator[str]:
        left, right = shown(comparison.left, _LONGEST), shown(comparison.right, _LONGEST)
        untold = [each for each in comparison.collections if not (each.told or each.same or each.unknown)]
        for each in comparison.collections:
            if each in untold:
                continue
            title = sentences(collection(each.collection).title)
            yield self.tr("{0}: {1}").format(title, " · ".join(self._counted(each, left, right)))
            for name, why in ((left, each.left_lacks), (right, each.right_lacks)):
                if why:
                    yield self.tr("    {0} has not all of it: {1}").format(name, sentences(why))
        for name, lacks in ((left, "left_lacks"), (right, "right_lacks")):
            if lists := [sentences(collection(each.collection).title) for each in untold if getattr(each, lacks)]:
                words = self.tr("{0} has not all of these, so nothing is told of them: {1}")
                yield words.format(name, ", ".join(lists))

    def _counted(self, each: Compared, left: str, right: str) -> Iterator[str]:
        if each.different:
            yield self.tr("{0} different").format(f"{each.different:,}")
        for name, count in ((left, each.left), (right, each.right)):
            if count:
                yield self.tr("{0} only in {1}").format(f"{count:,}", name)
        if each.ambiguous:
            yield self.tr("{0} share what they are found by").format(f"{each.ambiguous:,}")
        if each.unknown:
            yield self.tr("{0} cannot be told").format(f"{each.unknown:,}")
        if each.same or not each.told:
            yield self.tr("{0} the same").format(f"{each.same:,}")

    def _choose(self, row: int) -> None:
        kind = self._other.itemData(row)
        if kind not in {_FILE, _FOLDER}:
            self._chosen = row
            self.show_asked()
            return
        self._other.setCurrentIndex(self._chosen)
        dialog = QFileDialog(self, self.tr("Compare with a bundle"))
        dialog.setObjectName("otherBundleDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if kind == _FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilters([self.tr("OneRoster bundles (*.zip)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.choose_bundle(Path(path)))
        dialog.open()

    def choose_bundle(self, path: Path) -> None:
        """Compare with this bundle."""
        here = (row for row in range(self._other.count()) if self._other.itemData(row) == path)
        self._chosen = next(here, 0)
        if self._other.itemData(self._chosen) != path:
            self._other.insertItem(0, shown(path.name, _LONGEST), path)
        self._other.setCurrentIndex(self._chosen)
        self.show_asked()

    def _follow(self, record: Difference) -> None:
        is_only_there = record.kind == "ambiguous" and all(own is None for own, _ in record.fields.values())
        if record.kind == "right" or is_only_there:
            self._foot.setText(self.tr("This record is not in the source that the window shows."))
            self._foot.show()
        else:
            self._foot.setText(self._remark)
            self._foot.setVisible(bool(self._remark))
            self.followed.emit(Link(record.collection, record.sourced_id, record.title))

    def _say(self, words: str, look: str = "") -> None:
        self._headline.setText(words)
        style.set_look(self._headline, look or "heading")
        self._headline.setVisible(bool(words))

    def _show(self, state: State) -> None:
        self.state = state
        running, told = state is State.RUNNING, state is State.TOLD
        self._form.setEnabled(not running)
        self._bar.setVisible(running)
        self._cancel.setVisible(running)
        self._compare.setVisible(not running)
        self._compare.setEnabled(self.other is not None)
        self._compare.setDefault(not told)
        self._export.setVisible(told)
        self._counts.setVisible(told)
        self._records.setVisible(told)
        self._foot.setVisible(told and bool(self._foot.text()))
