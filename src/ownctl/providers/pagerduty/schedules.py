"""Shift-based schedules (`/v3/schedules`) as a whole: what they say of themselves, and who is on call by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from ownctl.account.live import LiveRotation, LiveSchedule, Shift
from ownctl.providers.pagerduty.events import EventShape, read_event
from ownctl.providers.pagerduty.members import MemberShape
from ownctl.providers.pagerduty.names import object_id
from ownctl.providers.pagerduty.paging import Listing
from ownctl.providers.pagerduty.wire import Moment, References, Shape, Text, listed, typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.account.live import LiveOverride
    from ownctl.providers.pagerduty.names import Names
    from ownctl.reconcile.steps import CreateSchedule, Ids, UpdateSchedule

LISTING = Listing("/v3/schedules", "schedules", page_size=1000)
"""Ids and names only."""


class ReferenceShape(Shape):
    id: str
    summary: Text = ""


class SourceShape(Shape):
    type: Text = ""
    rotation_id: str | None = None
    override_id: str | None = None


class ShiftShape(Shape):
    start_time: Moment
    end_time: Moment
    member: MemberShape = MemberShape()
    source: SourceShape = SourceShape()


class FinalShape(Shape):
    computed_shift_assignments: Annotated[tuple[ShiftShape, ...], BeforeValidator(listed)] = ()


class RotationShape(Shape):
    id: str
    events: Annotated[tuple[EventShape, ...], BeforeValidator(listed)] = ()


class ScheduleShape(Shape):
    id: str
    name: Text = ""
    description: Text = ""
    html_url: Text = ""
    time_zone: Text = ""
    teams: References = ()
    escalation_policies: References = ()
    rotations: Annotated[tuple[RotationShape, ...], BeforeValidator(listed)] = ()
    final_schedule: FinalShape = FinalShape()

    @property
    def shows_overrides(self) -> bool:
        """Whether an override of a rotation has a part in who is on call."""
        shifts = self.final_schedule.computed_shift_assignments
        return any(shift.source.override_id and shift.source.rotation_id for shift in shifts)


def named(items: Iterable[Any]) -> dict[str, str]:
    """Names by id. Raises `Unreachable` as `typed` does."""
    shapes = [typed(ReferenceShape, item, "schedule") for item in items]
    return {shape.id: shape.summary for shape in shapes}


def shape(body: Any) -> ScheduleShape:
    """A schedule as it comes by itself. Raises `Unreachable` as `typed` does."""
    return typed(ScheduleShape, body.get("schedule"), "schedule")


def read(schedule: ScheduleShape, overrides: tuple[LiveOverride, ...], names: Names) -> LiveSchedule:
    """A schedule of the account, its people by their keys."""
    return LiveSchedule(
        name=schedule.name,
        description=schedule.description,
        time_zone=schedule.time_zone,
        teams=tuple(team.id for team in schedule.teams),
        rotations=tuple(
            LiveRotation(rotation.id, tuple(read_event(event, names) for event in rotation.events))
            for rotation in schedule.rotations
        ),
        overrides=overrides,
        shifts=tuple(
            Shift(
                shift.start_time,
                shift.end_time,
                names.person(shift.member.user_id),
                shift.source.rotation_id,
                shift.source.override_id,
            )
            for shift in schedule.final_schedule.computed_shift_assignments
            if shift.member.user_id
        ),
    )


def create_body(step: CreateSchedule, ids: Ids) -> dict[str, Any]:
    """Its team is taken here and never again."""
    return {
        "schedule": {
            "name": step.name,
            "description": step.description,
            "time_zone": step.time_zone,
            "teams": [{"id": object_id(ids, step.team), "type": "team_reference"}],
        }
    }


def update_body(step: UpdateSchedule) -> dict[str, Any]:
    """Those of its fields that change."""
    given = {"name": step.name, "description": step.description, "time_zone": step.time_zone}
    return {"schedule": {name: value for name, value in given.items() if value is not None}}
