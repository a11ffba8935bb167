"""One-legged OAuth 1.0a: whether a request was signed with a consumer's key and secret. Source: RFC 5849, section 3."""

import base64
import hashlib
import hmac
import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_METHODS = {"HMAC-SHA256": hashlib.sha256, "HMAC-SHA1": hashlib.sha1}
_SKEW = 300  # seconds that two clocks may be apart
_PARAMETER = re.compile(r'\s*([A-Za-z_]+)="([^"]*)"\s*(?:,|$)')


class Signatures:
    """Verifies signatures; a nonce counts once."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def refusal(self, method: str, url: str, authorization: str, consumer: tuple[str, str], now: float) -> str:
        """Why the request is refused, in words; empty where the consumer (key and secret) signed it as it must be.
        `url` is the whole of it, `now` the seconds since 1970."""
        key, secret = consumer
        given = {name: unquote(value) for name, value in _PARAMETER.findall(authorization.partition(" ")[2])}
        digest = _METHODS.get(given.get("oauth_signature_method", ""))
        stamp = given.get("oauth_timestamp", "")
        if given.get("oauth_consumer_key") != key or digest is None:
            return "Unknown consumer or signature method."
        if not (stamp.isascii() and stamp.isdigit()) or abs(now - int(stamp[:15])) > _SKEW:
            return "The timestamp is not of now."
        if given.get("oauth_version", "1.0") != "1.0" or not given.get("oauth_nonce"):
            return "Another version of OAuth, or no nonce."
        signature = hmac.new(f"{_encoded(secret)}&".encode(), base_string(method, url, given).encode(), digest)
        right = base64.b64encode(signature.digest()).decode()
        if not hmac.compare_digest(right, given.get("oauth_signature", "")):
            return "The signature is wrong."
        return "" if self._is_new(f"{stamp} {given['oauth_nonce']}", now) else "The nonce was used before."

    def _is_new(self, nonce: str, now: float) -> bool:
        while self._seen and now - next(iter(self._seen.values())) > 2 * _SKEW:  # its timestamp would be refused
            del self._seen[next(iter(self._seen))]
        is_new = nonce not in self._seen
        self._seen.setdefault(nonce, now)
        return is_new


def base_string(method: str, url: str, given: dict[str, str]) -> str:
    """What is signed: the method, the address without its query, and all parameters in order."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    parameters += [(name, value) for name, value in given.items() if name not in {"oauth_signature", "realm"}]
    listed = sorted((_encoded(name), _encoded(value)) for name, value in parameters)
    address = f"{parts.scheme.lower()}://{host}{parts.path or '/'}"
    return "&".join(map(_encoded, (method.upper(), address, "&".join(f"{name}={value}" for name, value in listed))))


def _encoded(text: str) -> str:
    return quote(text, safe="~")
