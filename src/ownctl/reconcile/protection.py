"""Guards against a plan that would do more than anybody meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.account.resources import Kind
from ownctl.reconcile.changes import Action, Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.account.live import Account
    from ownctl.account.resources import Desired
    from ownctl.config import Protection
    from ownctl.reconcile.changes import Change

BINDING_FROM = 20
"""A small account may change whole; shares bind from this many objects up."""
LIFTED_BY = "--beyond-protection"


def obstacles(
    changes: Sequence[Change], account: Account, desired: Desired, protection: Protection
) -> Iterable[Obstacle]:
    """An obstacle for each share that the plan passes, and one for files that declare nothing."""
    read = sum(
        1
        for lives in (account.teams, account.schedules, account.policies, account.services)
        for live in lives
        if live.marker and live.marker.org == desired.org
    )
    present = account.unread + read
    if read and not desired.teams and not account.unread:
        yield Obstacle(
            f"the files declare no team, and the account has {read} objects of {desired.org}",
            "check that --root names the right folder; to take an org out, delete its teams a few at a time",
        )
    if present < BINDING_FROM:
        return
    for action, allowed, name in (
        (Action.DELETE, protection.max_deletes, "max_deletes"),
        (Action.UPDATE, protection.max_updates, "max_updates"),
    ):
        count = sum(1 for each in changes if each.action is action and each.ref.kind is not Kind.MEMBERSHIP)
        if count > allowed * present:
            yield Obstacle(
                f"this would {action} {count} of {present} objects ({count / present:.0%}); "
                f"protection.{name} allows {allowed:.0%}",
                f"if that is meant, run it once with {LIFTED_BY}",
                LIFTED_BY,
            )
