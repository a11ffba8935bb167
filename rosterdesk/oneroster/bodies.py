"""The body of an answer, gathered under caps: a small one may unfold to gigabytes, one cut short may look whole."""

import zlib

import msgspec

from rosterdesk.errors import NotOneRosterError
from rosterdesk.oneroster.envelopes import TRY_AGAIN, GarbledError

STEP = 1 << 20
GZIP = 31  # zlib's word for "a gzip header and trailer, and no other"
MEBIBYTE = 1 << 20


class Caps(msgspec.Struct, frozen=True):
    """How much an answer may be: bytes on the wire, bytes unfolded, and seconds from request to last byte.

    Up to four answers are held at once, each unfolded to several times its size when it is read.
    """

    wire: int = 64 * MEBIBYTE
    unfolded: int = 64 * MEBIBYTE
    seconds: float = 300.0


class Body:
    """Gathers a body, to be had once.

    Raises `NotOneRosterError` when it is too large, or in an encoding that nobody asked for.
    """

    def __init__(self, encoding: str, caps: Caps) -> None:
        self.caps = caps
        self.arrived = 0
        self.gathered = bytearray()
        known = encoding.strip().lower()
        if known not in {"", "identity", "gzip", "x-gzip"}:
            raise NotOneRosterError("The service packs its answers in a way that was not asked for.", TRY_AGAIN)
        self.unfolder = zlib.decompressobj(GZIP) if known.endswith("gzip") else None

    def take(self, chunk: bytes) -> None:
        """One more chunk off the wire."""
        self.arrived += len(chunk)
        if self.arrived > self.caps.wire:
            raise _too_large(self.caps.wire)
        if self.unfolder is None:
            self._keep(chunk)
        else:
            self._unfold(chunk)

    def whole(self) -> bytes:
        """The body, now that all of it came; raises `GarbledError` where a packed one was cut short."""
        if self.unfolder is not None and self.arrived and not self.unfolder.eof:
            raise GarbledError("The service's answer was cut short.", TRY_AGAIN)
        gathered, self.gathered = self.gathered, bytearray()
        return bytes(gathered)

    def _unfold(self, chunk: bytes) -> None:
        assert self.unfolder is not None
        try:
            while chunk:
                if self.unfolder.eof:
                    if not chunk.strip(b"\0"):
                        return  # padding
                    self.unfolder = zlib.decompressobj(GZIP)
                self._keep(self.unfolder.decompress(chunk, STEP))
                chunk = self.unfolder.unused_data if self.unfolder.eof else self.unfolder.unconsumed_tail
        except zlib.error as error:
            raise GarbledError("The service's answer is damaged.", TRY_AGAIN) from error

    def _keep(self, part: bytes) -> None:
        if len(self.gathered) + len(part) > self.caps.unfolded:
            raise _too_large(self.caps.unfolded)
        self.gathered += part


def _too_large(cap: int) -> NotOneRosterError:
    return NotOneRosterError(
        f"The service sent more than {max(1, cap // MEBIBYTE)} MiB in one answer.", "Lower the page size of the source."
    )
