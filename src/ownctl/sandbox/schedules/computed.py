"""Who is on call in a shift-based schedule: events, custom shifts and overrides put together.

Spans are half-open and in UTC. Members rotate by the place of an occurrence in its sequence: member 0 holds the first
occurrence from `start_time` on, also where `effective_since` is later. An occurrence that `effective_since` or
`effective_until` cuts into shows its remainder. An override takes the time of the member it names in its rotation (or
custom shift) and gives it to another, or to nobody; overrides don't chain, and of two for one moment the later one
wins. What was deleted while it ran keeps what it did before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ownctl.sandbox.clock import instant, rfc3339
from ownctl.sandbox.schedules.recurrence import sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store

EMPTY = ""
"""The member of a slot that is nobody's."""


class Span(NamedTuple):
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Shift:
    """A span of one member."""

    start: datetime
    end: datetime
    member: str
    """A user's id, or EMPTY."""
    scheduled: str
    """Whose it would be without overrides."""
    rotation: str | None = None
    custom_shift: str | None = None
    override: str | None = None

    def show(self) -> Doc:
        """As `ComputedShiftAssignment`."""
        return {
            "type": "computed_shift_assignment",
            "start_time": rfc3339(self.start),
            "end_time": rfc3339(self.end),
            "member": {"type": "user_member", "user_id": self.member} if self.member else {"type": "empty_member"},
            "source": self._source(),
        }

    def _source(self) -> Doc:
        kind = "schedule_rotation" if self.rotation else "custom_shift"
        source: Doc = {"type": f"{kind}_override" if self.override else kind}
        if self.rotation:
            source["rotation_id"] = self.rotation
        else:
            source["shift_id"] = self.custom_shift
        if self.override:
            source["override_id"] = self.override
        return source


def shifts(store: Store, schedule: str, since: datetime, until: datetime, *, overflow: bool = False) -> list[Shift]:
    """Every shift that shares a moment with `[since, until)`, cut to it unless `overflow`, in order of time."""
    found: list[Shift] = []
    overrides = store.children("override", schedule)
    window = Span(since, until)
    for rotation in store.children("rotation", schedule):
        held = [
            shift
            for event in store.children("event", rotation["id"])
            for shift in _of_event(event, rotation, window, remainders=store.shows_remainders)
        ]
        own = [override for override in overrides if override.get("rotation_id") == rotation["id"]]
        found += _overridden(held, own)
    for doc in store.children("custom_shift", schedule):
        own = [override for override in overrides if override.get("custom_shift_id") == doc["id"]]
        found += _overridden(list(_of_custom_shift(doc)), own)
    met = [shift for shift in found if shift.start < until and shift.end > since]
    if not overflow:
        met = [replace(shift, start=max(shift.start, since), end=min(shift.end, until)) for shift in met]
    return sorted(met, key=lambda shift: (shift.start, shift.end, shift.rotation or "", shift.member))


def on_call(store: Store, schedule: str, moment: datetime) -> list[str]:
    """Ids of the people on call at a moment, each once."""
    held = shifts(store, schedule, moment, moment + timedelta(seconds=1))
    return sorted({shift.member for shift in held if shift.member != EMPTY})


def coverage(held: Iterable[Shift], since: datetime, until: datetime) -> float:
    """The percentage of `[since, until)` in which somebody is on call."""
    covered, reached = timedelta(), since
    for shift in sorted((shift for shift in held if shift.member != EMPTY), key=lambda shift: shift.start):
        start, end = max(shift.start, reached), min(shift.end, until)
        if start < end:
            covered += end - start
            reached = end
    return round(covered / (until - since) * 100, 2)


def _of_event(event: Doc, rotation: Doc, window: Span, *, remainders: bool) -> Iterator[Shift]:
    start, end = event["start_time"], event["end_time"]
    first, last = _effective(event, window)
    occurrences = sequence(
        instant(start["date_time"]), instant(end["date_time"]), start["time_zone"], tuple(event["recurrence"])
    )
    strategy = event["assignment_strategy"]
    members = [member.get("user_id", EMPTY) for member in strategy["members"]]
    turns = strategy.get("shifts_per_member", 1)
    together = strategy["type"] == "every_member_assignment_strategy"
    begins = instant(event["effective_since"])
    ends = _end(event)
    for occurrence in occurrences.between(first, last) if first < last else ():
        if occurrence.start < begins and not remainders:
            continue
        held = members if together else [members[occurrence.place // turns % len(members)]]
        for member in held:
            yield Shift(
                max(occurrence.start, begins),
                occurrence.end if ends is None else min(occurrence.end, ends),
                member,
                scheduled=member,
                rotation=rotation["id"],
            )


def _effective(event: Doc, window: Span) -> Span:
    """The part of the window in which an event has effect; its start may lie behind its end."""
    ends = _end(event)
    return Span(
        max(window.start, instant(event["effective_since"])), window.end if ends is None else min(window.end, ends)
    )


def _end(doc: Doc) -> datetime | None:
    """When an event ends: by itself, or because it was deleted while it ran."""
    ends = [doc[key] for key in ("effective_until", "deleted_at") if doc.get(key)]
    return instant(min(ends)) if ends else None


def _of_custom_shift(doc: Doc) -> Iterator[Shift]:
    for assignment in doc["assignments"]:
        member = assignment["member"].get("user_id", EMPTY)
        start, end = instant(doc["start_time"]), instant(doc["end_time"])
        yield Shift(start, end, member, scheduled=member, custom_shift=doc["id"])


def _overridden(held: list[Shift], overrides: list[Doc]) -> list[Shift]:
    for override in overrides:
        start, end = (
            instant(override["start_time"]),
            instant(min(override["end_time"], override.get("deleted_at", "9"))),
        )
        replaced = override["overridden_member"].get("user_id", EMPTY)
        taker = override["overriding_member"].get("user_id", EMPTY)
        split: list[Shift] = []
        for shift in held:
            if shift.scheduled != replaced or shift.start >= end or shift.end <= start or start >= end:
                split.append(shift)
                continue
            middle = Span(max(shift.start, start), min(shift.end, end))
            if shift.start < middle.start:
                split.append(replace(shift, end=middle.start))
            split.append(replace(shift, start=middle.start, end=middle.end, member=taker, override=override["id"]))
            if middle.end < shift.end:
                split.append(replace(shift, start=middle.end))
        held = split
    return held
