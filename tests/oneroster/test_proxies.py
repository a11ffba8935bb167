import pytest

from rosterdesk.oneroster import proxies

URL = "https://sis.example.org/ims/oneroster/v1p1"


@pytest.mark.parametrize(
    ("settings", "url", "host"),
    [
        ({}, URL, ""),
        ({"HTTPS_PROXY": "http://proxy.school.example:3128"}, URL, "proxy.school.example"),
        ({"HTTPS_PROXY": "http://somebody:secret@proxy.school.example:3128"}, URL, "proxy.school.example"),
        ({"HTTPS_PROXY": "proxy.school.example:3128"}, URL, "proxy.school.example"),
        ({"HTTP_PROXY": "http://proxy.school.example"}, URL, ""),
        ({"ALL_PROXY": "http://proxy.school.example"}, URL, "proxy.school.example"),
        ({"HTTPS_PROXY": "http://proxy.school.example", "NO_PROXY": "example.org"}, URL, ""),
        ({"HTTPS_PROXY": "http://proxy.school.example", "NO_PROXY": "*"}, URL, ""),
        ({"HTTPS_PROXY": "http://proxy.school.example"}, "https://127.0.0.1/x", ""),
        ({"HTTPS_PROXY": "http://proxy.school.example"}, "no address", ""),
    ],
)
def test_the_proxy_on_the_way_is_named_by_its_host(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], url: str, host: str
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert proxies.host(url) == host
