"""What a service says when it refuses: error bodies in all their shapes, down to one line of text.

Source: OneRoster 1.1 and 1.2, status information; RFC 6749 section 5.2; and what servers send instead.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from rosterdesk.errors import RosterDeskError, ServiceRefusedError
from rosterdesk.wire import loose

LONGEST = 200
TELLING = 8
"""So many characters of a secret are not to be seen either."""
CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_BODY = 1_000_000
WORDS = ("imsx_description", "description", "error_description", "message", "error", "title", "detail")
CODES = ("imsx_codeminor", "codeminor", "error")
WRAPPERS = ("statusinfoset", "imsx_statusinfo", "statusinfo", "errors", "error")
FAILED = (("codemajor", "failure"), ("severity", "error"))
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
MARKUP = re.compile(r"[<>]")


def description(body: bytes) -> str:
    """The service's own words, one line, at most 200 characters; empty where it said nothing readable."""
    for status in _statuses(body):
        for name in WORDS:
            if isinstance(value := status.get(name), str) and (line := one_line(value)):
                return line
    return code(body)


def quoted(body: bytes) -> str:
    """The service's own words as the end of a sentence, with its full stop; only that where it said nothing."""
    said = description(body).rstrip(".")
    return f": “{said}”." if said else "."


def code(body: bytes) -> str:
    """The word for the kind of refusal: the minor code, or OAuth's `error`; empty where there is none."""
    return next((word for status in _statuses(body) for name in CODES if (word := _code(status.get(name)))), "")


def is_failure(body: bytes) -> bool:
    """Whether the body says that something failed, whatever the HTTP status was."""
    return any(
        status.get("error")
        or status.get("errors")
        or any(str(status.get(f"{prefix}{name}")).lower() == word for prefix in ("imsx_", "") for name, word in FAILED)
        for status in _statuses(body)
    )


def one_line(text: str) -> str:
    """The text without control characters and markup, on one line, capped."""
    line = " ".join(MARKUP.sub(" ", CONTROL.sub(" ", text)).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def discreet(error: RosterDeskError, hidden: Iterable[str]) -> None:
    """Cut the service's words in the error where they begin to repeat what must be in no message: some services echo
    what they were sent. Our own words before them are no secret, however short a secret is.
    """
    for word in hidden:
        start = error.what.find(word[:TELLING], error.what.find("“")) if word and "“" in error.what else -1
        if start >= 0:
            error.what = error.what[:start] + "…”."
            error.args = (error.what,)


def blame_clock(error: RosterDeskError, skew: timedelta | None) -> None:
    """Say where this computer's clock may be why a request was refused; `skew` is the service's clock minus ours."""
    if skew is None or abs(skew) <= CLOCKS_DIFFER or not isinstance(error, ServiceRefusedError) or error.status != 401:
        return
    error.action = f"{clocks(skew)}: set it right, then try again."


def clocks(skew: timedelta) -> str:
    """How this computer's clock differs from the service's, in words without a full stop."""
    place = "behind" if skew > timedelta(0) else "ahead of"
    return f"This computer's clock is {_span(abs(skew))} {place} the service's"


def _span(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    for size, unit in ((2 * 1440, "days"), (2 * 60, "hours")):
        if minutes >= size:
            return f"{round(2 * minutes / size)} {unit}"
    return f"{minutes} minutes"


def _statuses(body: bytes) -> list[dict[str, Any]]:
    """The objects of the body that may carry a status, the innermost wrapper first. Names are in lower case."""
    if len(body) > LONGEST_BODY:
        return []
    try:
        value, _ = loose.decode(body)
    except loose.LooseJSONError:
        return []
    found: list[dict[str, Any]] = []
    for top in _objects(value):
        found += [inner for name in WRAPPERS for inner in _objects(top.get(name))]
        found.append(top)
    return found


def _objects(value: Any) -> list[dict[str, Any]]:
    entries = value if isinstance(value, list) else [value]
    return [{name.lower(): item for name, item in entry.items()} for entry in entries if isinstance(entry, dict)]


def _code(value: Any) -> str:
    """A minor code: plain, or inside 1.2's list of fields."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return next((word for field in _objects(value) for word in _codes(field)), "")
    return ""


def _codes(value: dict[str, Any]) -> list[str]:
    fields = [field.get("imsx_codeminorfieldvalue") for field in _objects(value.get("imsx_codeminorfield"))]
    return [one_line(field) for field in fields if isinstance(field, str)]
