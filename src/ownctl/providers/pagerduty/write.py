"""Writing: one step, one request, sent once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.account.resources import Kind, Ref
from ownctl.providers.pagerduty import events, overrides, policies, schedules, services, teams
from ownctl.providers.pagerduty.errors import Ask, unreadable
from ownctl.providers.pagerduty.names import object_id, person_id, rotation_id
from ownctl.reconcile import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from ownctl.providers.pagerduty.client import Client
    from ownctl.reconcile.steps import Ids, Step

PATHS = {
    Kind.TEAM: "/teams",
    Kind.SCHEDULE: "/v3/schedules",
    Kind.POLICY: "/escalation_policies",
    Kind.SERVICE: "/services",
}


@dataclass(frozen=True, slots=True)
class Call:
    """The request of one step."""

    ask: Ask
    body: dict[str, Any] | None = None
    makes: tuple[str, Ref | tuple[Ref, str]] | None = None
    """The key of the answer under which the new object's id stands, and what the files call it."""


class PagerDuty:
    """PagerDuty, to write to; the `Provider` of reconcile."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def write(self, step: Step, ids: Ids) -> None:
        """Carry out `step`, and note in `ids` what it created.

        Raises `AccountRefused`; `LostAnswer` where it may have taken effect; `Unreachable` for a wrong token.
        """
        call = CALLS[type(step)](step, ids)
        answer = self._client.send(call.ask, call.body)
        if call.makes is not None:
            _note(call, answer, ids)


def _note(call: Call, answer: dict[str, Any] | None, ids: Ids) -> None:
    assert call.makes is not None  # noqa: S101  # asked by the caller
    wrapper, named = call.makes
    made = (answer or {}).get(wrapper)
    key = made.get("id") if isinstance(made, dict) else None
    if not isinstance(key, str) or not key:
        raise unreadable(call.ask, f"no id of a new {wrapper.replace('_', ' ')}")
    if isinstance(named, Ref):
        ids.objects[named] = key
    else:
        ids.rotations[named] = key


def _create_team(step: steps.CreateTeam, _: Ids) -> Call:
    ask = Ask("POST", "/teams", f"create the team {step.team.name}")
    return Call(ask, teams.body(step.team), ("team", Ref(Kind.TEAM, step.team.key)))


def _update_team(step: steps.UpdateTeam, _: Ids) -> Call:
    return Call(Ask("PUT", f"/teams/{step.id}", f"update the team {step.team.name}"), teams.body(step.team))


def _add_member(step: steps.AddMember, ids: Ids) -> Call:
    path = f"/teams/{object_id(ids, step.team)}/users/{person_id(ids, step.person)}"
    return Call(Ask("PUT", path, f"add {step.person} to the team {step.team.key}"), {"role": step.role})


def _remove_member(step: steps.RemoveMember, ids: Ids) -> Call:
    path = f"/teams/{step.team_id}/users/{person_id(ids, step.person)}"
    return Call(Ask("DELETE", path, f"remove {step.person} from the team {step.team_id}"))


def _create_schedule(step: steps.CreateSchedule, ids: Ids) -> Call:
    ask = Ask("POST", "/v3/schedules", f"create the schedule {step.name}")
    return Call(ask, schedules.create_body(step, ids), ("schedule", step.ref))


def _update_schedule(step: steps.UpdateSchedule, _: Ids) -> Call:
    ask = Ask("PUT", f"/v3/schedules/{step.id}", f"update the schedule {step.name or step.id}")
    return Call(ask, schedules.update_body(step))


def _add_rotation(step: steps.AddRotation, ids: Ids) -> Call:
    path = f"{_schedule(ids, step.schedule)}/rotations"
    ask = Ask("POST", path, f"add the rotation {step.slot} to the schedule {step.schedule.key}")
    return Call(ask, {}, ("rotation", (step.schedule, step.slot)))


def _delete_rotation(step: steps.DeleteRotation, ids: Ids) -> Call:
    path = _rotation(ids, step.schedule, step.rotation)
    return Call(Ask("DELETE", path, f"delete a rotation of the schedule {step.schedule.key}"))


def _add_event(step: steps.AddEvent, ids: Ids) -> Call:
    path = f"{_rotation(ids, step.schedule, step.rotation)}/events"
    ask = Ask("POST", path, f"add the event {step.event.name} to the schedule {step.schedule.key}")
    return Call(ask, events.body(step.event, ids))


def _end_event(step: steps.EndEvent, ids: Ids) -> Call:
    path = f"{_rotation(ids, step.schedule, step.rotation)}/events/{step.event_id}"
    return Call(Ask("PUT", path, f"end an event of the schedule {step.schedule.key}"), events.end_body(step.until))


def _delete_event(step: steps.DeleteEvent, ids: Ids) -> Call:
    path = f"{_rotation(ids, step.schedule, step.rotation)}/events/{step.event_id}"
    return Call(Ask("DELETE", path, f"delete an event to come of the schedule {step.schedule.key}"))


def _add_overrides(step: steps.AddOverrides, ids: Ids) -> Call:
    ask = Ask(
        "POST", f"{_schedule(ids, step.schedule)}/overrides", f"add overrides to the schedule {step.schedule.key}"
    )
    return Call(ask, overrides.body(step.schedule, step.overrides, ids))


def _delete_override(step: steps.DeleteOverride, ids: Ids) -> Call:
    path = f"{_schedule(ids, step.schedule)}/overrides/{step.override_id}"
    return Call(Ask("DELETE", path, f"delete an override of the schedule {step.schedule.key}"))


def _create_policy(step: steps.CreatePolicy, ids: Ids) -> Call:
    ask = Ask("POST", "/escalation_policies", f"create the escalation policy {step.policy.name}")
    return Call(ask, policies.body(step.policy, ids), ("escalation_policy", Ref(Kind.POLICY, step.policy.key)))


def _update_policy(step: steps.UpdatePolicy, ids: Ids) -> Call:
    ask = Ask("PUT", f"/escalation_policies/{step.id}", f"update the escalation policy {step.policy.name}")
    return Call(ask, policies.body(step.policy, ids))


def _create_service(step: steps.CreateService, ids: Ids) -> Call:
    ask = Ask("POST", "/services", f"create the service {step.service.name}")
    return Call(ask, services.body(step.service, ids), ("service", Ref(Kind.SERVICE, step.service.key)))


def _update_service(step: steps.UpdateService, ids: Ids) -> Call:
    ask = Ask("PUT", f"/services/{step.id}", f"update the service {step.service.name}")
    return Call(ask, services.body(step.service, ids, step.fields))


def _create_integration(step: steps.CreateIntegration, ids: Ids) -> Call:
    integration = step.integration
    path = f"/services/{object_id(ids, Ref(Kind.SERVICE, integration.service))}/integrations"
    ask = Ask("POST", path, f"create the integration {integration.name} of the service {integration.service}")
    return Call(ask, services.integration_body(integration), ("integration", Ref(Kind.INTEGRATION, integration.key)))


def _update_integration(step: steps.UpdateIntegration, _: Ids) -> Call:
    path = f"/services/{step.service_id}/integrations/{step.id}"
    ask = Ask("PUT", path, f"update the integration {step.integration.name} of the service {step.integration.service}")
    return Call(ask, services.integration_body(step.integration))


def _delete(step: steps.Delete, _: Ids) -> Call:
    what = f"delete the {step.kind.replace('-', ' ')} {step.name or step.id}"
    return Call(Ask("DELETE", f"{PATHS[step.kind]}/{step.id}", what))


def _schedule(ids: Ids, schedule: Ref) -> str:
    return f"/v3/schedules/{object_id(ids, schedule)}"


def _rotation(ids: Ids, schedule: Ref, rotation: str) -> str:
    return f"{_schedule(ids, schedule)}/rotations/{rotation_id(ids, schedule, rotation)}"


CALLS: dict[type[Step], Callable[[Any, Ids], Call]] = {
    steps.CreateTeam: _create_team,
    steps.UpdateTeam: _update_team,
    steps.AddMember: _add_member,
    steps.RemoveMember: _remove_member,
    steps.CreateSchedule: _create_schedule,
    steps.UpdateSchedule: _update_schedule,
    steps.AddRotation: _add_rotation,
    steps.DeleteRotation: _delete_rotation,
    steps.AddEvent: _add_event,
    steps.EndEvent: _end_event,
    steps.DeleteEvent: _delete_event,
    steps.AddOverrides: _add_overrides,
    steps.DeleteOverride: _delete_override,
    steps.CreatePolicy: _create_policy,
    steps.UpdatePolicy: _update_policy,
    steps.CreateService: _create_service,
    steps.UpdateService: _update_service,
    steps.CreateIntegration: _create_integration,
    steps.UpdateIntegration: _update_integration,
    steps.Delete: _delete,
}
"""The request of every kind of step."""
