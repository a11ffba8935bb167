"""Where a record came from, in words that another program could follow."""

import pytest

from rosterdesk.oneroster import addresses
from rosterdesk.settings import Source
from rosterdesk.settings.services import origin

ROOT = "https://sis.example.org/ims/oneroster"


@pytest.mark.parametrize(
    ("source", "name", "sourced_id", "expected"),
    [
        ({"url": f"{ROOT}/v1p1"}, "users", "a1", f"{ROOT}/v1p1/users/a1"),
        ({"url": f"{ROOT}/v1p1/"}, "students", "a/1 &?#", f"{ROOT}/v1p1/users/a%2F1%20%26%3F%23"),
        ({"url": ROOT, "oneroster": "1.2"}, "classes", "c", f"{ROOT}/rostering/v1p2/classes/c"),
        ({"url": ROOT, "oneroster": "1.2"}, "lineItems", "l", f"{ROOT}/gradebook/v1p2/lineItems/l"),
        (
            {"url": ROOT, "oneroster": "1.2", "gradebook_url": "https://marks.example.org/v1p2/"},
            "results",
            "r",
            "https://marks.example.org/v1p2/results/r",
        ),
        ({"bundle": "/home/ann/roster.zip"}, "users", "a1", "/home/ann/roster.zip"),
    ],
)
def test_a_record_has_an_address(source: dict[str, str], name: str, sourced_id: str, expected: str) -> None:
    assert origin(Source(name="Lakeside", **source), name, sourced_id) == expected


def test_it_is_the_address_that_a_refresh_asks() -> None:
    source = Source(name="Lakeside", url=f"{ROOT}/v1p1")
    asked = addresses.request(addresses.base(source.url), ("users", "ü/."))
    assert origin(source, "users", "ü/.") == asked
