import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.fields import COLLECTIONS, OPTIONAL
from rosterdesk.presets import PRESETS, Preset, placeholder
from rosterdesk.ui.dialogs.source_form import EXTRAS, Draft, problems, source

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
        ({"name": " --help"}, {"name"}),
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
        ({"auth": "oauth1", "token_url": ""}, set()),
        ({"auth": "oauth1", "client_id": "", "secret": ""}, {"client_id", "secret"}),
        ({"url": "https://YOUR-DISTRICT.oneroster.com/ims"}, {"url"}),
        ({"token_url": "https://host/token?appName=YOUR-APP-NAME"}, {"token_url"}),
        ({"auth": "bearer", "token_url": "https://YOUR-HOST/token"}, set()),
        (
            {"oneroster": "1.2", "gradebook_url": "host/ims", "resources_url": "http://host/"},
            {"gradebook_url", "resources_url"},
        ),
        ({"oneroster": "1.1", "gradebook_url": "host/ims"}, set()),
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


def test_an_oauth1_source_keeps_its_key_and_signature_and_no_token_address() -> None:
    made = source(changed(auth="oauth1", oauth1_signature="sha1", scopes="a"), "uid1")
    assert (made.auth, made.oauth1_signature, made.client_id) == ("oauth1", "sha1", "id")
    assert (made.token_url, made.scopes) == ("", ())


def test_addresses_of_the_other_services_belong_to_1_2_alone() -> None:
    given = {"gradebook_url": "https://host/gradebook/v1p2/", "resources_url": "https://host/resources/v1p2"}
    made = source(changed(oneroster="1.2", **given), "uid1")
    assert (made.gradebook_url, made.resources_url) == ("https://host/gradebook/v1p2", "https://host/resources/v1p2")
    made = source(changed(oneroster="1.1", **given), "uid1")
    assert (made.gradebook_url, made.resources_url) == ("", "")


def test_nothing_optional_is_read_unless_it_was_asked_for() -> None:
    assert source(COMPLETE, "uid1").also == ()


def test_the_extras_are_all_that_is_optional() -> None:
    assert sorted(name for names in EXTRAS.values() for name in names) == sorted(OPTIONAL)
    assert source(changed(oneroster="1.2", extras=tuple(EXTRAS)), "uid1").also == OPTIONAL


def test_an_extra_means_what_the_version_has_of_it() -> None:
    assert source(changed(extras=("gradebook",)), "uid1").also == ("categories", "lineItems", "results")
    newer = source(changed(oneroster="1.2", extras=("gradebook",)), "uid1").also
    assert {name for name in newer if COLLECTIONS[name].since == "1.2"} == {
        "scoreScales",
        "assessmentLineItems",
        "assessmentResults",
    }


@pytest.mark.parametrize("preset", PRESETS[:-1], ids=lambda preset: preset.title)
def test_of_a_preset_only_its_placeholders_are_wrong(preset: Preset) -> None:
    fields = {"url": preset.url, "token_url": preset.token_url}
    found = problems(changed(auth=preset.auth, oneroster=preset.oneroster, **fields), [])
    assert set(found) == {field for field, address in fields.items() if placeholder(address)}
    for field, problem in found.items():
        assert placeholder(fields[field]) in problem


@given(st.text(), st.text())
def test_no_address_is_too_strange(url: str, token_url: str) -> None:
    problems(changed(url=url, token_url=token_url), [])
    problems(changed(url=f"https://{url}/"), [])
