"""Opting out: for how long somebody carries no pager, and from when on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ownctl import oncall
from ownctl.config import Severity
from ownctl.rules.problems import day
from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.scope import rotations_of
from ownctl.rules.sharing import FOUR, PAYMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from ownctl.config import Member, Rotation, Team
    from ownctl.oncall import Turn
    from ownctl.rules.look import Look

MOMENT = timedelta(minutes=1)
AMARAS = FOUR.replace(
    "amara, on_call_since: 2025-03-03",
    "amara, on_call_since: 2025-03-03, opted_out: {because: leave, since: %s, until: 2026-12-11}",
)


@rule(
    "opt-out-without-end",
    Theme.SHARING,
    sentence="An opt-out that never ends is a firefighter's beginning: somebody else carries that share for ever.",
    exactly="A member's `opted_out` has no `until`. The day that it names is the last one of the opt-out.",
    bad={
        PAYMENTS: f"""\
{FOUR}  - {{person: ines, on_call_since: 2025-03-03, opted_out: {{because: parental leave}}}}
"""
    },
    good={
        PAYMENTS: f"""\
{FOUR}  - {{person: ines, on_call_since: 2025-03-03, opted_out: {{because: parental leave, until: 2027-03-31}}}}
"""
    },
)
def opt_out_without_end(look: Look) -> Iterator[Found]:
    """Opt-outs that nobody will look at again."""
    for team in look.teams.values():
        for member in look.staff(team):
            out = member.it.opted_out
            if out is not None and out.until is None and not out.is_broken("until"):
                yield found(
                    f"{member.it.person} has opted out without an end, so others carry that share for ever",
                    f"add the last day, to be looked at again then: `until: {_next_spring(look.today(team.it))}`",
                    at=member.key("opted_out"),
                    about=[("people", member.it.person)],
                )


def _next_spring(today: date) -> date:
    return today.replace(year=today.year + 1, month=3, day=31)


@rule(
    "opt-out-within-turn",
    Theme.SHARING,
    Severity.INFO,
    sentence="Who goes on leave in the middle of a turn has the pager with them, unless somebody takes it.",
    exactly="A member's opt-out begins within 13 weeks, in the middle of a turn of theirs: the queue asks who is "
    "available at handoffs only, so they keep the pager until the next one. An override of the rest is the way out.",
    bad={PAYMENTS: AMARAS % "2026-12-02"},
    good={PAYMENTS: AMARAS % "2026-12-07"},
)
def opt_out_within_turn(look: Look) -> Iterator[Found]:
    """Opt-outs that do nothing until the handoff."""
    for team in look.teams.values():
        if team.it.team in look.unsettled:
            continue
        for member in look.staff(team):
            if member.it.opted_out is None or member.it.is_broken("opted_out"):
                continue
            for key, rotation in rotations_of(team):
                zone = look.org.zone(team.it, rotation.it)
                turn = _begun(look, team.it, key, rotation.it, member.it, zone)
                if turn:
                    yield found(*_said(member.it, key, turn, zone), at=member.key("opted_out"))


def _begun(look: Look, team: Team, key: str, rotation: Rotation, member: Member, zone: ZoneInfo) -> Turn | None:
    """The turn in whose middle somebody opts out, as far as they still have some of it; None where there is none."""
    out = member.opted_out
    if out is None or out.since is None:
        return None
    begins = datetime.combine(out.since, rotation.handoff.at, zone)
    if not look.now <= begins < look.until:
        return None
    for turn in oncall.turns(look.org, team.team, key, begins, begins + MOMENT):
        if turn.person == member.person and turn.handoff < begins < turn.end:
            for span in oncall.spans(look.org, team.team, begins, turn.end, key):
                if any((one.person, one.role) == (member.person, oncall.Role.ON_CALL) for one in span.people):
                    return turn
    return None


def _said(member: Member, key: str, turn: Turn, zone: ZoneInfo) -> tuple[str, str]:
    out = member.opted_out
    assert out is not None  # noqa: S101  # asked by the caller
    assert out.since is not None  # noqa: S101  # asked by the caller
    ends = turn.end.astimezone(zone)
    said = (
        f"{member.person} opts out from {_date(out.since)} on, in the middle of a turn of {key}, and keeps the pager "
        f"until {day(ends)}"
    )
    help_ = (
        f"give the rest to somebody else, under {key}: `overrides: [{{person: WHO, instead_of: {member.person}, "
        f"from: {out.since}T00:00, until: {ends:%Y-%m-%dT%H:%M}}}]`"
    )
    return said, help_


def _date(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b %Y}"
