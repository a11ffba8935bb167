"""Records as sent, made small: zstd with a dictionary that was trained on the collection's first page.

The dictionary lies in the store beside the records and never changes as long as they do.
"""

from collections import Counter
from collections.abc import Sequence

import apsw
import msgspec
import zstandard

from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.wire import records

_SAMPLES = 1_000
_DICTIONARY_SIZE = 16_384  # bytes; with twice as many, records are no smaller
_FEWEST_TO_TRAIN = 100
_SEGMENT, _MATCH = 1_500, 8  # bytes; to try other sizes too takes three times as long and gains nothing
_LEVEL = 1
_LARGEST = 64 * 1024 * 1024


class Codec:
    """Makes the records of one collection small, and whole again."""

    def __init__(self, dictionary: bytes) -> None:
        content = zstandard.ZstdCompressionDict(dictionary)
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, write_dict_id=False, write_checksum=False, format=zstandard.FORMAT_ZSTD1_MAGICLESS
        )
        self._compressor = zstandard.ZstdCompressor(dict_data=content, compression_params=parameters)
        self._decompressor = zstandard.ZstdDecompressor(dict_data=content, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
        self.compress = self._compressor.compress

    def expand(self, small: bytes) -> bytes:
        """The record as it was sent."""
        return self._decompressor.decompress(small, max_output_size=_LARGEST)


def train(records: Sequence[bytes]) -> bytes:
    """A dictionary for records like these; where they are few, simply these."""
    step = max(1, len(records) // _SAMPLES)
    samples: list[bytes | bytearray | memoryview[int]] = list(records[::step][:_SAMPLES])
    if len(samples) >= _FEWEST_TO_TRAIN:
        try:
            return zstandard.train_dictionary(_DICTIONARY_SIZE, samples, k=_SEGMENT, d=_MATCH).as_bytes()
        except zstandard.ZstdError:  # too much alike, or too little: no statistics to be had
            pass
    return b"".join(samples)[:_DICTIONARY_SIZE]


class Codecs:
    """The codecs of a store, by base collection; each is read once."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._codecs: dict[str, Codec] = {}

    def codec(self, collection: str) -> Codec:
        """The codec of a collection that holds records."""
        if collection not in self._codecs:
            dictionary = self._connection.execute("SELECT value FROM meta WHERE name = ?", (_name(collection),)).get
            if dictionary is None:
                raise KeyError(collection)
            self._codecs[collection] = Codec(dictionary)
        return self._codecs[collection]

    def codec_for(self, collection: str, records: Sequence[bytes]) -> Codec:
        """The codec of a collection that these records are about to join; trained on them if they are its first.

        Belongs into the transaction that stores them; after a rollback, `forget`.
        """
        try:
            return self.codec(collection)
        except KeyError:
            self._connection.execute("INSERT INTO meta VALUES (?, ?)", (_name(collection), train(records)))
            return self.codec(collection)

    def item(self, collection: str, record: bytes) -> Item:
        """What a kept record of a base collection says, with the record as it was sent."""
        sent = msgspec.Raw(self.codec(collection).expand(record))
        (item,) = records.items([sent], fields.collection(collection).entity, Counter(), secretive=False)
        return item

    def forget(self) -> None:
        """Read every dictionary anew."""
        self._codecs.clear()


def _name(collection: str) -> str:
    return f"dictionary/{collection}"
