"""The way to the account: token, region and address from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from ownctl.cli.exits import CannotRun
from ownctl.cli.options import now

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ownctl.config import Org
    from ownctl.providers.pagerduty import Client, Endpoint

APART = timedelta(minutes=5)
"""How far two clocks may be apart; shifts are written by ours, and the account refuses what is past by its own."""


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


def check_clock(client: Client, org: Org) -> None:
    """Hold our clock against the account's, before anything is planned by ours.

    A rehearsal of another day is a plan for a real account too; nothing of it is ever applied there. Raises `CannotRun`
    where they differ.
    """
    client.abilities()  # asked first in any case, and once
    ours, theirs = now(), client.time
    loopback, rehearsal = address(org).loopback, bool(os.environ.get("OWNCTL_NOW"))
    if theirs is None or abs(ours - theirs) <= APART or (rehearsal and not loopback):
        return
    raise CannotRun(
        f"it is {ours:%Y-%m-%dT%H:%M:%SZ} here{' (OWNCTL_NOW)' if rehearsal else ''}, "
        f"and {theirs:%Y-%m-%dT%H:%M:%SZ} by the account's clock",
        "is OWNCTL_NOW set in both terminals, and to the same? `ownctl sandbox` follows its own"
        if loopback
        else "set this machine's clock: what is written takes effect by it",
    )
