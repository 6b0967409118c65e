"""Sharing: everybody in a team carries the pager, and nobody carries it for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Severity
from ownctl.rules.coverage import reaches_nobody
from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.scope import members_of, rotations_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ownctl.config import Member, Rotation, Team
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Scope

PAYMENTS = "ownership/teams/payments.yaml"

FOUR = """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
  - {person: sofia, on_call_since: 2025-03-03}
"""


@rule(
    "member-never-on-call",
    Theme.SHARING,
    Severity.WARNING,
    sentence="Who never carries the pager never feels what wakes the others.",
    exactly="A member has no `on_call_since` and no opt-out that still holds, or takes part in none of the team's "
    "rotations and is named by no level of its escalation. Of a team without rotations nothing is said here.",
    bad={
        PAYMENTS: f"""\
{FOUR}  - {{person: ines}}
"""
    },
    good={
        PAYMENTS: f"""\
{FOUR}  - {{person: ines, opted_out: {{because: part-time until spring, until: 2027-03-31}}}}
"""
    },
)
def member_never_on_call(look: Look) -> Iterator[Found]:
    """Members who share everything but the pager."""
    for team in look.teams.values():
        if not team.it.rotations or team.it.is_broken("rotations"):
            continue
        # with a name that leads nowhere, whoever is meant seems to take part in nothing
        called = None if team.it.team in look.uncertain else _called(team.it)
        for member in look.staff(team):
            said = _never(look, team.it, member.it, called)
            if said:
                yield found(*said, at=member.value("person"), about=[("people", member.it.person)])


def _never(look: Look, team: Team, member: Member, called: set[str] | None) -> tuple[str, str] | None:
    out, today = member.opted_out, look.today(team)
    if member.person not in look.org.people or member.is_broken("on_call_since") or member.is_broken("opted_out"):
        return None
    if member.on_call_since is None:
        if out is None:
            return (
                f"{member.person} is in {team.name} and never on call, so the others carry the pager for them",
                f"add `on_call_since: {today}`, or `opted_out: {{because: WHY, until: DATE}}`",
            )
        if out.until is not None and out.until < today:
            return (
                f"{member.person}'s opt-out ended on {out.until}, and since when they are on call is not said",
                f"add `on_call_since: {today}`, or give the opt-out a new end",
            )
        return None
    if called is not None and member.person not in called and (out is None or out.until is not None):
        return (
            f"{member.person} is on call since {member.on_call_since} and takes part in no rotation of {team.name}",
            f"add {member.person} to the `participants` of {team.primary}, or write `participants: everyone`",
        )
    return None


def _called(team: Team) -> set[str] | None:
    """Who is on call in some way, by name; None for everyone, or if no one is: then that is what is wrong."""
    names = {target.person for level in team.escalation or () for target in level.notify if target.person}
    for rotation in team.rotations.values():
        if rotation.participants == "everyone" or rotation.is_broken("participants"):
            return None
        names.update(rotation.participants)
    return names or None


@rule(
    "member-twice",
    Theme.SHARING,
    sentence="Who is in a team twice is on call twice as often as they know.",
    exactly="A team lists a person twice among its `members`. Marked at the second entry, which counts for nothing "
    "but another place in the queue.",
    bad={PAYMENTS: f"{FOUR}  - {{person: amara, on_call_since: 2025-06-02}}\n"},
    good={PAYMENTS: FOUR},
)
def member_twice(look: Look) -> Iterator[Found]:
    """People who are in a team twice."""
    for team in look.teams.values():
        seen: set[str] = set()
        for member in members_of(team):
            if member.it.person in seen:
                yield found(
                    f"{member.it.person} is in {team.it.name} already, and would have two places in its rotations",
                    "delete one of the two entries",
                    at=member.value("person"),
                )
            seen.add(member.it.person)


@rule(
    "rotation-too-small",
    Theme.SHARING,
    Severity.WARNING,
    sentence="Two people who take turns are always about to be on call.",
    exactly="Fewer people than `on_call.least_participants` (4 by default) share a rotation, now and within 13 weeks. "
    "Who has left does not count, nor who has no `on_call_since` because of an opt-out; whose opt-out ends does.",
    bad={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
    participants: [amara, tom]
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
"""
    },
    good={
        PAYMENTS: f"""\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
    participants: [amara, tom, liu, sofia]
{FOUR}"""
    },
)
def rotation_too_small(look: Look) -> Iterator[Found]:
    """Rotations that come round too soon."""
    least = look.org.settings.on_call.least_participants
    for team in look.teams.values():
        if team in look.deserted or team.it.is_broken("members"):
            continue
        for key, rotation in rotations_of(team):
            if rotation.it.is_broken("participants"):
                continue
            sharing = _sharing(look, team, rotation.it)
            if len(sharing) < least and (sharing or not reaches_nobody(look, team, key)):
                yield found(
                    f"{len(sharing) or 'no'} {'person shares' if len(sharing) == 1 else 'people share'} {key} of "
                    f"{team.it.name}, and with fewer than {least} nobody is ever far from their next shift",
                    _help(team.it, sharing, least),
                    at=rotation.key("participants"),
                )


def _sharing(look: Look, team: Scope[Team], rotation: Rotation) -> set[str]:
    """Who takes part. A name that nobody bears counts, since somebody is meant: it has its finding already."""
    members = {member.it.person: member.it for member in reversed(list(members_of(team)))}
    names = list(members) if rotation.participants == "everyone" else rotation.participants
    last = look.until.astimezone(look.org.zone(team.it, rotation)).date()
    today = look.today(team.it)
    return {name for name in names if name not in members or _shares(members[name], today, last)}


def _shares(member: Member, today: date, last: date) -> bool:
    if member.until is not None and member.until <= today:
        return False
    if member.on_call_since is None:
        # without an opt-out that holds, the date is what is missing, and its finding asks for it
        out = member.opted_out
        return out is None or (out.until is not None and out.until < today)
    return member.on_call_since <= last


def _help(team: Team, sharing: set[str], least: int) -> str:
    others = [member.person for member in team.members if member.person not in sharing]
    if others and len(sharing) + len(others) >= least:
        return f"let {', '.join(others[: least - len(sharing)])} take part, or share the rotation with another team"
    return "let more of the team take part, or share the rotation with another team"
