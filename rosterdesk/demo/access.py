"""Who may ask, and what: OAuth 2 client credentials and their tokens, OAuth 1.0a signatures, one token for ever."""

import base64
import binascii
import secrets
import time
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rosterdesk.demo.editions import EDITION_1P1, EDITION_1P2, Edition
from rosterdesk.demo.oauth1 import Signatures
from rosterdesk.model.fields import COLLECTIONS

_ROSTERING = ("roster-core.readonly", "roster.readonly", "roster-demographics.readonly")
_MORE = ("resource.readonly", "gradebook.readonly")
_MORE_1P2 = (*_MORE, "resource-core.readonly", "gradebook-core.readonly", "assessment.readonly")
CORE, ROSTER, DEMOGRAPHICS = (EDITION_1P1.scope + suffix for suffix in _ROSTERING)
RESOURCE, GRADEBOOK = (EDITION_1P1.scope + suffix for suffix in _MORE)
SCOPES = (
    *(EDITION_1P1.scope + suffix for suffix in _ROSTERING + _MORE),
    *(EDITION_1P2.scope + suffix for suffix in _ROSTERING + _MORE_1P2),
)
_WORDS = {"rostering": "roster", "resources": "resource", "gradebook": "gradebook"}
_LIFETIME = 3600  # seconds


class Access:
    """One client, the scopes that it may have, its tokens, and the token that never ends. OAuth 1's consumer has the
    client's id and secret. `now` are the seconds since 1970 by which signatures are judged."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        scopes: Sequence[str] = SCOPES,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.bearer_token = secrets.token_urlsafe(32)
        self.scopes = tuple(scopes)
        self._now = now
        self._signatures = Signatures()
        self._tokens: dict[str, tuple[float, frozenset[str]]] = {}

    async def token(self, request: Request) -> Response:
        """The token endpoint: the client in a Basic header or in the form, errors as RFC 6749 section 5.2 has them."""
        body = (await request.body())[:10_000].decode(errors="replace")
        form = dict(parse_qsl(body, keep_blank_values=True))
        client = _basic(request.headers.get("authorization", "")) or (form.get("client_id"), form.get("client_secret"))
        if not self._is_client(*client):
            challenge = {"WWW-Authenticate": 'Basic realm="OneRoster"'}
            return _refused("invalid_client", "Unknown client or wrong secret.", 401, challenge)
        if "grant_type" not in form:
            return _refused("invalid_request", "grant_type is missing.")
        if form["grant_type"] != "client_credentials":
            return _refused("unsupported_grant_type", "Only client_credentials is offered.")
        asked = form.get("scope", "").split() or list(self.scopes)
        if not set(asked) <= set(self.scopes):
            return _refused("invalid_scope", "A scope was asked for that this client may not have.")
        token = secrets.token_urlsafe(32)
        self._tokens[token] = (time.monotonic() + _LIFETIME, frozenset(asked))
        answer = {"access_token": token, "token_type": "bearer", "expires_in": _LIFETIME, "scope": " ".join(asked)}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    def granted(self, method: str, url: str, authorization: str) -> frozenset[str] | str:
        """The scopes that this header brings to that request; in words why it is refused, where it is."""
        scheme, _, rest = authorization.partition(" ")
        token = rest.strip()
        match scheme.lower():
            case "oauth":
                consumer = (self.client_id, self.client_secret)
                refusal = self._signatures.refusal(method, url, authorization, consumer, self._now())
                return refusal or frozenset(self.scopes)
            case "bearer" if secrets.compare_digest(token.encode(), self.bearer_token.encode()):
                return frozenset(self.scopes)
            case "bearer":
                until, scopes = self._tokens.get(token, (0.0, frozenset[str]()))
                return scopes if time.monotonic() < until else "The token is not one of ours, or is too old."
            case _:
                return "A valid bearer token, or a signature, is needed."

    def revoke(self) -> None:
        """Makes every token that was handed out worthless."""
        self._tokens.clear()

    def _is_client(self, client_id: str | None, secret: str | None) -> bool:
        right = f"{self.client_id}\0{self.client_secret}".encode()
        return secrets.compare_digest(f"{client_id}\0{secret}".encode(), right)


def allowed(edition: Edition, segments: Sequence[str], granted: frozenset[str]) -> bool:
    """Whether these scopes cover that path: demographics and assessments have their own, nested lists need more than
    the core."""
    name = segments[-2] if len(segments) % 2 == 0 else segments[-1]
    about = COLLECTIONS.get(name)
    word = _WORDS[about.service] if about else "roster"
    if name == "demographics":
        enough = ["roster-demographics.readonly"]
    elif name.startswith("assessment"):
        enough = ["assessment.readonly"]
    else:
        enough = [f"{word}.readonly"] + [f"{word}-core.readonly"] * (len(segments) <= 2)
    return any(edition.scope + suffix in granted for suffix in enough)


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)  # RFC 6749, section 2.3.1


def _refused(error: str, why: str, status: int = 400, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": error, "error_description": why}, status, headers)
