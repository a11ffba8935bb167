"""Pages of labels: each text within its label, wherever the stock has it. Pure."""

from collections.abc import Iterator, Mapping

from rosterdesk.export.paper.marks import Mark, Measure, Page, Type, clean
from rosterdesk.export.paper.sheet import Labels, Size
from rosterdesk.export.paper.stocks import STOCKS, Stock
from rosterdesk.export.paper.strips import paragraph, words

_NAME = Type(12, 15, bold=True)
_LINE = Type(9.5, 12)
_PAD = 8.0  # printers and sheets are never quite where they should be


def label_pages(labels: Labels, measure: Measure, sizes: Mapping[Size, tuple[float, float]]) -> Iterator[Page]:
    """The labels from the first free one on; without a margin or a foot, which the stock has no room for."""
    stock = STOCKS[labels.stock]
    width, height = sizes[stock.size]
    taken = min(max(labels.first, 1), stock.count) - 1
    marks: list[Mark] = []
    for number, lines in enumerate(labels.labels, taken):
        place = number % stock.count
        if place == 0 and marks:
            yield Page(width, height, tuple(marks))
            marks = []
        marks += _marks(lines, stock, place, measure)
    if marks:
        yield Page(width, height, tuple(marks))


def _marks(lines: tuple[str, ...], stock: Stock, place: int, measure: Measure) -> list[Mark]:
    width, height = stock.width - 2 * _PAD, stock.height - _PAD
    texts = _as_many_as_fit([clean(line) for line in lines if line.strip()], height)
    spare = height - _height(len(texts))
    said: list[tuple[Type, str]] = []
    for text in texts:
        type_ = _LINE if said else _NAME
        more = min(len(measure.wrapped(text, type_, width)) - 1, int(spare // type_.leading))
        spare -= more * type_.leading
        said += [(type_, line) for line in paragraph(text, type_, measure, width, 1 + more)]
    left, top = stock.corner(place)
    y = top + (stock.height - sum(type_.leading for type_, _ in said)) / 2
    marks: list[Mark] = []
    for type_, line in said:
        marks.append(words(line, type_, left + _PAD, y, width))
        y += type_.leading
    return marks


def _as_many_as_fit(texts: list[str], height: float) -> list[str]:
    """The texts, the last ones joined on one line where the label is too low for all."""
    while len(texts) > 1 and _height(len(texts)) > height:
        texts = [*texts[:-2], " · ".join(texts[-2:])]
    return texts


def _height(count: int) -> float:
    return _NAME.leading + (count - 1) * _LINE.leading if count else 0
