"""What the key of a source can see, list by list, as the syncs found out, and what is otherwise than before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QWidget

from rosterdesk.model.access import Access, access, changed
from rosterdesk.model.fields import OPTIONAL, collection
from rosterdesk.model.rows import Run
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.dialogs import verdict
from rosterdesk.ui.dialogs.checklist import Checklist, Line, State, show_state
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP

_ICON = 16
_SIZE = (680, 620)


class AccessDialog(QDialog):
    """Says it of a service after these runs, the newest first; `counts` are what the copy has of each collection."""

    def __init__(self, source: str, runs: Sequence[Run], counts: Mapping[str, int], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("accessDialog")
        self.setWindowTitle(self.tr("What this key can see"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        found, now = access(runs), datetime.now().astimezone()
        state, sentence = _headline(changed(found, runs), len(runs))
        self._lines = [_line(each, counts.get(each.collection, 0), now) for each in found]
        self._sentence = sentence
        mark = icons.Picture("info", _ICON)
        show_state(mark, state)
        headline = label(sentence, "heading", wrap=True)
        headline.setObjectName("accessHeadline")
        style.set_look(headline, state)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(headline, 1)
        listed = Checklist(self.tr("What this key can see"))
        for line in self._lines:
            listed.put(line)
        scroll = QScrollArea()
        scroll.setWidget(listed)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        copy = QPushButton(self.tr("Copy"))
        copy.setObjectName("copyAccessButton")
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = framed(self, [close], [copy])
        column.addWidget(label(self.tr("What this key can see"), "title"))
        column.addWidget(label(shown(source), "secondary"))
        column.addSpacing(GAP)
        column.addLayout(head)
        column.addSpacing(GAP)
        column.addWidget(scroll, 1)
        self.resize(*_SIZE)

    def _copy(self) -> None:
        """All of it, to be sent to the people who run the service."""
        lines = (" ".join(filter(None, (f"{e.title}: {e.number}", e.words, *e.remarks))) for e in self._lines)
        QGuiApplication.clipboard().setText("\n".join((self._sentence, *lines)))


def _headline(others: Sequence[Access], runs: int) -> tuple[State, str]:
    if runs < 2:
        return "good", tr("As the first sync found it.")
    if not others:
        return "good", tr("The last sync could see what the one before could.")
    lost = [each for each in others if each.state != "allowed"]
    names = ", ".join(sentences(collection(each.collection).title) for each in lost or others)
    if lost:
        return "warning", tr("Since the last sync otherwise than before: {0}.").format(names)
    return "good", tr("Since the last sync there is more to see: {0}.").format(names)


def _line(found: Access, count: int, now: datetime) -> Line:
    title, (state, words) = sentences(collection(found.collection).title), _states()[found.state]
    if found.was == "allowed":
        state = "warning"
    elif state == "warning" and found.collection in OPTIONAL:
        state = "plain"  # a fact: nobody needs it for a sync
    remarks = [sentences(found.why)] if found.why else []
    if found.was:
        since, before = moment(datetime.fromisoformat(found.since), now), _states()[found.was][1]
        remarks.insert(0, tr("Since {0}; before that: {1}.").format(since, before))
    if count and found.state in {"forbidden", "absent", "unread"}:
        remarks.append(tr("What an earlier sync brought of it is kept."))
    return Line(found.collection, title, state, words, f"{count:,}" if count else "—", tuple(remarks))


def _states() -> dict[str, tuple[State, str]]:
    return {
        **verdict.states(),
        "unread": ("warning", tr("not read yet: no sync came so far")),
        "unasked": ("plain", tr("no sync has asked for it")),
    }
