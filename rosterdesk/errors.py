"""Everything that can go wrong and that a person can do something about.

Each error is a sentence on what happened and one on what to do next; `exit_code` and `kind` are what outside
programs rely on. Whatever is not a `RosterDeskError` is a bug.
"""

from typing import ClassVar


class RosterDeskError(Exception):
    """Something that a person can act on.

    `what` says what happened, `action` what to do next; both are whole sentences without names, tokens or secrets.
    """

    exit_code: ClassVar[int] = 70
    kind: ClassVar[str] = "bug"

    def __init__(self, what: str, action: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.action = action

    def __str__(self) -> str:
        return f"{self.what} {self.action}".strip()


class UsageError(RosterDeskError):
    """The command was called in a way that cannot work."""

    exit_code = 2
    kind = "usage"


class ServiceError(RosterDeskError):
    """The OneRoster service did not do its part."""

    exit_code = 3
    kind = "service"


class ServiceUnreachableError(ServiceError):
    """No connection: address, network, proxy or certificate."""

    kind = "unreachable"


class ServiceRefusedError(ServiceError):
    """The service answered that this key may not, or that there is no such thing. `status` is the HTTP code."""

    kind = "refused"

    def __init__(self, what: str, action: str = "", *, status: int = 0) -> None:
        super().__init__(what, action)
        self.status = status


class ServiceOverloadedError(ServiceError):
    """The service was busy or broken for longer than we may wait."""

    kind = "overloaded"


class NotOneRosterError(ServiceError):
    """The answer is not OneRoster: a login page, a proxy's page, a body of another shape."""

    kind = "not-oneroster"


class ListEmptiedError(ServiceError):
    """A list that had records has none any more: what was here is kept, until a person says that there are none."""

    kind = "emptied"


class CredentialsError(RosterDeskError):
    """A secret cannot be read, kept or used."""

    exit_code = 4
    kind = "credentials"


class KeyringUnavailableError(CredentialsError):
    """This machine has no system keyring that we may use."""

    kind = "keyring-unavailable"


class KeyringLockedError(CredentialsError):
    """The system keyring is locked, or did not answer in time. Trying again can help."""

    kind = "keyring-locked"


class SecretMissingError(CredentialsError):
    """The secret asked for is not kept here, or was kept for another address."""

    kind = "secret-missing"


class StoreError(RosterDeskError):
    """The local copy cannot be read or written."""

    exit_code = 5
    kind = "store"


class StoreBusyError(StoreError):
    """Another RosterDesk is writing this store."""

    kind = "store-busy"


class StoreDamagedError(StoreError):
    """The file is not a store of ours, is damaged, or its key is another one."""

    kind = "store-damaged"


class StoreNewerError(StoreError):
    """The file was made by a newer RosterDesk."""

    kind = "store-newer"


class StoreFullError(StoreError):
    """No room left on the disk."""

    kind = "store-full"


class StoreHeldError(StoreError):
    """What a sync brought would remove or change so much that a person is asked first; the earlier copy is shown."""

    kind = "held"
    WAY_ON: ClassVar[str] = "If that is right, sync again with --accept; if not, ask the provider of the service."

    def __init__(self, what: str) -> None:
        super().__init__(what, self.WAY_ON)


class NothingStoredError(StoreError):
    """Nothing was synced yet, or there is no such record."""

    kind = "nothing-stored"


class ExportError(RosterDeskError):
    """A file for people could not be written; what stood there before is untouched."""

    exit_code = 6
    kind = "export"


class BundleError(RosterDeskError):
    """A OneRoster CSV bundle cannot be read."""

    exit_code = 7
    kind = "bundle"
