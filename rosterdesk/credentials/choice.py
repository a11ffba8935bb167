"""Which vault this run uses."""

from pathlib import Path

from rosterdesk.credentials.vault import Vault


def choose(vault_path: Path, passphrase_file: Path | None) -> Vault:
    """The vault under the passphrase where one is given, else the system keyring.

    Raises `CredentialsError` for a passphrase file that may not be used. A keyring that is missing or locked says so
    when it is first used, so that a command without secrets needs none.
    """
    # A run needs one of the two at most, and `keyring` alone takes a quarter of a second to import.
    if passphrase_file is None:
        from rosterdesk.credentials.system_keyring import KeyringVault  # noqa: PLC0415

        return KeyringVault()
    from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase  # noqa: PLC0415

    return PassphraseVault(vault_path, read_passphrase(passphrase_file))
