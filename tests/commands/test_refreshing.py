"""One record, read again from the service."""

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from rosterdesk.model.query import Query
from rosterdesk.settings import DataDir
from tests.commands.desks import Desk


@pytest.fixture
def changing(roster: District, desk: Desk) -> Iterator[tuple[Live, District]]:
    """A service whose district a test may change, and the desk has synced it."""
    own = District(roster.name, roster.today, copy.deepcopy(roster.collections), [])
    with running(own) as live:
        desk.add(live)
        assert desk.run("sync", "Lakeside").code == 0
        yield live, own


def stored(desk: Desk, sourced_id: str) -> Any:
    return desk.run("show", "Lakeside", "users", sourced_id, "--format", "json").json["record"]


def test_a_record_is_unchanged_changed_new_or_gone(changing: tuple[Live, District], desk: Desk) -> None:
    live, district = changing
    users = district.collections["users"]
    person = users[0]
    refresh = ["refresh", "Lakeside", "users", person["sourcedId"], "--format", "json"]
    answer = desk.run(*refresh).json
    assert (answer["state"], answer["detail"]) == ("unchanged", "The record is unchanged.")
    assert (
        answer["findings"]
        == desk.run("show", "Lakeside", "users", person["sourcedId"], "--format", "json").json["findings"]
    )
    person["givenName"] = "Renamed"
    other = users[1] | {"sourcedId": "somebody-new"}
    users.append(other)
    live.service.forget()
    assert desk.run(*refresh).json["state"] == "changed"
    assert stored(desk, person["sourcedId"])["givenName"] == "Renamed"
    new = desk.run("refresh", "Lakeside", "students", "somebody-new")
    assert (new.code, new.out.splitlines()[0]) == (0, "The record was not here yet; now it is.")
    assert "USR-04" in new.out  # it has the username of the one that it was copied from
    assert stored(desk, "somebody-new") == other
    users.remove(person)
    live.service.forget()
    gone = desk.run(*refresh)
    assert (gone.code, gone.json["state"]) == (0, "gone")
    assert stored(desk, person["sourcedId"])["givenName"] == "Renamed"


def test_a_window_hands_the_id_over_and_no_argument_shows_it(changing: tuple[Live, District], desk: Desk) -> None:
    _, district = changing
    person = district.collections["users"][0]
    data = DataDir(desk.data)
    vault = PassphraseVault(data.vault, read_passphrase(desk.passphrase))
    kept = credentials.handover(vault, data.source("Lakeside").uid)
    query = Query(collection="users", ids=(person["sourcedId"],))
    line = msgspec.json.encode({"secrets": kept, "source": None, "query": query}).decode()
    done = desk.run(
        *("refresh", "Lakeside", "users", "--handover", "--data-dir", str(desk.data)), stdin=line + "\n", options=[]
    )
    assert (done.code, done.out.splitlines()[0], done.err) == (0, "The record is unchanged.", "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["Lakeside", "users"], 2, "Which record? Give its sourcedId after the collection."),
        (["Lakeside", "pupils", "x"], 2, "There is no collection “pupils”."),
        (["Lakeside", "scoreScales", "x"], 2, "OneRoster 1.1 has no “scoreScales”."),
        (["Nowhere", "users", "x"], 2, "There is no source “Nowhere”."),
    ],
)
def test_what_cannot_be_refreshed_is_said(synced: Desk, arguments: list[str], code: int, said: str) -> None:
    done = synced.run("refresh", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert said in done.err


def test_without_a_local_copy_there_is_nothing_to_refresh(live: Live, desk: Desk) -> None:
    desk.add(live)
    done = desk.run("refresh", "Lakeside", "users", "x")
    assert (done.code, "Run: rosterdesk sync Lakeside." in done.err) == (5, True)
