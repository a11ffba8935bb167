"""Records as sent, made small: zstd with a dictionary that was trained on the collection's first page.

The dictionary lies in the store beside the records and never changes as long as they do. A record that begins with its
sourcedId, as nearly all do, is kept without: its row has that, and nothing about it can be made small.
"""

from collections import Counter
from collections.abc import Sequence

import apsw
import msgspec
import zstandard

from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.store.records.sourced_ids import Stored, sent
from rosterdesk.wire import records

_SAMPLES = 1_000
_DICTIONARY_SIZE = 16_384  # bytes; with twice as many, records are no smaller
_FEWEST_TO_TRAIN = 100
_SEGMENT, _MATCH = 1_500, 8  # bytes; to try other sizes too takes three times as long and gains nothing
_LEVEL = 1
_LARGEST = 64 * 1024 * 1024
_BEGUN = b"\x01"  # in place of how a record begins; no JSON begins so
_NAMELESS = b'{"sourcedId":""'


class Codec:
    """Makes the records of one collection small, and whole again."""

    def __init__(self, dictionary: bytes) -> None:
        content = zstandard.ZstdCompressionDict(dictionary)
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, write_dict_id=False, write_checksum=False, format=zstandard.FORMAT_ZSTD1_MAGICLESS
        )
        self._compressor = zstandard.ZstdCompressor(dict_data=content, compression_params=parameters)
        self._decompressor = zstandard.ZstdDecompressor(dict_data=content, format=zstandard.FORMAT_ZSTD1_MAGICLESS)

    def compress(self, record: bytes, sourced_id: str) -> bytes:
        """The record with this sourcedId as it is to be kept."""
        return self._compressor.compress(_without(record, sourced_id))

    def expand(self, small: bytes, kept: Stored) -> bytes:
        """The record as it was sent, with its sourcedId as its row keeps that."""
        record = self._decompressor.decompress(small, max_output_size=_LARGEST)
        return _begin(sent(kept)) + record[1:] if record[:1] == _BEGUN else record

    def nameless(self, small: bytes) -> bytes:
        """The same with an empty sourcedId, perhaps: for who looks at its other members."""
        record = self._decompressor.decompress(small, max_output_size=_LARGEST)
        return _NAMELESS + record[1:] if record[:1] == _BEGUN else record


def train(items: Sequence[Item]) -> bytes:
    """A dictionary for records like these; where they are few, simply these."""
    step = max(1, len(items) // _SAMPLES)
    chosen = items[::step][:_SAMPLES]
    samples: list[bytes | bytearray | memoryview[int]] = [
        _without(item.record, item.entity.sourced_id) for item in chosen
    ]
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

    def codec_for(self, collection: str, items: Sequence[Item]) -> Codec:
        """The codec of a collection that these records are about to join; trained on them if they are its first.

        Belongs into the transaction that stores them; after a rollback, `forget`.
        """
        try:
            return self.codec(collection)
        except KeyError:
            self._connection.execute("INSERT INTO meta VALUES (?, ?)", (_name(collection), train(items)))
            return self.codec(collection)

    def item(self, collection: str, record: bytes, kept: Stored) -> Item:
        """What a kept record of a base collection says, with the record as it was sent."""
        raw = msgspec.Raw(self.codec(collection).expand(record, kept))
        (item,) = records.items([raw], fields.collection(collection).entity, Counter(), secretive=False)
        return item

    def forget(self) -> None:
        """Read every dictionary anew."""
        self._codecs.clear()


def _begin(sourced_id: str) -> bytes:
    return b'{"sourcedId":"%b"' % sourced_id.encode("utf-8", "surrogatepass")


def _without(record: bytes, sourced_id: str) -> bytes:
    begin = _begin(sourced_id)
    return _BEGUN + record[len(begin) :] if record.startswith(begin) else record


def _name(collection: str) -> str:
    return f"dictionary/{collection}"
