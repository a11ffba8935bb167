"""What is known beforehand of services: complete but for what only the district knows."""

from urllib.parse import urlsplit

import pytest

from rosterdesk import presets
from rosterdesk.presets import PRESETS, Preset

WANTED = (
    "Instructure",
    "ClassLink (direct)",
    "ClassLink (proxy)",
    "PowerSchool",
    "Infinite Campus",
    "Skyward",
    "Aeries",
    "Synergy",
    "Blackbaud",
    "Ed-Fi",
    "Another service",
)


def by(title: str) -> Preset:
    return next(preset for preset in PRESETS if preset.title.startswith(title))


def test_the_services_that_districts_use_are_there_and_any_other_comes_last() -> None:
    assert len(PRESETS) == len(WANTED)
    for preset, title in zip(PRESETS, WANTED, strict=True):
        assert preset.title.startswith(title)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_says_where_to_find_the_rest(preset: Preset) -> None:
    assert preset.hint.endswith(".")
    assert len(preset.hint) < 330


@pytest.mark.parametrize("preset", PRESETS[:-1], ids=lambda preset: preset.title)
def test_a_preset_has_the_addresses_that_its_sign_in_needs(preset: Preset) -> None:
    addresses = [preset.url, *([preset.token_url] if preset.auth == "oauth2" else [])]
    for address in addresses:
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert parts.hostname
        assert parts.path.strip("/")
    assert bool(preset.token_url) is (preset.auth == "oauth2")
    assert ("v1p2" in preset.url) is (preset.oneroster == "1.2")


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Instructure", {"token_auth": "body"}),
        ("ClassLink (direct)", {"auth": "oauth1", "oauth1_signature": "sha256"}),
        ("ClassLink (proxy)", {"auth": "bearer"}),
        ("PowerSchool", {"page_size": 1000}),
        ("Infinite Campus", {"oneroster": "1.2"}),
        ("Synergy", {"token_auth": "body"}),
        ("Blackbaud", {"token_auth": "basic", "oneroster": "1.1"}),
        ("Ed-Fi", {"oneroster": "1.2", "page_size": 500}),
    ],
)
def test_what_is_known_of_a_service_is_filled_in(title: str, known: dict[str, object]) -> None:
    preset = by(title)
    assert {name: getattr(preset, name) for name in known} == known


@pytest.mark.parametrize(
    ("address", "placeholder"),
    [
        ("https://YOUR-DISTRICT.oneroster.com/ims/oneroster/v1p1", "YOUR-DISTRICT"),
        ("https://host/oauth2/token?appName=YOUR-APP-NAME", "YOUR-APP-NAME"),
        ("https://host/proxy/YOUR-APP-ID/ims", "YOUR-APP-ID"),
        ("https://yourdistrict.oneroster.com/ims/oneroster/v1p1", ""),
        ("https://lakeside.oneroster.com/YOURS", ""),
        ("", ""),
    ],
)
def test_a_placeholder_that_still_stands_is_found(address: str, placeholder: str) -> None:
    assert presets.placeholder(address) == placeholder


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("oneroster.us2.kimonocloud.com", "https://api.us2.kimonocloud.com/oauth/token"),
        ("api.sky.blackbaud.com", "https://oauth2.sky.blackbaud.com/token"),
        ("lakeside.powerschool.com", ""),
        ("notkimonocloud.com", ""),
        ("kimonocloud.com.evil.example", ""),
        ("", ""),
    ],
)
def test_a_token_address_is_taken_for_granted_only_where_all_customers_share_it(host: str, address: str) -> None:
    assert presets.token_url(host) == address
    assert not presets.placeholder(address)
