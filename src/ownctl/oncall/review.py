"""Goes through a team's rotations for what somebody should know of."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from ownctl.oncall.availability import available, local_day, members
from ownctl.oncall.engine import engine
from ownctl.oncall.problems import CONTRADICTIONS, Kind, Problem
from ownctl.oncall.review_overrides import overrides_problems
from ownctl.oncall.review_settings import settings_problems
from ownctl.oncall.values import Declined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.config import Org, Team
    from ownctl.oncall.roster import Roster
    from ownctl.oncall.values import Turn

DECLINED = {
    Declined.NOT_A_MEMBER: Kind.BUDDY_NOT_A_MEMBER,
    Declined.NEWCOMER: Kind.BUDDY_IS_NEWCOMER,
    Declined.UNAVAILABLE: Kind.BUDDY_UNAVAILABLE,
    Declined.BUSY: Kind.BUDDY_ON_CALL_ALREADY,
}


def problems(org: Org, team_key: str, since: datetime, until: datetime) -> tuple[Problem, ...]:
    """What is wrong with a team's rotations: their settings, their turns in `[since, until)`, and every override that
    is not over at `since`. By rotation in the order of the file; nothing follows from a rotation that contradicts
    itself."""
    found: list[Problem] = []
    for key in org.teams[team_key].rotations:
        own = settings_problems(org, team_key, key, since, until)
        found += own
        roster = engine(org).roster(team_key, key)
        if roster and not any(problem.kind in CONTRADICTIONS for problem in own):
            turns = roster.turns(since.astimezone(UTC), until.astimezone(UTC)) if _may_say_more(roster) else ()
            found += _of_pairings(org, roster, turns)
            found += _of_leavers(roster, turns)
            found += overrides_problems(org, roster, since)
    return tuple(found)


def _may_say_more(roster: Roster) -> bool:
    """Whether it needs a look at turns: only newcomers are paired, and only leavers hand over early."""
    return roster.newcomers.any or any(member.until for member in roster.queue.participants if member)


def _of_pairings(org: Org, roster: Roster, turns: tuple[Turn, ...]) -> Iterator[Problem]:
    for turn in turns:
        pairing = turn.pairing
        if pairing is None or turn.person is None:
            continue
        here = ("members", _member(roster.team, turn.person))
        if pairing.named and pairing.declined:
            if pairing.named in org.people:
                kind, persons = DECLINED[pairing.declined], (turn.person, pairing.named)
                yield Problem(kind, roster.team.team, roster.key, (*here, "buddy"), persons, turn.start)
        elif pairing.alone:
            path, persons_alone = (*here, "person"), (turn.person,)
            yield Problem(
                Kind.NEWCOMER_ALONE, roster.team.team, roster.key, path, persons_alone, turn.start, pairing.alone
            )


def _of_leavers(roster: Roster, turns: tuple[Turn, ...]) -> Iterator[Problem]:
    by_person = members(roster.team)
    for turn in turns:
        if turn.start == turn.handoff or turn.person is None:
            continue
        day = local_day(turn.start, roster.zone)
        if available(by_person[turn.person], day):
            continue
        for index, member in enumerate(roster.team.members):
            if member.until == day and member in roster.queue.participants:
                path, persons = ("members", index, "until"), (member.person, turn.person)
                yield Problem(Kind.SUCCESSOR_UNAVAILABLE, roster.team.team, roster.key, path, persons, turn.start)
                break


def _member(team: Team, person: str) -> int:
    return next(index for index, member in enumerate(team.members) if member.person == person)
