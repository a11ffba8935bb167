"""The sources, their secrets and their keys, and what is remembered, as one run of the window holds them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from rosterdesk import credentials, log
from rosterdesk.credentials import MemoryVault, Vault
from rosterdesk.credentials.padlock import Padlock
from rosterdesk.errors import CredentialsError, KeyringUnavailableError, SecretMissingError, StoreBusyError
from rosterdesk.model.query import Query
from rosterdesk.settings import DataDir, Handover, SavedView, Source
from rosterdesk.store.file.aside import destroy
from rosterdesk.ui.look import language
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.lock import Lock
from rosterdesk.ui.program.preferences import Remembered
from rosterdesk.ui.program.privacy import Privacy, names_somebody
from rosterdesk.ui.program.recents import Recents
from rosterdesk.ui.program.syncs import Syncs


class Showing(Protocol):
    """Who shows a source, and has its copy open."""

    async def leave(self, source: Source) -> None:
        """Let go of the source, where it is what is shown: when this returns, nothing of it is read or written."""

    async def come_back(self, source: Source) -> None:
        """Show again what was left, as it is now; or another one, where it is gone."""


class Session(QObject):
    """Keeps secrets in the system keyring, or, where there is none that may be used, in memory until it ends.

    A local copy whose key is in memory alone is wiped when the session ends: nobody could open it again.
    Everything that asks the keyring is awaited; it may wait for a person to unlock it.
    """

    sources_changed = Signal()  # one was added, edited or removed

    def __init__(self, data_dir: DataDir, vault: Vault) -> None:
        super().__init__()
        self.data_dir = data_dir
        self.syncs = Syncs()
        self.recents = Recents()
        self.showing: list[Showing] = []  # of all windows
        self.asked_of_age: set[str] = set()  # the uids of sources whose age the user was asked about
        self.remembered = Remembered(data_dir)
        self.privacy = Privacy(self)
        self.lock = Lock(Padlock(data_dir.path / "padlock.json"), self.remembered, self)
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
        return sentences(self._vault.label)

    def sources(self) -> list[Source]:
        """The sources that were added, but for those that are `hidden`."""
        return [source for source in self.data_dir.sources() if source.uid not in self._hidden]

    async def add(self, source: Source, secret: str) -> None:
        """Keep a new source and its secret, both or neither."""
        await asyncio.to_thread(self.data_dir.add, source)
        try:
            await self.key(source)
            if _has_secret(source):
                await self._keep_secret(source, secret)
        except BaseException:
            await asyncio.to_thread(self.data_dir.remove, source)
            raise
        self.sources_changed.emit()

    async def edit(self, source: Source, secret: str, *, anew: bool = False) -> None:
        """Keep the source as it is now, and its secret for the addresses that it has now. Where it is another service,
        `anew`, the local copy is destroyed, last. Where any of this fails, source and secret are as they were.
        """
        before = next(each for each in self.data_dir.sources() if each.uid == source.uid)
        known = await self.secret(before)
        await asyncio.to_thread(self.data_dir.replace, source)
        try:
            if _has_secret(source):
                await self._keep_secret(source, secret)
            elif _has_secret(before):
                await asyncio.to_thread(credentials.forget_secret, self._of(source), source.uid)
            if anew:
                await self.forget(source)
        except BaseException:
            await asyncio.to_thread(self.data_dir.replace, before)
            if known:
                with contextlib.suppress(CredentialsError):  # who refused the new one has kept the old one
                    await self._keep_secret(before, known)
            raise
        self.sources_changed.emit()

    async def secret(self, source: Source) -> str:
        """The source's secret; empty where none is kept that may be sent to its addresses."""
        if not _has_secret(source):
            return ""
        try:
            return await asyncio.to_thread(credentials.secret, self._of(source), source.uid, source.addresses)
        except SecretMissingError:
            return ""

    @contextlib.asynccontextmanager
    async def hidden(self, source: Source) -> AsyncIterator[None]:
        """Keeps the source from being chosen or shown, in any window, while it is changed, removed or forgotten."""
        self._hidden.add(source.uid)
        showing = list(self.showing)
        try:
            await asyncio.gather(*(each.leave(source) for each in showing))
            self.sources_changed.emit()
            yield
        finally:
            self._hidden.discard(source.uid)
            await asyncio.gather(*(each.come_back(source) for each in showing))
            self.sources_changed.emit()

    async def remove(self, source: Source) -> None:
        """Destroy the source's local copy, its key and its secret, then the source itself."""
        await self.forget(source)
        await asyncio.to_thread(credentials.forget, self._of(source), source.uid)
        # A keyring takes its time: what another program has synced meanwhile goes too.
        await asyncio.to_thread(destroy, self.data_dir.store(source))
        await asyncio.to_thread(self.data_dir.remove, source)
        self._keep_views(source, ())

    async def forget(self, source: Source) -> None:
        """Destroy the source's local copy and its key, and the views that may name somebody; the source and its secret
        stay.
        """
        self.recents.forget(source)
        views = self.remembered.preferences.views.get(source.uid, ())
        self._keep_views(source, tuple(view for view in views if not names_somebody(view.query)))
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

    def drop_keys(self) -> None:
        """Keep no key in memory but those that are nowhere else: they are asked for again."""
        for key in self._keys.values():
            log.forget(key)
        self._keys.clear()

    async def handover(
        self,
        source: Source,
        query: Query | None = None,
        target: str = "",
        choice: str = "",
        *,
        other: Source | Path | None = None,
    ) -> Handover:
        """What a worker for this source, and for one that it is compared with, must know. A secret that is missing is
        left for the worker to miss.
        """
        secrets: dict[str, str] = {}
        for each in (source, other):
            if isinstance(each, Source):
                await self.key(each)
                secrets |= await asyncio.to_thread(credentials.handover, self._of(each), each.uid)
        names = self.remembered.settings.names
        return Handover(
            secrets=secrets,
            query=query,
            headers="titles",
            names=names,
            target=target,
            choice=choice,
            other=str(other) if isinstance(other, Path) else "",
            language=language.code(),
        )

    def close(self) -> None:
        """End the session: what is to be remembered is written, and what nobody could open again is destroyed."""
        self.remembered.close()
        for source in self.sources():
            if self.is_only_here(source):
                with contextlib.suppress(StoreBusyError):  # whoever writes it has a key that ends with it
                    destroy(self.data_dir.store(source))

    async def _keep_secret(self, source: Source, secret: str) -> None:
        log.secrets(secret)
        await asyncio.to_thread(credentials.keep_secret, self._of(source), source.uid, secret, source.addresses)

    def _keep_views(self, source: Source, views: tuple[SavedView, ...]) -> None:
        others = {uid: kept for uid, kept in self.remembered.preferences.views.items() if uid != source.uid}
        self.remembered.remember(views=others | ({source.uid: views} if views else {}))

    def _of(self, source: Source) -> Vault:
        return self._memory if self.is_only_here(source) else self._vault


def _has_secret(source: Source) -> bool:
    return bool(source.addresses) and source.auth != "none"
