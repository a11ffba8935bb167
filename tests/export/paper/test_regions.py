import pytest

from rosterdesk.export.paper.regions import size_here, usual_size
from rosterdesk.export.paper.sheet import Size


@pytest.mark.parametrize(
    ("locale", "size"),
    [
        ("en_US.UTF-8", "letter"),
        ("en-US", "letter"),
        ("es_MX", "letter"),
        ("fil_PH.UTF-8", "letter"),
        ("de_DE.UTF-8", "a4"),
        ("en_GB", "a4"),
        ("zh_Hant_TW", "a4"),
        ("C.UTF-8", "letter"),
        ("POSIX", "letter"),
        ("", "letter"),
    ],
)
def test_each_region_has_its_paper(locale: str, size: Size) -> None:
    assert usual_size(locale) == size


@pytest.mark.parametrize(
    ("environment", "size"),
    [
        ({}, "letter"),
        ({"LANG": "de_DE.UTF-8"}, "a4"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "de_AT.UTF-8"}, "a4"),
        ({"LC_ALL": "en_US.UTF-8", "LC_PAPER": "de_AT.UTF-8"}, "letter"),
        ({"LC_ALL": "", "LANG": "fr_FR"}, "a4"),
    ],
)
def test_the_environment_says_where_this_is(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], size: Size
) -> None:
    for name in ("LC_ALL", "LC_PAPER", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert size_here() == size
