"""What somebody typed into the source dialog, what is wrong with it, and the source that it makes. Pure."""

import ipaddress
import re
from collections.abc import Collection, Mapping
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

from rosterdesk import presets
from rosterdesk.credentials import origin
from rosterdesk.errors import UsageError
from rosterdesk.model.fields import COLLECTIONS, GRADEBOOK, OPTIONAL
from rosterdesk.settings import Source
from rosterdesk.ui.look.language import sentences, tr

Auth: TypeAlias = Literal["oauth2", "oauth1", "bearer", "none"]
Signature: TypeAlias = Literal["sha256", "sha1"]
Version: TypeAlias = Literal["1.1", "1.2"]

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "demographics": ("demographics",),
    "resources": ("resources",),
    "gradebook": GRADEBOOK,
}
"""What can be read besides the roster, and the optional collections that it consists of."""

_VERSIONED = re.compile(r"(/rostering)?(/v1p[12])?/*$")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The dialog's fields as they stand. `extras` are keys of `EXTRAS`."""

    name: str = ""
    url: str = ""
    oneroster: Version = "1.1"
    gradebook_url: str = ""
    resources_url: str = ""
    auth: Auth = "oauth2"
    oauth1_signature: Signature = "sha256"
    token_url: str = ""
    client_id: str = ""
    secret: str = ""
    scopes: str = ""
    page_size: int = 5000
    token_auth: Literal["basic", "body"] = "basic"
    ca_file: str = ""
    allow_http: bool = False
    extras: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()


def draft_of(source: Source, secret: str = "") -> Draft:
    """The fields as they stand for a source that is there already."""
    return Draft(
        name=source.name,
        url=source.url,
        oneroster=source.oneroster,
        gradebook_url=source.gradebook_url,
        resources_url=source.resources_url,
        auth=source.auth,
        oauth1_signature=source.oauth1_signature,
        token_url=source.token_url,
        client_id=source.client_id,
        secret=secret,
        scopes=" ".join(source.scopes),
        page_size=source.page_size,
        token_auth=source.token_auth,
        ca_file=source.ca_file,
        allow_http=source.allow_http,
        extras=tuple(extra for extra, names in EXTRAS.items() if set(names) & set(source.also)),
        schools=source.schools,
    )


def problems(draft: Draft, taken: Collection[str] = ()) -> dict[str, str]:
    """What is missing or cannot work, by field, in sentences. Empty when the draft is complete."""
    found = {
        "name": _name_problem(draft.name, taken),
        "url": _address_problem(draft.url, tr("Enter the address of the service."), allow_http=draft.allow_http),
    }
    if draft.auth == "oauth2":
        found["token_url"] = _address_problem(
            draft.token_url, tr("Enter the address that hands out tokens."), allow_http=draft.allow_http
        )
    if draft.oneroster == "1.2":
        found["gradebook_url"] = _address_problem(draft.gradebook_url, allow_http=draft.allow_http)
        found["resources_url"] = _address_problem(draft.resources_url, allow_http=draft.allow_http)
    for field, sentence in _needed(draft.auth).items():
        found[field] = "" if getattr(draft, field).strip() else sentence
    return {field: problem for field, problem in found.items() if problem}


def source(draft: Draft, uid: str) -> Source:
    """The source that a complete draft describes; it keeps nothing that its version and its sign-in do not need."""
    by_token = draft.auth == "oauth2"
    return Source(
        uid=uid,
        name=draft.name.strip(),
        url=_tidy(draft.url),
        oneroster=draft.oneroster,
        gradebook_url=_tidy(draft.gradebook_url) if draft.oneroster == "1.2" else "",
        resources_url=_tidy(draft.resources_url) if draft.oneroster == "1.2" else "",
        also=also(draft),
        schools=draft.schools,
        auth=draft.auth,
        oauth1_signature=draft.oauth1_signature,
        token_url=draft.token_url.strip() if by_token else "",
        client_id=draft.client_id.strip() if "client_id" in _needed(draft.auth) else "",
        scopes=tuple(draft.scopes.split()) if by_token else (),
        token_auth=draft.token_auth,
        page_size=draft.page_size,
        ca_file=draft.ca_file.strip(),
        allow_http=draft.allow_http,
    )


def edited(before: Source, made: Source) -> Source:
    """The source as it is after an edit: what the form has no word for stays, where it can."""
    if before.bundle:
        return msgspec.structs.replace(before, name=made.name)
    is_as_asked = draft_of(before).extras == draft_of(made).extras and before.oneroster == made.oneroster
    return msgspec.structs.replace(made, also=before.also) if is_as_asked else made


def same_service(before: Source, after: Source) -> bool:
    """Whether both addresses lead to the same records, in whichever version of the standard."""
    return before.bundle == after.bundle and _root(before.url) == _root(after.url)


def goes_elsewhere(before: Source, after: Source) -> bool:
    """Whether a secret that was entered for the one would go to a host that it was not entered for."""
    return not {origin(each) for each in after.addresses} <= {origin(each) for each in before.addresses}


def also(draft: Draft) -> tuple[str, ...]:
    """The optional collections to read: those of the extras that this version of the standard has."""
    wanted = {name for extra in draft.extras for name in EXTRAS[extra]}
    return tuple(name for name in OPTIONAL if name in wanted and COLLECTIONS[name].since <= draft.oneroster)


def is_loopback(host: str) -> bool:
    """Whether the host is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _needed(auth: Auth) -> dict[str, str]:
    """What this way to sign in needs, and what is said while that is missing."""
    match auth:
        case "oauth2":
            return {"client_id": tr("Enter the client ID."), "secret": tr("Enter the client secret.")}
        case "oauth1":
            return {"client_id": tr("Enter the consumer key."), "secret": tr("Enter the consumer secret.")}
        case "bearer":
            return {"secret": tr("Enter the token.")}
        case "none":
            return {}


def _tidy(address: str) -> str:
    return address.strip().rstrip("/")


def _name_problem(name: str, taken: Collection[str]) -> str:
    if not name.strip():
        return tr("Give the source a name.")
    if name.strip().casefold() in {other.casefold() for other in taken}:
        return tr("There is a source of this name already.")
    if name.strip().startswith("-"):
        return tr("Begin the name with a letter or a digit: on the command line a “-” begins an option.")
    return ""


def _root(address: str) -> str:
    """The address without what names a version of the standard or one of its services."""
    return f"{origin(address)}{_VERSIONED.sub('', urlsplit(address).path)}" if address else ""


def _address_problem(address: str, when_empty: str = "", *, allow_http: bool = False) -> str:
    address = address.strip()
    if not address:
        return when_empty
    if placeholder := presets.placeholder(address):
        return tr("Put what is yours in the place of {0}.").format(placeholder)
    try:
        origin(address)
        parts = urlsplit(address)
    except (UsageError, ValueError) as error:
        return sentences(str(error)) if isinstance(error, UsageError) else tr("Write the address as https://host/path.")
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname or ""):
        return tr("Use https: over http everybody on the way can read the roster and the secret.")
    if parts.fragment:
        return tr("Leave out what follows the #.")
    return ""
