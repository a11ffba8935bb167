"""What keeps secrets: one text an account. Never plain text on a disk."""

from collections.abc import Mapping
from typing import Protocol

from rosterdesk.errors import SecretMissingError


class Vault(Protocol):
    """Keeps a text for each account (`uid/kind`, see `binding`). All methods may raise `CredentialsError`."""

    @property
    def label(self) -> str:
        """Where secrets go, for people: “the system keyring”."""

    def get(self, account: str) -> str:
        """The text of that account; raises `SecretMissingError` where there is none."""

    def set(self, account: str, secret: str) -> None:
        """Keep the text, instead of an earlier one."""

    def delete(self, account: str) -> None:
        """Keep nothing for that account; nothing there is fine."""


class MemoryVault:
    """Keeps secrets for the life of this process alone."""

    label = "memory, for this session only"

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self._secrets = dict(secrets or {})

    def get(self, account: str) -> str:
        try:
            return self._secrets[account]
        except KeyError:
            raise missing() from None

    def set(self, account: str, secret: str) -> None:
        self._secrets[account] = secret

    def delete(self, account: str) -> None:
        self._secrets.pop(account, None)


def missing() -> SecretMissingError:
    """There is no secret for this account."""
    return SecretMissingError("The secret of this source is not kept here.", "Enter it again.")
