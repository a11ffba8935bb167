"""`source add`: a new source and its secret, or neither."""

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from rosterdesk import credentials
from rosterdesk.commands import secrets
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.oneroster import addresses
from rosterdesk.settings import Source

_LONGEST_NAME = 100
_LATER = "Sources of this version are OneRoster 1.1 services with oauth2, bearer or none."
_TOKEN_URLS = {"kimonocloud.com": "https://api.us2.kimonocloud.com/oauth/token"}
"""Where services of this domain give tokens, when nothing else is said (Instructure)."""


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Keep the source; nothing is left behind when a step fails."""
    source = _source(arguments)
    if any(other.name == source.name for other in context.data_dir.sources()):
        raise UsageError(f"There is a source “{source.name}” already.", "Choose another name, or remove it first.")
    if source.auth == "none":
        context.data_dir.add(source)
    else:
        _add_with_secret(context, source, secrets.read(from_stdin=arguments.secret_stdin))
    print(f"Added “{source.name}”. See what it offers with: rosterdesk source test {source.name}")


def _add_with_secret(context: Context, source: Source, secret: str) -> None:
    vault = context.vault
    try:
        credentials.keep_secret(vault, source.uid, secret, secrets.addresses(source))
        context.data_dir.add(source)
    except BaseException:
        credentials.forget(vault, source.uid)
        raise
    print(f"Its secret is kept in {vault.label}.")


def _source(given: argparse.Namespace) -> Source:
    """The source that the arguments describe; raises `UsageError` for what cannot work."""
    _refuse_what_comes_later(given)
    if not given.url:
        raise UsageError("A source needs an address.", "Give it with --url.")
    if not given.auth:
        raise UsageError(
            "How does the service know you?", "Say it with --auth oauth2 (client ID and secret), bearer or none."
        )
    url = addresses.base(given.url, allow_http=given.allow_http)
    token_url = _token_url(given, url.host) if given.auth == "oauth2" else ""
    if given.auth == "oauth2" and not given.client_id:
        raise UsageError("oauth2 needs a client ID.", "Give it with --client-id.")
    return Source(
        name=_name(given.name),
        url=url.text,
        auth=given.auth,
        token_url=token_url,
        client_id=given.client_id,
        scopes=tuple(given.scope),
        token_auth=given.token_auth,
        page_size=given.page_size,
        ca_file=_ca_file(given.ca_file),
        allow_http=given.allow_http,
    )


def _refuse_what_comes_later(given: argparse.Namespace) -> None:
    if given.bundle:
        raise UsageError("CSV bundles come with a later version.", _LATER)
    if given.auth == "oauth1":
        raise UsageError("OAuth 1 comes with a later version.", _LATER)
    if given.oneroster != "1.1":
        raise UsageError("OneRoster 1.2 comes with a later version.", _LATER)


def _name(given: str) -> str:
    name = given.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError("This is no name for a source.", f"Choose one of at most {_LONGEST_NAME} plain characters.")
    return name


def _token_url(given: argparse.Namespace, host: str) -> str:
    text = given.token_url or next((url for domain, url in _TOKEN_URLS.items() if host.endswith(f".{domain}")), "")
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
