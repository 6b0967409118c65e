"""Escalation policies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from ownctl.account.live import Live
from ownctl.account.resources import Kind, Level, PersonTarget, Policy, ScheduleTarget, Target
from ownctl.providers.pagerduty.names import object_id, own, person_id
from ownctl.providers.pagerduty.paging import Listing
from ownctl.providers.pagerduty.wire import References, Shape, Text, listed, typed

if TYPE_CHECKING:
    from ownctl.account.resources import Foreign, Ref
    from ownctl.providers.pagerduty.names import Names
    from ownctl.providers.pagerduty.wire import Reference
    from ownctl.reconcile.steps import Ids

LISTING = Listing("/escalation_policies", "escalation_policies")
SHIFT_BASED = "schedule_v3_reference"


class RuleShape(Shape):
    escalation_delay_in_minutes: int = 30
    targets: References = ()


class PolicyShape(Shape):
    id: str
    name: Text = ""
    description: Text = ""
    html_url: Text = ""
    num_loops: int = 0
    on_call_handoff_notifications: Text = "if_has_services"
    escalation_rules: Annotated[tuple[RuleShape, ...], BeforeValidator(listed)] = ()
    teams: References = ()

    @property
    def schedules(self) -> frozenset[str]:
        """Ids of the shift-based schedules that it names."""
        return frozenset(
            target.id for rule in self.escalation_rules for target in rule.targets if target.type == SHIFT_BASED
        )


def shape(item: Any) -> PolicyShape:
    """A policy as it comes in a list. Raises `Unreachable` as `typed` does."""
    return typed(PolicyShape, item, "escalation policy")


def read(policy: PolicyShape, org: str, names: Names) -> Live[Policy]:
    """A policy of the account, people and schedules by their keys; its own key is empty where it is not `org`'s."""
    marker, ref = own(policy.description, org, Kind.POLICY)
    resource = Policy(
        key=ref.key if ref else "",
        name=policy.name,
        description=policy.description,
        team=next((names.object(team.id) for team in policy.teams), None),
        levels=tuple(
            Level(
                tuple(_target(target, names) for target in rule.targets),
                timedelta(minutes=rule.escalation_delay_in_minutes),
            )
            for rule in policy.escalation_rules
        ),
        loops=policy.num_loops,
        handoff_notifications=policy.on_call_handoff_notifications,
    )
    return Live(policy.id, policy.html_url, resource, marker)


def body(policy: Policy, ids: Ids) -> dict[str, Any]:
    """The whole policy: its rules can't be written one by one.

    Raises `LookupError` for a person without a login, and for a schedule that is not there yet.
    """
    return {
        "escalation_policy": {
            "type": "escalation_policy",
            "name": policy.name,
            "description": policy.description,
            "num_loops": policy.loops,
            "on_call_handoff_notifications": policy.handoff_notifications,
            "teams": [{"id": object_id(ids, policy.team), "type": "team_reference"}] if policy.team else [],
            "escalation_rules": [
                {
                    "escalation_delay_in_minutes": int(level.wait.total_seconds() // 60),
                    "targets": [_target_body(target, ids) for target in level.targets],
                }
                for level in policy.levels
            ],
        }
    }


def _target(target: Reference, names: Names) -> Target:
    if target.type.startswith("user"):
        return PersonTarget(names.person(target.id))
    return ScheduleTarget(names.object(target.id))


def _target_body(target: Target, ids: Ids) -> dict[str, str]:
    if isinstance(target, PersonTarget):
        return {"id": person_id(ids, target.person), "type": "user_reference"}
    schedule: Ref | Foreign = target.schedule
    return {"id": object_id(ids, schedule), "type": SHIFT_BASED}
