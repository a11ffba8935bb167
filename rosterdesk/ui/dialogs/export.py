"""What an export will hold, in which form, and where it goes: said before it is written."""

from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.file_name import file_name_problem, safe_file_name
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import style, words
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP

_WIDTH = 560


class Format(msgspec.Struct, frozen=True):
    """A kind of file, and what it is good for."""

    suffix: str
    title: str
    hint: str
    csv_mode: Literal["safe", "exact"] = "safe"


def _formats() -> tuple[Format, ...]:
    return (
        Format(
            ".xlsx",
            tr("Excel workbook (.xlsx)"),
            tr("For Excel, Numbers and LibreOffice. IDs keep their leading zeros."),
        ),
        Format(
            ".csv",
            tr("CSV for spreadsheets (.csv)"),
            tr("Text that a spreadsheet could take for a formula gets an apostrophe before it."),
        ),
        Format(
            ".csv",
            tr("CSV, exact (.csv)"),
            tr("Every value as it is, to be read by another system. Do not open it in a spreadsheet."),
            "exact",
        ),
        Format(".json", tr("JSON (.json)"), tr("The records in full, as the source sent them.")),
    )


class ExportChoice(msgspec.Struct, frozen=True):
    """What to write. `selection_only`: the selected rows instead of all that are shown."""

    path: Path
    csv_mode: Literal["safe", "exact"]
    selection_only: bool


class ExportDialog(QDialog):
    """Asks where and how to write the rows of a query. `rows` is how many it has, `selected` how many are chosen.

    `masked`: the screen names nobody, and the file will. `partial`: not all of it is in the local copy.
    """

    def __init__(
        self,
        query: Query,
        rows: int,
        selected: int,
        folder: Path,
        title: str = "",
        parent: QWidget | None = None,
        *,
        masked: bool = False,
        partial: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(_WIDTH)
        self._query = query
        self._rows = rows
        self._selected = selected
        self._folder = folder
        self._build_editors(title or sentences(collection(query.collection).title))
        self._masked.setVisible(masked)
        self._partial.setVisible(partial)
        self._lay_out()
        self._show_format()
        self._show_rows()

    async def ask(self) -> ExportChoice | None:
        """What to write, or `None` where the user thought better of it."""
        try:
            return self.choice() if await finished(self) == QDialog.DialogCode.Accepted else None
        finally:
            self.deleteLater()

    def choice(self) -> ExportChoice:
        """What is chosen now."""
        chosen = _formats()[self._format.currentIndex()]
        name = self._name.text().strip()
        name = name if name.lower().endswith(chosen.suffix) else name + chosen.suffix
        return ExportChoice(self._folder / name, chosen.csv_mode, self._only_selected.isChecked())

    def _build_editors(self, title: str) -> None:
        self._summary = label("", "heading", wrap=True)
        self._summary.setObjectName("exportSummary")
        self._masked = label(self.tr("Names are masked on the screen; the file will hold the real names."), "warning")
        self._masked.setObjectName("exportMasked")
        self._masked.setWordWrap(True)
        self._partial = label(self.tr("Not everything is here yet; the file will hold what is."), "warning")
        self._partial.setObjectName("exportPartial")
        self._partial.setWordWrap(True)
        self._all = QRadioButton(self.tr("All shown ({0})").format(f"{self._rows:,}"))
        self._all.setObjectName("allRowsButton")
        self._all.setChecked(True)
        self._only_selected = QRadioButton(self.tr("Selected ({0})").format(f"{self._selected:,}"))
        self._only_selected.setObjectName("selectedRowsButton")
        self._only_selected.setEnabled(self._selected > 0)
        group = QButtonGroup(self)
        group.addButton(self._all)
        group.addButton(self._only_selected)
        group.buttonToggled.connect(self._show_rows)
        self._format = Choice()
        for each in _formats():
            self._format.addItem(each.title)
        self._format.currentIndexChanged.connect(self._show_format)
        self._name = QLineEdit(safe_file_name(title))
        self._name.textChanged.connect(self._check)
        self._place = label("", "secondary", wrap=True)
        self._place.setObjectName("exportPlace")
        self._export = QPushButton(self.tr("Export"))
        self._export.setObjectName("confirmExportButton")
        self._export.setDefault(True)
        self._export.clicked.connect(self.accept)
        style.set_look(self._export, "primary")

    def _lay_out(self) -> None:
        which = QWidget()
        line = QHBoxLayout(which)
        line.setContentsMargins(0, GAP // 2, 0, GAP // 2)
        line.setSpacing(2 * GAP)
        line.addWidget(self._all)
        line.addWidget(self._only_selected)
        line.addStretch(1)
        choose = QPushButton(self.tr("Choose folder…"))
        choose.setObjectName("chooseFolderButton")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_folder)
        where = QWidget()
        place = QHBoxLayout(where)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(GAP)
        place.addWidget(self._place, 1)
        place.addWidget(choose)
        self._form = Form()
        self._form.add("rows", self.tr("Rows"), which)
        self._form.add("format", self.tr("Format"), self._format, " ")
        self._form.add("file_name", self.tr("File name"), self._name)
        self._form.add("folder", self.tr("Folder"), where)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("dismissButton")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        column = framed(self, [cancel, self._export])
        column.addWidget(label(self.tr("Export"), "title"))
        column.addWidget(self._summary)
        column.addWidget(self._masked)
        column.addWidget(self._partial)
        column.addSpacing(GAP)
        column.addWidget(self._form)
        column.addStretch(1)

    def _show_rows(self) -> None:
        rows = self._selected if self._only_selected.isChecked() else self._rows
        self._summary.setText(shown(summary(self._query, rows)))

    def _show_format(self) -> None:
        self._form.set_hint("format", _formats()[self._format.currentIndex()].hint)
        self._check()

    def _check(self) -> None:
        problem = file_name_problem(self._name.text())
        self._export.setEnabled(not problem)
        there = not problem and self.choice().path.exists()
        self._form.set_problem(
            "file_name", problem or (self.tr("This file is there already and will be replaced.") if there else "")
        )
        self._place.setText(shown(str(self._folder), 200))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Where to write it"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.set_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def set_folder(self, folder: str) -> None:
        """Write into this folder."""
        self._folder = Path(folder)
        self._check()


def summary(query: Query, rows: int) -> str:
    """What the file will hold: “412 students, 7 columns, grade 09, sorted by name”."""
    described = collection(query.collection)
    columns = query.columns or described.usual_columns
    parts = [words.counted(query.collection, rows), words.counted("columns", len(columns))]
    if query.text:
        parts.append(tr("matching “{0}”").format(query.text))
    or_ = tr(" or ")
    parts += [f"{sentences(described.field(each.field).title).lower()} {or_.join(each.values)}" for each in query.where]
    if query.phases:
        parts.append(or_.join(words.word(phase).lower() for phase in query.phases))
    if query.as_of:
        parts.append(tr("as of {0}").format(query.as_of))
    if query.sort:
        by = query.sort[0]
        order = tr("sorted by {0}, last to first") if by.descending else tr("sorted by {0}")
        parts.append(order.format(sentences(described.field(by.field).title).lower()))
    return ", ".join(parts) + "."
