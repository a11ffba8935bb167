"""The findings as a model: which are shown, in which order, and how lines are read as they are needed."""

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from rosterdesk.checks.judgement import Cause, Finding, Judgement
from rosterdesk.ui.browsing.finding_branches import branches
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.models.findings_tree import FindingsTree
from tests.ui.judged import JUDGEMENT, SCHOOLS, finding, result


def test_lines_of_records_are_read_as_they_are_needed(qapp: QApplication) -> None:
    tree = FindingsTree()
    tree.show(branches(JUDGEMENT, Findings(), SCHOOLS), SCHOOLS)
    many = tree.index_of(["USR-15"])
    assert [many.siblingAtColumn(column).data() for column in (1, 2)] == ["District", "1,200"]
    assert tree.hasChildren(many)
    before = tree.rowCount(many)
    last = tree.index_of(["USR-15"], ("users", "USR-15-1199"))
    assert last.data() == "Person 1199"
    assert before < tree.rowCount(many) == 1200
    assert last.parent() == many
    assert tree.index_of(["USR-15"], ("users", "nobody")) == many
    assert not tree.index_of(["VAL-01"]).isValid()


def test_a_record_is_found_in_whatever_branch_it_is(qapp: QApplication) -> None:
    tree = FindingsTree()
    tree.show(branches(JUDGEMENT, Findings(), SCHOOLS), SCHOOLS)
    line = tree.index_of(["REF-13"], ("users", "REF-13-1"))
    assert tree.path(line) == ("REF-13", "classes/lost")
    assert line.parent().data() == "lost"
    assert line.parent().parent().siblingAtColumn(2).data() == "1 cause · 4"
    assert tree.index_of(["REF-13", "classes/lost"]) == line.parent()
    assert tree.path(line.parent()) == ("REF-13", "classes/lost")
    assert tree.index_of([]) == QModelIndex()


WAYS = [
    *(Findings(), Findings(level="not run"), Findings(level="info")),
    *(Findings(by="cause"), Findings(by="severity"), Findings(by="school")),
]


@pytest.mark.parametrize("asked", WAYS)
def test_the_model_keeps_what_qt_expects_of_it(qapp: QApplication, asked: Findings) -> None:
    tree = FindingsTree()
    tree.show(branches(JUDGEMENT, asked, SCHOOLS), SCHOOLS)
    tester = QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Warning, tree)
    tester.setUseFetchMore(False)  # it would while lines come
    waiting = [QModelIndex()]
    while waiting:
        above = waiting.pop()
        while tree.canFetchMore(above):
            tree.fetchMore(above)
        waiting += [tree.index(row, 0, above) for row in range(min(tree.rowCount(above), 5))]


def test_the_store_is_asked_once_how_a_record_is_called(qapp: QApplication) -> None:
    tree, asked = FindingsTree(), []

    def called(record: Finding | Cause) -> str:
        asked.append(record.sourced_id)
        return "Something" if isinstance(record, Cause) else f"Somebody {record.sourced_id}"

    tree.named = tree.blamed = called
    tree.show(branches(JUDGEMENT, Findings(), SCHOOLS), SCHOOLS)
    cause = tree.index_of(["REF-13", "classes/lost"])
    record = tree.index_of(["REF-13"], ("users", "REF-13-1"))
    for line in (cause, record) * 2:
        assert line.data() in {"Something", "Somebody REF-13-1"}
        assert [line.siblingAtColumn(column).data() for column in range(tree.columnCount())]
    assert asked == ["lost", "REF-13-1"]


def test_a_screen_reader_hears_what_is_wrong_with_the_record(qapp: QApplication) -> None:
    tree = FindingsTree()
    tree.show(branches(JUDGEMENT, Findings(), SCHOOLS), SCHOOLS)
    spoken = int(Qt.ItemDataRole.AccessibleTextRole)
    assert tree.index_of(["VAL-11"]).data(spoken) == "Unknown grade, 2 schools, 2"
    record = tree.index_of(["VAL-11"], ("users", "VAL-11-2"))
    assert record.data(spoken) == "Person 2, Something is wrong., Brook"


def test_what_lies_in_a_file_is_called_by_its_place_there(qapp: QApplication) -> None:
    found = msgspec.structs.replace(
        finding("PKG-06", "error", 1, ""), sourced_id="", title="", file="users.csv", row=88, field=""
    )
    tree = FindingsTree()
    tree.show(branches(Judgement([result("PKG-06", "error", error=1)], [found]), Findings(), {}), {})
    line = tree.index_of(["PKG-06"], ("users", ""))
    assert line.data() == "users.csv · row 88"
    assert line.data(FindingsTree.FindingRole) == found
