"""Overrides of a rotation: somebody, or nobody, in one person's place for a span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.account.live import LiveOverride
from ownctl.account.resources import Override
from ownctl.providers.pagerduty.members import MemberShape, member_body, person_of
from ownctl.providers.pagerduty.names import rotation_id
from ownctl.providers.pagerduty.wire import Moment, Shape, Text, typed, utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.account.resources import Ref
    from ownctl.providers.pagerduty.names import Names
    from ownctl.reconcile.steps import Ids


class OverrideShape(Shape):
    id: str
    rotation_id: Text = ""
    """Empty where it overrides a custom shift, which is outside of all rotations."""
    start_time: Moment
    end_time: Moment
    overridden_member: MemberShape = MemberShape()
    overriding_member: MemberShape = MemberShape()


def read(items: Iterable[Any], names: Names) -> tuple[LiveOverride, ...]:
    """The overrides of rotations among `items`. Raises `Unreachable` as `typed` does."""
    shapes = [typed(OverrideShape, item, "override") for item in items]
    return tuple(
        LiveOverride(
            shape.id,
            Override(
                rotation=shape.rotation_id,
                person=person_of(shape.overriding_member, names),
                instead_of=person_of(shape.overridden_member, names),
                start=shape.start_time,
                end=shape.end_time,
            ),
        )
        for shape in shapes
        if shape.rotation_id
    )


def body(schedule: Ref, overrides: Iterable[Override], ids: Ids) -> dict[str, Any]:
    """New overrides of one schedule, in one request. Raises `LookupError` for a person without a login."""
    return {
        "overrides": [
            {
                "type": "override_shift",
                "rotation_id": rotation_id(ids, schedule, override.rotation),
                "start_time": utc(override.start),
                "end_time": utc(override.end),
                "overridden_member": member_body(override.instead_of, ids),
                "overriding_member": member_body(override.person, ids),
            }
            for override in overrides
        ]
    }
