"""JSON that is nearly JSON: read it anyway, and give it back clean.

Servers send lone surrogates, NUL, bytes that are no UTF-8, UTF-16, NaN, numbers beyond every range. What cannot be
kept becomes U+FFFD (text) or text (numbers); nothing becomes nothing in silence.
"""

import json
import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

ODD_ESCAPE = re.compile(rb"\\u(?:0000|[fF]{3}[eEfF])")
ODD_TEXT = ("\ufffe", "\uffff")
"""NUL and the two non-characters, which pass a JSON parser and break what comes after it."""

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
    return b"\\u" not in body or ODD_ESCAPE.search(body) is None


def rewritten(body: bytes) -> tuple[bytes, int]:
    """The body as clean UTF-8 JSON, and how many texts and numbers had to be changed; raises `LooseJSONError`."""
    value, changed = decode(body)
    try:
        return msgspec.json.encode(value), changed
    except RecursionError as error:
        raise LooseJSONError("too deep") from error


def decode(body: bytes) -> tuple[Any, int]:
    """The value, with clean texts, and how many texts and numbers had to be changed; raises `LooseJSONError`."""
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
    text = _text(body)
    if "\ufffd" in text and b"\xef\xbf\xbd" not in body:
        changed(text)
    try:
        value = json.loads(
            text,
            strict=False,
            parse_constant=changed,
            parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_INTEGER else changed(digits),
            parse_float=lambda digits: float(digits) if math.isfinite(float(digits)) else changed(digits),
        )
        return _clean(value, changed), count
    except (ValueError, RecursionError) as error:
        raise LooseJSONError("no JSON") from error


def _text(body: bytes) -> str:
    """The body as text: UTF-8, -16 or -32 as it looks, with U+FFFD for what is neither."""
    encoding = json.detect_encoding(body)
    return body.decode("utf-8-sig" if encoding.startswith("utf-8") else encoding, "replace")


def _clean(value: Any, changed: Callable[[str], str]) -> Any:
    match value:
        case str():
            return changed(UNFIT.sub("\ufffd", value)) if UNFIT.search(value) else value
        case list():
            return [_clean(item, changed) for item in value]
        case dict():
            return {_clean(key, changed): _clean(item, changed) for key, item in value.items()}
        case _:
            return value
