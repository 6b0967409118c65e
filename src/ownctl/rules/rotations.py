"""Rotations that contradict themselves: settings, overrides and leavers that leave open who is on call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Day
from ownctl.oncall import Kind
from ownctl.rules.problems import day, local, of_kinds, place_of, rotation_of
from ownctl.rules.registry import Found, Theme, found, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Rotation
    from ownctl.oncall import Problem
    from ownctl.rules.look import Look

PAYMENTS = "ownership/teams/payments.yaml"


def _rotation(look: Look, problem: Problem) -> Rotation:
    return look.teams[problem.team].it.rotations[problem.rotation]


@rule(
    "handoff-invalid",
    Theme.COVERAGE,
    sentence="If the files don't say when the pager changes hands, each of two believes that the other has it.",
    exactly="`handoff.day` belongs to shifts of whole weeks, and only to them; and `starts` is the day of a handoff.",
    bad={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-04
    shift: 1w
    handoff: {day: monday, at: "09:30"}
"""
    },
    good={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
"""
    },
)
def handoff_invalid(look: Look) -> Iterator[Found]:
    """Handoffs on days that there are not."""
    for problem, _ in of_kinds(look, {Kind.STARTS_OFF_HANDOFF_DAY, Kind.DAY_WITHOUT_WEEKS, Kind.DAY_MISSING}):
        rotation, name = _rotation(look, problem), rotation_of(look, problem)
        weekday = list(Day)[rotation.starts.weekday()]
        handoff = (rotation.handoff.day or weekday).title()
        message, help_ = {
            Kind.STARTS_OFF_HANDOFF_DAY: (
                f"{name} starts on a {weekday.title()} and hands over on {handoff}s, so nobody has it first",
                f"write `handoff: {{day: {weekday}, …}}`, or let it start on a {handoff}",
            ),
            Kind.DAY_WITHOUT_WEEKS: (
                f"shifts of {name} are not whole weeks, so they can't hand over on a day of the week",
                "take `day` out, or write `shift: 1w`",
            ),
            Kind.DAY_MISSING: (
                f"shifts of {name} are whole weeks, and the day on which it hands over is not said",
                f"add `day: {weekday}`, the day on which it starts",
            ),
        }[problem.kind]
        yield found(message, help_, at=place_of(look, problem))


@rule(
    "shift-invalid",
    Theme.COVERAGE,
    sentence="A shift that ends at night, when nobody is on call, is handed over to nobody.",
    exactly="A rotation with `hours`, or one of a team whose stage says business hours, now or within 13 weeks, has "
    "shifts that are neither `1d` nor whole weeks: a stretch of hours is never split between two people.",
    bad={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 12h
    handoff: {at: "09:30"}
    hours: business
"""
    },
    good={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1d
    handoff: {at: "09:30"}
    hours: business
"""
    },
)
def shift_invalid(look: Look) -> Iterator[Found]:
    """Shifts that don't go with their hours."""
    kinds = {Kind.SHIFT_NOT_ALLOWED, Kind.SHIFT_WITH_HOURS, Kind.SHIFT_IN_BUSINESS_HOURS}
    for problem, _ in of_kinds(look, kinds):
        name = rotation_of(look, problem)
        message, help_ = {
            Kind.SHIFT_NOT_ALLOWED: (
                f"shifts of {name} don't keep to the hours of the day",
                "write 4h, 6h, 8h, 12h, or whole days or weeks such as 1d or 1w",
            ),
            Kind.SHIFT_WITH_HOURS: (
                f"{name} is not on call always, and such a shift would split its hours between two people",
                "write `shift: 1d` or `shift: 1w`, or `hours: always`",
            ),
            Kind.SHIFT_IN_BUSINESS_HOURS: (
                f"{name} is on call in business hours only, for the team's stage, and such a shift would split them",
                "write `shift: 1d` or `shift: 1w` until the team is in full",
            ),
        }[problem.kind]
        yield found(message, help_, at=place_of(look, problem))


@rule(
    "override-invalid",
    Theme.COVERAGE,
    sentence="A swap that does not work is noticed when the pager rings for somebody on a plane.",
    exactly="An override that is not over replaces nobody, ends before it begins, overlaps with or rests on another "
    "one, or puts in somebody who is on call in the rotation at that moment, or who is gone by then.",
    bad={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
    overrides:
      - {person: tom, instead_of: amara, from: 2026-12-08T09:30, until: 2026-12-10T09:30, because: dentist}
"""
    },
    good={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
    overrides:
      - {person: liu, instead_of: tom, from: 2026-12-08T09:30, until: 2026-12-10T09:30, because: dentist}
"""
    },
)
def override_invalid(look: Look) -> Iterator[Found]:
    """Overrides that don't do what they say."""
    for problem, _ in of_kinds(look, OVERRIDES.keys()):
        person, instead_of = problem.persons
        other = problem.other
        message, help_ = OVERRIDES[problem.kind]
        words = {
            "person": person,
            "instead_of": instead_of,
            "rotation": rotation_of(look, problem),
            "at": day(local(look, problem, problem.at)) if problem.at else "that time",
            "other": f"overrides[{other}]" if other is not None else "their own shift",
        }
        yield found(
            message.format_map(words),
            help_.format_map(words),
            at=place_of(look, problem),
            about=[("people", person), ("people", instead_of)],
        )


OVERRIDES = {
    Kind.OVERRIDE_BACKWARDS: (
        "it ends before it begins, so {person} would never take over",
        "let `until` be after `from`",
    ),
    Kind.OVERRIDE_OVERLAPS: (
        "{instead_of} is replaced at the same time by {other} already, and only one can have the place",
        "let this one begin where the other ends, or delete one of the two",
    ),
    Kind.OVERRIDE_CHAINED: (
        "{instead_of} is there by {other} only, and overrides don't build on each other",
        "change {other}: let it name {person}, or end where this one begins",
    ),
    Kind.OVERRIDE_REPLACES_NOBODY: (
        "{instead_of} is not on call in {rotation} then, so {person} would replace nobody",
        "`ownctl oncall` shows who is on call; name them, or correct `from` and `until`",
    ),
    Kind.OVERRIDE_BY_ON_CALL: (
        "{person} is on call in {rotation} already from {at}, by {other}, and can't be there twice",
        "name somebody who is free then, or make the override shorter",
    ),
    Kind.OVERRIDE_BY_GONE: (
        "{person} has left by {at}, so nobody would be there instead of {instead_of}",
        "name somebody who is still there, or end it before that day",
    ),
}


@rule(
    "successor-unavailable",
    Theme.COVERAGE,
    sentence="Who leaves hands over to somebody, not to an empty chair.",
    exactly="A member hands over for good (`until`) in the middle of a turn, and who has the turn that follows is not "
    "available on that day.",
    bad={
        PAYMENTS: """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03, until: 2026-12-09}
  - {person: liu, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-12-07, until: 2026-12-11}}
  - {person: sofia, on_call_since: 2025-03-03}
"""
    },
    good={
        PAYMENTS: """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03, until: 2026-12-14}
  - {person: liu, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-12-07, until: 2026-12-11}}
  - {person: sofia, on_call_since: 2025-03-03}
"""
    },
)
def successor_unavailable(look: Look) -> Iterator[Found]:
    """Leavers whose successor is not there yet."""
    for problem, _ in of_kinds(look, {Kind.SUCCESSOR_UNAVAILABLE}):
        leaver, successor = problem.persons
        yield found(
            f"{leaver} hands over in the middle of a turn of {rotation_of(look, problem)}, to {successor}, who is "
            "not available on that day",
            "let `until` be the day of a handoff, or cover the rest of the turn by an override",
            at=place_of(look, problem),
            about=[("people", leaver), ("people", successor)],
        )
