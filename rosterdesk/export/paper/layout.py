"""Pages out of sheets: what heads a sheet is repeated, its pages are counted, no row is lost or torn. Pure."""

from collections.abc import Iterable, Iterator

import msgspec

from rosterdesk.export.paper.label_pages import label_pages
from rosterdesk.export.paper.marks import Box, Mark, Measure, Page, Type, Words, clean, moved
from rosterdesk.export.paper.sheet import Document, Labels, Paper, Sheet, Size
from rosterdesk.export.paper.strips import GAP, RULE, SMALL, TEXT, Strip, paragraph, stacked, strips, words

SIZES: dict[Size, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}
"""Width and height of paper that stands, in points."""
MARGIN = 40.0  # wider than what common printers cannot reach

_TITLE = Type(15, 19, bold=True)
_TITLE_LINES, _FACT_LINES = 3, 3
_LABEL = Type(8.5, 13.3, grey=True)  # on the line of the text after it
_FOOT = 24.0
_BETWEEN_FACTS = 18.0
_AFTER_LABEL = 4.0


class _Part(msgspec.Struct, frozen=True):
    """What of a sheet is on one page: its page `number` of so many `of` it, and the sheet's own number and people."""

    strip: Strip
    number: int
    of: int
    people: tuple[int, int]


class _Pane(msgspec.Struct, frozen=True):
    """A page's size, footer and number, and the room between its margins and above its foot."""

    width: float
    height: float
    footer: str
    page: str

    @property
    def across(self) -> float:
        return self.width - 2 * MARGIN

    @property
    def down(self) -> float:
        return self.height - 2 * MARGIN - _FOOT


def pages(document: Document, measure: Measure) -> Iterator[Page]:
    """The pages of a document; its sheets are read as pages are asked for."""
    pane = _pane(document.paper, clean(document.footer), document.page)
    waiting: list[_Part] = []  # the page that others may still follow on
    for place, sheet in enumerate(document.sheets):
        people = place, sheet.people
        labels = [block for block in sheet.blocks if isinstance(block, Labels)]
        parts = [] if labels else _parts(sheet, people, pane, measure)
        if not (sheet.follows and len(parts) == 1 and _fits(waiting, parts[0], pane)):
            yield from _page(waiting, pane, measure)
            waiting = []
        for block in labels:
            for page in label_pages(block, measure, SIZES):
                yield msgspec.structs.replace(page, people=(people,))
        for part in parts[:-1]:
            yield from _page([part], pane, measure)
        waiting += parts[-1:]
    yield from _page(waiting, pane, measure)


def _pane(paper: Paper, footer: str, page: str) -> _Pane:
    width, height = SIZES[paper.size]
    return _Pane(height, width, footer, page) if paper.landscape else _Pane(width, height, footer, page)


def _fits(waiting: list[_Part], part: _Part, pane: _Pane) -> bool:
    used = sum(each.strip.height + 2 * GAP for each in waiting)
    return bool(waiting) and waiting[-1].of == 1 and used + part.strip.height <= pane.down


def _page(parts: list[_Part], pane: _Pane, measure: Measure) -> Iterator[Page]:
    """The page with these parts, one below the other; none where there are none."""
    if not parts:
        return
    marks: list[Mark] = []
    y = MARGIN
    for place, part in enumerate(parts):
        if place:
            marks.append(Box(MARGIN / 2, y, pane.width - MARGIN, 2 * GAP, "cut"))
            y += 2 * GAP
        marks += [moved(mark, MARGIN, y) for mark in part.strip.marks]
        y += part.strip.height
    foot = pane.height - MARGIN - SMALL.leading
    number = pane.page.format(parts[0].number, parts[0].of) if len(parts) == 1 else ""
    room = pane.across - measure.width(number, SMALL) - _BETWEEN_FACTS
    marks.append(words(measure.elided(pane.footer, SMALL, room), SMALL, MARGIN, foot, room))
    marks.append(Words(pane.width - MARGIN, foot, number, SMALL, "right"))
    yield Page(pane.width, pane.height, tuple(marks), tuple(part.people for part in parts))


def _parts(sheet: Sheet, people: tuple[int, int], pane: _Pane, measure: Measure) -> list[_Part]:
    """The sheet, a part for each page that it needs."""
    head = _head(sheet, pane.across, measure)
    room = pane.down - head.height
    all_strips = (strip for block in sheet.blocks for strip in strips(block, measure, pane.across, room))
    bodies = list(_bodies(all_strips, room)) or [Strip(0, ())]
    return [_Part(stacked((head, body)), number, len(bodies), people) for number, body in enumerate(bodies, 1)]


def _bodies(all_strips: Iterable[Strip], room: float) -> Iterator[Strip]:
    """As many strips together as there is room for."""
    parts: list[Strip] = []
    used = 0.0
    for strip in all_strips:
        if parts and used + strip.gap + strip.height > room:
            yield stacked(parts)
            parts = [strip.head] if strip.head else []
        elif parts and strip.gap:
            parts.append(Strip(strip.gap, ()))
        parts.append(strip)
        used = sum(part.height for part in parts)
    if parts:
        yield stacked(parts)


def _head(sheet: Sheet, width: float, measure: Measure) -> Strip:
    """The title, and under it what else is to be known, in a flow of label and text."""
    title = paragraph(sheet.title, _TITLE, measure, width, _TITLE_LINES) if sheet.title else []
    marks: list[Mark] = [words(line, _TITLE, 0, place * _TITLE.leading, width) for place, line in enumerate(title)]
    top = len(title) * _TITLE.leading + 2
    facts, bottom = _facts(sheet.lines, top, width, measure)
    if not marks and not facts:
        return Strip(0, ())
    marks += facts
    marks.append(Box(0, bottom + 5, width, RULE, "rule"))
    return Strip(bottom + 5 + RULE + GAP, tuple(marks))


def _facts(lines: tuple[tuple[str, str], ...], top: float, width: float, measure: Measure) -> tuple[list[Mark], float]:
    """The facts below `top`, and where they end."""
    marks: list[Mark] = []
    x, y = 0.0, top
    for label, text in lines:
        begins = measure.width(label, _LABEL) + _AFTER_LABEL if label else 0
        needed = begins + measure.width(clean(text), TEXT)
        if x and x + needed > width:
            x, y = 0.0, y + TEXT.leading
        said = paragraph(text, TEXT, measure, width - begins - x, _FACT_LINES)
        marks.append(Words(x, y, label, _LABEL))
        marks += [Words(x + begins, y + place * TEXT.leading, line, TEXT) for place, line in enumerate(said)]
        y += (len(said) - 1) * TEXT.leading
        x = width if len(said) > 1 else x + needed + _BETWEEN_FACTS
    return marks, y + TEXT.leading if lines else top
