"""`source add`: a new source and its secret, or neither."""

import argparse
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from rosterdesk import credentials, presets
from rosterdesk.bundle.reading import Bundle
from rosterdesk.commands import secrets
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.model.fields import OPTIONAL, collection
from rosterdesk.oneroster import addresses
from rosterdesk.settings import Source

Version: TypeAlias = Literal["1.1", "1.2"]

_LONGEST_NAME = 100
_SIGN_INS = ("oauth2", "oauth1", "bearer", "none")
_OF_SERVICES: dict[str, tuple[str, ...]] = {
    "url": _SIGN_INS,
    "oneroster": _SIGN_INS,
    "gradebook_url": _SIGN_INS,
    "resources_url": _SIGN_INS,
    "also": _SIGN_INS,
    "school": _SIGN_INS,
    "page_size": _SIGN_INS,
    "ca_file": _SIGN_INS,
    "allow_http": _SIGN_INS,
    "auth": _SIGN_INS,
    "client_id": ("oauth2", "oauth1"),
    "token_url": ("oauth2",),
    "token_auth": ("oauth2",),
    "scope": ("oauth2",),
    "oauth1_signature": ("oauth1",),
}
"""What only services have, and with which ways of signing in it means something."""


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Keep the source; nothing is left behind when a step fails."""
    source = _bundle(arguments) if arguments.bundle else _service(arguments)
    if any(other.name == source.name for other in context.data_dir.sources()):
        raise UsageError(f"There is a source “{source.name}” already.", "Choose another name, or remove it first.")
    if source.auth == "none":
        context.data_dir.add(source)
    else:
        _add_with_secret(context, source, secrets.read(from_stdin=arguments.secret_stdin))
    if source.bundle:
        print(f"Added “{source.name}”. Read it with: rosterdesk sync {source.name}")
    else:
        print(f"Added “{source.name}”. See what it offers with: rosterdesk source test {source.name}")


def _add_with_secret(context: Context, source: Source, secret: str) -> None:
    vault = context.vault
    try:
        credentials.keep_secret(vault, source.uid, secret, source.addresses)
        context.data_dir.add(source)
    except BaseException:
        credentials.forget(vault, source.uid)
        raise
    print(f"Its secret is kept in {vault.label}.")


def _bundle(given: argparse.Namespace) -> Source:
    """The bundle at that path; raises `BundleError` where it is none, `UsageError` for what only services have."""
    for name in _OF_SERVICES:
        if getattr(given, name):
            raise UsageError(f"A bundle is a file: {_option(name)} has no meaning for it.", "Leave it out.")
    path = Path(given.bundle).expanduser().absolute()
    with Bundle(path) as bundle:
        return Source(name=_name(given.name), bundle=str(path), oneroster=bundle.version, auth="none")


def _service(given: argparse.Namespace) -> Source:
    """The service that the arguments describe; raises `UsageError` for what cannot work."""
    if not given.url:
        raise UsageError("A source needs an address.", "Give it with --url, or a bundle with --bundle.")
    _check_sign_in(given)
    url = addresses.base(given.url, allow_http=given.allow_http)
    version: Version = given.oneroster or ("1.2" if url.text.endswith("/v1p2") else "1.1")
    return Source(
        name=_name(given.name),
        url=url.text,
        oneroster=version,
        gradebook_url=_further_url(given, version, "gradebook"),
        resources_url=_further_url(given, version, "resources"),
        also=_also(given.also, version),
        schools=tuple(dict.fromkeys(given.school)),
        auth=given.auth,
        oauth1_signature=given.oauth1_signature or "sha256",
        token_url=_token_url(given, url.host) if given.auth == "oauth2" else "",
        client_id=given.client_id,
        scopes=tuple(given.scope),
        token_auth=given.token_auth or "basic",
        page_size=given.page_size or 5000,
        ca_file=_ca_file(given.ca_file),
        allow_http=given.allow_http,
    )


def _check_sign_in(given: argparse.Namespace) -> None:
    """Raise where the ways of signing in are mixed, or what one needs is missing."""
    if not given.auth:
        raise UsageError(
            "How does the service know you?",
            "Say it with --auth oauth2 (client ID and secret), oauth1 (consumer key and secret), bearer or none.",
        )
    for name, sign_ins in _OF_SERVICES.items():
        if getattr(given, name) and given.auth not in sign_ins:
            raise UsageError(f"{_option(name)} has no meaning with --auth {given.auth}.", "Leave out one of the two.")
    if given.auth == "oauth2" and not given.client_id:
        raise UsageError("oauth2 needs a client ID.", "Give it with --client-id.")
    if given.auth == "oauth1" and not given.client_id:
        raise UsageError("oauth1 needs a consumer key.", "Give it with --client-id.")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _name(given: str) -> str:
    name = given.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError("This is no name for a source.", f"Choose one of at most {_LONGEST_NAME} plain characters.")
    return name


def _further_url(given: argparse.Namespace, version: Version, service: Literal["gradebook", "resources"]) -> str:
    """The address of another of the three services of 1.2, where it does not follow from the first."""
    text: str = getattr(given, f"{service}_url")
    if text and version == "1.1":
        raise UsageError(
            f"--{service}-url has no meaning in OneRoster 1.1: there all lists have one address.",
            "Leave it out, or say --oneroster 1.2.",
        )
    return addresses.base(text, allow_http=given.allow_http).text if text else ""


def _also(names: list[str], version: Version) -> tuple[str, ...]:
    """The optional collections that are asked for, each once; raises `UsageError` for what is none of this version."""
    wanted = {collection(name).name for name in names}
    for name in sorted(wanted.difference(OPTIONAL)):
        raise UsageError(f"“{name}” need not be asked for.", f"--also is for: {', '.join(OPTIONAL)}.")
    for name in sorted(wanted):
        if collection(name).since > version:
            raise UsageError(f"OneRoster {version} has no “{name}”.", "Leave it out, or say --oneroster 1.2.")
    return tuple(name for name in OPTIONAL if name in wanted)


def _token_url(given: argparse.Namespace, host: str) -> str:
    text = given.token_url or presets.token_url(host)
    if not text:
        raise UsageError("oauth2 needs the address where tokens are had.", "Give it with --token-url.")
    url = addresses.token(text, allow_http=given.allow_http).text
    if urlsplit(url).path in {"", "/"}:
        raise UsageError("The token address is only a host.", "Give it whole, as https://host/oauth/token.")
    return url


def _ca_file(given: str) -> str:
    if not given:
        return ""
    path = Path(given).expanduser().absolute()
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Give --ca-file a file of certificates in PEM form.")
    return str(path)
