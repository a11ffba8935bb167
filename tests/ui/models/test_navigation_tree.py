"""The tree by itself, on stores with and without what is optional."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QTreeView
from pytestqt.qtbot import QtBot

from rosterdesk.model.fields import OPTIONAL
from rosterdesk.oneroster import answers
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.models.navigation_tree import NavigationTree
from rosterdesk.ui.program.privacy import Privacy
from tests import stores
from tests.ui.details import rosters

PATIENCE = 20_000


@pytest.fixture
def of(qapp: QApplication) -> Iterator[Callable[[Reader], NavigationTree]]:
    """Makes a tree of what a reader has, which is closed only after the tree reads no more."""
    shown: list[tuple[NavigationTree, Reader]] = []

    def show(reader: Reader) -> NavigationTree:
        shown.append((tree := NavigationTree(), reader))
        tree.show(reader, "Lakeside")
        tester = QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Warning, tree)
        tester.setUseFetchMore(False)  # it would open every line
        return tree

    yield show
    for tree, reader in shown:
        tree.show(None, "")
        reader.close()


@pytest.fixture
def shown(tmp_path: Path, of: Callable[[Reader], NavigationTree]) -> Callable[[bool], NavigationTree]:
    """Makes a tree of a small store, with all that is optional or without."""

    def show(whole: bool) -> NavigationTree:
        roster = rosters.hostile("Plain")
        if not whole:
            roster = {name: rows for name, rows in roster.items() if name not in OPTIONAL}
        return of(Reader(rosters.write(tmp_path / f"{whole}.db", roster), stores.KEY))

    return show


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


def test_a_long_list_comes_in_parts_and_whole(
    of: Callable[[Reader], NavigationTree], filled: Path, qtbot: QtBot
) -> None:
    reader = Reader(filled, stores.KEY)
    tree = of(reader)
    root = tree.index(0, 0)
    groups = (tree.index(1, 0, tree.index(row, 0, root)) for row in range(tree.rowCount(root)))
    counted = [(reader.keys(group.data(tree.NodeRole).place.query), group) for group in groups if group.isValid()]
    keys, students = max(counted, key=lambda each: len(each[0]))
    tree.fetchMore(students)
    assert 0 < tree.rowCount(students) < len(keys)
    qtbot.waitUntil(lambda: tree.rowCount(students) == len(keys), timeout=PATIENCE)


def test_what_is_below_a_school_is_read_again_soon(
    of: Callable[[Reader], NavigationTree], filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = Path(shutil.copy(filled, tmp_path / "store.db"))
    reader = Reader(path, stores.KEY)
    tree = of(reader)
    school = tree.index(0, 0, tree.index(0, 0))
    classes = tree.index(0, 0, school)
    tree.fetchMore(classes)
    before = tree.rowCount(classes)
    here = rosters.ref(school.data(tree.NodeRole).school, "org")
    with Writer(path, stores.KEY) as writer:
        writer.begin({"classes": "delta"}, started=datetime.now(UTC))
        new = [{"sourcedId": "new", "status": "active", "title": "Aardvarks", "school": here}]
        page = answers.page(msgspec.json.encode({"classes": new}), "classes", {})
        writer.put("classes", page.items, received=1, total=1)
        writer.end_collection("classes", complete=True)
        writer.end()
    assert not tree.refresh_schools()
    qtbot.waitUntil(lambda: tree.canFetchMore(classes), timeout=PATIENCE)
    tree.fetchMore(classes)
    assert tree.rowCount(classes) == before + 1


def test_lines_that_are_unfolded_are_masked_and_named_again(
    of: Callable[[Reader], NavigationTree], tmp_path: Path, qtbot: QtBot
) -> None:
    privacy = Privacy()
    reader = MaskedReader(rosters.write(tmp_path / "store.db", rosters.hostile("Plain")), stores.KEY, privacy)
    tree = of(reader)
    school = tree.index(0, 0, tree.index(0, 0))
    students = next(
        line
        for row in range(tree.rowCount(school))
        if (line := tree.index(row, 0, school)).data(tree.NodeRole).place.query.collection == "students"
    )
    tree.fetchMore(students)
    named = titles(tree, students)
    privacy.switch()
    assert not tree.refresh_schools()
    qtbot.waitUntil(lambda: titles(tree, students) == [f"Student {privacy.code('student')}"], timeout=PATIENCE)
    assert tree.index(0, 0, students).data(tree.NodeRole).place.record.title == titles(tree, students)[0]
    privacy.switch()
    assert not tree.refresh_schools()
    qtbot.waitUntil(lambda: titles(tree, students) == named, timeout=PATIENCE)
