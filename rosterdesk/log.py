"""The log and the report of a bug: what happened where, without secrets, names, queries or the values of variables."""

import base64
import contextlib
import json
import logging
import os
import platform
import re
import sys
import traceback
from collections.abc import Mapping
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import MappingProxyType
from typing import TextIO
from urllib.parse import quote, quote_plus

from rosterdesk.errors import RosterDeskError

FILE_BYTES = 1_000_000
FILES = 3
LINE_CHARACTERS = 8_000
MONSTROUS = 100_000
FRAMES = 60
LAST_LINES = 20
LAST_BYTES = 20_000
FOREIGN = ("asyncio", "h11", "httpcore", "httpx", "keyring", "qasync", "urllib3", "uvicorn")
"""Loggers of others, which say addresses, headers and more below WARNING."""

BLANK = "[…]"
SHORTEST = 4
"""A secret of fewer characters is no secret, and blanking it would blank half of every line."""
SECRET_FIELDS = r"password|passphrase|secret|token|signature|assertion|api_?key"
VALUE = r"(?:\"[^\"]*\"|'[^']*'|[^\s,;&}]+)"
RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), blanked)
    for pattern, blanked in (
        # A header that carries credentials, in any of the ways in which headers are printed.
        (r"((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)(['\"]?\s*[:=,]\s*).*", rf"\1\2{BLANK}"),
        (r"\b(bearer|basic|oauth|digest)\s+[\w.~+/=-]{6,}", rf"\1 {BLANK}"),
        # A field of a token's answer, a form or a query.
        (rf"(\b\w*(?:{SECRET_FIELDS})\b['\"]?\s*[=:]\s*){VALUE}", rf"\1{BLANK}"),
        # User name and password of an address.
        (r"(\b[a-z][a-z0-9+.-]{0,20}://)[^\s/?#@]*@", rf"\1{BLANK}@"),
        # A filter, which may have blanks, then whatever stands behind the question mark of an address.
        (r"\b(filter=).*", rf"\1{BLANK}"),
        (r"(?<=[\w/%.~-])\?\S+", f"?{BLANK}"),
        # Email addresses. The bounds keep a long text without blanks from taking long.
        (r"[^\s@<>()\[\]\",;:=]{1,64}@[^\s@<>()\[\]\"',;:=]{1,255}\.\w+", BLANK),
    )
)
OWN_QUOTES = re.compile(r"“.*”|“.*", re.DOTALL)
"""What our sentences quote, first of all: an apostrophe before or within it is none of its bounds."""
QUOTED = re.compile(r"'.*'|\".*\"|“.*”|‘.*’", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# Before `set_up`, and where the file cannot be written, nobody listens: else logging itself prints what is said.
logging.getLogger("rosterdesk").addHandler(logging.NullHandler())

_secrets: set[str] = set()  # of this process, as its log is


def secrets(*values: str | bytes) -> None:
    """From now on these are blanked wherever they would appear, in every usual spelling."""
    for value in values:
        _secrets.update(_spellings(value))


def forget(*values: str | bytes) -> None:
    """Keep these no more, not even to blank them."""
    for value in values:
        _secrets.difference_update(_spellings(value))


def _spellings(value: str | bytes) -> list[str]:
    text = value if isinstance(value, str) else value.hex()
    raw = value.encode(errors="surrogatepass") if isinstance(value, str) else value
    spellings = {text, quote(raw), quote(raw, safe=""), quote_plus(raw), repr(text)[1:-1]}
    spellings |= {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    spellings |= {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(), raw.hex().upper()}
    return [spelling for spelling in spellings if len(spelling) >= SHORTEST]


def redacted(text: str) -> str:
    """The text without secrets, tokens, query strings and email addresses; a monstrous text is not worth its time."""
    if len(text) > MONSTROUS:
        return f"(a text of {len(text):,} characters)"
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, BLANK)
    for pattern, blanked in RULES:
        text = pattern.sub(blanked, text)
    return text


def set_up(folder: Path | None, *, verbose: bool) -> None:
    """Log to a file in the folder, if there is to be one, and to stderr where `verbose`; instead of what an earlier
    call set up.

    A log that cannot be written stops nothing.
    """
    tear_down()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for name in FOREIGN:
        logging.getLogger(name).setLevel(logging.WARNING)
    if folder is not None:
        with contextlib.suppress(OSError):
            root.addHandler(PrivateFile(folder / "rosterdesk.log"))
    if verbose:
        root.addHandler(Screen())


def tear_down() -> None:
    """Log no more, and close the file."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, PrivateFile | Screen)]:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):  # a full disk
            handler.close()


def report(error: BaseException, versions: Mapping[str, str] = MappingProxyType({})) -> str:
    """What to send to the makers about a bug: versions, where it happened, and the end of the log, redacted as that is.

    `versions` are those that only the caller knows.
    """
    lines = [
        f"RosterDesk {version('rosterdesk')}",
        f"Python {platform.python_version()} ({'frozen' if getattr(sys, 'frozen', False) else 'not frozen'})",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        *(
            f"{name} {version(name)}"
            for name in ("PySide6-Essentials", "apsw-sqlite3mc", "httpx", "keyring", "msgspec")
        ),
        *(f"{name} {number}" for name, number in versions.items()),
        "",
        *told(error),
    ]
    before = last_lines()
    lines += ["", "Before that:", *before] if before else []
    return redacted("\n".join(lines))


def last_lines() -> list[str]:
    """The end of the log's file, where there is one."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PrivateFile):
            with contextlib.suppress(OSError):
                text = Path(handler.baseFilename).read_bytes()[-LAST_BYTES:].decode(errors="replace")
                return text.splitlines()[-LAST_LINES:]
    return []


def version(distribution: str) -> str:
    """The version of an installed distribution; “unknown” where its metadata are not shipped."""
    from importlib import metadata  # noqa: PLC0415 - slow to load, and only a report asks

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "unknown"


def told(error: BaseException) -> list[str]:
    """An error as lines: what caused it first, each with where it passed, outermost first. No values of variables."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*told(cause), "which led to"] if cause is not None else []
    passed = [
        f"  {frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    lines += passed if len(passed) <= FRAMES else [*passed[: FRAMES // 2], "  …", *passed[-FRAMES // 2 :]]
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}: {said(error)}".removesuffix(": "))
    if isinstance(error, BaseExceptionGroup):
        lines += [f"  | {line}" for part in error.exceptions for line in told(part)]
    return lines


def said(error: BaseException) -> str:
    """What an error of ours says, in one line, less what it quotes: that may be a name out of the roster.

    The words of any other may be such a name without quotes: of it there is nothing but the number of the system.
    """
    if isinstance(error, RosterDeskError):
        return unquoted(str(error))
    return f"errno {error.errno}" if isinstance(error, OSError) and error.errno else ""


def unquoted(text: str) -> str:
    """The text in one line, less what it quotes."""
    return QUOTED.sub("“…”", OWN_QUOTES.sub("“…”", one_line(text)))


def one_line(text: str) -> str:
    """The text redacted, in one line of bearable length: nobody forges a line of the log."""
    return CONTROL.sub(" ", redacted(text))[:LINE_CHARACTERS]


class Redacted(logging.Formatter):
    """One line a record, redacted as a whole; errors as `told` tells them."""

    def format(self, record: logging.LogRecord) -> str:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} (its arguments do not fit)"
        line = f"{self.formatTime(record)} {record.process} {record.levelname} {record.name}: {one_line(message)}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *(f"    {each}" for each in told(error))]) if error else line


class PrivateFile(RotatingFileHandler):
    """A file that only this user may read, replaced by the next when it is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", errors="backslashreplace")
        self.setFormatter(Redacted())

    def _open(self) -> TextIOWrapper:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=private)

    def doRollover(self) -> None:  # noqa: N802
        with contextlib.suppress(OSError):  # Windows: the other process has the file open; ours goes on in it
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Nothing: the usual answer prints the record, unredacted."""


class Screen(logging.StreamHandler[TextIO]):
    """The log on stderr."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(Redacted())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Nothing: the usual answer prints the record, unredacted."""
