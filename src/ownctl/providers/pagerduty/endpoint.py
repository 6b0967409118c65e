"""Where the account is reached, and whether a token may be sent there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from urllib.parse import SplitResult

REGIONS = {"us": "https://api.pagerduty.com", "eu": "https://api.eu.pagerduty.com"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of an account's API."""

    url: str
    """As the official client takes it: always `https://`."""
    plain: bool
    """Whether it is spoken to without TLS; on loopback only."""

    @property
    def loopback(self) -> bool:
        return is_loopback(urlsplit(self.url).hostname or "")


def endpoint(region: str = "us", api_url: str | None = None) -> Endpoint:
    """The service region's address, or `api_url` where it is given.

    Raises `Unreachable` for an unknown region, for a URL that is none, and for `http://` to another machine: the
    token would travel in the clear.
    """
    if not api_url:
        return Endpoint(_region(region), plain=False)
    parts = _parts(api_url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise Unreachable(
            f"{api_url} is plain http to another machine: the token would travel in the clear",
            "write PAGERDUTY_API_URL with https://; http:// is for loopback (127.0.0.1) only",
        )
    return Endpoint(f"https://{parts.netloc}{parts.path.rstrip('/')}", plain=parts.scheme == "http")


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, by its name or by its address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _region(region: str) -> str:
    if region not in REGIONS:
        raise Unreachable(
            f"{region!r} is no service region of PagerDuty", f"set PAGERDUTY_SERVICE_REGION to {' or '.join(REGIONS)}"
        )
    return REGIONS[region]


def _parts(api_url: str) -> SplitResult:
    try:
        parts = urlsplit(api_url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.password or parts.query or parts.fragment:
        # Without the value: what is no URL may be a token in the wrong variable.
        raise Unreachable(
            "PAGERDUTY_API_URL is no address of an API", "write it as https://api.pagerduty.com, without user or query"
        )
    return parts
