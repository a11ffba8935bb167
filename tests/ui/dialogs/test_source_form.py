import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.ui.dialogs.source_form import PRESETS, Draft, problems, source

COMPLETE = Draft(
    name="Lakeside",
    url="https://host/ims/oneroster/v1p1",
    token_url="https://host/token",
    client_id="id",
    secret="s",
)


def changed(**fields: object) -> Draft:
    return Draft(**{**{name: getattr(COMPLETE, name) for name in COMPLETE.__struct_fields__}, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, set()),
        ({"name": "  "}, {"name"}),
        ({"name": "OLD"}, {"name"}),
        ({"url": ""}, {"url"}),
        ({"url": "host/ims"}, {"url"}),
        ({"url": "ftp://host/"}, {"url"}),
        ({"url": "http://host/ims"}, {"url"}),
        ({"url": "http://127.0.0.1:8080/ims"}, set()),
        ({"url": "http://localhost/ims"}, set()),
        ({"url": "http://[::1]:80/ims"}, set()),
        ({"url": "http://127.0.0.1@evil.example/"}, {"url"}),
        ({"url": "https://user:pass@host/"}, {"url"}),
        ({"url": "https://host/#part"}, {"url"}),
        ({"url": "https://host:99999/"}, {"url"}),
        ({"url": " https://host/ims "}, set()),
        ({"token_url": ""}, {"token_url"}),
        ({"client_id": " "}, {"client_id"}),
        ({"secret": ""}, {"secret"}),
        ({"auth": "bearer", "token_url": "", "client_id": ""}, set()),
        ({"auth": "bearer", "secret": ""}, {"secret"}),
        ({"auth": "none", "token_url": "", "client_id": "", "secret": ""}, set()),
    ],
)
def test_each_thing_that_is_wrong_is_said_at_its_field(fields: dict[str, object], wrong: set[str]) -> None:
    assert set(problems(changed(**fields), ["Old"])) == wrong


def test_what_is_wrong_is_said_in_sentences() -> None:
    for problem in problems(Draft(), []).values():
        assert problem[0].isupper()
        assert problem.endswith(".")


def test_a_complete_draft_makes_a_source() -> None:
    made = source(changed(name=" Lakeside ", url=" https://host/v1p1/ ", scopes=" a  b ", page_size=100), "uid1")
    assert (made.uid, made.name, made.url) == ("uid1", "Lakeside", "https://host/v1p1")
    assert made.scopes == ("a", "b")
    assert made.page_size == 100
    assert not made.allow_http


def test_a_source_keeps_nothing_that_its_sign_in_does_not_need() -> None:
    made = source(changed(auth="bearer", scopes="a"), "uid1")
    assert (made.token_url, made.client_id, made.scopes) == ("", "", ())


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_has_addresses_that_can_work(preset: object) -> None:
    addresses = {field: value for field in ("url", "token_url") if (value := getattr(preset, field))}
    assert not problems(changed(**addresses), [])


@given(st.text(), st.text())
def test_no_address_is_too_strange(url: str, token_url: str) -> None:
    problems(changed(url=url, token_url=token_url), [])
    problems(changed(url=f"https://{url}/"), [])
