"""What is kept for a source, and the addresses that its secret is bound to.

A secret is kept together with the origins (scheme, host, port) that it was entered for. Whoever edits or swaps the
file of sources cannot make RosterDesk send it elsewhere.
"""

import base64
import contextlib
import ipaddress
import os
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from rosterdesk.credentials.vault import Vault
from rosterdesk.errors import SecretMissingError, UsageError

SECRET = "secret"
STORE_KEY = "store-key"
KEY_BYTES = 32
DEFAULT_PORTS = {"http": 80, "https": 443}
# Parsers disagree about what stands behind one of these, so an address that has one names no certain host.
AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
DOTS = re.compile("[\u3002\uff0e\uff61]")
"""What stands for a dot in a host, besides the dot (RFC 3490 section 3.1): what connects takes them for it too."""


class Bound(msgspec.Struct, frozen=True):
    """A secret as it is kept: with the origins that it may be sent to."""

    origins: frozenset[str]
    secret: str

    def __repr__(self) -> str:
        return f"Bound(origins={sorted(self.origins)}, secret=…)"


def account(uid: str, kind: str) -> str:
    """The name under which a vault keeps the `SECRET` or the `STORE_KEY` of a source."""
    return f"{uid}/{kind}"


def origin(address: str) -> str:
    """Scheme, host and port of an address, spelled in one way; raises `UsageError` where it has no certain origin.

    Hosts of other scripts are compared in their ASCII form: lower case, composed, each label in Punycode. Nothing is
    mapped further (as IDNA 2003 maps ß to ss), so two hosts never become one.
    """
    unclear = UsageError("The address of the service is not clear.", "Write it as https://host/path.")
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise unclear from None
    if parts.scheme not in DEFAULT_PORTS or not host or AMBIGUOUS.search(address) or "%" in host:
        raise unclear
    if "@" in parts.netloc:
        raise UsageError("The address carries a user name.", "Write it without one: https://host/path.")
    if not all(labels(host)):
        raise unclear
    name = f"[{ipaddress.IPv6Address(host)}]" if ":" in host else ".".join(map(ascii_label, labels(host)))
    return f"{parts.scheme}://{name}:{port or DEFAULT_PORTS[parts.scheme]}"


def labels(host: str) -> list[str]:
    return unicodedata.normalize("NFC", DOTS.sub(".", host.lower())).removesuffix(".").split(".")


def ascii_label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def origins(addresses: Sequence[str]) -> frozenset[str]:
    """The origins of these addresses; empty ones (a source without a token address) do not count."""
    found = frozenset(origin(address) for address in addresses if address)
    if not found:
        raise ValueError("a secret belongs to at least one address")
    return found


def keep_secret(vault: Vault, uid: str, secret: str, addresses: Sequence[str]) -> None:
    """Keep the source's secret, bound to the origins of these addresses (its base and its token address)."""
    bound = Bound(origins=origins(addresses), secret=secret)
    vault.set(account(uid, SECRET), msgspec.json.encode(bound).decode())


def secret(vault: Vault, uid: str, addresses: Sequence[str]) -> str:
    """The source's secret, to be sent to these addresses alone.

    Raises `SecretMissingError` where none is kept, or where it was kept for another origin than one of these.
    """
    kept = vault.get(account(uid, SECRET))
    try:
        bound = msgspec.json.decode(kept, type=Bound)
    except msgspec.DecodeError:
        raise SecretMissingError("What is kept for this source is not a secret of ours.", "Enter it again.") from None
    if not origins(addresses) <= bound.origins:
        raise SecretMissingError(
            "The secret of this source was kept for another address.", "If the new address is right, enter it again."
        )
    return bound.secret


def store_key(vault: Vault, uid: str, *, create: bool) -> bytes:
    """The 32 bytes that encrypt the source's store; made and kept when missing and `create` is true.

    Raises `SecretMissingError` when there is none, or none that could be one: the local copy cannot be opened then,
    only synced anew. A vault that is locked or away today says so, and nothing is made.
    """
    name = account(uid, STORE_KEY)
    with contextlib.suppress(SecretMissingError, ValueError):
        return _key(vault.get(name))
    if create:
        vault.set(name, base64.b64encode(os.urandom(KEY_BYTES)).decode())
        with contextlib.suppress(ValueError):
            return _key(vault.get(name))  # the one that counts, should two processes have made one at the same moment
    raise SecretMissingError(
        "The key of the local copy is missing, and without it nobody can read the copy.",
        "Sync again, which reads everything anew; or restore your keyring first.",
    )


def _key(kept: str) -> bytes:
    key = base64.b64decode(kept, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


def forget(vault: Vault, uid: str) -> None:
    """Keep nothing more for the source: neither its secret nor the key of its store."""
    forget_secret(vault, uid)
    forget_store_key(vault, uid)


def forget_secret(vault: Vault, uid: str) -> None:
    """Keep the source's secret no more."""
    vault.delete(account(uid, SECRET))


def forget_store_key(vault: Vault, uid: str) -> None:
    """Keep the key of the source's store no more, which makes every copy of that store unreadable."""
    vault.delete(account(uid, STORE_KEY))


def handover(vault: Vault, uid: str) -> dict[str, str]:
    """All that is kept for the source, as a worker's `MemoryVault` takes it: bound as it is here."""
    kept = {}
    for kind in (SECRET, STORE_KEY):
        with contextlib.suppress(SecretMissingError):
            kept[account(uid, kind)] = vault.get(account(uid, kind))
    return kept
