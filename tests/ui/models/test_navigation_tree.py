"""The tree by itself, on stores with and without what is optional."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QTreeView

from rosterdesk.model.fields import OPTIONAL
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.models.navigation_tree import NavigationTree
from tests import stores
from tests.ui.details import rosters


@pytest.fixture
def shown(tmp_path: Path, qapp: QApplication) -> Iterator[Callable[[bool], NavigationTree]]:
    """Makes a tree of a small store, with all that is optional or without."""
    readers = []

    def show(whole: bool) -> NavigationTree:
        roster = rosters.hostile("Plain")
        if not whole:
            roster = {name: rows for name, rows in roster.items() if name not in OPTIONAL}
        readers.append(Reader(rosters.write(tmp_path / f"{whole}.db", roster), stores.KEY))
        tree = NavigationTree()
        tree.show(readers[-1], "Lakeside")
        QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Warning, tree)
        return tree

    yield show
    for reader in readers:
        reader.close()


def titles(tree: NavigationTree, parent: QModelIndex) -> list[str]:
    return [tree.index(row, 0, parent).data() for row in range(tree.rowCount(parent))]


def counts(**changed: int) -> dict[tuple[str, str], int]:
    return {("students", ""): 1} | {(name, ""): count for name, count in changed.items()}


def test_gradebook_and_resources_have_lines_once_they_are_counted(shown: Callable[[bool], NavigationTree]) -> None:
    tree = shown(True)
    before = titles(tree, tree.index(0, 0))
    tree.show_counts(counts(results=3, resources=2))
    assert titles(tree, tree.index(0, 0)) == [*before, "Gradebook", "Resources"]
    gradebook = tree.index(len(before), 0, tree.index(0, 0))
    assert titles(tree, gradebook) == ["Results"]
    assert gradebook.data(tree.NodeRole).place.query.collection == "results"
    assert tree.index(0, 0, gradebook).data(tree.CountRole) == 3


def test_the_lines_stay_while_the_counts_change_and_go_with_the_last_record(
    shown: Callable[[bool], NavigationTree],
) -> None:
    tree = shown(True)
    before = titles(tree, tree.index(0, 0))
    tree.show_counts(counts(results=3))
    line = tree.index(len(before), 0, tree.index(0, 0)).data(tree.NodeRole)
    tree.show_counts(counts(results=4))
    assert tree.index(len(before), 0, tree.index(0, 0)).data(tree.NodeRole) is line
    tree.show_counts(counts(results=4, lineItems=1))
    gradebook = tree.index(len(before), 0, tree.index(0, 0))
    assert titles(tree, gradebook) == ["Line items", "Results"]
    tree.show_counts(counts())
    assert titles(tree, tree.index(0, 0)) == before


def test_a_store_without_them_has_no_lines_for_them(shown: Callable[[bool], NavigationTree]) -> None:
    tree = shown(False)
    before = titles(tree, tree.index(0, 0))
    tree.show_counts(counts())
    assert titles(tree, tree.index(0, 0)) == before
    assert not tree.refresh_schools()


def test_the_lines_are_no_reason_to_read_the_schools_again(shown: Callable[[bool], NavigationTree]) -> None:
    tree = shown(True)
    tree.show_counts(counts(results=3, resources=2))
    assert not tree.refresh_schools()
    assert titles(tree, tree.index(0, 0))[-2:] == ["Gradebook", "Resources"]


def test_what_comes_new_leaves_the_other_lines_as_they_are(shown: Callable[[bool], NavigationTree]) -> None:
    tree = shown(True)
    view = QTreeView()
    view.setModel(tree)
    tree.show_counts(counts(categories=1, resources=2))
    root = tree.index(0, 0)
    gradebook = tree.index(tree.rowCount(root) - 2, 0, root)
    view.expand(gradebook)
    view.setCurrentIndex(tree.index(0, 0, gradebook))
    tree.show_counts(counts(lineItems=1, results=3, categories=1, scoreScales=1, resources=2))
    assert titles(tree, gradebook) == ["Line items", "Results", "Categories", "Score scales"]
    assert view.currentIndex().data() == "Categories"
    assert view.isExpanded(gradebook)
    assert gradebook.data(tree.NodeRole).place.query.collection == "lineItems"
    tree.show_counts(counts(results=3))
    assert titles(tree, root)[-1] == "Gradebook"
    assert titles(tree, gradebook) == ["Results"]
    view.deleteLater()


def test_below_the_district_lie_findings_and_changes_with_numbers_of_their_own(
    shown: Callable[[bool], NavigationTree],
) -> None:
    tree = shown(False)
    assert titles(tree, QModelIndex())[1:] == ["Findings", "Changes"]
    index = tree.index_of(places.report(Findings(level="error")))  # narrowed or not: it is one place
    assert (index.data(), index.data(tree.CountRole)) == ("Findings", None)
    tree.show_number(Findings, 12, "danger")
    assert (index.data(tree.CountRole), index.data(tree.NodeRole).tint) == (12, "danger")
    assert tree.index_of(places.report(Changes())).data(tree.CountRole) is None
    assert not tree.leads_to(tree.index(0, 0), places.report(Changes()))


def test_a_list_of_a_school_opens_to_its_records(shown: Callable[[bool], NavigationTree]) -> None:
    tree = shown(False)
    school = tree.index(0, 0, tree.index(0, 0))
    students = tree.index(titles(tree, school).index("Students"), 0, school)
    assert tree.hasChildren(students)
    while tree.canFetchMore(students):
        tree.fetchMore(students)
    names = titles(tree, students)
    assert names
    record = tree.index(0, 0, students)
    place = record.data(tree.NodeRole).place
    assert place.record.title == names[0]
    assert tree.index_of(place) == record
    assert tree.index_of(students.data(tree.NodeRole).place) == students
    assert not tree.refresh_schools()
    assert titles(tree, students) == names
