"""The way to the account: token, region and address from the environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ownctl.cli.exits import CannotRun

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ownctl.config import Org
    from ownctl.providers.pagerduty import Client, Endpoint


def address(org: Org) -> Endpoint:
    """Where the account is: PAGERDUTY_API_URL, else PAGERDUTY_SERVICE_REGION, else `paging.region`.

    Raises `Unreachable` where that is no address.
    """
    from ownctl.providers.pagerduty import endpoint

    region = os.environ.get("PAGERDUTY_SERVICE_REGION") or org.settings.paging.region
    return endpoint(region, os.environ.get("PAGERDUTY_API_URL") or None)


def connection(org: Org, *, read_only: bool) -> AbstractContextManager[Client]:
    """A client of the account.

    Raises `CannotRun` where there is no token, `Unreachable` where there is no way to the account.
    """
    from ownctl.providers.pagerduty import connect

    token = os.environ.get("PAGERDUTY_TOKEN", "").strip()
    if not token:
        raise CannotRun(
            "there is no token for the account",
            "set PAGERDUTY_TOKEN to an API key (a read-only one is enough for a plan), "
            "or try it without an account: ownctl demo",
        )
    return connect(token, address(org), read_only=read_only)
