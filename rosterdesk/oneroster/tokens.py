"""What a token endpoint answers, made into a token. Pure, and strict: a wrong token would fail later and darker.

Source: RFC 6749 sections 4.4, 5.1 and 5.2.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from rosterdesk.errors import NotOneRosterError, ServiceRefusedError
from rosterdesk.oneroster import refusals
from rosterdesk.oneroster.transport import Answer
from rosterdesk.wire import loose

LONGEST_LIFE = 10**10
VISIBLE = re.compile(r"[\x21-\x7e]+")
ACTION = "Check the token address of the source."


class Token(msgspec.Struct, frozen=True):
    """An access token; `life` in seconds, `None` where nothing was said. Never shown: its text form hides it."""

    value: str
    life: float | None
    scopes: tuple[str, ...] | None

    def __repr__(self) -> str:
        return "Token(…)"

    @property
    def header(self) -> str:
        """The `Authorization` header: services that call the token `bearer` take no other word than this."""
        return f"Bearer {self.value}"


def token(body: bytes) -> Token:
    """The token that a 200 carries; raises `NotOneRosterError` for whatever is no bearer token."""
    try:
        answer, _ = loose.decode(body)
    except loose.LooseJSONError:
        raise NotOneRosterError("The token address answered with something else than a token.", ACTION) from None
    if not isinstance(answer, dict):
        raise NotOneRosterError("The token address answered with something else than a token.", ACTION)
    value = answer.get("access_token")
    if not isinstance(value, str) or VISIBLE.fullmatch(value) is None:
        raise NotOneRosterError(_no_token(answer), ACTION)
    kind = answer.get("token_type")
    if kind is not None and (not isinstance(kind, str) or kind.strip().lower() != "bearer"):
        raise NotOneRosterError("The token address gave a token of a kind that RosterDesk cannot use.", ACTION)
    return Token(value=value, life=_life(answer.get("expires_in")), scopes=_scopes(answer.get("scope")))


def refused(answer: Answer, scopes: Sequence[str]) -> ServiceRefusedError:
    """The error for a token endpoint that gives none for these scopes."""
    status, words = answer.status, refusals.quoted(answer.body)
    if status == 404:
        what, action = "There is no token address there", ACTION
    elif refusals.code(answer.body).lower() == "invalid_scope":
        what = f"The service gives no token for the scopes that were asked for, {' '.join(scopes) or 'none'}"
        action = "Check the scopes of the source, or leave them to RosterDesk."
    else:
        what = "The service rejected the credentials"
        action = "Check the client ID, the secret and the token address of the source."
    return ServiceRefusedError(f"{what} (HTTP {status}){words}", action, status=status)


def _no_token(answer: dict[str, Any]) -> str:
    if isinstance(answer.get("error"), str):
        return f"The token address answered with an error: “{refusals.one_line(answer['error'])}”."
    return "The token address answered without a token."


def _life(value: Any) -> float | None:
    """Seconds; 0 and nothing mean unknown."""
    try:
        seconds = float(value or 0) if isinstance(value, int | float | str | None) else -1.0
    except (ValueError, OverflowError):
        seconds = -1.0
    if isinstance(value, bool) or not 0 <= seconds <= LONGEST_LIFE:
        raise NotOneRosterError("The token address gave a token with a lifetime that makes no sense.", ACTION)
    return seconds or None


def _scopes(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str) and value.strip():
        return tuple(refusals.one_line(word) for word in value.split())
    if isinstance(value, list):
        return tuple(word for word in value if isinstance(word, str))
    return None
