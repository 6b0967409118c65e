"""The proxy on the way to the account, as the environment names it (HTTPS_PROXY, NO_PROXY)."""

from __future__ import annotations

import os
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

from ownctl.providers.pagerduty.shown import without_secrets
from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from ownctl.providers.pagerduty.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class Proxy:
    """What stands between us and the account, by somebody's will."""

    url: str
    """With its password, where it has one: not to be shown."""
    named_by: str
    """Where it is set, for whoever has to mend it."""

    @property
    def where(self) -> str:
        """Host and port."""
        return httpx2.URL(self.url).netloc.decode()


def proxy(endpoint: Endpoint) -> Proxy | None:
    """The proxy to go through; None for loopback, and where none is set.

    An address without a scheme is one of http, as curl has it. Raises `Unreachable` for what is no address of one.
    """
    host = httpx2.URL(endpoint.url).host
    if endpoint.loopback or urllib.request.proxy_bypass(host):
        return None
    written = urllib.request.getproxies().get("https")
    if not written:
        return None
    found = Proxy(written if "://" in written else f"http://{written}", _named_by())
    _check(found, written)
    return found


def _named_by() -> str:
    """The variable that holds; of several, the one in lower case, as Python has it."""
    names = (name for name, value in os.environ.items() if name.lower() == "https_proxy" and value)
    return max(names, default="the system's proxy setting")


def _check(found: Proxy, written: str) -> None:
    help_ = f"write {found.named_by} as http://HOST:PORT, or unset it where no proxy is needed"
    shown = without_secrets(written)
    try:
        url = httpx2.URL(found.url)
        url.host.encode("idna")  # as the connection will: it refuses `a..b`
    except (httpx2.InvalidURL, UnicodeError):
        url = None
    if url is None or not url.host:
        raise Unreachable(f"{found.named_by} is {shown}, which is no address of a proxy", help_)
    if url.scheme not in ("http", "https"):
        kind = "a SOCKS proxy" if url.scheme.startswith("socks") else f"{url.scheme}://"
        raise Unreachable(f"{found.named_by} is {shown}, and ownctl goes through proxies of http, not {kind}", help_)
