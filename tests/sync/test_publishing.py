"""What a later sync brings is shown at its end: killed there, by the next one; too much of it, once a person agrees."""

from pathlib import Path

import pytest

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.errors import StoreHeldError
from rosterdesk.model.changes import ChangeQuery
from rosterdesk.progress import Message, Progress
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.sync.interference import Interference
from tests.sync.services import KEY, StoppedError, records, runs, sent, sync, whole

pytestmark = pytest.mark.anyio


def rename(roster: District, live: Live, people: int) -> None:
    for user in roster.collections["users"][:people]:
        user["familyName"] = "Renamed"
    live.service.forget()


def killed(message: Message) -> None:
    if isinstance(message, Progress) and message.phase == "publish" and message.done:
        raise StoppedError


async def test_a_sync_that_ended_while_it_published_is_shown_by_the_next_which_asks_for_nothing_again(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store, whole("orgs", "users"))
    before = sent(store, "users")
    rename(roster, live, 3)
    with pytest.raises(StoppedError):
        await sync(live, store, whole("orgs", "users"), killed)
    assert sent(store, "users") == before
    between.asked.clear()
    run = await sync(live, store, whole("orgs", "users"))
    assert (run.run, run.complete, run.collections["users"].changed) == (2, True, 3)
    assert not between.requests("users")
    assert sent(store, "users") == records(roster, "users")


async def test_too_much_of_it_is_held_until_it_is_accepted(
    live: Live, roster: District, between: Interference, store: Path
) -> None:
    await sync(live, store, whole("users"))
    before = sent(store, "users")
    del roster.collections["users"][10:]
    live.service.forget()
    with pytest.raises(StoreHeldError, match="would remove"):
        await sync(live, store, whole("users"))
    assert sent(store, "users") == before
    assert runs(store)[0].held
    between.asked.clear()
    with Writer(store, KEY) as writer:
        run = writer.accept()
    assert (run.run, run.held, run.complete) == (2, "", True)
    assert not between.asked
    assert sent(store, "users") == records(roster, "users")


async def test_a_sync_tells_the_clock_of_the_service_and_what_changed(
    live: Live, roster: District, store: Path
) -> None:
    first = await sync(live, store)
    assert first.clock is not None
    rename(roster, live, 2)
    run = await sync(live, store, whole("users"))
    assert run.clock is not None
    assert run.clock >= first.clock
    with Reader(store, KEY) as reader:
        told = {
            change.sourced_id: change.fields["familyName"][1]
            for change in reader.changes(ChangeQuery(run.run), "changed")
        }
    assert told == dict.fromkeys((str(user["sourcedId"]) for user in roster.collections["users"][:2]), "Renamed")
