"""The bytes of a file as lines of text, whatever encoding they are in."""

import codecs
import io
from collections.abc import Callable, Iterable, Iterator

from rosterdesk.bundle.problems import CutShortError, Flaw

LONGEST = 1 << 20
"""Characters of a line. A file without line ends must not fill the memory."""

BYTE_ORDER_MARK = Flaw("PKG-07", "info", "The file begins with a byte order mark, which not every reader passes over.")
NOT_UTF8 = Flaw("PKG-07", "error", "The file is not in UTF-8. It was read as Windows text where it is not.")
UTF16 = Flaw("PKG-07", "error", "The file is in UTF-16 and must be in UTF-8. It was read all the same.")
BARE_RETURN = Flaw("PKG-08", "warning", "Lines end in a carriage return alone; the standard knows CRLF and LF.")
TOO_LONG = Flaw("PKG-06", "error", f"A line is longer than {LONGEST:,} characters. The file is read up to there.")

_UNFIT = ("\0", "\ufffe", "\uffff")
"""What no text may have. UTF-8 and UTF-16, decoded, bring no lone surrogates."""


def _windows(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8 as Windows' western text, which they mostly are."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("rosterdesk-windows", _windows)


class Lines:
    """The lines of a file, with their ends; gone through once. `note` (flaw, row) hears what is wrong with them.

    So far: `size` counts all characters, `replaced` those that no text may have. `unended` tells, at the end, that the
    last line has no end.
    """

    def __init__(self, chunks: Iterable[bytes], note: Callable[[Flaw, int | None], None]) -> None:
        self.size = 0
        self.replaced = 0
        self.unended = False
        self._chunks = chunks
        self._note = note

    def __iter__(self) -> Iterator[str]:
        rest = ""
        bare = False
        for text in self._clean():
            rest += text
            # A carriage return at the very end may be the first half of a CRLF.
            cut = max(rest.rfind("\n"), rest.rfind("\r", 0, len(rest) - 1)) + 1
            whole, rest = rest[:cut], rest[cut:]
            if not bare and "\r" in whole and whole.count("\r") != whole.count("\r\n"):
                bare = True
                self._note(BARE_RETURN, None)
            # Not splitlines, which ends lines at form feeds and other characters too.
            yield from io.StringIO(whole, newline="")
            if len(rest) > LONGEST:
                raise CutShortError(TOO_LONG)
        self.unended = bool(rest) and not rest.endswith("\r")
        yield from io.StringIO(rest, newline="")

    def _clean(self) -> Iterator[str]:
        for text in self._texts():
            self.size += len(text)
            clean = text
            for character in _UNFIT:
                if character in clean:
                    self.replaced += clean.count(character)
                    clean = clean.replace(character, "\ufffd")
            yield clean

    def _texts(self) -> Iterator[str]:
        chunks = iter(self._chunks)
        first = next(chunks, b"")
        if encoding := _utf16(first):
            self._note(UTF16, None)
            decoder = codecs.getincrementaldecoder(encoding)("replace")
            yield decoder.decode(first)
            yield from map(decoder.decode, chunks)
            yield decoder.decode(b"", True)
            return
        if first.startswith(codecs.BOM_UTF8):
            self._note(BYTE_ORDER_MARK, None)
            first = first.removeprefix(codecs.BOM_UTF8)
        yield from self._utf8(first, chunks)

    def _utf8(self, first: bytes, chunks: Iterator[bytes]) -> Iterator[str]:
        """UTF-8, and Windows text for the bytes that are not."""
        decode = codecs.getincrementaldecoder("utf-8")("strict")
        strict = True
        row = 1
        chunk: bytes | None = first
        while chunk is not None:
            following = next(chunks, None)
            try:
                text = decode.decode(chunk, following is None)
            except UnicodeDecodeError as error:
                assert strict
                strict = False
                self._note(NOT_UTF8, row + error.object[: error.start].count(b"\n"))
                lenient = codecs.getincrementaldecoder("utf-8")("rosterdesk-windows")
                lenient.setstate(decode.getstate())
                decode = lenient
                text = decode.decode(chunk, following is None)
            row += chunk.count(b"\n")
            yield text
            chunk = following


def _utf16(start: bytes) -> str:
    """The encoding, where the bytes look like UTF-16; else nothing."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    match [byte == 0 for byte in start[:4]]:
        case [False, True, False, True]:
            return "utf-16-le"
        case [True, False, True, False]:
            return "utf-16-be"
    return ""
