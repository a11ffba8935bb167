"""Which proxy the system's settings put between this computer and a service."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from rosterdesk.oneroster import addresses


def host(url: str) -> str:
    """The host of the proxy by way of which this address is reached; nothing where there is none. Never its user."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    if not name or addresses.is_loopback(name) or proxy_bypass(name):
        return ""
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    return urlsplit(proxy if "://" in proxy else f"//{proxy}").hostname or ""
