"""Secrets: where they are kept, and which address each may be sent to."""

from rosterdesk.credentials.binding import (
    SECRET,
    STORE_KEY,
    account,
    forget,
    forget_secret,
    forget_store_key,
    handover,
    keep_secret,
    origin,
    secret,
    store_key,
)
from rosterdesk.credentials.choice import choose
from rosterdesk.credentials.vault import MemoryVault, Vault

__all__ = [
    "SECRET",
    "STORE_KEY",
    "MemoryVault",
    "Vault",
    "account",
    "choose",
    "forget",
    "forget_secret",
    "forget_store_key",
    "handover",
    "keep_secret",
    "origin",
    "secret",
    "store_key",
]
