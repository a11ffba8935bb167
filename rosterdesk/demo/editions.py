"""The versions of the standard that the service speaks: where each has its lists, and in which words."""

from typing import Literal

import msgspec

from rosterdesk.demo.vocabulary import FIELDS, FIELDS_1P2, Vocabulary
from rosterdesk.model.fields import COLLECTIONS, Service

ROOT = "/ims/oneroster"


class Edition(msgspec.Struct, frozen=True):
    """One version: the path below which each of its services is, the prefix of its scopes, its fields, and the path
    at which a user's role stands."""

    version: Literal["1.1", "1.2"]
    bases: dict[Service, str]
    scope: str
    fields: Vocabulary
    role: str

    def offers(self, collection: str, service: Service) -> bool:
        """Whether this version has such a list, at that service."""
        about = COLLECTIONS.get(collection)
        return about is not None and about.since <= self.version and self.bases[about.service] == self.bases[service]


EDITION_1P1 = Edition(
    version="1.1",
    bases=dict.fromkeys(("rostering", "resources", "gradebook"), f"{ROOT}/v1p1"),
    scope="https://purl.imsglobal.org/spec/or/v1p1/scope/",
    fields=FIELDS,
    role="role",
)
EDITION_1P2 = Edition(
    version="1.2",
    bases={
        "rostering": f"{ROOT}/rostering/v1p2",
        "resources": f"{ROOT}/resources/v1p2",
        "gradebook": f"{ROOT}/gradebook/v1p2",
    },
    scope="https://purl.imsglobal.org/spec/or/v1p2/scope/",
    fields=FIELDS_1P2,
    role="roles.role",
)
EDITIONS = (EDITION_1P1, EDITION_1P2)


def at(path: str) -> tuple[Edition, Service, list[str]] | None:
    """The version and service that a path leads to, and the segments below, still encoded; `None` for neither."""
    for edition in EDITIONS:
        for service, base in edition.bases.items():
            if path.startswith(f"{base}/"):
                return edition, service, path.removeprefix(base).strip("/").split("/")
    return None
