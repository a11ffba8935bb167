"""The secret of a source: read from standard input alone, used for its own addresses alone."""

import getpass
import sys

from rosterdesk import credentials, log
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.settings import Source


def read(*, from_stdin: bool) -> str:
    """The secret that somebody types, or the first line of standard input where that is no terminal.

    Raises `UsageError` where there is none.
    """
    if from_stdin or not sys.stdin.isatty():
        line = sys.stdin.buffer.readline()
        try:
            secret = line.decode().rstrip("\r\n")
        except UnicodeDecodeError:
            raise UsageError("The secret on stdin is not UTF-8 text.", "Send it as UTF-8.") from None
    else:
        secret = getpass.getpass("Secret: ")
    if not secret:
        raise UsageError("A secret is needed.", "Give it as the first line of stdin.")
    log.secrets(secret)
    return secret


def of(context: Context, source: Source) -> str:
    """The source's secret, empty where it needs none; raises `CredentialsError`."""
    if source.auth == "none" or source.bundle:
        return ""
    secret = credentials.secret(context.vault, source.uid, source.addresses)
    log.secrets(secret)
    return secret
