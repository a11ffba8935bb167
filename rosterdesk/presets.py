"""What is known beforehand of the services that districts use, and where to find the rest. Values only.

What nobody but the district knows stands in an address as a placeholder, in capitals: YOUR-DISTRICT.
"""

import re
from typing import Literal

import msgspec

_PLACEHOLDER = re.compile(r"YOUR-[A-Z]+(?:-[A-Z]+)*")


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A service, as a person begins to add it. Everything can be changed; `hint` says where to find what is missing.

    `domain` is set where all customers share the token address: it may then be taken for every host of that domain.
    """

    title: str
    hint: str
    url: str = ""
    oneroster: Literal["1.1", "1.2"] = "1.1"
    auth: Literal["oauth2", "oauth1", "bearer", "none"] = "oauth2"
    oauth1_signature: Literal["sha256", "sha1"] = "sha256"
    token_url: str = ""
    token_auth: Literal["basic", "body"] = "basic"
    scopes: tuple[str, ...] = ()
    page_size: int = 5000
    domain: str = ""


PRESETS = (
    Preset(
        title="Instructure (Data Sync)",
        url="https://oneroster.us2.kimonocloud.com/ims/oneroster/v1p1",
        token_url="https://api.us2.kimonocloud.com/oauth/token",
        token_auth="body",
        domain="kimonocloud.com",
        hint="Put your own region in place of us2, in both addresses, if it is another one. ID and secret are the "
        "credentials of your actor in Data Sync. It has no demographics, resources or gradebook.",
    ),
    Preset(
        title="ClassLink (direct)",
        url="https://YOUR-DISTRICT.oneroster.com/ims/oneroster/v1p1",
        auth="oauth1",
        hint="Address, key and secret are in the district’s ClassLink Roster Server, with the application that was "
        "made for you; some districts are at rosterserver.com. The path is v1p1 there, also for 1.2. The permission "
        "“Basic” shares only people who are enrolled.",
    ),
    Preset(
        title="ClassLink (proxy)",
        url="https://oneroster-proxy.apis.classlink.com/proxy/v1p0/YOUR-APP-ID/ims/oneroster/v1p1",
        auth="bearer",
        hint="ClassLink’s partner portal shows the token, and one app ID for each district. Paste the app ID as it is, "
        "with its % signs.",
    ),
    Preset(
        title="PowerSchool",
        url="https://YOUR-DISTRICT.powerschool.com/ims/oneroster/v1p1",
        token_url="https://YOUR-DISTRICT.powerschool.com/oauth/access_token",
        page_size=1000,
        hint="Both addresses, ID and secret are shown with the data provider in PowerSchool; the path before "
        "/ims may be longer. Its “Maximum Page Size” should be 1000. With Unified Classroom tokens come from "
        "https://accounts.powerschool.com/as/token.oauth2, and the client is named in the form body.",
    ),
    Preset(
        title="Infinite Campus",
        url="https://YOUR-DISTRICT/campus/api/ims/oneroster/rostering/v1p2",
        oneroster="1.2",
        token_url="https://YOUR-DISTRICT/campus/oauth2/token?appName=YOUR-APP-NAME",
        hint="Campus shows both addresses, ID and secret in its OneRoster connections. Keep what follows the ? of the "
        "token address. Demographics need a permission of their own. A secret ends after 13 months.",
    ),
    Preset(
        title="Skyward",
        url="https://YOUR-SKYWARD-HOST/ims/oneroster/v1p1",
        token_url="https://YOUR-SKYWARD-HOST/oauth/token",
        hint="Copy both addresses, key and secret from the API configuration in Skyward: they differ from district to "
        "district. Qmlativ offers OneRoster 1.2 as well.",
    ),
    Preset(
        title="Aeries",
        url="https://YOUR-DISTRICT.aeries.net/aeries/ims/oneroster/v1p1",
        token_url="https://YOUR-DISTRICT.aeries.net/aeries/ims/oneroster/v1p1/token",
        hint="ID and secret are in Aeries under API security, and what may be read is set there by area. In "
        "some districts the token address has /admin in place of /aeries. Only students who are enrolled now are sent.",
    ),
    Preset(
        title="Synergy (Edupoint)",
        url="https://YOUR-SYNERGY-HOST/ims/oneroster/v1p1",
        token_url="https://YOUR-SYNERGY-HOST/oauth/access_token",
        token_auth="body",
        hint="The district’s Synergy team makes ID and secret and knows the host.",
    ),
    Preset(
        title="Blackbaud",
        url="https://api.sky.blackbaud.com/afe-rostr/ims/oneroster/v1p1",
        token_url="https://oauth2.sky.blackbaud.com/token",
        domain="sky.blackbaud.com",
        hint="The school connects your application in Blackbaud and names ID and secret. An older school may still be "
        "at https://SCHOOL.myschoolapp.com/ims/oneroster/v1p1, with OAuth 1.0a.",
    ),
    Preset(
        title="Ed-Fi",
        url="https://YOUR-HOST/ims/oneroster/rostering/v1p2",
        oneroster="1.2",
        token_url="https://YOUR-ED-FI-ODS/oauth/token",
        page_size=500,
        hint="Tokens come from the Ed-Fi ODS, so ID and secret are a key of the ODS. It sends at most 500 rows a "
        "request, unless it was set up otherwise. A key without an education organization sees empty lists.",
    ),
    Preset(
        title="Another service",
        hint="Your provider names the addresses. That of the service often ends in /ims/oneroster/v1p1, or in "
        "/ims/oneroster/rostering/v1p2.",
    ),
)


def placeholder(address: str) -> str:
    """The placeholder that still stands in an address, or nothing."""
    found = _PLACEHOLDER.search(address)
    return found.group() if found else ""


def token_url(host: str) -> str:
    """Where a service at this host gives tokens, if all customers of its provider have them from the same address."""
    for preset in PRESETS:
        if preset.domain and (host == preset.domain or host.endswith(f".{preset.domain}")):
            return preset.token_url
    return ""
