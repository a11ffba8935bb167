"""What a cell of a workbook can hold, and what is altered where it cannot."""

import re
from collections import Counter

from rosterdesk.language import english

CHARACTERS_A_CELL = 32_767  # of UTF-16

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CUT = english("Texts cut, because a cell holds 32,767 characters")
_REPLACED = english("Characters replaced, because a workbook cannot hold them")


def fitting(cell: str, mended: Counter[str]) -> str:
    """The text as a cell can hold it; counts, in words, what was altered."""
    cell, replaced = _NOT_XML.subn("\ufffd", cell)
    if replaced:
        mended[_REPLACED] += replaced
    if len(cell.encode("utf-16-le")) // 2 > CHARACTERS_A_CELL:
        mended[_CUT] += 1
        cell = cell.encode("utf-16-le")[: CHARACTERS_A_CELL * 2].decode("utf-16-le", "ignore")
    return cell


def distinct(headers: tuple[str, ...]) -> tuple[str, ...]:
    """The headers, numbered where two are alike: the writer knows columns by their header."""
    seen: Counter[str] = Counter()
    for place, header in enumerate(headers):
        seen[header] += 1
        if seen[header] > 1:
            return distinct((*headers[:place], f"{header} ({seen[header]})", *headers[place + 1 :]))
    return headers
