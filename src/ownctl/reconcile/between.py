"""The plan between two states of the files: what an apply of the new ones would do to an account that has the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.called import called
from ownctl.reconcile.changes import Note
from ownctl.reconcile.plan import plan
from ownctl.reconcile.pretended import pretended

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    others = tuple(_other_people(old, new))
    old = _known_by_mail(old, new)
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
        notes=(*others, *(each for each in drawn.notes if each not in told)),
    )


def _known_by_mail(old: Desired, new: Desired) -> Desired:
    """`old`, with everybody called as `new` calls whoever has their e-mail: by that the account knows people.

    Whose e-mail is gone, and whose key is somebody else's now, is called by that e-mail.
    """
    by_mail = {mail: person for person, mail in new.people.items()}
    keys: dict[str, str] = {}
    names = dict(old.names)
    for person, mail in old.people.items():
        key = by_mail.get(mail) or (mail if person in new.people else person)
        if key != person:
            keys[person] = key
        if key == mail and person in names:
            names[person] = f"{names[person]} ({mail})"  # most often the name is that of the other one, too
    return called(old._replace(names=names), keys) if keys else old


def _other_people(old: Desired, new: Desired) -> Iterable[Note]:
    """A note for every team that has somebody whose key stays, and whose e-mail or name changes."""
    told: dict[str, str] = {}
    for person, name in new.names.items():
        was, mail = old.people.get(person), new.people[person]
        if was and was != mail:
            known = "" if mail in old.people.values() else ", and whether there is one only the account can tell"
            told[person] = (
                f"the e-mail of {name} changes from {was} to {mail}: what was paged to the user of the one goes to the "
                f"user of the other{known}"
            )
        elif was and old.names.get(person, name) != name:
            told[person] = f"{old.names[person]} is called {name} now, and is the same user to the account, by e-mail"
    for team, person in dict.fromkeys((each.team, str(each.person)) for each in new.memberships) if told else ():
        if person in told:
            yield Note(team, told[person])
