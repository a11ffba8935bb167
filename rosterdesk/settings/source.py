"""What the user added, and what the window tells a worker of it."""

import uuid
from typing import Literal

import msgspec

from rosterdesk.model.names import NameOrder
from rosterdesk.model.query import Query


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A OneRoster service, or a CSV bundle, that the user added. `uid` names its store and its secrets and is never
    reused.

    Of a 1.2 service `url` is the rostering service's base or the root of all three; `gradebook_url` and
    `resources_url` are derived from it where empty. `also` are the optional collections that a sync asks for too,
    `schools` the sourcedIds of those to which it is limited, if any.
    `bundle` is the absolute path of a bundle, which has no address and no secret.
    """

    name: str
    url: str = ""
    uid: str = msgspec.field(default_factory=lambda: uuid.uuid4().hex)
    oneroster: Literal["1.1", "1.2"] = "1.1"
    gradebook_url: str = ""
    resources_url: str = ""
    bundle: str = ""
    also: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    auth: Literal["oauth2", "oauth1", "bearer", "none"] = "oauth2"
    oauth1_signature: Literal["sha256", "sha1"] = "sha256"
    token_url: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    token_auth: Literal["basic", "body"] = "basic"
    page_size: int = 5000
    ca_file: str = ""
    allow_http: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its secret may be sent: the secret is kept for these hosts alone."""
        return tuple(filter(None, (self.url, self.token_url, self.gradebook_url, self.resources_url)))


class Handover(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window tells a worker and no argument may show: the first line of the worker's standard input.

    `secrets` is its whole vault, by account. `source` stands for the NAME in the arguments where it is not saved
    yet; `query` replaces the selection options and names, by its `ids`, the record to refresh; `names` says what people
    are called there; `target` is the file to write: what somebody searched for, and what a class list is called, can be
    a person's name. `choice` replaces, as JSON, the options of what is to be printed; `other` is
    the path of the bundle that the source is compared with. `language` is
    the window's, for what stands in files and on paper.
    """

    secrets: dict[str, str] = {}
    source: Source | None = None
    query: Query | None = None
    headers: Literal["names", "titles"] = "names"
    names: NameOrder = "usual"
    target: str = ""
    choice: str = ""
    other: str = ""
    language: str = "en"
