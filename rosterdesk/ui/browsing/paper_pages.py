"""The pages of what is to be printed: read and laid out in a thread, some at a time, while others are shown."""

from collections.abc import Iterator
from itertools import islice

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.kinds import document
from rosterdesk.export.paper.layout import pages
from rosterdesk.export.paper.marks import Page
from rosterdesk.export.paper.painting import Fonts, load_photos
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.open_store import About, OpenStore

_AT_ONCE, _WITH_PHOTOS = 20, 2


class PaperPages:
    """The pages of a choice, once from the first to the last. Others that are begun overtake these.

    They hold the real names, whatever the screen shows.
    """

    def __init__(self, store: OpenStore, choice: Choice, source: str) -> None:
        self._store = store
        self._choice = choice
        self._source = source
        self._pages: Iterator[Page] | None = None
        self.sheets = 0
        """How many things they are of, once the first of them were read."""

    async def more(self) -> list[Page] | None:
        """The next pages; none after the last one, and `None` where they were overtaken or the store was closed.

        Raises `ExportError` where there is nothing to print.
        """
        return await self._store.ask(About.PAPER, self._read)

    def _read(self, reader: MaskedReader) -> list[Page]:
        if self._pages is None:
            made = document(reader, self._choice, self._source)
            self._pages, self.sheets = pages(made, Fonts()), made.count
        found = list(islice(self._pages, _WITH_PHOTOS if self._choice.photos else _AT_ONCE))
        for page in found:
            load_photos(page)
        return found
