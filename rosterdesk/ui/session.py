"""The sources, their secrets and their keys, as one run of the window holds them."""

import asyncio
import contextlib
from collections.abc import Iterator

from rosterdesk import credentials, log
from rosterdesk.credentials import MemoryVault, Vault
from rosterdesk.errors import KeyringUnavailableError, StoreBusyError
from rosterdesk.model.query import Query
from rosterdesk.settings import DataDir, Handover, Source
from rosterdesk.store.file.aside import destroy


class Session:
    """Keeps secrets in the system keyring, or, where there is none that may be used, in memory until it ends.

    A local copy whose key is in memory alone is wiped when the session ends: nobody could open it again.
    Everything that asks the keyring is awaited; it may wait for a person to unlock it.
    """

    def __init__(self, data_dir: DataDir, vault: Vault) -> None:
        self.data_dir = data_dir
        self._vault = vault
        self._memory = vault if isinstance(vault, MemoryVault) else MemoryVault()
        self._only_here: set[str] = set()  # the uids of sources whose key is in memory alone
        self._keys: dict[str, bytes] = {}
        self._hidden: set[str] = set()  # the uids of sources that are being removed or forgotten

    def is_only_here(self, source: Source) -> bool:
        """Whether the key of the source's local copy is in memory alone, and the copy ends with the session."""
        return source.uid in self._only_here

    @property
    def label(self) -> str:
        """Where secrets are kept, in words."""
        return self._vault.label

    def sources(self) -> list[Source]:
        """The sources that were added, but for those that are `hidden`."""
        return [source for source in self.data_dir.sources() if source.uid not in self._hidden]

    async def add(self, source: Source, secret: str) -> None:
        """Keep a new source and its secret, both or neither."""
        await asyncio.to_thread(self.data_dir.add, source)
        try:
            await self.key(source)
            if source.addresses and source.auth != "none":
                log.secrets(secret)
                await asyncio.to_thread(credentials.keep_secret, self._of(source), source.uid, secret, source.addresses)
        except BaseException:
            await asyncio.to_thread(self.data_dir.remove, source)
            raise

    @contextlib.contextmanager
    def hidden(self, source: Source) -> Iterator[None]:
        """Keeps the source from being chosen while it is removed or forgotten."""
        self._hidden.add(source.uid)
        try:
            yield
        finally:
            self._hidden.discard(source.uid)

    async def remove(self, source: Source) -> None:
        """Destroy the source's local copy, its key and its secret, then the source itself."""
        await self.forget(source)
        await asyncio.to_thread(credentials.forget, self._of(source), source.uid)
        # A keyring takes its time: what another program has synced meanwhile goes too.
        await asyncio.to_thread(destroy, self.data_dir.store(source))
        await asyncio.to_thread(self.data_dir.remove, source)

    async def forget(self, source: Source) -> None:
        """Destroy the source's local copy and its key; the source and its secret stay."""
        await asyncio.to_thread(destroy, self.data_dir.store(source))
        self._keys.pop(source.uid, None)
        await asyncio.to_thread(credentials.forget_store_key, self._of(source), source.uid)

    async def key(self, source: Source, *, create: bool = False) -> bytes:
        """The key of the source's store; where there is none, made when there is no store yet, or to `create` it anew.

        Without a keyring a new store gets a key in memory; one that has its key in the keyring cannot be opened, and
        the `KeyringUnavailableError` says so.
        """
        if source.uid not in self._keys:
            create = create or not self.data_dir.store(source).exists()
            try:
                key = await asyncio.to_thread(credentials.store_key, self._of(source), source.uid, create=create)
            except KeyringUnavailableError:
                if not create:
                    raise
                self._only_here.add(source.uid)
                return await self.key(source, create=create)
            if isinstance(self._vault, MemoryVault):
                self._only_here.add(source.uid)
            log.secrets(key)
            self._keys[source.uid] = key
        return self._keys[source.uid]

    async def handover(self, source: Source, query: Query | None = None, target: str = "") -> Handover:
        """What a worker for this source must know. A secret that is missing is left for the worker to miss."""
        await self.key(source)
        secrets = await asyncio.to_thread(credentials.handover, self._of(source), source.uid)
        return Handover(secrets=secrets, query=query, headers="titles", target=target)

    def close(self) -> None:
        """End the session: what nobody could open again is destroyed."""
        for source in self.sources():
            if self.is_only_here(source):
                with contextlib.suppress(StoreBusyError):  # whoever writes it has a key that ends with it
                    destroy(self.data_dir.store(source))

    def _of(self, source: Source) -> Vault:
        return self._memory if self.is_only_here(source) else self._vault
