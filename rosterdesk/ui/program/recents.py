"""What was found lately: in memory alone, for who searched for whom is nobody else's business."""

from rosterdesk.model.rows import Found
from rosterdesk.settings import Source

_KEPT = 8

Named = tuple[str, str]
"""A record by its collection and sourcedId."""


class Recents:
    """The records that were chosen in a search, by source, the last one first; without their names."""

    def __init__(self) -> None:
        self._named: dict[str, list[Named]] = {}

    def of(self, source: Source | None) -> list[Named]:
        """Those of this source."""
        return list(self._named.get(source.uid, ())) if source is not None else []

    def add(self, source: Source, hit: Found) -> None:
        """This one was chosen just now."""
        named = hit.collection, hit.sourced_id
        others = [each for each in self.of(source) if each != named]
        self._named[source.uid] = [named, *others][:_KEPT]

    def forget(self, source: Source) -> None:
        """Nothing of this source was ever chosen."""
        self._named.pop(source.uid, None)
