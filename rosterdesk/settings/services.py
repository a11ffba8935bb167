"""Where the services of a source are, and each record within them. Pure."""

import re
from typing import get_args
from urllib.parse import quote

from rosterdesk.model.fields import Service, collection
from rosterdesk.settings.source import Source

SERVICES: tuple[Service, ...] = get_args(Service)
ROOT = "/ims/oneroster"
VERSION = r"(?<!/)/v?\d+[.p]\d+$"
SERVICE = re.compile(rf"(?<!/)/(?:{'|'.join(SERVICES)})(?=$|{VERSION})")
"""The segment of a base address that names its service: the last one, or that before the version."""


def bases(url: str, version: str) -> dict[Service, str]:
    """The base address of each service of that version of the standard, derived from the one that was given: that of
    a 1.1 service, which has it all; that of one service of 1.2; or the root that they share.
    """
    url = url.rstrip("/")
    if version == "1.1":
        return dict.fromkeys(SERVICES, url)
    if SERVICE.search(url):
        return {service: SERVICE.sub(f"/{service}", url) for service in SERVICES}
    if re.search(VERSION, url):  # a base that names no service: one vendor keeps all of 1.2 under v1p1
        return dict.fromkeys(SERVICES, url)
    root = url if url.lower().endswith(ROOT) else url + ROOT
    return {service: f"{root}/{service}/v1p2" for service in SERVICES}


def segment(text: str) -> str:
    """The text as one segment of an address: `a%2Fb`."""
    return text.replace(".", "%2E") if text in {".", ".."} else quote(text, safe="", errors="replace")


def origin(source: Source, name: str, sourced_id: str) -> str:
    """Where the record of that collection came from: its address, or the bundle's file."""
    if source.bundle:
        return source.bundle
    asked = collection(name)
    given = {"gradebook": source.gradebook_url, "resources": source.resources_url}.get(asked.service)
    base = (given or bases(source.url, source.oneroster)[asked.service]).rstrip("/")
    return f"{base}/{asked.base}/{segment(sourced_id)}"
