"""Why a connection failed, in words."""

import socket
import ssl

import httpx
import pytest

from rosterdesk.oneroster import faults
from rosterdesk.oneroster.faults import Kind

VERIFY = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "


def connect(text: str, cause: BaseException | None = None) -> httpx.ConnectError:
    error = httpx.ConnectError(text)
    error.__cause__ = cause
    return error


CASES: list[tuple[Exception, Kind, str]] = [
    (
        connect(VERIFY + "Hostname mismatch, certificate is not valid for 'sis'. (_ssl.c:1006)"),
        Kind.FINAL,
        "another host",
    ),
    (connect(VERIFY + "IP address mismatch, certificate is not valid for '127.0.0.1'."), Kind.FINAL, "another host"),
    (connect(VERIFY + "self-signed certificate (_ssl.c:1006)"), Kind.FINAL, "does not know"),
    (connect(VERIFY + "unable to get local issuer certificate"), Kind.FINAL, "does not know"),
    (connect("“sis” certificate is not trusted"), Kind.FINAL, "does not know"),
    (connect(VERIFY + "certificate has expired (_ssl.c:1006)"), Kind.FINAL, "has expired"),
    (connect(VERIFY + "certificate is not yet valid"), Kind.FINAL, "not valid yet"),
    (connect("[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"), Kind.FINAL, "does not speak TLS"),
    (connect("[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version"), Kind.FINAL, "versions of TLS"),
    (connect("[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol"), Kind.FINAL, "before it was"),
    (connect("[SSL: SOMETHING_NEW] what is this"), Kind.FINAL, "No secure connection"),
    (connect("All connection attempts failed", ssl.SSLError("certificate has expired")), Kind.FINAL, "has expired"),
    (connect("failed", socket.gaierror(-2, "Name or service not known")), Kind.NETWORK, "There is no host"),
    (connect("failed", ConnectionRefusedError(111, "Connection refused")), Kind.NETWORK, "accepts no connection"),
    (
        connect("failed", OSError("all", ExceptionGroup("many", [ConnectionRefusedError()]))),
        Kind.NETWORK,
        "cannot be reached",
    ),
    (connect("failed", ExceptionGroup("many", [ConnectionRefusedError()])), Kind.NETWORK, "accepts no connection"),
    (httpx.ConnectTimeout(""), Kind.NETWORK, "in time"),
    (httpx.ReadTimeout(""), Kind.SLOW, "in time"),
    (httpx.ReadError(""), Kind.CUT, "in the middle"),
    (httpx.WriteError(""), Kind.CUT, "in the middle"),
    (httpx.RemoteProtocolError("Server disconnected without sending a response."), Kind.CUT, "in the middle"),
    (
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
        Kind.TRUNCATED,
        "in the middle",
    ),
    (httpx.RemoteProtocolError("illegal status line: bytearray(b'SSH-2.0-')"), Kind.FINAL, "web service"),
    (httpx.RemoteProtocolError("Receive buffer too long"), Kind.FINAL, "web service"),
    (httpx.ProxyError("407 Proxy Authentication Required"), Kind.FINAL, "name and password"),
    (httpx.ProxyError("502 Bad Gateway"), Kind.FINAL, "proxy"),
    (httpx.UnsupportedProtocol("x"), Kind.FINAL, "cannot be reached"),
]


@pytest.mark.parametrize(("error", "kind", "words"), CASES)
def test_each_fault_has_its_sentence(error: Exception, kind: Kind, words: str) -> None:
    fault = faults.explain(error, "sis.example.org")
    assert fault.kind is kind
    assert words in fault.what
    assert fault.action


@pytest.mark.parametrize(
    "error",
    [
        connect("failed", ConnectionRefusedError(111, "Connection refused")),
        connect("failed", socket.gaierror(-2, "Name or service not known")),
        httpx.ConnectTimeout(""),
    ],
)
def test_a_proxy_that_cannot_be_reached_is_no_fault_of_the_service(error: Exception) -> None:
    fault = faults.explain(error, "sis.example.org", "proxy.example.org")
    assert fault == faults.Fault(
        Kind.NETWORK,
        "The proxy proxy.example.org, by way of which sis.example.org is asked, cannot be reached.",
        "Check HTTPS_PROXY and NO_PROXY.",
    )


@pytest.mark.parametrize("error", [connect(VERIFY + "certificate has expired"), httpx.ReadTimeout("")])
def test_what_fails_behind_a_proxy_is_told_of_the_service(error: Exception) -> None:
    assert faults.explain(error, "sis", "proxy") == faults.explain(error, "sis")


def test_a_clock_that_is_wrong_is_thought_of() -> None:
    for text in ("certificate has expired", "certificate is not yet valid"):
        assert "date and time" in faults.explain(connect(VERIFY + text), "sis").action


def test_a_chain_of_errors_may_be_a_circle() -> None:
    first, second = connect("one"), OSError("two")
    first.__cause__, second.__cause__ = second, first
    assert faults.explain(first, "sis").kind is Kind.NETWORK
