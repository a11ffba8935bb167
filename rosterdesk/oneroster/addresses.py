"""Addresses of services: which may be used, and how the address of a request is put together.

An address is parsed by the same code that will connect to it, so that no two readings of it can differ.
"""

import ipaddress
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.settings.services import segment

LOCAL_SUFFIXES = (".local", ".lan", ".internal", ".intranet", ".home.arpa", ".localdomain")
UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
AUTHORITY = re.compile(r"//([^/?#]*)")
EXAMPLE = "Enter it as you were given it, like https://sis.example.org/ims/oneroster/v1p1."


class Address(msgspec.Struct, frozen=True):
    """An address that may be used: its text without a trailing slash, its host, and whether that is this machine."""

    text: str
    host: str
    loopback: bool

    @property
    def closed(self) -> bool:
        """Whether nobody on the way can read what is sent there."""
        return self.loopback or self.text.startswith("https:")


def base(text: str, *, allow_http: bool = False) -> Address:
    """The address of a service; raises `UsageError` with what is wrong with it."""
    address = _checked(text, "The address of the service", allow_http=allow_http)
    if "?" in address.text:
        raise UsageError("The address of the service has a “?” in it.", EXAMPLE)
    return msgspec.structs.replace(address, text=address.text.rstrip("/"))


def token(text: str, *, allow_http: bool = False) -> Address:
    """The address where tokens are had, with its query as given; raises `UsageError` with what is wrong with it."""
    return _checked(text, "The token address", allow_http=allow_http)


def request(address: Address, segments: Sequence[str], query: Sequence[tuple[str, str]] = ()) -> str:
    """The whole address of a request: each segment below the service's address encoded as one, `/users/a%2Fb`."""
    url = address.text + "".join(f"/{segment(part)}" for part in segments)
    if query:
        url += "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in query)
    return url


def since(moment: datetime) -> str:
    """The filter for rows that changed after the moment; one without a zone is taken to be in UTC."""
    known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    written = known.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"dateLastModified>'{written}'"


def slashed(url: str) -> str:
    """The same address with one slash more, or less, at the end of its path."""
    path, mark, query = url.partition("?")
    return (path.removesuffix("/") if path.endswith("/") else f"{path}/") + mark + query


def same_place(one: str, other: str) -> bool:
    """Whether both addresses are of one place on one host, whatever their queries are."""
    here, there = httpx.URL(one), httpx.URL(other)
    return (here.scheme, here.host, here.port, here.path) == (there.scheme, there.host, there.port, there.path)


def _checked(text: str, what: str, *, allow_http: bool) -> Address:
    text = text.strip()
    if not text:
        raise UsageError(f"{what} is missing.", EXAMPLE)
    if UNFIT.search(text):
        raise UsageError(f"{what} has blanks or other characters that no address has.", EXAMPLE)
    try:
        url = httpx.URL(text)
        port = url.port
    except (httpx.InvalidURL, ValueError) as error:
        raise UsageError(f"{what} is not one that can be used.", EXAMPLE) from error
    host = url.raw_host.decode("ascii").rstrip(".")
    if url.scheme not in {"https", "http"} or not host or url.fragment or (port is not None and not 0 < port < 65_536):
        raise UsageError(f"{what} is not one of the web.", EXAMPLE)
    if url.userinfo or "@" in AUTHORITY.split(text)[1]:
        raise UsageError(f"{what} has a user name in it.", "Leave out the part before the “@”.")
    if url.scheme == "http" and not _may_be_plain(host, allow_http=allow_http):
        raise UsageError(
            f"{what} begins with http://, so everybody on the way could read what is sent.",
            "Use https://, or --allow-http for a host of your own network.",
        )
    url = url.copy_with(host=host)
    return Address(text=str(url), host=host, loopback=is_loopback(host))


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its name or number alone."""
    number = _number(host)
    return number.is_loopback if number else host == "localhost" or host.endswith(".localhost")


def is_private(host: str) -> bool:
    """Whether the host can only be one of an own network, by its name or number alone."""
    number = _number(host)
    return number.is_private if number else "." not in host or host.endswith(LOCAL_SUFFIXES)


def _may_be_plain(host: str, *, allow_http: bool) -> bool:
    return is_loopback(host) or (allow_http and is_private(host))


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
