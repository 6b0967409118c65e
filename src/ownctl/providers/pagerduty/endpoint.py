"""Where the account is reached, and whether a token may be sent there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ownctl.providers.pagerduty.shown import without_secrets
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

    @property
    def of_a_region(self) -> bool:
        """Whether it is PagerDuty's own address, and not somebody's PAGERDUTY_API_URL."""
        return self.url in REGIONS.values()

    @property
    def written(self) -> str:
        """As a person writes it."""
        return f"http{self.url.removeprefix('https')}" if self.plain else self.url


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
        (parts.hostname or "").encode("idna")  # as the connection will: it refuses `a..b`
    except ValueError:  # UnicodeError is one
        usable = False
    if usable and not (parts.username or parts.password or parts.query or parts.fragment):
        return parts
    what = "and has a user, a query or a fragment besides" if usable else "which is no address of an API"
    raise Unreachable(
        f"PAGERDUTY_API_URL is {without_secrets(api_url)}, {what}",
        "write it as https://api.pagerduty.com, without user or query",
    )
