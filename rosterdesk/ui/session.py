"""The sources, their secrets and their keys, as one run of the window holds them."""

import asyncio

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault, Vault
from rosterdesk.errors import KeyringUnavailableError
from rosterdesk.model.query import Query
from rosterdesk.settings import DataDir, Source
from rosterdesk.store.connection import destroy
from rosterdesk.ui.process import Handover


class Session:
    """Keeps secrets in the system keyring, or, where there is none that may be used, in memory until it ends.

    With secrets in memory alone the local copies are wiped when the session ends: nobody could open them again.
    Everything that asks the keyring is awaited; it may wait for a person to unlock it.
    """

    def __init__(self, data_dir: DataDir, vault: Vault) -> None:
        self.data_dir = data_dir
        self._vault = vault
        self._keys: dict[str, bytes] = {}

    @property
    def only_memory(self) -> bool:
        """Whether secrets and keys are kept for this session alone."""
        return isinstance(self._vault, MemoryVault)

    @property
    def label(self) -> str:
        """Where secrets are kept, in words."""
        return self._vault.label

    def sources(self) -> list[Source]:
        """The sources that were added."""
        return self.data_dir.sources()

    async def add(self, source: Source, secret: str) -> None:
        """Keep a new source and its secret, both or neither."""
        self.data_dir.add(source)
        try:
            if source.auth != "none":
                await self._keep(source, secret)
            await self.key(source)
        except BaseException:
            self.data_dir.remove(source)
            raise

    async def remove(self, source: Source) -> None:
        """Destroy the source's local copy, its key and its secret, then the source itself."""
        await self.forget(source)
        await asyncio.to_thread(credentials.forget, self._vault, source.uid)
        self.data_dir.remove(source)

    async def forget(self, source: Source) -> None:
        """Destroy the source's local copy and its key; the source and its secret stay."""
        self._keys.pop(source.uid, None)
        await asyncio.to_thread(credentials.forget_store_key, self._vault, source.uid)
        destroy(self.data_dir.store(source))

    async def key(self, source: Source) -> bytes:
        """The key of the source's store, made when there is none yet."""
        if source.uid not in self._keys:
            create = not self.data_dir.store(source).exists()
            try:
                key = await asyncio.to_thread(credentials.store_key, self._vault, source.uid, create=create)
            except KeyringUnavailableError:
                self._vault = MemoryVault()
                return await self.key(source)
            self._keys[source.uid] = key
        return self._keys[source.uid]

    async def handover(self, source: Source, query: Query | None = None) -> Handover:
        """What a worker for this source must know. A secret that is missing is left for the worker to miss."""
        await self.key(source)
        secrets = await asyncio.to_thread(credentials.handover, self._vault, source.uid)
        return Handover(secrets=secrets, query=query, headers="titles")

    def close(self) -> None:
        """End the session: what nobody could open again is destroyed."""
        if self.only_memory:
            for source in self.sources():
                destroy(self.data_dir.store(source))

    async def _keep(self, source: Source, secret: str) -> None:
        addresses = (source.url, source.token_url)
        try:
            await asyncio.to_thread(credentials.keep_secret, self._vault, source.uid, secret, addresses)
        except KeyringUnavailableError:
            self._vault = MemoryVault()
            await asyncio.to_thread(credentials.keep_secret, self._vault, source.uid, secret, addresses)
