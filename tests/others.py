"""Other users of this machine, for tests that root runs."""

import tempfile
from pathlib import Path


def let_in(folder: Path) -> None:
    """Let everybody get to this folder of a test's: each above it is the developer's own alone."""
    for each in (folder, *folder.parents):
        if each.is_relative_to(tempfile.gettempdir()) and each != Path(tempfile.gettempdir()):
            each.chmod(0o755)
