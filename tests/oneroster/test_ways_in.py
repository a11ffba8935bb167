"""One district through both versions of the standard, and by every way in: always the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rosterdesk.model.fields import COLLECTIONS
from tests.oneroster.deviations_around import Call, Deviation
from tests.oneroster.deviations_trial import EDITIONS, Edition, Trial, trials, truth

pytestmark = pytest.mark.anyio

WAYS: dict[str, dict[str, Any]] = {
    "a token, by Basic": {},
    "a token, by form": {"token_auth": "body"},
    "OAuth 1 with SHA-256": {"auth": "oauth1", "token_url": ""},
    "OAuth 1 with SHA-1": {"auth": "oauth1", "oauth1_signature": "sha1", "token_url": ""},
    "bearer": {"auth": "bearer", "token_url": ""},
    "nothing": {"auth": "none", "token_url": ""},
}
NEWER = {
    "users": {"role"},  # administrators are of a site or of the district
    "lineItems": {"school", "scoreScale"},
    "results": {"class"},
}
"""What 1.2 says besides, or in other words."""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trials(tmp_path_factory.mktemp("truth")) as made:
        yield made


def unlocked(bearer_token: str) -> Deviation:
    """A service behind a gateway that lets in whoever comes through it."""

    def before(call: Call) -> None:
        assert "authorization" not in call.headers
        call.headers["authorization"] = f"Bearer {bearer_token}"

    return Deviation(name="unlocked", what="", before=before)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("way", WAYS)
async def test_every_way_in_leads_to_the_same_district(
    way: str, edition: Edition, trial: Trial, tmp_path: Path
) -> None:
    trial.put(unlocked(trial.live.bearer_token) if WAYS[way].get("auth") == "none" else None)
    run = await trial.sync(tmp_path / "store.db", edition, **WAYS[way])

    assert run.complete
    assert truth(tmp_path / "store.db") == trial.truths[edition]


def test_what_is_stored_is_what_the_district_has(trial: Trial) -> None:
    for name, records in trial.district.collections.items():
        if COLLECTIONS[name].since == "1.1":
            stored = {record["sourcedId"]: record for record in trial.sent("1.1", name)}
            assert stored == {record["sourcedId"]: record for record in records}


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_of_it_is_bent(edition: Edition, trial: Trial) -> None:
    run = trial.runs[edition]

    assert run.complete
    assert {name: state.bent for name, state in run.collections.items() if state.bent} == {}


def test_both_versions_tell_of_the_same_district(trial: Trial) -> None:
    for name, older in trial.truths["1.1"].items():
        newer = trial.truths["1.2"][name]
        if COLLECTIONS[name].since == "1.2":
            assert newer
            assert not older
            continue
        assert newer.keys() == older.keys()
        for sourced_id, values in older.items():
            differing = {field for field, value in values.items() if newer[sourced_id][field] != value}
            assert differing <= NEWER.get(name, set())
