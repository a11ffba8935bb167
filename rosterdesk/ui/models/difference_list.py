"""In what two rosters differ, record by record, as a model; a record opens to its fields."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QObject

from rosterdesk.model.changes import Change
from rosterdesk.model.changes import Kind as Sign
from rosterdesk.model.comparison import Comparison, Kind
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.models.change_list import ChangeList

_SIGNS: Final[Mapping[Kind, Sign]] = {
    "different": "changed",
    "left": "removed",
    "right": "added",
    "ambiguous": "changed",
}
"""By what the right side would have become different from the left one."""
_LONGEST = 40  # characters of what a side is called


class DifferenceList(ChangeList):
    """A `ChangeList` whose `ChangeRole` gives a `Difference`; its values are the left side's and the right side's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = self._right = ""

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the records of this comparison."""
        self._left, self._right = shown(comparison.left, _LONGEST), shown(comparison.right, _LONGEST)
        self.show([(_SIGNS[each.kind], each) for each in comparison.records])

    def said(self, kind: Sign, change: Change) -> str:
        what: Any = getattr(change, "kind", "different")
        match what:
            case "left":
                return self.tr("Only in {0}").format(self._left)
            case "right":
                return self.tr("Only in {0}").format(self._right)
            case "ambiguous":
                return self.tr("Several records share this, so which is which cannot be told")
            case _:
                return super().said(kind, change)
