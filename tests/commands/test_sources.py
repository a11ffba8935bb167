import os
from pathlib import Path

import pytest

from rosterdesk.demo.service import Live
from rosterdesk.settings import DataDir
from tests.commands.desks import PASSPHRASE, Desk, adding

BEARER = ["--auth", "bearer"]
OAUTH = ["--auth", "oauth2", "--client-id", "me", "--token-url", "https://sis.example.org/token"]


def add(
    desk: Desk,
    *options: str,
    url: str = "https://sis.example.org/ims/oneroster/v1p1",
    stdin: str = "a secret of some length\n",
) -> str:
    done = desk.run("source", "add", "S", "--url", url, *options, stdin=stdin)
    assert (done.code, done.out) in {(2, ""), (4, "")} or done.code == 0
    return done.err


def test_a_source_is_added_listed_and_removed_with_all_that_was_its(live: Live, desk: Desk) -> None:
    assert desk.add(live).out.startswith("Its secret is kept in an encrypted file.\nAdded “Lakeside”.")
    assert desk.run("sync", "Lakeside").code == 0
    (listed,) = desk.run("source", "list", "--format", "json").json
    assert listed["url"] == live.url
    assert (listed["name"], listed["auth"], listed["stored"]) == ("Lakeside", "oauth2", True)
    assert "Lakeside  OneRoster 1.1  http://127.0.0.1:" in desk.run("source", "list").out
    done = desk.run("source", "remove", "Lakeside")
    assert (done.code, done.err) == (0, "")
    assert desk.run("source", "list", "--format", "json").json == []
    assert not desk_has_data(desk)
    assert desk.run("sync", "Lakeside").code == 2


def test_forgetting_wipes_the_data_and_keeps_the_source(synced: Desk) -> None:
    assert desk_has_data(synced)
    done = synced.run("source", "forget", "Lakeside")
    assert (done.code, done.out) == (0, "The local data of “Lakeside” are gone. The source itself is kept.\n")
    assert not desk_has_data(synced)
    assert synced.run("list", "Lakeside", "users").code == 5
    assert synced.run("sync", "Lakeside").code == 0
    assert desk_has_data(synced)


def desk_has_data(desk: Desk) -> bool:
    return not {each.suffix for each in (desk.data / "stores").iterdir()} <= {".TAG", ".lock"}


@pytest.mark.parametrize(
    ("options", "url", "said"),
    [
        (BEARER, "http://sis.example.org/x", "begins with http://"),
        (BEARER, "HTTP://sis.example.org/x", "begins with http://"),
        ([*BEARER, "--allow-http"], "http://sis.example.org/x", "begins with http://"),
        (BEARER, "http://127.0.0.1@evil.example/x", "user name"),
        (BEARER, "https://user:word@sis.example.org/x", "user name"),
        (BEARER, "ftp://sis.example.org/x", "not one of the web"),
        (BEARER, "sis.example.org", "not one of the web"),
        (BEARER, "https://sis.example.org/x?key=1", "has a “?” in it"),
        ([], "https://sis.example.org/x", "How does the service know you?"),
        (["--auth", "oauth2"], "https://sis.example.org/x", "oauth2 needs a client ID."),
        (OAUTH[:4], "https://sis.example.org/x", "oauth2 needs the address where tokens are had."),
        ([*OAUTH[:2], *OAUTH[4:]], "https://sis.example.org/x", "oauth2 needs a client ID."),
        (["--auth", "oauth1"], "https://sis.example.org/x", "oauth1 needs a consumer key. Give it with --client-id."),
        ([*BEARER, *OAUTH[4:]], "https://sis.example.org/x", "--token-url has no meaning with --auth bearer."),
        ([*BEARER, *OAUTH[2:4]], "https://sis.example.org/x", "--client-id has no meaning with --auth bearer."),
        ([*BEARER, "--scope", "s"], "https://sis.example.org/x", "--scope has no meaning with --auth bearer."),
        ([*OAUTH, "--oauth1-signature", "sha1"], "https://sis.example.org/x", "has no meaning with --auth oauth2."),
        ([*BEARER, "--gradebook-url", "https://sis.example.org/g"], "https://sis.example.org/x", "in OneRoster 1.1"),
        ([*BEARER, "--also", "users"], "https://sis.example.org/x", "“users” need not be asked for. --also is for:"),
        ([*BEARER, "--also", "pupils"], "https://sis.example.org/x", "There is no collection “pupils”."),
        ([*BEARER, "--also", "scoreScales"], "https://sis.example.org/x", "OneRoster 1.1 has no “scoreScales”."),
        ([*BEARER, "--oneroster", "1.2", "--resources-url", "http://x.example"], "https://x.example", "http://"),
        ([*BEARER, "--bundle", "x.zip"], "https://sis.example.org/x", "A bundle is a file: --url has no meaning"),
        ([*OAUTH[:5], "http://sis.example.org/token"], "https://sis.example.org/x", "begins with http://"),
        ([*OAUTH[:5], "https://sis.example.org"], "https://sis.example.org/x", "token address is only a host"),
        ([*BEARER, "--ca-file", "/none.pem"], "https://sis.example.org/x", "There is no file /none.pem."),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_is_kept(desk: Desk, options: list[str], url: str, said: str) -> None:
    err = add(desk, *options, url=url)
    assert said in err
    assert err.count("\n") == 1
    assert "user:word" not in err
    assert desk.run("source", "list", "--format", "json").json == []


@pytest.mark.parametrize(
    ("options", "url", "kept"),
    [
        (BEARER, "https://sis.example.org/x/", "https://sis.example.org/x"),
        (BEARER, "HTTPS://SIS.example.org", "https://sis.example.org"),
        (BEARER, "http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ([*BEARER, "--allow-http"], "http://sis.internal/x", "http://sis.internal/x"),
        (OAUTH, "https://sis.example.org/x", "https://sis.example.org/x"),
        (OAUTH[:4], "https://oneroster.us2.kimonocloud.com/ims/oneroster/v1p1", None),
        (["--auth", "oauth1", "--client-id", "me"], "https://sis.example.org/x", "https://sis.example.org/x"),
    ],
)
def test_addresses_are_kept_in_one_spelling(desk: Desk, options: list[str], url: str, kept: str | None) -> None:
    assert add(desk, *options, url=url) == ""
    (listed,) = desk.run("source", "list", "--format", "json").json
    assert listed["url"] == (kept or url)
    assert kept or listed["token_url"] == "https://api.us2.kimonocloud.com/oauth/token"


def test_a_service_of_1_2_is_kept_with_all_its_addresses_and_what_it_is_asked_for(desk: Desk) -> None:
    root = "https://sis.example.org/ims/oneroster"
    more = [
        "--gradebook-url",
        f"{root}/grades/v1p2/",
        "--also",
        "results",
        "--also",
        "demographics",
        "--also",
        "results",
    ]
    oauth1 = ["--auth", "oauth1", "--client-id", "key", "--oauth1-signature", "sha1"]
    assert add(desk, *oauth1, *more, "--oneroster", "1.2", url=root) == ""
    (listed,) = desk.run("source", "list", "--format", "json").json
    assert (listed["kind"], listed["oneroster"], listed["url"]) == ("1.2", "1.2", root)
    assert (listed["gradebook_url"], listed["resources_url"]) == (f"{root}/grades/v1p2", "")
    assert (listed["also"], listed["oauth1_signature"]) == (["demographics", "results"], "sha1")
    assert "S     OneRoster 1.2  https://sis.example.org/ims/oneroster  oauth1" in desk.run("source", "list").out


@pytest.mark.parametrize(
    ("url", "options", "version"),
    [
        ("https://sis.example.org/ims/oneroster/v1p1", [], "1.1"),
        ("https://sis.example.org/ims/oneroster/rostering/v1p2/", [], "1.2"),
        ("https://sis.example.org/ims/oneroster/rostering/v1p2", ["--oneroster", "1.1"], "1.1"),
        ("https://sis.example.org/ims/oneroster/v1p1", ["--oneroster", "1.2"], "1.2"),
        ("https://sis.example.org", [], "1.1"),
    ],
)
def test_an_address_that_ends_in_a_version_says_it(desk: Desk, url: str, options: list[str], version: str) -> None:
    assert add(desk, *BEARER, *options, url=url) == ""
    (listed,) = desk.run("source", "list", "--format", "json").json
    assert listed["oneroster"] == version


def test_a_source_that_needs_no_secret_asks_for_none(live: Live, desk: Desk) -> None:
    assert add(desk, "--auth", "none", url=live.url, stdin="") == ""


@pytest.mark.parametrize("stdin", ["", "\n"])
def test_without_a_secret_nothing_is_added(desk: Desk, stdin: str) -> None:
    assert "A secret is needed. Give it as the first line of stdin." in add(desk, *BEARER, stdin=stdin)
    assert desk.run("source", "list", "--format", "json").json == []


def test_a_name_is_taken_once_and_the_second_secret_is_not_kept(live: Live, desk: Desk) -> None:
    desk.add(live)
    before = (desk.data / "vault.json").read_bytes()
    done = desk.add(live, secret="another")
    assert (done.code, "There is a source “Lakeside” already." in done.err) == (2, True)
    assert (desk.data / "vault.json").read_bytes() == before


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "\x1b[31m", "x" * 101])
def test_names_are_plain(live: Live, desk: Desk, name: str) -> None:
    done = desk.run(*adding(live, name), stdin="a secret of some length\n")
    assert (done.code, done.err.startswith("rosterdesk: This is no name for a source.")) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_passphrase_that_others_can_read_is_refused_and_nothing_is_kept(live: Live, desk: Desk) -> None:
    desk.passphrase.chmod(0o644)
    done = desk.add(live)
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
    assert DataDir(desk.data).sources() == []


def test_another_passphrase_opens_nothing(synced: Desk, tmp_path: Path) -> None:
    synced.passphrase.write_text("wrong\n")
    done = synced.run("list", "Lakeside", "users")
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
    assert PASSPHRASE not in done.err


def test_a_secret_is_sent_only_where_it_was_meant_to_go(live: Live, desk: Desk) -> None:
    desk.add(live)
    sources = desk.data / "sources.json"
    sources.write_text(sources.read_text().replace("127.0.0.1", "127.0.0.2"))
    done = desk.run("sync", "Lakeside")
    assert (done.code, "was kept for another address" in done.err) == (4, True)


@pytest.mark.parametrize("address", ["gradebook_url", "resources_url"])
def test_nor_is_it_sent_to_an_address_that_was_put_beside_it(live: Live, desk: Desk, address: str) -> None:
    assert desk.run(*adding(live), stdin=live.client_secret + "\n").code == 0
    sources = desk.data / "sources.json"
    sources.write_text(sources.read_text().replace('"url":', f'"{address}": "https://elsewhere.example", "url":', 1))
    for command in ("sync", "source test"):
        done = desk.run(*command.split(), "Lakeside")
        assert (done.code, "was kept for another address" in done.err) == (4, True)
