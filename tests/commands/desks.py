"""A command line of its own for a test: a data folder, a passphrase, and what a command printed."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from rosterdesk import log
from rosterdesk.__main__ import main
from rosterdesk.credentials.passphrase_vault import PassphraseVault
from rosterdesk.demo.service import Address
from rosterdesk.settings import DataDir

PASSPHRASE = "correct horse battery staple"
CHEAP = 2
"""A derivation that costs nothing: the vault is not what these tests are about."""


class Done(msgspec.Struct, frozen=True):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def progress(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.err.splitlines()]


class Desk:
    """Runs commands on a data folder."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)
        vault = PassphraseVault(DataDir(self.data).vault, PASSPHRASE.encode(), cost=CHEAP)
        vault.set("nobody/secret", "made beforehand, so that it is cheap")

    def options(self) -> list[str]:
        return ["--data-dir", str(self.data), "--passphrase-file", str(self.passphrase)]

    def run(self, *arguments: str, stdin: str = "", options: Sequence[str] | None = None) -> Done:
        """Run a command in this process."""
        streams = [io.TextIOWrapper(io.BytesIO(stdin.encode())), *(io.TextIOWrapper(io.BytesIO()) for _ in range(2))]
        with patch.multiple(sys, **dict(zip(("stdin", "stdout", "stderr"), streams, strict=True))):
            code = main([*arguments, *(self.options() if options is None else options)])
        log.tear_down()
        out, err = (_written(stream) for stream in streams[1:])
        return Done(code, out, err)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "rosterdesk", *arguments, *self.options()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def process(self, *arguments: str, stdin: str = "") -> Done:
        """Run a command as a process of its own."""
        with self.start(*arguments) as process:
            out, err = process.communicate(stdin.encode())
        return Done(process.returncode, out.decode(), err.decode())

    def add(self, live: Address, name: str = "Lakeside", *, secret: str = "") -> Done:
        """Add the demo service as a source."""
        return self.run(*adding(live, name), stdin=(secret or live.client_secret) + "\n")

    def add_by(self, live: Address, version: str, auth: str, *more: str, name: str = "Lakeside") -> Done:
        """Add the demo service as a source of that version, with that way in."""
        url = live.url if version == "1.1" else live.url_1p2
        sign_in = {
            "oauth2": ["--client-id", live.client_id, "--token-url", live.token_url],
            "oauth1": ["--client-id", live.client_id],
            "bearer": [],
        }[auth]
        secret = live.bearer_token if auth == "bearer" else live.client_secret
        asked = ["source", "add", name, "--oneroster", version, "--url", url, "--auth", auth, *sign_in, *more]
        return self.run(*asked, stdin=secret + "\n")


def adding(live: Address, name: str = "Lakeside") -> list[str]:
    """The arguments that add the demo service."""
    oauth = ["--auth", "oauth2", "--token-url", live.token_url, "--client-id", live.client_id]
    return ["source", "add", name, "--url", live.url, *oauth]


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue().decode()
