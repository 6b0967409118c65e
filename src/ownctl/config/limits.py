"""What a provider's account accepts, as plain data: rules and compile read it, no code of the provider is needed."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """The limits of one provider. Lengths are in characters, descriptions include the marker."""

    team_name: int
    team_description: int
    schedule_name: int
    schedule_description: int
    policy_name: int
    service_name: int
    service_description: int
    event_name: int
    forbidden_in_names: str
    """Characters that no name may hold."""
    targets_per_level: int
    people_per_team: int
    teams_per_person: int
    rotations_per_schedule: int
    """That are in use at the same time."""
    events_per_rotation: int
    """That are in effect or to come."""
    members_per_event: int


PAGERDUTY = Limits(
    team_name=100,
    team_description=1024,
    schedule_name=255,
    schedule_description=1024,
    policy_name=255,
    service_name=255,
    service_description=1024,
    event_name=255,
    forbidden_in_names="\\/&<>",
    targets_per_level=10,
    people_per_team=500,
    teams_per_person=400,
    rotations_per_schedule=10,
    events_per_rotation=5,
    members_per_event=20,
)
"""PagerDuty's, as its API description and its Terraform provider state them."""
