"""With a keyring that is locked or was never set up, and nobody to ask; run by `test_real_keyring`."""

import pytest

from rosterdesk import credentials
from rosterdesk.credentials.system_keyring import KeyringVault
from rosterdesk.errors import KeyringLockedError


def test_every_call_says_that_it_is_locked() -> None:
    vault = KeyringVault(deadline=10)
    attempts = (
        lambda: credentials.secret(vault, "5f0c", ["https://roster.example"]),
        lambda: credentials.keep_secret(vault, "5f0c", "canary", ["https://roster.example"]),
        lambda: credentials.store_key(vault, "5f0c", create=True),
        lambda: credentials.forget(vault, "5f0c"),
    )
    for attempt in attempts:
        with pytest.raises(KeyringLockedError, match="is locked") as raised:
            attempt()
        assert "try again" in raised.value.action
