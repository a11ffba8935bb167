"""How a store is encrypted, by what the processor is good at."""

import platform
from pathlib import Path


def preferred() -> tuple[str, str]:
    """Both ciphers that a store may have, first the one to make it with: AEGIS where the processor has AES."""
    fast = ("aegis", "chacha20")
    return fast if _has_aes() else (fast[1], fast[0])


def _has_aes() -> bool:
    try:
        information = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return platform.machine().lower() in {"arm64", "aarch64", "amd64", "x86_64"}
    return any(
        " aes " in f"{line} ".replace("\t", " ")
        for line in information.splitlines()
        if line.lower().startswith(("flags", "features"))
    )
