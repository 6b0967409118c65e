"""From a rotation's turns to the slots of a schedule: one for each shape of duty, and one more for its buddies.

A rotation that is always on call has one shape: the whole turn. With hours, each kind of window is one: Monday to
Friday from 09:00 to 17:30, say, and Saturday from 10:00 to 14:00, because no single recurrence rule says both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from ownctl import oncall
from ownctl.account.occurrences import instant, wall
from ownctl.account.resources import Occurrence, Slot, SlotTurn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from ownctl.config import Org, Rotation, Team
    from ownctl.oncall import Lanes, Stretch, Turn

AHEAD = timedelta(weeks=78)
"""How far ahead turns are worked out: further than dates are accepted, so that a cycle shows in its second round."""
BACK = timedelta(weeks=2)
"""How far back: far enough to see every window of a week whole."""
BUDDIES = " buddies"
"""How the name of a slot of buddies ends."""
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Shape(NamedTuple):
    """A window by the wall clock: the time of day at which it begins, and how long it is."""

    begins: timedelta
    length: timedelta

    def __str__(self) -> str:
        days = self.length // DAY  # so that a day and a whole weekend between the same times have names of their own
        later = f" {days} day{'s' if days > 1 else ''} later" if days else ""
        return f"{_clock(self.begins)}–{_clock(self.begins + self.length)}{later}"


WHOLE_TURN = Shape(timedelta(), timedelta())
"""The shape of a rotation that is always on call."""


class Duty(NamedTuple):
    """One stretch of duty within the turn that the wall clock gives it to."""

    turn: Turn
    shape: Shape
    occurrence: Occurrence


def slots(org: Org, team: Team, key: str, lanes: Lanes, now: datetime) -> tuple[Slot, ...]:
    """The slots of one rotation, from `lanes` of it that reach from `BACK` before `now` to `AHEAD` after it."""
    rotation, zone = team.rotations[key], org.zone(team, team.rotations[key])
    duties = tuple(_duties(org, team, key, lanes.turns, zone))
    handoffs = tuple(min(turn.start, *(begins for begins, _ in turn.windows[:1])) for turn in lanes.turns)
    made: list[Slot] = []
    for shape in sorted({duty.shape for duty in duties}):
        own = [duty for duty in duties if duty.shape == shape]
        first = wall(own[0].occurrence.full_start, zone)
        rule, per_turn = _rule(
            rotation, shape, sorted({wall(each.occurrence.full_start, zone).weekday() for each in own})
        )
        slot = Slot(
            key if shape == WHOLE_TURN else f"{key} {shape}",
            zone.key,
            rule,
            _counted_from(rotation, shape, first),
            per_turn,
            tuple(_held(own)),
            endless=_goes_on(own, max(WEEK, rotation.shift), now + AHEAD),
            handoffs=handoffs,
        )
        made.append(slot)
        shared = tuple(_shared(own, lanes))
        if shared:  # buddies hand nothing over: they come and go with the newcomer
            made.append(slot._replace(name=slot.name + BUDDIES, turns=shared, endless=False, buddies=True, handoffs=()))
    return tuple(made)


def _counted_from(rotation: Rotation, shape: Shape, first: datetime) -> tuple[datetime, datetime]:
    """An occurrence before the one that begins at `first`, whatever clock changes make of either.

    Two turns before, or three weeks of windows: where an event can't begin with an occurrence that a clock change
    cuts, it begins with an earlier one, and turns that touch are cut in pairs.
    """
    if shape != WHOLE_TURN:
        begins = first.replace(hour=0, minute=0) + shape.begins - 3 * WEEK
        return begins, begins + shape.length
    starts = datetime.combine(rotation.starts, rotation.handoff.at)
    begins = starts + ((first - starts) // rotation.shift - 2) * rotation.shift
    return begins, begins + rotation.shift


def _goes_on(own: Sequence[Duty], interval: timedelta, horizon: datetime) -> bool:
    """Whether a shape still comes back when turns are no longer worked out.

    One that a clock change makes of a window is there once a year, and is not to be repeated every week from then on;
    and it leaves out one of the others.
    """
    ends = [duty.occurrence.full_end for duty in own[-2:]]
    twice = 2 * interval + DAY
    return len(ends) > 1 and ends[-1] > horizon - twice and ends[-1] - ends[-2] <= twice


def _duties(org: Org, team: Team, key: str, turns: Sequence[Turn], zone: ZoneInfo) -> Iterator[Duty]:
    """Every window, given to the turn that would have it had nobody left early, and with its full length."""
    handoffs = [turn.handoff for turn in turns]
    windows = [window for turn in turns for window in turn.windows]
    stages = oncall.stage_beginnings(org, team.team, key)
    always = oncall.always(org, team.team, key)
    full_length = _Shapes.of(windows, {begins for begins, _ in stages}, zone)
    for window in windows:
        if any(start <= window[0] < end for start, end in always):
            yield from _whole_turns(turns, window)
            continue
        shape, full = full_length.of_window(window)
        turn = turns[max(0, bisect_left(handoffs, full[1]) - 1)]
        yield Duty(turn, shape, Occurrence(window[0], window[1], *full))


def _whole_turns(turns: Sequence[Turn], window: Stretch) -> Iterator[Duty]:
    """A stretch without windows, cut at the handoffs of the wall clock."""
    first = bisect_right(turns, window[0], key=lambda turn: turn.next_handoff)
    for turn in islice(turns, first, None):
        start, end = max(window[0], turn.handoff), min(window[1], turn.next_handoff)
        if turn.handoff >= window[1]:
            return
        if start < end:
            yield Duty(turn, WHOLE_TURN, Occurrence(start, end, turn.handoff, turn.next_handoff))


class _Shapes(NamedTuple):
    """What windows look like where no stage cuts them."""

    whole: frozenset[Shape]
    cuts: frozenset[datetime]
    zone: ZoneInfo

    @classmethod
    def of(cls, windows: Iterable[Stretch], cuts: Iterable[datetime], zone: ZoneInfo) -> _Shapes:
        at = frozenset(cuts)
        whole = {_shape(window, zone) for window in windows if not at & {*window}}
        return cls(frozenset(whole), at, zone)

    def of_window(self, window: Stretch) -> tuple[Shape, Stretch]:
        """Its shape, and the stretch that it would be had no stage begun or ended within."""
        start, end = window
        shape = _shape(window, self.zone)
        if shape not in self.whole:
            for other in sorted(self.whole):
                full = self._laid(other, window)
                fits = full[0] <= start and end <= full[1]
                if fits and (full[0] == start or start in self.cuts) and (full[1] == end or end in self.cuts):
                    return other, full
        return shape, window

    def _laid(self, shape: Shape, window: Stretch) -> Stretch:
        """`shape` on the day on which it would hold the beginning of `window`."""
        midnight = wall(window[0], self.zone).replace(hour=0, minute=0, second=0)
        begins = midnight + shape.begins
        if instant(begins, self.zone) > window[0]:
            begins -= DAY
        return instant(begins, self.zone), instant(begins + shape.length, self.zone)


def _shape(window: Stretch, zone: ZoneInfo) -> Shape:
    begins, ends = wall(window[0], zone), wall(window[1], zone)
    return Shape(begins - begins.replace(hour=0, minute=0, second=0), ends - begins)


def _held(duties: Iterable[Duty]) -> Iterator[SlotTurn]:
    """The duties of one shape by turn; `person` is who has the turn by the wall clock, before overrides."""
    for turn, own in _by_turn(duties):
        yield SlotTurn(turn.person, tuple(own))


def _shared(duties: Iterable[Duty], lanes: Lanes) -> Iterator[SlotTurn]:
    """The parts of the duties of one shape that a buddy shares, by turn."""
    for _, own in _by_turn(duties):
        shared: dict[str, list[Occurrence]] = defaultdict(list)
        for full in own:
            for shift in lanes.buddies:
                start, end = max(full.start, shift.start), min(full.end, shift.end)
                if start < end:
                    shared[shift.person].append(Occurrence(start, end, full.full_start, full.full_end))
        yield from (SlotTurn(person, tuple(parts)) for person, parts in shared.items())


def _by_turn(duties: Iterable[Duty]) -> Iterator[tuple[Turn, list[Occurrence]]]:
    for _, group in groupby(sorted(duties, key=_place), key=lambda duty: duty.turn.number):
        own = list(group)
        yield own[0].turn, [duty.occurrence for duty in own]


def _place(duty: Duty) -> tuple[int, datetime]:
    return duty.turn.number, duty.occurrence.start


def _rule(rotation: Rotation, shape: Shape, days: Sequence[int]) -> tuple[str, int]:
    """The recurrence of one shape (RFC 5545), and how many occurrences a whole turn has."""
    named = ",".join(BYDAY[day] for day in days)
    if shape != WHOLE_TURN:
        if rotation.shift % WEEK:
            return ("FREQ=DAILY" if len(days) == len(BYDAY) else f"FREQ=DAILY;BYDAY={named}"), 1
        return f"FREQ=WEEKLY;BYDAY={named}", len(days) * (rotation.shift // WEEK)
    if rotation.shift % DAY:
        step = int(rotation.shift.total_seconds()) // 3600
        hours = sorted((rotation.handoff.at.hour + offset) % 24 for offset in range(0, 24, step))
        return f"FREQ=DAILY;BYHOUR={','.join(map(str, hours))}", 1
    if rotation.shift % WEEK:
        return f"FREQ=DAILY{_interval(rotation.shift // DAY)}", 1
    return f"FREQ=WEEKLY{_interval(rotation.shift // WEEK)};BYDAY={BYDAY[rotation.starts.weekday()]}", 1


def _interval(number: int) -> str:
    return f";INTERVAL={number}" if number > 1 else ""


def _clock(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
