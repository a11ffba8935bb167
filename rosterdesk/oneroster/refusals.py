"""What a service says when it refuses: error bodies in all their shapes, down to one line of text.

Source: OneRoster 1.1 and 1.2, status information; RFC 6749 section 5.2; and what servers send instead.
"""

import re
from collections.abc import Iterable
from typing import Any

from rosterdesk.errors import RosterDeskError
from rosterdesk.oneroster import loose

LONGEST = 200
TELLING = 8
"""So many characters of a secret are not to be seen either."""
LONGEST_BODY = 1_000_000
WORDS = ("imsx_description", "description", "error_description", "message", "error", "title", "detail")
CODES = ("imsx_codeMinor", "imsx_CodeMinor", "codeMinor")
WRAPPERS = ("statusInfoSet", "StatusInfoSet", "imsx_StatusInfo", "imsx_statusInfo", "statusInfo", "errors", "error")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
MARKUP = re.compile(r"[<>]")


def description(body: bytes) -> str:
    """The service's own words, one line, at most 200 characters; empty where it said nothing readable."""
    for status in _statuses(body):
        for name in WORDS:
            if isinstance(value := status.get(name), str) and (line := one_line(value)):
                return line
    return code(body)


def code(body: bytes) -> str:
    """The word for the kind of refusal: the minor code, or OAuth's `error`; empty where there is none."""
    for status in _statuses(body):
        for name in (*CODES, "error"):
            if word := _code(status.get(name)):
                return word
    return ""


def is_failure(body: bytes) -> bool:
    """Whether the body says that something failed, whatever the HTTP status was."""
    return any(
        str(status.get(f"{prefix}{name}")).lower() == word
        for status in _statuses(body)
        for prefix in ("imsx_", "")
        for name, word in (("codeMajor", "failure"), ("severity", "error"))
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


def _statuses(body: bytes) -> list[dict[str, Any]]:
    """The objects of the body that may carry a status, the innermost wrapper first."""
    if len(body) > LONGEST_BODY:
        return []
    try:
        value, _ = loose.decode(body)
    except loose.LooseJSONError:
        return []
    found: list[dict[str, Any]] = []
    for top in value if isinstance(value, list) else [value]:
        if isinstance(top, dict):
            inner = [top.get(name) for name in WRAPPERS]
            found += [item for entry in inner for item in _objects(entry)]
            found.append(top)
    return found


def _objects(value: Any) -> list[dict[str, Any]]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def _code(value: Any) -> str:
    """A minor code: plain, or inside 1.2's list of fields."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        fields = _objects(value.get("imsx_codeMinorField"))
        return next((one_line(word) for field in fields if isinstance(word := _field_value(field), str)), "")
    return ""


def _field_value(field: dict[str, Any]) -> Any:
    return field.get("imsx_codeMinorFieldValue")
