"""First rotations: nobody carries the pager alone the first time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from ownctl.config.phrases import listed
from ownctl.oncall import Alone, Kind, turns
from ownctl.rules.problems import day, local, of_kinds, place_of, rotation_of
from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.scope import members_of, rotations_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ownctl.config import Member
    from ownctl.oncall import Problem
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Path, Scope

PAYMENTS = "ownership/teams/payments.yaml"

THREE = """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: sofia, on_call_since: 2025-03-03}
"""


@rule(
    "newcomer-alone",
    Theme.FIRST_ROTATIONS,
    sentence="The first shifts of a newcomer are shared with somebody who has done it before.",
    exactly="In the coming 13 weeks a newcomer has one of their first `on_call.first_shifts_paired` turns (2 by "
    "default), and nobody can be the buddy: nobody who takes part is experienced, nor anybody of the cover team's "
    "primary; or all who are experienced are away or on call already. Or the org has switched pairing off (0), and a "
    "newcomer's first turn is not over. A newcomer is on call since the day on which the rotation started, or later.",
    bad={
        PAYMENTS: """\
members:
  - {person: liu, on_call_since: 2026-11-30}
  - {person: amara, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-11-30, until: 2026-12-31}}
  - {person: tom, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-11-30, until: 2026-12-31}}
"""
    },
    good={
        PAYMENTS: """\
members:
  - {person: liu, on_call_since: 2026-11-30}
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
"""
    },
)
def newcomer_alone(look: Look) -> Iterator[Found]:
    """Newcomers whom nobody can accompany."""
    yield from _unaccompanied(look)
    if look.org.settings.on_call.first_shifts_paired == 0:
        yield from _never_paired(look)


def _unaccompanied(look: Look) -> Iterator[Found]:
    without_experience: dict[tuple[str, str], list[Problem]] = {}
    for problem, more in of_kinds(look, {Kind.NEWCOMER_ALONE}):
        if problem.alone is Alone.NOBODY_EXPERIENCED:
            without_experience.setdefault((problem.team, problem.rotation), []).append(problem)
            continue
        person = problem.persons[0]
        yield found(
            f"{person} is alone {_when(look, problem)}{_and_more(more)}: all who have experience in "
            f"{rotation_of(look, problem)} are away or on call already",
            "name somebody who is free by then, `buddy: KEY`, or give the turn to somebody else by an override",
            at=place_of(look, problem),
            about=[("people", person)],
        )
    for first, *others in without_experience.values():
        names = [first.persons[0], *(problem.persons[0] for problem in others)]
        yield found(
            f"nobody in {rotation_of(look, first)} has experience, so {listed(names)} would begin alone "
            f"{_when(look, first)}",
            _who_could(look, first),
            at=place_of(look, first),
            about=[path for problem in (first, *others) for path in _of(problem)],
        )


def _of(problem: Problem) -> tuple[Path, Path]:
    return ("teams", problem.team, *problem.path[:2]), ("people", problem.persons[0])


def _who_could(look: Look, problem: Problem) -> str:
    if look.teams[problem.team].it.support.cover:
        return "let somebody take part who was on call before the rotation started, or name them: `buddy: KEY`"
    return "name `support.cover`, whose people then share the first shifts, or a `buddy` for each"


def _when(look: Look, problem: Problem) -> str:
    return f"in the turn that begins on {day(local(look, problem, problem.at))}" if problem.at else "in the first turn"


def _and_more(more: int) -> str:
    return f" and in {more} more" if more else ""


def _never_paired(look: Look) -> Iterator[Found]:
    alone = [(key, member) for key in look.teams if key not in look.unsettled for member in _beginners(look, key)]
    if alone:
        names = [f"{member.it.person} ({key})" for key, member in alone]
        shown = listed(names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} others"])
        yield found(
            f"pairing is switched off, so {shown} would carry the pager alone the first time",
            "write `first_shifts_paired: 2`, or leave it out",
            at=look.settings.value("on_call", "first_shifts_paired"),
            about=[path for _, member in alone for path in (member.path, ("people", member.it.person))],
        )


def _beginners(look: Look, key: str) -> Iterator[Scope[Member]]:
    """Newcomers of a team whose first turn, in some rotation, is in the time that rules look at and not over."""
    team = look.teams[key]
    for member in members_of(team):
        since, person = member.it.on_call_since, member.it.person
        if since is None or since > look.until.date():
            continue
        for name, rotation in rotations_of(team):
            if since >= rotation.it.starts:
                all_turns = turns(look.org, key, name, _day_before(since), look.until)
                own = next((turn for turn in all_turns if turn.person == person), None)
                if own is not None and own.end > look.now:
                    yield member
                    break


def _day_before(day: date) -> datetime:
    # whatever the rotation's zone, the day has not begun there yet
    return datetime.combine(day, time(), UTC) - timedelta(days=1)


@rule(
    "buddy-is-newcomer",
    Theme.FIRST_ROTATIONS,
    sentence="Two who do it for the first time are two newcomers, not a newcomer and a buddy.",
    exactly="The `buddy` whom a member names is a newcomer whose own paired turns are not over when the member's turn "
    "begins. ownctl then chooses as if none were named.",
    bad={
        PAYMENTS: f"""\
{THREE}  - {{person: liu, on_call_since: 2026-11-09, buddy: ines}}
  - {{person: ines, on_call_since: 2026-11-09}}
"""
    },
    good={
        PAYMENTS: f"""\
{THREE}  - {{person: liu, on_call_since: 2026-11-09, buddy: amara}}
  - {{person: ines, on_call_since: 2026-11-09}}
"""
    },
)
def buddy_is_newcomer(look: Look) -> Iterator[Found]:
    """Buddies who need one themselves."""
    for problem, _ in of_kinds(look, {Kind.BUDDY_IS_NEWCOMER}):
        newcomer, buddy = problem.persons
        yield found(
            f"{buddy} is new in {rotation_of(look, problem)} as well, so {newcomer} would learn it from nobody",
            "name somebody whose first shifts are over, or leave `buddy` out and ownctl chooses",
            at=place_of(look, problem),
            about=[("people", newcomer)],
        )


@rule(
    "buddy-on-call-already",
    Theme.FIRST_ROTATIONS,
    sentence="Who carries a pager of their own cannot look over somebody's shoulder.",
    exactly="The `buddy` whom a member names is on call at the same time, in any rotation of the team (or of the cover "
    "team, if they are of that): as holder, by an override, or as somebody else's buddy. ownctl then chooses as if "
    "none were named.",
    bad={
        PAYMENTS: f"""\
{THREE}  - {{person: liu, on_call_since: 2026-11-09, buddy: amara}}
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
    participants: [tom, liu, sofia]
  secondary:
    starts: 2026-11-02
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
    participants: [amara]
"""
    },
    good={
        PAYMENTS: f"""\
{THREE}  - {{person: liu, on_call_since: 2026-11-09, buddy: sofia}}
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
    participants: [tom, liu, sofia]
  secondary:
    starts: 2026-11-02
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
    participants: [amara]
"""
    },
)
def buddy_on_call_already(look: Look) -> Iterator[Found]:
    """Buddies who carry a pager of their own at that time."""
    for problem, more in of_kinds(look, {Kind.BUDDY_ON_CALL_ALREADY}):
        newcomer, buddy = problem.persons
        yield found(
            f"{buddy} is on call already {_when(look, problem)}{_and_more(more)}, and can't accompany {newcomer}",
            "name somebody who is free then, or leave `buddy` out and ownctl chooses",
            at=place_of(look, problem),
            about=[("people", newcomer)],
        )


@rule(
    "buddy-unavailable",
    Theme.FIRST_ROTATIONS,
    sentence="A buddy who is not there is no buddy.",
    exactly="The `buddy` whom a member names is away on a day of the turn (opted out, gone, or not on call yet), or "
    "neither of the team nor of the one that covers it. ownctl then chooses as if none were named.",
    bad={
        PAYMENTS: f"""\
{THREE}  - {{person: liu, on_call_since: 2026-11-09, buddy: ines}}
  - {{person: ines, on_call_since: 2025-03-03, opted_out: {{because: leave, since: 2026-11-23, until: 2027-01-31}}}}
"""
    },
    good={
        PAYMENTS: f"""\
{THREE}  - {{person: liu, on_call_since: 2026-11-09, buddy: amara}}
  - {{person: ines, on_call_since: 2025-03-03, opted_out: {{because: leave, since: 2026-11-23, until: 2027-01-31}}}}
"""
    },
)
def buddy_unavailable(look: Look) -> Iterator[Found]:
    """Buddies who are away, or of another team."""
    for problem, more in of_kinds(look, {Kind.BUDDY_UNAVAILABLE, Kind.BUDDY_NOT_A_MEMBER}):
        newcomer, buddy = problem.persons
        team = look.teams[problem.team].it.name
        if problem.kind is Kind.BUDDY_NOT_A_MEMBER:
            why = f"is neither in {team} nor in a team that covers it, and can't accompany {newcomer}"
        else:
            why = f"is not available {_when(look, problem)}{_and_more(more)}, so can't accompany {newcomer}"
        yield found(
            f"{buddy} {why}",
            "name somebody who is there then, or leave `buddy` out and ownctl chooses",
            at=place_of(look, problem),
            about=[("people", newcomer)],
        )
