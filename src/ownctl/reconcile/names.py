"""What a plan calls people: by name, and by e-mail as well where two of them have the same one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ownctl.account.resources import Foreign
from ownctl.reconcile.effects import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.account.live import Account
    from ownctl.account.resources import Desired
    from ownctl.reconcile.effects import Outlook
    from ownctl.reconcile.touches import Touch


def people_of(outlooks: Iterable[Outlook], touches: Iterable[Touch]) -> set[str]:
    """Everybody whom a plan names, as effects call them."""
    watches = (watch for outlook in outlooks for watch in (*outlook.before, *outlook.after))
    return {duty.person for watch in watches for duty in watch.people} | {
        who for each in touches for who in each.people
    }


def called(desired: Desired, account: Account, named: Iterable[str]) -> dict[str, str]:
    """Names by what effects call people; of those that are `named`, the ones with the same name bear their e-mail.

    Whoever logs in with another e-mail is another user of the account, and has the pager instead of themselves.
    """
    logins = {said(Foreign(user.id)): (user.name, mail) for mail, user in account.users.items()}
    everybody = logins | {person: (name, desired.people[person]) for person, name in desired.names.items()}
    mails: dict[str, set[str]] = defaultdict(set)
    for person in named:
        name, mail = everybody.get(person, (person, ""))
        mails[name].add(mail)
    return {
        person: f"{name} ({mail})" if len(mails.get(name, ())) > 1 else name
        for person, (name, mail) in everybody.items()
    }
