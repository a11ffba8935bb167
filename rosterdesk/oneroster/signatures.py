"""OAuth 1.0a without tokens: each request signed with the consumer's key and secret.

Source: RFC 5849; OneRoster 1.1, section on security.
"""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from oauthlib import oauth1
from oauthlib.common import generate_nonce

from rosterdesk.errors import UsageError

METHODS = {"sha256": oauth1.SIGNATURE_HMAC_SHA256, "sha1": oauth1.SIGNATURE_HMAC_SHA1}


class Signer:
    """Signs each attempt anew, for a service takes a nonce only once."""

    def __init__(
        self,
        key: str,
        secret: str,
        signature: str,
        *,
        now: Callable[[], datetime],
        nonce: Callable[[], str] = generate_nonce,
    ) -> None:
        if not key.strip():
            raise UsageError("The consumer key of the source is missing.", "Enter it as you were given it.")
        self._key = key
        self._secret = secret
        self._method = METHODS[signature]
        self._now = now
        self._nonce = nonce

    async def header(self, method: str, url: str) -> str:
        """The signature of the request; `url` is what will be sent, its query with it."""
        client = oauth1.Client(
            self._key,
            self._secret,
            signature_method=self._method,
            timestamp=str(int(self._now().timestamp())),
            nonce=self._nonce(),
        )
        _, headers, _ = client.sign(url, method)
        return str(headers["Authorization"])

    async def renewed(self, _rejected: str) -> str | None:
        """Another signature would be rejected as well."""
        return None

    async def granted(self) -> tuple[str, ...]:
        """Nobody said."""
        return ()

    def hidden(self) -> tuple[str, ...]:
        """The secret, as it is and as it could be echoed."""
        return self._secret, quote(self._secret, safe="")
