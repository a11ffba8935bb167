"""What somebody typed into the source dialog, what is wrong with it, and the source that it makes. Pure."""

import ipaddress
from collections.abc import Collection
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from rosterdesk.credentials import origin
from rosterdesk.errors import UsageError
from rosterdesk.settings import Source

Auth = Literal["oauth2", "bearer", "none"]


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a vendor's service beforehand."""

    title: str
    url: str = ""
    token_url: str = ""
    token_auth: Literal["basic", "body"] = "basic"
    hint: str = ""


PRESETS = (
    Preset(
        title="Instructure (Data Sync)",
        url="https://oneroster.us2.kimonocloud.com/ims/oneroster/v1p1",
        token_url="https://api.us2.kimonocloud.com/oauth/token",
        token_auth="body",
        hint="Your Data Sync region may be another one than us2: compare the address with your Instructure account.",
    ),
    Preset(
        title="Other OneRoster 1.1 service",
        hint="Your vendor names the address; it often ends in /ims/oneroster/v1p1.",
    ),
)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The dialog's fields as they stand."""

    name: str = ""
    url: str = ""
    auth: Auth = "oauth2"
    token_url: str = ""
    client_id: str = ""
    secret: str = ""
    scopes: str = ""
    page_size: int = 5000
    token_auth: Literal["basic", "body"] = "basic"
    ca_file: str = ""


def problems(draft: Draft, taken: Collection[str] = ()) -> dict[str, str]:
    """What is missing or cannot work, by field, in sentences. Empty when the draft is complete."""
    found = {
        "name": _name_problem(draft.name, taken),
        "url": _address_problem(draft.url, "Enter the address of the service."),
    }
    if draft.auth == "oauth2":
        found["token_url"] = _address_problem(draft.token_url, "Enter the address that hands out tokens.")
        found["client_id"] = "" if draft.client_id.strip() else "Enter the client ID."
        found["secret"] = "" if draft.secret else "Enter the client secret."
    elif draft.auth == "bearer":
        found["secret"] = "" if draft.secret else "Enter the token."
    return {field: problem for field, problem in found.items() if problem}


def source(draft: Draft, uid: str) -> Source:
    """The source that a complete draft describes."""
    by_client = draft.auth == "oauth2"
    return Source(
        uid=uid,
        name=draft.name.strip(),
        url=draft.url.strip().rstrip("/"),
        auth=draft.auth,
        token_url=draft.token_url.strip() if by_client else "",
        client_id=draft.client_id.strip() if by_client else "",
        scopes=tuple(draft.scopes.split()) if by_client else (),
        token_auth=draft.token_auth,
        page_size=draft.page_size,
        ca_file=draft.ca_file.strip(),
    )


def is_loopback(host: str) -> bool:
    """Whether the host is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _name_problem(name: str, taken: Collection[str]) -> str:
    if not name.strip():
        return "Give the source a name."
    if name.strip().casefold() in {other.casefold() for other in taken}:
        return "There is a source of this name already."
    return ""


def _address_problem(address: str, when_empty: str) -> str:
    address = address.strip()
    if not address:
        return when_empty
    try:
        origin(address)
        parts = urlsplit(address)
    except (UsageError, ValueError) as error:
        return str(error) if isinstance(error, UsageError) else "Write the address as https://host/path."
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        return "Use https: over http everybody on the way can read the roster and the secret."
    if parts.fragment:
        return "Leave out what follows the #."
    return ""
