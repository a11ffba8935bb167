"""A secret goes to the address that it was entered for, and to no other."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosterdesk import credentials
from rosterdesk.errors import (
    CredentialsError,
    KeyringLockedError,
    KeyringUnavailableError,
    SecretMissingError,
    UsageError,
)
from rosterdesk.oneroster import addresses as services

BASE = "https://roster.example/ims/oneroster/v1p1"
TOKEN = "https://login.example:8443/oauth/token"
UID = "5f0c"


def vault_with(secret: str = "canary-secret") -> credentials.MemoryVault:
    vault = credentials.MemoryVault()
    credentials.keep_secret(vault, UID, secret, [BASE, TOKEN])
    return vault


@given(secret=st.text())
def test_a_secret_comes_back_as_it_was_entered(secret: str) -> None:
    assert credentials.secret(vault_with(secret), UID, [BASE, TOKEN]) == secret


@pytest.mark.parametrize(
    "addresses",
    [
        [BASE],
        [BASE, ""],
        ["https://roster.example/another/path?and=query"],
        ["HTTPS://Roster.EXAMPLE:443/ims"],
        ["https://roster.example./"],
        ["https://login.example:8443", BASE],
    ],
)
def test_it_may_go_to_the_same_host_in_another_spelling(addresses: list[str]) -> None:
    assert credentials.secret(vault_with(), UID, addresses) == "canary-secret"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/ims",
        "http://roster.example/ims",
        "http://roster.example:443/ims",
        "https://roster.example:444/ims",
        "https://login.example/oauth/token",
        "https://roster.example.evil.example/",
        "https://evil.example/roster.example",
        "https://evil.example#roster.example",
        "https://evil.example?roster.example",
        "https://ro\u0455ter.example/",  # a Cyrillic letter that looks like an s
        "https://xn--roter-ugf.example/",
    ],
)
def test_it_never_goes_to_another_address(address: str) -> None:
    for addresses in ([address], [BASE, address], [address, TOKEN]):
        with pytest.raises(SecretMissingError, match="kept for another address") as refused:
            credentials.secret(vault_with(), UID, addresses)
        assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "roster.example",
        "//roster.example/",
        "ftp://roster.example/",
        "https://",
        "https:///ims",
        "https://roster.example:port/",
        "https://roster.example:99999/",
        "https://[::1/",
        "https://[nonsense]/",
        "https://joe@roster.example/",
        "https://roster.example@evil.example/",
        "https://joe:pw@roster.example/",
        "https://roster.example\\@evil.example/",
        "https://roster.example\t/",
        "https://roster .example/",
        "https://roster\u00a0.example/",
        "\nhttps://roster.example/",
        "https://%72oster.example/",
    ],
)
def test_an_address_without_a_certain_host_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        credentials.origin(address)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://roster.example", "https://roster.example:443"),
        ("http://roster.example", "http://roster.example:80"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example:443"),
        ("https://bu\u0308cher.example/", "https://xn--bcher-kva.example:443"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example:443"),
        ("https://stra\u00dfe.example/", "https://xn--strae-oqa.example:443"),  # never strasse.example
        ("https://[0:0::1]:8443/", "https://[::1]:8443"),
        ("http://127.0.0.1:8080/ims", "http://127.0.0.1:8080"),
    ],
)
def test_an_origin_is_spelled_in_one_way(address: str, origin: str) -> None:
    assert credentials.origin(address) == origin


@example("HTTP://.")
@given(address=st.text() | st.text().map("https://{}/".format))
def test_any_text_has_an_origin_or_is_refused(address: str) -> None:
    try:
        origin = credentials.origin(address)
    except UsageError:
        return
    assert origin.isascii()
    assert credentials.origin(origin) == origin


def test_a_secret_without_an_address_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one address"):
        credentials.secret(vault_with(), UID, [""])


def test_a_secret_that_was_never_kept_is_missing() -> None:
    with pytest.raises(SecretMissingError, match="not kept here"):
        credentials.secret(vault_with(), "another", [BASE])


@pytest.mark.parametrize("kept", ["", "plain", "{}", '{"origins": "x", "secret": "canary"}', "[1]"])
def test_something_else_under_its_name_is_no_secret(kept: str) -> None:
    vault = credentials.MemoryVault({credentials.account(UID, credentials.SECRET): kept})
    with pytest.raises(SecretMissingError, match="not a secret of ours") as refused:
        credentials.secret(vault, UID, [BASE])
    assert "canary" not in str(refused.value)


def test_the_key_of_a_store_is_made_once() -> None:
    vault = credentials.MemoryVault()
    with pytest.raises(SecretMissingError, match="key of the local copy is missing"):
        credentials.store_key(vault, UID, create=False)
    key = credentials.store_key(vault, UID, create=True)
    assert len(key) == 32
    assert credentials.store_key(vault, UID, create=False) == key
    assert credentials.store_key(vault, UID, create=True) == key
    assert credentials.store_key(vault, "another", create=True) != key


@pytest.mark.parametrize("kept", ["", "AAAA", "not base64!", "A" * 44, "A" * 400, "é"])
def test_a_damaged_key_is_as_good_as_none(kept: str) -> None:
    vault = credentials.MemoryVault({credentials.account(UID, credentials.STORE_KEY): kept})
    with pytest.raises(SecretMissingError, match="key of the local copy is missing"):
        credentials.store_key(vault, UID, create=False)
    assert vault.get(credentials.account(UID, credentials.STORE_KEY)) == kept
    key = credentials.store_key(vault, UID, create=True)
    assert credentials.store_key(vault, UID, create=False) == key


@pytest.mark.parametrize("error", [KeyringLockedError, KeyringUnavailableError])
def test_a_vault_that_is_locked_or_away_is_never_taken_for_one_without_the_key(error: type[CredentialsError]) -> None:
    class Shut(credentials.MemoryVault):
        def get(self, account: str) -> str:
            raise error("It is shut.")

        def set(self, account: str, secret: str) -> None:
            raise AssertionError("a second key was made")

    with pytest.raises(error):
        credentials.store_key(Shut(), UID, create=True)


def test_a_source_is_forgotten_whole() -> None:
    vault = vault_with()
    credentials.store_key(vault, UID, create=True)
    credentials.forget(vault, UID)
    credentials.forget(vault, UID)
    assert credentials.handover(vault, UID) == {}


def test_forgetting_the_local_copy_keeps_the_secret() -> None:
    vault = vault_with()
    credentials.store_key(vault, UID, create=True)
    credentials.forget_store_key(vault, UID)
    assert list(credentials.handover(vault, UID)) == [f"{UID}/secret"]


def test_a_worker_gets_what_is_kept_for_its_source_alone() -> None:
    vault = vault_with()
    key = credentials.store_key(vault, UID, create=True)
    credentials.keep_secret(vault, "another", "other-secret", [BASE])
    worker = credentials.MemoryVault(credentials.handover(vault, UID))
    assert credentials.secret(worker, UID, [BASE]) == "canary-secret"
    assert credentials.store_key(worker, UID, create=False) == key
    with pytest.raises(SecretMissingError, match="another address"):
        credentials.secret(worker, UID, ["https://evil.example"])
    with pytest.raises(SecretMissingError, match="not kept here"):
        credentials.secret(worker, "another", [BASE])


def test_no_secret_shows_in_the_text_of_a_vault() -> None:
    vault = vault_with()
    assert "canary" not in f"{vault!r} {vault}"


@pytest.mark.parametrize(
    "host", ["a。b.org", "a．b｡org", "A。B.ORG。", "schüle。example", "a.b.org.", "straße.example"]
)
def test_the_host_is_the_one_that_is_connected_to(host: str) -> None:
    assert credentials.origin(f"https://{host}/x") == f"https://{services.base(f'https://{host}/x').host}:443"
