"""How people and schedules come to belong to teams without anybody saying so.

PagerDuty's "Team Association Behavior": the schedules on a policy belong to the policy's team, and whoever is on a
policy or a schedule of a team joins that team. The first needs no writing (the view `belonging` in the store says it
at every reading, so that it ends with the policy: no request could take a team off a shift-based schedule). The
second makes real memberships, which stay when their reason goes.

On a schedule is who is a member of an event that is active or to come, or of a custom shift that is not over. Who only
stands in by an override is not: that is a favour, not a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.refusals import invalid

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store

PEOPLE_A_TEAM = 500
POLICIES_A_TEAM = 100
TEAMS_A_PERSON = 400

BASE_ROLES = {"limited_user": "responder", "observer": "observer", "restricted_access": "observer"}
"""The role in a team of somebody for whom none was given follows from the role in the account; else `manager`."""


def schedule_people(store: Store, schedule: str, now: datetime) -> set[str]:
    """Ids of the people who are on a schedule from `now` on."""
    since = rfc3339(now)
    people: set[str] = set()
    for rotation in store.children("rotation", schedule):
        for event in store.children("event", rotation["id"]):
            until = event["effective_until"]
            if "deleted_at" not in event and (until is None or until > since):
                people |= member_ids(event["assignment_strategy"]["members"])
    for shift in store.children("custom_shift", schedule):
        if shift["end_time"] > since:
            people |= member_ids([assignment["member"] for assignment in shift["assignments"]])
    return people


def member_ids(members: list[Doc]) -> set[str]:
    return {member["user_id"] for member in members if member["type"] == "user_member"}


def schedules_with(store: Store, user: str, now: datetime) -> list[str]:
    """Schedules that a person is on, by the links that every write of a shift leaves behind."""
    return [key for key in store.linking(user, "member") if user in schedule_people(store, key, now)]


def settle_schedule(store: Store, schedule: str, now: datetime) -> None:
    """After a write to a schedule: who is on it joins its teams."""
    people = schedule_people(store, schedule, now)
    store.link(schedule, "member", people)
    for team in store.teams_of(schedule):
        _join_all(store, team, people)


def settle_policy(store: Store, policy: str, now: datetime) -> None:
    """After a write to a policy: its people, and those on its schedules, join its team."""
    for team in store.linked(policy, "team"):
        if sum(kind == "policy" for kind, _ in store.owned_by(team)) > POLICIES_A_TEAM:
            raise invalid("escalation_policy.teams", f"may not have more than {POLICIES_A_TEAM} policies each")
        _join_all(store, team, _policy_people(store, policy, now))


def holding(store: Store, team: str, user: str, now: datetime) -> bool:
    """Whether a person can't leave a team, being on one of its policies or schedules."""
    owned = store.owned_by(team)
    if any(user in _policy_people(store, key, now) for kind, key in owned if kind == "policy"):
        return True
    return any(user in schedule_people(store, key, now) for kind, key in owned if kind == "schedule")


def join(store: Store, team: str, user: str, role: str | None = None) -> None:
    """Puts a person into a team, or gives them another role in it. Raises Refusal where either is full."""
    members = store.members(team)
    if user not in members:
        if len(members) >= PEOPLE_A_TEAM:
            raise invalid("", f"Team may not have more than {PEOPLE_A_TEAM} users")
        if len(store.memberships(user)) >= TEAMS_A_PERSON:
            raise invalid("", f"User may not be on more than {TEAMS_A_PERSON} teams")
    store.join(team, user, role or _base_role(store, user))


def _join_all(store: Store, team: str, people: set[str]) -> None:
    for user in sorted(people.difference(store.members(team))):
        join(store, team, user)


def _base_role(store: Store, user: str) -> str:
    person = store.get("user", user) or {}
    return BASE_ROLES.get(person.get("role", "user"), "manager")


def _policy_people(store: Store, policy: str, now: datetime) -> set[str]:
    people: set[str] = set()
    for target in store.linked(policy, "target"):
        if store.get("schedule", target):
            people |= schedule_people(store, target, now)
        else:
            people.add(target)
    return people
