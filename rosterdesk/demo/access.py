"""Who may ask: OAuth 2 client credentials, and the bearer tokens that they buy."""

import base64
import binascii
import secrets
import time
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

_PREFIX = "https://purl.imsglobal.org/spec/or/v1p1/scope/"
CORE = f"{_PREFIX}roster-core.readonly"
ROSTER = f"{_PREFIX}roster.readonly"
DEMOGRAPHICS = f"{_PREFIX}roster-demographics.readonly"
SCOPES = (CORE, ROSTER, DEMOGRAPHICS)
_LIFETIME = 3600  # seconds


class Access:
    """One client, the scopes that it may have, and its tokens."""

    def __init__(self, client_id: str, client_secret: str, scopes: Sequence[str] = SCOPES) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.scopes = tuple(scopes)
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

    def granted(self, authorization: str) -> frozenset[str] | None:
        """The scopes of the bearer token in this header; `None` where it is not one of ours, or is too old."""
        scheme, _, token = authorization.partition(" ")
        until, scopes = self._tokens.get(token.strip(), (0.0, frozenset[str]()))
        return scopes if scheme.lower() == "bearer" and time.monotonic() < until else None

    def revoke(self) -> None:
        """Makes every token that was handed out worthless."""
        self._tokens.clear()

    def _is_client(self, client_id: str | None, secret: str | None) -> bool:
        right = f"{self.client_id}\0{self.client_secret}".encode()
        return secrets.compare_digest(f"{client_id}\0{secret}".encode(), right)


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
