"""What of a document came onto paper."""

from rosterdesk.export.paper.marks import Page


class Tally:
    """Counts pages, and the people who are on their sheets: of a sheet that is there in part, all of them."""

    def __init__(self) -> None:
        self.pages = 0
        self._people: dict[int, int] = {}

    def add(self, page: Page) -> None:
        """One more page."""
        self.pages += 1
        self._people.update(page.people)

    @property
    def people(self) -> int:
        """How many; who is on several sheets counts on each, as a name on several lists does."""
        return sum(self._people.values())
