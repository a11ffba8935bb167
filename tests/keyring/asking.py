"""With a keyring that asks on the screen, and nobody there; run by `test_real_keyring`."""

import pytest

from rosterdesk.credentials.system_keyring import KeyringVault
from rosterdesk.errors import KeyringLockedError


def test_a_call_ends_at_its_deadline() -> None:
    with pytest.raises(KeyringLockedError, match="did not answer in time"):
        KeyringVault(deadline=3).get("5f0c/secret")
