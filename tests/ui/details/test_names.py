"""What the pane never does with a name: take it for HTML, or for something to format."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabBar, QWidget

from rosterdesk.ui.details.pane import DetailPane
from tests.ui.details import rosters
from tests.ui.details.reading import Open, links, record, settle, show

SHOWN = (
    *(("orgs", sourced_id) for sourced_id in ("district", "school")),
    *(("academicSessions", sourced_id) for sourced_id in ("year", "term")),
    ("courses", "course"),
    ("classes", "class"),
    *(("users", sourced_id) for sourced_id in ("student", "teacher", "guardian", "administrator")),
    ("enrollments", "enrollment-student"),
    ("demographics", "student"),
    ("resources", "resource"),
    ("categories", "category"),
    ("scoreScales", "scale"),
    ("lineItems", "item"),
    ("results", "result"),
    ("assessmentLineItems", "assessment"),
    ("assessmentResults", "percentile"),
)


@pytest.mark.parametrize("turn", [0, 6, 12])
def test_no_name_is_taken_for_html(turn: int, pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", rosters.mixed(turn)))
    bar = pane.findChild(QTabBar, "detailTabs")
    for name, sourced_id in SHOWN:
        show(pane, reader, record(reader, name, sourced_id))
        for index in range(bar.count()):
            bar.setCurrentIndex(index)
            settle()
            for label in pane.findChildren(QLabel):
                assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
                assert len(label.text()) <= 3100
            for widget in pane.findChildren(QWidget):
                assert not widget.toolTip() or widget.toolTip().startswith("<qt>")
        bar.setCurrentIndex(0)
        assert pane.findChild(QLabel, "detailName").height() < 200


@pytest.mark.parametrize("payload", ["<b>Bob</b>", "&amp;", "O<Neil", "Tom & Jerry", "%n %1 {0} {name}"])
def test_a_name_is_shown_as_it_is(payload: str, pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    reader = opened(rosters.write(tmp_path / "store.db", rosters.hostile(payload)))
    show(pane, reader, record(reader, "classes", "class"))
    assert pane.findChild(QLabel, "detailName").text() == payload
    button = links(pane)["course"]
    assert button.text().replace("&&", "&") == payload
    assert button.accessibleName() == payload
