"""The kinds of cells: what each means in a record, what the standard has against it, and how it is written.

Reading keeps what was sent, however odd; understanding it is the business of `wire`. Writing takes what `wire` can
understand, however it is spelt, and says what it had to change.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

import msgspec

from rosterdesk.bundle.problems import Flaw
from rosterdesk.wire import straighten

Read: TypeAlias = Callable[[str], Any]
Judge: TypeAlias = Callable[[str, str], Flaw | None]
Tell: TypeAlias = Callable[[Flaw], None]
Write: TypeAlias = Callable[[Any, Tell], str]

SOURCED_ID = re.compile(r"[0-9A-Za-z./@_-]{1,255}")
_SOURCED_IDS = re.compile(r"[0-9A-Za-z./@_-]{1,255}( *, *[0-9A-Za-z./@_-]{1,255})*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII)
_TIME = re.compile(r"[Tt ][\d:.]*[1-9]", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_PAIR = re.compile(r"\{([^{}:]*):([^{}]*)\}")
_PAIR_OR_BARE = re.compile(_PAIR.pattern + r"|([^,{}\s][^,{}]*)")
_SOUND_PAIRS = re.compile(r"\{[^{}:]+:[^{}]+\}( *, *\{[^{}:]+:[^{}]+\})*")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_LONGEST_EXACT = 15  # digits that a float surely holds

ILLEGAL_ID = Flaw(
    "VAL-02", "error", "A sourcedId may have only letters without accents, digits and . / @ _ -, at most 255 of them."
)
BAD_DATE = Flaw("VAL-05", "error", "This is no date as the standard writes it: 2026-08-31.")
BAD_MOMENT = Flaw("VAL-06", "error", "This is no moment as the standard writes it: 2026-08-31T12:00:00.000Z.")
UNKNOWN_WORD = Flaw("VAL-07", "error", "This word is not one of those that the standard has here.")
LEGACY_STATUS = Flaw("VAL-08", "info", "The status “inactive” is of OneRoster 1.0; it is read as to be deleted.")
UNKNOWN_STATUS = Flaw("VAL-08", "error", "The status is neither active nor tobedeleted.")
NOT_A_FLAG = Flaw("VAL-09", "warning", "This must be spelt true or false.")
BAD_YEAR = Flaw("VAL-10", "warning", "A school year is four digits: the year in which it ends.")
BAD_PAIR = Flaw("VAL-15", "warning", "This must be written {type:identifier}, with a comma between several.")
BAD_MAPPING = Flaw("VAL-15", "warning", "This must be written {left:right}, with a comma between several.")
BAD_NUMBER = Flaw("VAL-19", "error", "This is no number.")
PASSWORD = Flaw("USR-25", "warning", "There are passwords in this file. They were not read; ask for files without.")

SEPARATOR_IN_ITEM = Flaw(
    "PKG-08", "warning", "A list in CSV can have no comma inside an item; it was made a semicolon."
)
COMMA_IN_ID = Flaw("VAL-02", "error", "A sourcedId with a comma cannot be in a list in CSV; it was left out.")
BRACE_IN_PAIR = Flaw("VAL-15", "warning", "A pair in CSV can have no braces, and no colon in its first part; left out.")
COMMA_IN_PAIR = Flaw("VAL-15", "warning", "A pair with a comma inside was written; other programs may take it for two.")
BREAK_IN_CELL = Flaw("PKG-08", "warning", "A field may have no line break; it was replaced by a blank.")
TIME = Flaw("VAL-05", "info", "CSV has a date here: the time of day was left out.")
NOT_TEXT = Flaw("PKG-08", "info", "A value that is no text was written as JSON text.")
MORE_IN_PAIR = Flaw("PKG-05", "warning", "A pair in CSV has two parts: what else was said of it was left out.")


class Kind(msgspec.Struct, frozen=True):
    """A kind of cell. `read` gives the value in the record, `judge` (cell, version) the flaw, `write` the cell.

    Without `judge` anything will do. `to` is the kind of records that it refers to, where it does.
    """

    read: Read
    write: Write
    judge: Judge | None = None
    to: str = ""


def is_blank(cell: str) -> bool:
    """Whether the cell says nothing; blanks say nothing either."""
    return not cell or cell.isspace()


def one_line(cell: str) -> str:
    """The cell without line breaks, which no field of the standard may have."""
    return _LINE_BREAK.sub(" ", cell)


def _write_nothing(_value: Any, _tell: Tell) -> str:
    """What a bulk file leaves blank, and passwords."""
    return ""


def _write_text(value: Any, tell: Tell) -> str:
    if isinstance(value, str):
        return value
    text = straighten.text(value, Counter())
    if text is None:
        tell(NOT_TEXT)
        text = json.dumps(value, ensure_ascii=False)
    return text


def _write_extension(value: Any, tell: Tell) -> str:
    if isinstance(value, str):
        return value
    tell(NOT_TEXT)
    return json.dumps(value, ensure_ascii=False)


def _write_texts(value: Any, tell: Tell) -> str:
    items = straighten.texts(value, Counter())
    if any("," in item for item in items):
        tell(SEPARATOR_IN_ITEM)
        items = [item.replace(",", ";") for item in items]
    return ",".join(items)


def _write_flag(value: Any, tell: Tell) -> str:
    if value in ("true", "false"):
        return str(value)
    flag = straighten.flag(value, Counter())
    return str(flag).lower() if flag is not None else _write_text(value, tell)


def _write_date(value: Any, tell: Tell) -> str:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return value
    day = straighten.day(value, Counter())
    if day is None:
        return _write_text(value, tell)
    if isinstance(value, str) and _TIME.search(value):
        tell(TIME)
    return day.isoformat()


def _write_number(value: Any, tell: Tell) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        number = straighten.number(value, Counter())
        return value if number is None else repr(number)
    return _write_text(value, tell)


def _write_reference(value: Any, tell: Tell) -> str:
    if isinstance(value, dict) and isinstance(sourced_id := value.get("sourcedId"), str):
        return sourced_id
    bent: Counter[str] = Counter()
    if ref := straighten.reference(value, bent):
        return ref.sourced_id
    return _write_text(value, tell) if value and bent["lost"] else ""


def _items(cell: str) -> list[str]:
    return [item for part in cell.split(",") if (item := part.strip())]


def _number(cell: str) -> Any:
    """The number, where none of its digits would be lost; else the text."""
    if not _NUMBER.fullmatch(cell) or sum(map(str.isdigit, cell)) > _LONGEST_EXACT:
        return cell
    value = int(cell) if cell.lstrip("+-").isdigit() else float(cell)
    return value if math.isfinite(value) else cell


def _is_date(cell: str) -> bool:
    if not _DATE.fullmatch(cell):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _is_moment(cell: str) -> bool:
    return _MOMENT.fullmatch(cell) is not None and _is_date(cell[:10])


def _unless(good: Callable[[str], Any], flaw: Flaw) -> Judge:
    return lambda cell, _version: None if good(cell) else flaw


def _judge_status(cell: str, _version: str) -> Flaw | None:
    if cell in ("active", "tobedeleted"):
        return None
    return LEGACY_STATUS if cell == "inactive" else UNKNOWN_STATUS


def word(words: Mapping[str, tuple[str, ...]]) -> Kind:
    """A word of the vocabulary of each version; 1.2 lets anybody extend it."""

    def judge(cell: str, version: str) -> Flaw | None:
        known = cell in words[version] or (version == "1.2" and cell.startswith("ext:"))
        return None if known else UNKNOWN_WORD

    return Kind(str, _write_text, judge)


def reference(kind: str) -> Kind:
    """The sourcedId of a record of that kind."""
    return Kind(
        lambda cell: {"sourcedId": cell, "type": kind},
        _write_reference,
        _unless(SOURCED_ID.fullmatch, ILLEGAL_ID),
        kind,
    )


def references(kind: str) -> Kind:
    """The sourcedIds of several records of that kind."""

    def write(value: Any, tell: Tell) -> str:
        ids = [ref.sourced_id for ref in straighten.references(value, Counter())]
        if any("," in sourced_id for sourced_id in ids):
            tell(COMMA_IN_ID)
        return ",".join(sourced_id for sourced_id in ids if "," not in sourced_id)

    return Kind(
        lambda cell: [{"sourcedId": item, "type": kind} for item in _items(cell)],
        write,
        _unless(_SOURCED_IDS.fullmatch, ILLEGAL_ID),
        kind,
    )


def pairs(first: str, second: str, flaw: Flaw) -> Kind:
    """A list of `{first:second}`, objects with these two members in a record."""

    def read(cell: str) -> list[dict[str, str]]:
        found = []
        for match in _PAIR_OR_BARE.finditer(cell):
            left, right, bare = match.groups()
            if bare is not None:  # as nearly as it can be told
                left, right = bare.split(":", 1) if ":" in bare else ("", bare)
            found.append({first: left, second: right})
        return found

    def write(value: Any, tell: Tell) -> str:
        written = []
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                tell(flaw)
                continue
            if item.keys() - {first, second}:
                tell(MORE_IN_PAIR)
            left, right = (_write_text(item.get(name) or "", tell) for name in (first, second))
            if not _PAIR.fullmatch(pair := f"{{{left}:{right}}}"):
                tell(BRACE_IN_PAIR)
                continue
            if "," in pair:
                tell(COMMA_IN_PAIR)
            written.append(pair)
        return ",".join(written)

    return Kind(read, write, _unless(_SOUND_PAIRS.fullmatch, flaw))


TEXT = Kind(str, _write_text)
EXTENSION = Kind(str, _write_extension)
SOURCED = Kind(str, _write_text, _unless(SOURCED_ID.fullmatch, ILLEGAL_ID))
STATUS = Kind(str, _write_nothing, _judge_status)
MODIFIED = Kind(str, _write_nothing, _unless(_is_moment, BAD_MOMENT))
TEXTS = Kind(_items, _write_texts)
FLAG = Kind(str, _write_flag, _unless({"true", "false"}.__contains__, NOT_A_FLAG))
DATE = Kind(str, _write_date, _unless(_is_date, BAD_DATE))
YEAR = Kind(str, _write_text, _unless(_YEAR.fullmatch, BAD_YEAR))
NUMBER = Kind(_number, _write_number, lambda cell, _version: None if _NUMBER.fullmatch(cell) else BAD_NUMBER)
SECRET = Kind(lambda _cell: None, _write_nothing, lambda _cell, _version: PASSWORD)
USER_IDS = pairs("type", "identifier", BAD_PAIR)
SCALE = pairs("itemValueLHS", "itemValueRHS", BAD_MAPPING)
