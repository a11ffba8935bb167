"""Every deviation, over loopback, into a real store: what comes of it is the truth, or is told not to be."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rosterdesk.errors import ServiceError
from rosterdesk.model.rows import Run
from tests.oneroster.deviations import DEVIATIONS, table
from tests.oneroster.deviations_around import Call, Deviation, Reply, Row
from tests.oneroster.deviations_counts import COUNTS
from tests.oneroster.deviations_trial import Trial, Truth, sent, trials, truth

pytestmark = pytest.mark.anyio

DOCS = Path(__file__).parents[2] / "docs" / "services.md"
BY_NAME = {deviation.name: deviation for group in DEVIATIONS.values() for deviation in group}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trials(tmp_path_factory.mktemp("truth")) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def ending(expected: str) -> list[Any]:
    """The deviations of which that is to come, as parameters."""
    return [pytest.param(each, id=name) for name, each in BY_NAME.items() if each.expected == expected]


def compared(found: Truth, deviation: Deviation, run: Run) -> Truth:
    """What is compared with the truth: all that the run read."""
    return {
        name: {
            sourced_id: {field: value for field, value in values.items() if field not in deviation.apart}
            for sourced_id, values in records.items()
        }
        for name, records in found.items()
        if name in run.collections and name not in deviation.refused
    }


def told(run: Run) -> str:
    """All that the run has to say."""
    return " ".join(state.why for state in run.collections.values())


@pytest.mark.parametrize("deviation", ending("complete"))
async def test_what_can_be_understood_ends_complete_and_equal(deviation: Deviation, trial: Trial, store: Path) -> None:
    if deviation.kind == "delta":
        trial.begin(deviation.edition, store)
    trial.put(deviation)
    run = await trial.sync(
        store, deviation.edition, full=deviation.kind == "full", also=deviation.also, **deviation.source
    )

    assert trial.deviated or deviation.demand
    assert {name: state.why for name, state in run.collections.items() if not (state.complete or state.refused)} == {}
    assert run.complete
    assert compared(truth(store), deviation, run) == compared(trial.truths[deviation.edition], deviation, run)
    counted = sum((Counter(state.bent) for state in run.collections.values()), Counter())
    assert set(counted) == set(deviation.bent)
    assert counted == COUNTS.get(deviation.name, {})
    if deviation.waits:
        assert trial.watch.pauses
        # A date is said to the second, and a busy machine takes its time between two looks at the clock.
        assert [pause for pause in trial.watch.pauses if abs(pause - deviation.waits) > 3] == []
    assert {name for name, state in run.collections.items() if state.refused} == set(deviation.refused)
    assert deviation.words in told(run)


WAITING = "What came is shown when the list of "
"""What is said of a list that came, and waits for another without which it would be misunderstood."""


@pytest.mark.parametrize("deviation", ending("incomplete"))
async def test_what_may_be_missing_is_told_and_takes_nothing_away(
    deviation: Deviation, trial: Trial, store: Path
) -> None:
    trial.begin(deviation.edition, store)
    trial.put(deviation)
    run = await trial.sync(store, deviation.edition, also=deviation.also, **deviation.source)

    assert trial.deviated
    assert not run.complete
    assert deviation.words in told(run)
    lacking = {name: state.why for name, state in run.collections.items() if not (state.complete or state.refused)}
    assert {name for name, why in lacking.items() if not why.startswith(WAITING)} == set(deviation.torn)
    after = truth(store)
    for name, records in trial.truths[deviation.edition].items():
        assert {sourced_id: after[name].get(sourced_id) for sourced_id in records} == records


@pytest.mark.parametrize("deviation", ending("error"))
async def test_what_cannot_be_understood_is_a_clear_error_and_takes_nothing_away(
    deviation: Deviation, trial: Trial, store: Path
) -> None:
    trial.begin(deviation.edition, store)
    trial.put(deviation)
    with pytest.raises(ServiceError) as caught:
        await trial.sync(store, deviation.edition, also=deviation.also, **deviation.source)

    assert trial.deviated
    assert deviation.words in caught.value.what
    assert caught.value.action
    assert truth(store) == trial.truths[deviation.edition]


async def test_a_key_without_rights_is_told_so_at_once(trial: Trial, store: Path) -> None:
    trial.put(BY_NAME["nothing-to-see"])
    run = await trial.sync(store)

    assert not run.complete
    assert "this key sees nothing" in run.collections["orgs"].why


async def test_passwords_are_kept_nowhere(trial: Trial, store: Path) -> None:
    trial.put(BY_NAME["passwords"])
    await trial.sync(store)

    assert {"password" in user for user in sent(store, "users")} == {False}


async def test_unknown_words_are_kept_as_they_are(trial: Trial, store: Path) -> None:
    trial.put(BY_NAME["words-unknown"])
    await trial.sync(store)
    after = truth(store)

    assert "ext:coach" in {user["role"] for user in after["users"].values()}
    assert "departments" in {org["type"] for org in after["orgs"].values()}


VIEWS = {"org": "school", "academicSession": "term", "user": "student", "demographics": "demographic"}
SINGLES: dict[str, Callable[[str, Row], Any]] = {
    "the name of a view": lambda name, row: {VIEWS.get(name, name): row},
    "the plural": lambda name, row: {f"{name}s": row},
    "an array of one": lambda name, row: {name: [row]},
    "an array of one in the plural": lambda name, row: {f"{name}s": [row]},
    "no envelope": lambda _name, row: row,
    "a bare array": lambda _name, row: [row],
}


@pytest.mark.parametrize("envelope", SINGLES)
async def test_one_record_is_found_wherever_it_stands(envelope: str, trial: Trial) -> None:
    def after(call: Call, reply: Reply) -> None:
        if call.name != "token":
            ((name, row),) = reply.members.items()
            reply.members = SINGLES[envelope](name, row)

    trial.put(Deviation(name="single", what="", after=after))
    async with trial.client() as client:
        for collection in ("orgs", "academicSessions", "users", "classes", "demographics", "results"):
            wanted = trial.district.collections[collection][-1]["sourcedId"]
            assert (await client.one(collection, wanted)).entity.sourced_id == wanted


def test_names_and_descriptions_are_given_once() -> None:
    every = [deviation for group in DEVIATIONS.values() for deviation in group]

    assert len({each.name for each in every}) == len({each.what for each in every}) == len(every)
    assert [each.name for each in every if each.expected != "complete" and not each.words] == []


def test_the_docs_have_every_deviation_and_what_comes_of_it() -> None:
    assert "\n".join(table()).rstrip() in DOCS.read_text(encoding="utf-8")
