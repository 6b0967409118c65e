"""Events of a rotation: occurrences by a rule, handed round among members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from ownctl.account.live import LiveEvent
from ownctl.account.resources import Event
from ownctl.providers.pagerduty.members import MemberShape, member_body, person_of
from ownctl.providers.pagerduty.wire import Moment, Shape, Text, listed, utc

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.providers.pagerduty.names import Names
    from ownctl.reconcile.steps import Ids

EVERYBODY = "every_member_assignment_strategy"
IN_TURN = "rotating_member_assignment_strategy"
RULE = "RRULE:"


class TimeShape(Shape):
    date_time: Moment
    time_zone: Text = "UTC"


class StrategyShape(Shape):
    type: Text = IN_TURN
    shifts_per_member: Annotated[int, Field(ge=1), BeforeValidator(lambda value: value or 1)] = 1
    members: Annotated[tuple[MemberShape, ...], BeforeValidator(listed)] = ()


class EventShape(Shape):
    id: str
    name: Text = ""
    start_time: TimeShape
    end_time: TimeShape
    effective_since: Moment
    effective_until: Moment | None = None
    recurrence: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()
    assignment_strategy: StrategyShape = StrategyShape()


def read_event(event: EventShape, names: Names) -> LiveEvent:
    """An event of the account, its people by their keys."""
    strategy = event.assignment_strategy
    return LiveEvent(
        event.id,
        Event(
            name=event.name,
            start=event.start_time.date_time,
            end=event.end_time.date_time,
            zone=event.start_time.time_zone,
            rule=next((line.removeprefix(RULE) for line in event.recurrence if not _dates(line)), ""),
            members=tuple(person_of(member, names) for member in strategy.members),
            per_member=strategy.shifts_per_member,
            since=event.effective_since,
            until=event.effective_until,
            together=strategy.type == EVERYBODY,
            dates=tuple(line for line in event.recurrence if _dates(line)),
        ),
    )


def body(event: Event, ids: Ids) -> dict[str, Any]:
    """A new event. Raises `LookupError` for a person without a login.

    Times go out with the zone's own offset, so that reading them as an instant and as a wall clock gives the same.
    """
    sent: dict[str, Any] = {
        "name": event.name,
        "start_time": _time(event.start, event.zone),
        "end_time": _time(event.end, event.zone),
        "effective_since": utc(event.since),
        "recurrence": [RULE + event.rule, *event.dates],
        "assignment_strategy": _strategy(event, ids),
    }
    if event.until is not None:
        sent["effective_until"] = utc(event.until)
    return {"event": sent}


def end_body(until: datetime) -> dict[str, Any]:
    """All that an active event accepts."""
    return {"event": {"effective_until": utc(until)}}


def _strategy(event: Event, ids: Ids) -> dict[str, Any]:
    people = [member_body(member, ids) for member in event.members]
    if event.together:
        return {"type": EVERYBODY, "members": people}
    return {"type": IN_TURN, "shifts_per_member": event.per_member, "members": people}


def _time(moment: datetime, zone: str) -> dict[str, str]:
    return {"date_time": moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds"), "time_zone": zone}


def _dates(line: str) -> bool:
    return line.upper().startswith(("EXDATE", "RDATE"))
