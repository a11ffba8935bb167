"""The pages of what is to be printed: read and laid out in a thread, some at a time, while others are shown."""

from collections.abc import Iterator
from itertools import islice

from rosterdesk.errors import ExportError, StoreBusyError
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.kinds import document
from rosterdesk.export.paper.layout import pages
from rosterdesk.export.paper.marks import Page
from rosterdesk.export.paper.painting import Fonts, with_photos
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.open_store import About, OpenStore
from rosterdesk.ui.look.language import sayer, tr

_AT_ONCE, _WITH_PHOTOS = 20, 2


class PaperPages:
    """The pages of a choice in the store that is open when the first are asked for, once from the first to the last.
    Others that are begun overtake these.

    They hold the real names, whatever the screen shows.
    """

    def __init__(self, store: OpenStore, choice: Choice, source: str) -> None:
        self._store = store
        self._choice = choice
        self._source = source
        self._reader: MaskedReader | None = None
        self._pages: Iterator[Page] | None = None
        self._begun = False

    async def more(self) -> list[Page] | None:
        """The next pages; none after the last one, and `None` where they were overtaken or the store was closed.

        Raises `ExportError` where there is nothing to print, or the store was written meanwhile.
        """
        return await self._store.ask(About.PAPER, self._read)

    def _read(self, reader: MaskedReader) -> list[Page] | None:
        self._reader = self._reader or reader
        if reader is not self._reader:
            return None  # another store was opened
        try:
            if self._pages is None:
                self._pages = pages(document(reader, self._choice, self._source, sayer()), Fonts())
            found = list(islice(self._pages, _WITH_PHOTOS if self._choice.photos else _AT_ONCE))
        except StoreBusyError as error:  # the question is put again, but what broke off cannot go on
            self._pages = None
            if self._begun:
                again = tr("Try again when it is done.")
                raise ExportError(tr("A sync changed the local copy meanwhile."), again) from error
            raise
        self._begun = True
        return [with_photos(page) for page in found]
