"""Sources, secrets and keys of one run of the window, without and with a place to keep them."""

import asyncio
from pathlib import Path

import filelock
import pytest
from msgspec import structs

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.errors import KeyringUnavailableError, SecretMissingError, UsageError
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui.program.session import Session
from tests import stores

pytestmark = pytest.mark.anyio
URL = "https://sis.example/ims/oneroster/v1p1"


class KeptVault(MemoryVault):
    """A vault that outlives the session, as a keyring does; `away` for as long as nobody can reach it."""

    away = False

    def get(self, account: str) -> str:
        self._reach()
        return super().get(account)

    def set(self, account: str, secret: str) -> None:
        self._reach()
        super().set(account, secret)

    def _reach(self) -> None:
        if self.away:
            raise KeyringUnavailableError("No keyring.", "Start one.")


@pytest.fixture
def data_dir(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "data")


def source(name: str = "Lakeside") -> Source:
    return Source(name=name, url=URL, token_url=URL, client_id="me")


class Keyring:
    """A vault of no class that the session knows, around a `KeptVault`."""

    label = "a keyring"

    def __init__(self) -> None:
        self.kept = KeptVault()

    def get(self, account: str) -> str:
        return self.kept.get(account)

    def set(self, account: str, secret: str) -> None:
        self.kept.set(account, secret)

    def delete(self, account: str) -> None:
        self.kept.delete(account)


async def test_a_source_that_was_added_is_there_in_the_next_session(data_dir: DataDir) -> None:
    keyring, lakeside = Keyring(), source()
    session = Session(data_dir, keyring)
    await session.add(lakeside, "the secret")
    key = await session.key(lakeside)
    stores.fill(data_dir.store(lakeside), key, students=20)
    session.close()
    again = Session(data_dir, keyring)
    assert again.sources() == [lakeside]
    assert await again.key(lakeside) == key
    assert data_dir.store(lakeside).exists()
    assert not again.is_only_here(lakeside)


async def test_without_a_keyring_a_new_source_lives_until_the_session_ends(data_dir: DataDir) -> None:
    keyring, lakeside = Keyring(), source()
    keyring.kept.away = True
    session = Session(data_dir, keyring)
    await session.add(lakeside, "the secret")
    stores.fill(data_dir.store(lakeside), await session.key(lakeside), students=20)
    assert session.is_only_here(lakeside)
    handed = await session.handover(lakeside)
    assert handed.language == "en"
    assert credentials.account(lakeside.uid, credentials.SECRET) in handed.secrets
    session.close()
    assert not data_dir.store(lakeside).exists()


async def test_a_keyring_that_is_away_costs_no_store_that_has_its_key_in_it(data_dir: DataDir) -> None:
    keyring, lakeside = Keyring(), source()
    session = Session(data_dir, keyring)
    await session.add(lakeside, "the secret")
    stores.fill(data_dir.store(lakeside), await session.key(lakeside), students=20)
    session.close()
    keyring.kept.away = True
    later = Session(data_dir, keyring)
    with pytest.raises(KeyringUnavailableError):
        await later.key(lakeside)
    later.close()
    assert data_dir.store(lakeside).exists()


async def test_removing_a_source_leaves_neither_store_nor_secret_nor_key(data_dir: DataDir) -> None:
    keyring, lakeside = Keyring(), source()
    session = Session(data_dir, keyring)
    await session.add(lakeside, "the secret")
    stores.fill(data_dir.store(lakeside), await session.key(lakeside), students=20)
    await session.remove(lakeside)
    assert session.sources() == []
    assert {each.suffix for each in (data_dir.path / "stores").glob("*.db*")} <= {".lock"}
    for kind in (credentials.SECRET, credentials.STORE_KEY):
        with pytest.raises(SecretMissingError):
            keyring.get(credentials.account(lakeside.uid, kind))


async def test_what_cannot_be_kept_is_not_half_kept(data_dir: DataDir) -> None:
    class Broken(Keyring):
        def set(self, account: str, secret: str) -> None:
            if account.endswith(credentials.SECRET):
                raise asyncio.CancelledError
            super().set(account, secret)

    session = Session(data_dir, Broken())
    with pytest.raises(asyncio.CancelledError):
        await session.add(source(), "the secret")
    assert session.sources() == []


async def test_what_cannot_be_edited_is_as_it_was_with_its_secret(data_dir: DataDir) -> None:
    keyring, lakeside = Keyring(), source()
    session = Session(data_dir, keyring)
    await session.add(lakeside, "the secret")
    await session.add(source("Harbor"), "another")
    with pytest.raises(UsageError, match="already"):
        await session.edit(structs.replace(lakeside, name="Harbor", url="https://other.example"), "new")
    keyring.kept.away = True
    with pytest.raises(KeyringUnavailableError):
        await session.edit(structs.replace(lakeside, url="https://other.example"), "new")
    keyring.kept.away = False
    assert session.sources()[0] == lakeside
    assert await session.secret(lakeside) == "the secret"


async def test_another_service_whose_old_copy_cannot_be_forgotten_is_not_kept(data_dir: DataDir) -> None:
    class Clinging(Keyring):
        def delete(self, account: str) -> None:
            raise KeyringUnavailableError("No keyring.", f"{account} stays.")

    session, lakeside = Session(data_dir, Clinging()), source()
    await session.add(lakeside, "the secret")
    with pytest.raises(KeyringUnavailableError):
        await session.edit(structs.replace(lakeside, url="https://other.example"), "new", anew=True)
    assert session.sources() == [lakeside]
    assert await session.secret(lakeside) == "the secret"


async def test_a_source_that_needs_no_secret_any_more_keeps_none(data_dir: DataDir) -> None:
    session, lakeside = Session(data_dir, Keyring()), source()
    await session.add(lakeside, "the secret")
    await session.edit(structs.replace(lakeside, auth="none"), "")
    handed = await session.handover(lakeside)
    assert credentials.account(lakeside.uid, credentials.SECRET) not in handed.secrets


async def test_a_list_of_sources_that_is_locked_stops_nobody_but_who_changes_it(data_dir: DataDir) -> None:
    session = Session(data_dir, Keyring())
    data_dir.path.mkdir()
    held = filelock.FileLock(data_dir.path / "sources.json.lock")
    held.acquire()
    adding = asyncio.create_task(session.add(source(), "the secret"))
    await asyncio.sleep(0)
    held.release()
    await adding
    assert [each.name for each in session.sources()] == ["Lakeside"]


async def test_what_is_synced_while_a_source_is_removed_goes_with_it(data_dir: DataDir) -> None:
    lakeside = source()

    class Slow(Keyring):
        def delete(self, account: str) -> None:
            stores.fill(data_dir.store(lakeside), students=20)  # as another program does meanwhile
            super().delete(account)

    session = Session(data_dir, Slow())
    await session.add(lakeside, "the secret")
    await session.remove(lakeside)
    assert {each.suffix for each in (data_dir.path / "stores").glob("*.db*")} <= {".lock"}


async def test_a_source_that_is_hidden_is_not_to_be_chosen(data_dir: DataDir) -> None:
    session, lakeside = Session(data_dir, Keyring()), source()
    await session.add(lakeside, "the secret")
    async with session.hidden(lakeside):
        assert session.sources() == []
    assert session.sources() == [lakeside]
