"""Pages painted by Qt, which shapes every script: black on white, on a screen, a printer or a PDF alike."""

from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageReader,
    QImageWriter,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

from rosterdesk.export.paper.marks import Box, Face, Ink, Mark, Page, Type, Words

PAPER = QColor(0xFF, 0xFF, 0xFF)

_UNITS = 10
"""Fonts are measured and painted so many times too large, then scaled: a line is as long on every device."""
_INKS: dict[Ink, QColor] = {
    "rule": QColor(0x20, 0x20, 0x20),
    "hairline": QColor(0xB4, 0xB4, 0xB4),
    "shade": QColor(0xF2, 0xF2, 0xF2),
    "cut": QColor(0x90, 0x90, 0x90),
}
_TEXT, _GREY, _DISC = QColor(0, 0, 0), QColor(0x50, 0x50, 0x50), QColor(0xE8, 0xE8, 0xE8)
_FROM_LEFT, _FROM_RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
_PHOTO = 360  # pixels: 300 an inch of paper
_MOST_PIXELS = 80_000_000
_FORMATS = {b"jpeg", b"png"}
_QUALITY = 90


class Font(NamedTuple):
    """A font in units, with its metrics, and how far below the top of a line its base is."""

    font: QFont
    metrics: QFontMetricsF
    base: float


class Fonts:
    """The system's sans serif in all sizes: measures texts, and is what they are painted with. May be used by any
    thread, by one at a time.
    """

    def __init__(self) -> None:
        self._fonts: dict[Type, Font] = {}
        self._wrap = QTextOption()
        self._wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def width(self, text: str, type_: Type) -> float:
        return self.of(type_).metrics.horizontalAdvance(text) / _UNITS

    def wrapped(self, text: str, type_: Type, width: float) -> list[str]:
        if self.width(text, type_) <= width:
            return [text]
        units = text.encode("utf-16-le", "surrogatepass")  # as Qt counts them
        layout = QTextLayout(text, self.of(type_).font)
        layout.setTextOption(self._wrap)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * _UNITS)
            start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
            lines.append(units[start:end].decode("utf-16-le", "surrogatepass").rstrip())
        layout.endLayout()
        return lines

    def elided(self, text: str, type_: Type, width: float) -> str:
        if self.width(text, type_) <= width:
            return text
        return self.of(type_).metrics.elidedText(text, Qt.TextElideMode.ElideRight, width * _UNITS)

    def of(self, type_: Type) -> Font:
        """The font of this type."""
        if type_ not in self._fonts:
            font = QFont("Sans Serif")
            font.setStyleHint(QFont.StyleHint.SansSerif)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setPixelSize(round(type_.size * _UNITS))
            font.setBold(type_.bold)
            metrics = QFontMetricsF(font)
            base = (type_.leading * _UNITS + metrics.ascent() - metrics.descent()) / 2
            self._fonts[type_] = Font(font, metrics, base)
        return self._fonts[type_]


def paint(page: Page, painter: QPainter, fonts: Fonts) -> None:
    """Paint a page with a painter that counts in points; the paper itself is not painted."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(1 / _UNITS, 1 / _UNITS)
    for mark in sorted(page.marks, key=_is_above):
        match mark:
            case Words():
                _paint_words(mark, painter, fonts)
            case Box():
                _paint_box(mark, painter)
            case Face():
                _paint_face(mark, painter, fonts)
    painter.restore()


def with_photos(page: Page) -> Page:
    """The page with its photos read, which takes a while, so that it is painted at once. For any thread."""
    return msgspec.structs.replace(page, marks=tuple(map(_with_photo, page.marks)))


def _with_photo(mark: Mark) -> Mark:
    if not isinstance(mark, Face) or not isinstance(mark.photo, Path):
        return mark
    photo = _photo(mark.photo)
    return msgspec.structs.replace(mark, photo=None if photo is None else _small(photo))


def _small(photo: QImage) -> bytes:
    """The photo as few bytes: a preview holds very many."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png" if photo.hasAlphaChannel() else b"jpeg"))
    writer.setQuality(_QUALITY)
    writer.write(photo)
    return bytes(buffer.data().data())


def _is_above(mark: Mark) -> bool:
    """Whether a mark lies above what is shaded: a shade must not eat the line of the row before it."""
    return not (isinstance(mark, Box) and mark.ink == "shade")


def _paint_words(words: Words, painter: QPainter, fonts: Fonts) -> None:
    font = fonts.of(words.type)
    x = words.x * _UNITS
    if words.at != "left":
        room = font.metrics.horizontalAdvance(words.text)
        x -= room if words.at == "right" else room / 2
    painter.setFont(font.font)
    painter.setPen(_GREY if words.type.grey else _TEXT)
    painter.setLayoutDirection(_FROM_RIGHT if words.from_right else _FROM_LEFT)
    painter.drawText(QPointF(x, words.y * _UNITS + font.base), words.text)


def _paint_box(box: Box, painter: QPainter) -> None:
    place = _scaled(box.x, box.y, box.width, box.height)
    if box.ink != "cut":
        painter.fillRect(place, _INKS[box.ink])
        return
    painter.setPen(QPen(_INKS["cut"], _UNITS / 2, Qt.PenStyle.DashLine))
    middle = place.center().y()
    painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle))


def _paint_face(face: Face, painter: QPainter, fonts: Fonts) -> None:
    place = _scaled(face.x, face.y, face.side, face.side)
    photo = _photo(face.photo) if isinstance(face.photo, Path) else face.photo and QImage.fromData(face.photo)
    if photo:
        painter.drawImage(place, photo)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_DISC)
    painter.drawEllipse(place)
    size = face.side * 0.36
    type_ = Type(size, size, bold=True, grey=True)
    middle = face.y + (face.side - type_.leading) / 2
    _paint_words(Words(face.x + face.side / 2, middle, face.initials, type_, "centre"), painter, fonts)


def _scaled(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x * _UNITS, y * _UNITS, width * _UNITS, height * _UNITS)


def _photo(path: Path) -> QImage | None:
    """The square of a photo where a face is, no larger than is printed; nothing where it is none that can be read."""
    QLoggingCategory.setFilterRules("qt.gui.imageio.*=false")  # what is broken in a picture is no news to anybody
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if reader.format().data() not in _FORMATS or not 0 < size.width() * size.height() <= _MOST_PIXELS:
        return None
    smaller = size.scaled(QSize(_PHOTO, _PHOTO), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if smaller.width() < size.width():
        reader.setScaledSize(smaller)
    image = reader.read()
    if image.isNull():
        return None
    side = min(image.width(), image.height())
    return image.copy((image.width() - side) // 2, (image.height() - side) // 3, side, side)
