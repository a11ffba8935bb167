"""Phone numbers in the search: found by their parts, however they were grouped when written or typed.

A number is kept by those of its ends that begin where a group begins as written, or ten, seven or four digits before
its end. Ten digits are kept as their area, the first three, which many share; the last seven are there by themselves.
"""

import re

_ENDS = (10, 7, 4)
_LONGEST = 30  # digits; what is longer is no number
_TEN, _AREA = 10, 3
_TRUNK = "(0)"  # as in +49 (0)30 1234567
_groups = re.compile(r"[0-9]+").findall
_is_number = re.compile(r"[0-9\s()+./-]+").fullmatch


def ends(folded: str) -> list[str]:
    """The words by which a written number is found: also without a zero in brackets, which is not dialled."""
    found = _ends(_groups(folded))
    if _TRUNK in folded:
        found += _ends(_groups(folded.replace(_TRUNK, " ")))
    return list(dict.fromkeys(found))


def _ends(groups: list[str]) -> list[str]:
    digits = "".join(groups)[:_LONGEST]
    size = len(digits)
    starts = {size - end for end in _ENDS if end <= size}
    place = 0
    for group in groups:
        starts.add(place)
        place += len(group)
    # Some may begin beyond the longest; there is nothing then.
    return [_kept(digits[start:]) for start in sorted(starts) if start < size]


def _kept(end: str) -> str:
    return end[:_AREA] if len(end) == _TEN else end


def joined(folded: str) -> str:
    """The digits of a text that is a number, or its beginning, in several groups; else nothing."""
    groups = _groups(folded) if _is_number(folded) else []
    digits = "".join(groups)[:_LONGEST]
    return digits if len(groups) > 1 and len(digits) >= _ENDS[-1] else ""


def match(digits: str, *, is_grouped: bool = False) -> str:
    """The full-text expression for what these digits begin, and for the number that they are with a country's code
    before it; or, where they came in groups, with zeros before it.
    """
    meant = [digits, digits[-_TEN:]]
    if is_grouped:
        meant.append(digits.lstrip("0") or digits)
    return f"({' OR '.join(map(_begins, dict.fromkeys(meant)))})"


def _begins(digits: str) -> str:
    plain = f'"{digits}"*'
    if not _AREA < len(digits) <= _TEN:
        return plain
    return f'{plain} OR "{digits[:_AREA]}" AND "{digits[_AREA:]}"*'
