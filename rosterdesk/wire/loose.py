"""JSON that is nearly JSON: read it anyway, and give it back clean.

Servers send lone surrogates, NUL, UTF-16, the bytes of older encodings, NaN, numbers beyond every range. What cannot
be kept becomes U+FFFD (text) or text (numbers); nothing becomes nothing in silence.
"""

import codecs
import contextlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

ODD_ESCAPE = re.compile(rb"\\u(?:0000|[fF]{3}[eEfF])")
ODD_TEXT = ("\ufffe", "\uffff")
"""NUL and the two non-characters, which pass a JSON parser and break what comes after it."""

OLDER = "cp1252"
"""What bytes that are no UTF-8 are taken for: the encoding of Windows, which holds all of ISO 8859-1."""
UNFIT = re.compile("[\ud800-\udfff\x00\ufffe\uffff]")
LONGEST_INTEGER = 18


class LooseJSONError(ValueError):
    """Not JSON, however read."""


def is_clean(body: bytes) -> bool:
    """Whether the text of the body can be kept as it is; says nothing on its syntax."""
    if not body.isascii():
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return False
        if any(odd in text for odd in ODD_TEXT):  # in text this is quick, and mostly no search at all
            return False
    return b"\\" not in body or b"\\u" not in body or ODD_ESCAPE.search(body) is None


def rewritten(body: bytes, charset: str = "") -> tuple[bytes, int]:
    """The body as clean UTF-8 JSON, and how many texts and numbers had to be changed; raises `LooseJSONError`."""
    value, changed = decode(body, charset)
    try:
        return msgspec.json.encode(value), changed
    except RecursionError as error:
        raise LooseJSONError("too deep") from error


def decode(body: bytes, charset: str = "") -> tuple[Any, int]:
    """The value, with clean texts, and how many texts and numbers had to be changed; raises `LooseJSONError`.

    `charset` is what the server says it sends; that counts only for what is no UTF-8, as JSON has to be.
    """
    count = 0

    def changed(text: str) -> str:
        nonlocal count
        count += 1
        return text

    if is_clean(body):
        try:
            return msgspec.json.decode(body), 0
        except (msgspec.DecodeError, RecursionError):
            pass  # perhaps only a number beyond all ranges
    try:
        text, older = _text(body, charset)
        value = json.loads(
            text,
            strict=False,
            parse_constant=changed,
            parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_INTEGER else changed(digits),
            parse_float=lambda digits: float(digits) if math.isfinite(float(digits)) else changed(digits),
        )
        return _clean(value, older, changed), count
    except (ValueError, RecursionError) as error:
        raise LooseJSONError("no JSON") from error


def _text(body: bytes, charset: str) -> tuple[str, dict[int, str]]:
    """The body as text: UTF-8, -16 or -32 as it looks; and what the surrogates mean that stand for bytes which are
    none of it.
    """
    encoding = json.detect_encoding(body)
    if not encoding.startswith("utf-8"):
        return body.decode(encoding, "surrogatepass"), {}
    try:
        return body.decode("utf-8-sig"), {}
    except UnicodeDecodeError:
        return body.decode("utf-8-sig", "surrogateescape"), _older(charset)


def _older(charset: str) -> dict[int, str]:
    """What each byte above ASCII is in an encoding that has one byte for a character."""
    with contextlib.suppress(LookupError, ValueError):
        if codecs.lookup(charset).name not in {"ascii", "utf-8", "iso8859-1"}:  # said by many who send something else
            return {0xDC00 + byte: bytes([byte]).decode(charset, "replace") for byte in range(0x80, 0x100)}
    return _older(OLDER)


def _clean(value: Any, older: dict[int, str], changed: Callable[[str], str]) -> Any:
    match value:
        case str():
            return changed(UNFIT.sub("\ufffd", value.translate(older))) if UNFIT.search(value) else value
        case list():
            return [_clean(item, older, changed) for item in value]
        case dict():
            return {_clean(key, older, changed): _clean(item, older, changed) for key, item in value.items()}
        case _:
            return value
