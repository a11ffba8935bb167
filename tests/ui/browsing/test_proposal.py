"""What a held sync would do, said in the user's language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from rosterdesk.model.rows import Run
from rosterdesk.store.writing.limits import Weight, objection
from rosterdesk.ui.browsing.proposal import proposal
from rosterdesk.ui.look import language

GONE = Weight("users", 1204, 0, 9380)
GONE_TOO = Weight("lineItems", 6, 0, 6)
CHANGED = Weight("classes", 0, 240, 251)


@pytest.fixture
def _spanish(qapp: QApplication) -> Iterator[None]:
    language.use(qapp, "es")
    yield
    language.use(qapp, "en")


def _run(*weights: Weight) -> Run:
    return Run(1, "2026-10-01T08:00:00+00:00", None, "full", complete=False, collections={}, held=objection(weights))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((GONE,), "would remove 1,204 of 9,380 people (12.8 %)"),
        ((CHANGED,), "would change 240 of 251 classes (95.6 %)"),
        ((GONE, GONE_TOO), "would remove 1,204 of 9,380 people (12.8 %) and 6 of 6 line items (100 %)"),
        ((GONE, CHANGED), "would remove 1,204 of 9,380 people (12.8 %) and would change 240 of 251 classes (95.6 %)"),
    ],
)
def test_it_says_what_becomes_of_how_many(weights: tuple[Weight, ...], said: str) -> None:
    assert proposal(_run(*weights)) == said


@pytest.mark.usefixtures("_spanish")
def test_it_says_it_in_spanish() -> None:
    said = proposal(_run(GONE, CHANGED))
    assert said == "quitaría 1,204 de 9,380 personas (12.8 %) y cambiaría 240 de 251 clases (95.6 %)"
