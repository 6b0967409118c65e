"""The way to the account: token, region and address from the environment."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ownctl.cli.exits import CannotRun, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Org
    from ownctl.providers.pagerduty import Client, Endpoint


def address(org: Org) -> Endpoint:
    """Where the account is: PAGERDUTY_API_URL, else PAGERDUTY_SERVICE_REGION, else `paging.region`.

    Raises `CannotRun` where that is no address.
    """
    from ownctl.providers.pagerduty import endpoint
    from ownctl.reconcile.steps import Unreachable

    region = os.environ.get("PAGERDUTY_SERVICE_REGION") or org.settings.paging.region
    try:
        return endpoint(region, os.environ.get("PAGERDUTY_API_URL") or None)
    except Unreachable as error:
        raise CannotRun(error.message, error.help) from None


@contextmanager
def connection(org: Org, *, read_only: bool) -> Iterator[Client]:
    """A client of the account.

    Raises `CannotRun` where there is no token or no way to the account, `Refused` where the account says no.
    """
    from ownctl.providers.pagerduty import connect
    from ownctl.reconcile.steps import AccountError, Unreachable

    token = os.environ.get("PAGERDUTY_TOKEN", "").strip()
    if not token:
        raise CannotRun(
            "there is no token for the account",
            "set PAGERDUTY_TOKEN to an API key (a read-only one is enough for a plan), "
            "or try it without an account: ownctl demo",
        )
    try:
        with connect(token, address(org), read_only=read_only) as client:
            yield client
    except Unreachable as error:
        raise CannotRun(error.message, error.help) from None
    except AccountError as error:
        raise Refused(error.message, error.help) from None
