"""Why a connection failed, in words for people. Pure: an exception in, a fault out.

The libraries below tell most of these apart only by the text of their errors.
"""

import socket
import ssl
from collections.abc import Iterator
from enum import Enum

import httpx
import msgspec

from rosterdesk.errors import ServiceUnreachableError


class Kind(Enum):
    """What may help: `FINAL` stays until somebody acts; the others may pass, so asking again can help.

    `CUT` is a connection that ended, `TRUNCATED` one that ended after an answer had begun.
    """

    NETWORK = "network"
    CUT = "cut"
    TRUNCATED = "truncated"
    SLOW = "slow"
    FINAL = "final"


class Fault(msgspec.Struct, frozen=True):
    """What failed: two sentences, and whether it may pass."""

    kind: Kind
    what: str
    action: str


class FaultError(ServiceUnreachableError):
    """No answer came; `fault` says why and whether it may pass."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what, fault.action)
        self.fault = fault


CLOCK = "Check the date and time of this computer; else the people who run the service have to renew it."
TRUST = "If your network has its own authority, add its certificate to this system or to the source (CA file)."
ADDRESS = "Check the address of the source."
PROXY = "Check HTTPS_PROXY and NO_PROXY."
NETWORK = "Check this computer's network, then try again."

TLS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("hostname mismatch", "ip address mismatch", "doesn't match", "name does not match", "cn_no_match"),
        "The certificate of {host} belongs to another host.",
        ADDRESS,
    ),
    (("not yet valid",), "The certificate of {host} is not valid yet.", CLOCK),
    (
        ("has expired", "certificate is expired", "not within its validity"),
        "The certificate of {host} has expired.",
        CLOCK,
    ),
    (
        ("self-signed", "self signed", "unable to get", "not trusted", "unknown ca", "untrusted"),
        "The certificate of {host} comes from an authority that this computer does not know.",
        TRUST,
    ),
    (
        (
            "wrong version number",
            "wrong_version_number",
            "record layer failure",
            "record_layer_failure",
            "http request",
        ),
        "{host} does not speak TLS at this port.",
        "Check the address and the port: it may be an http:// service.",
    ),
    (
        ("protocol version", "unsupported protocol", "protocol_version", "unsupported_protocol"),
        "{host} offers only versions of TLS that are no longer safe.",
        "Tell the people who run the service.",
    ),
    (
        ("unexpected_eof", "eof occurred", "unexpected eof"),
        "{host} ended the connection before it was secure.",
        ADDRESS,
    ),
)


def explain(error: BaseException, host: str, proxy: str = "") -> Fault:
    """The fault behind an error of the HTTP library, whose sentence names the `host`; or the host of the `proxy` by way
    of which that is reached, where no connection came about: then it was tried to the proxy alone.
    """
    if isinstance(error, httpx.ProxyError):
        return _proxy(str(error))
    fault = _fault(error, host)
    if proxy and fault.kind is Kind.NETWORK and isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Fault(Kind.NETWORK, f"The proxy {proxy}, by way of which {host} is asked, cannot be reached.", PROXY)
    return fault


def _fault(error: BaseException, host: str) -> Fault:
    if isinstance(error, httpx.TimeoutException):
        return _other(error, host)
    causes = list(_causes(error))
    secure = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if secure is not None or "ssl" in str(error).lower() or "certificate" in str(error).lower():
        return _tls(f"{error} {secure}", host)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Fault(Kind.NETWORK, f"There is no host {host}, or this computer is offline.", ADDRESS)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Fault(Kind.NETWORK, f"{host} accepts no connection at this port.", ADDRESS)
    return _other(error, host)


def late(host: str, seconds: float) -> Fault:
    """The fault that an answer took longer than it may, however alive the connection was."""
    return Fault(
        Kind.SLOW,
        f"{host} did not finish its answer within {seconds:.0f} seconds.",
        "Try again, or lower the page size of the source.",
    )


def _other(error: BaseException, host: str) -> Fault:
    match error:
        case httpx.ConnectTimeout():
            return Fault(Kind.NETWORK, f"{host} did not take the connection in time.", NETWORK)
        case httpx.TimeoutException():
            return Fault(
                Kind.SLOW, f"{host} did not answer in time.", "Try again, or lower the page size of the source."
            )
        case httpx.ConnectError():
            return Fault(Kind.NETWORK, f"{host} cannot be reached.", NETWORK)
        case httpx.RemoteProtocolError() if not _is_cut(str(error)):
            return Fault(Kind.FINAL, f"{host} does not answer as a web service does.", ADDRESS)
        case httpx.NetworkError() | httpx.RemoteProtocolError():
            kind = Kind.TRUNCATED if "incomplete" in str(error) or "complete message body" in str(error) else Kind.CUT
            return Fault(kind, f"{host} ended the connection in the middle of an answer.", NETWORK)
        case _:
            return Fault(Kind.FINAL, f"{host} cannot be reached.", ADDRESS)


def _is_cut(text: str) -> bool:
    return any(words in text.lower() for words in ("disconnected", "peer closed", "incomplete", "without sending"))


def _proxy(text: str) -> Fault:
    if "407" in text:
        return Fault(Kind.FINAL, "The proxy of this network asks for a name and password.", "Set them in HTTPS_PROXY.")
    return Fault(Kind.FINAL, "The proxy of this network did not make the connection.", PROXY)


def _tls(text: str, host: str) -> Fault:
    lower = text.lower()
    for words, what, action in TLS:
        if any(word in lower for word in words):
            return Fault(Kind.FINAL, what.format(host=host), action)
    return Fault(Kind.FINAL, f"No secure connection to {host} was possible.", ADDRESS)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and all that it came from."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
