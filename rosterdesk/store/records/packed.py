"""Lists of keys as bytes, which mean the same on every machine."""

import operator
import sys
from array import array
from itertools import accumulate

import zstandard


def packed(keys: "array[int]") -> bytes:
    """Keys in their order, made small: they mostly follow one another."""
    steps = array("q", map(operator.sub, keys, array("q", [0]) + keys[:-1]))
    return zstandard.compress(_little_endian(steps).tobytes())


def unpacked(kept: bytes) -> "array[int]":
    """The keys that were kept so, or eight bytes a key as stores of version 2 have them: no key is zstd's mark."""
    is_packed = kept.startswith(zstandard.FRAME_HEADER)
    keys = array("q")
    keys.frombytes(zstandard.decompress(kept) if is_packed else kept)
    keys = _little_endian(keys)
    return array("q", accumulate(keys)) if is_packed else keys


def _little_endian(keys: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        keys = array("q", keys)
        keys.byteswap()
    return keys
