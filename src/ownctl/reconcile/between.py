"""The plan between two states of the files: what an apply of the new ones would do to an account that has the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.called import called
from ownctl.reconcile.plan import plan
from ownctl.reconcile.pretended import pretended

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.account.resources import Desired
    from ownctl.config import Protection
    from ownctl.config.limits import Limits
    from ownctl.reconcile.plan import Plan


def between(
    old: Desired,
    new: Desired,
    now: datetime,
    limits: Limits,
    protection: Protection,
    *,
    unread: int = 0,
    at_once: bool = False,
) -> Plan:
    """What changes from `old` to `new`, for the account and for people, as far as files can tell at `now` (UTC).

    Both may leave out `unread` objects that are the same in both. Changes have no ids; everybody has a login. What
    a plan of `old` would have said already, such as a promotion to come, is not said again.
    """
    old = _with_keys_of(new, old)
    everybody = new._replace(
        people={**old.people, **new.people},
        names={**old.names, **new.names},
        places={**old.places, **new.places},
    )
    known = old._replace(people=everybody.people, names=everybody.names)
    account = pretended(known, now, limits)._replace(unread=unread)
    drawn = plan(everybody, account, now, limits, protection, at_once=at_once)
    told = set(plan(old, account, now, limits, protection).notes) if drawn.notes else set()
    return drawn._replace(
        changes=tuple(each._replace(id=None, url=None, seen="") for each in drawn.changes),
        notes=tuple(each for each in drawn.notes if each not in told),
    )


def _with_keys_of(new: Desired, old: Desired) -> Desired:
    """`old`, with people called as in `new` where only their key has changed: the account knows them by e-mail."""
    by_mail = {mail: person for person, mail in new.people.items()}
    keys = {
        person: by_mail[mail] for person, mail in old.people.items() if person not in new.people and mail in by_mail
    }
    return called(old, keys) if keys else old
