"""Teams, members, policies, services and integrations: made, changed, moved, adopted, kept and taken away."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.reconcile.orgs import BASE, BOTH, TEAM, edited, hours, joined, overridden
from tests.reconcile.story import YEAR, Story, said, utc

from ownctl.account.resources import Kind
from ownctl.providers.pagerduty.errors import Ask
from ownctl.reconcile.changes import Action
from ownctl.reconcile.steps import AccountRefused
from ownctl.sandbox import Fault
from ownctl.sandbox import Kind as Wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.reconcile.plan import Plan
    from ownctl.reconcile.steps import Step

NOW = utc("2026-11-24T16:00:07")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def put(story: Story, path: str, **body: Any) -> None:
    """Somebody writes something in the pager."""
    story.client.send(Ask("PUT", path, "edit by hand"), body)


def edit(story: Story, path: str, **fields: Any) -> None:
    """Somebody edits some fields of an object in the pager."""
    ((wrapper, found),) = story.client.get(path, "look").items()
    kept = {name: found[name] for name in ("type", "escalation_rules", "escalation_policy") if name in found}
    if wrapper == "schedule":
        kept = {}
    put(story, path, **{wrapper: {**kept, "name": found["name"], **fields}})


def post(story: Story, path: str, **body: Any) -> dict[str, Any]:
    """Somebody makes an object in the pager."""
    made = story.client.send(Ask("POST", path, "make by hand"), body)
    assert made is not None
    (found,) = made.values()
    return dict(found)


def only(story: Story, path: str, key: str) -> dict[str, Any]:
    (found,) = story.listed(path, key)
    return found


def did(plan: Plan) -> list[str]:
    return [f"{each.action} {each.ref}" for each in plan.changes]


def test_all_is_made_in_an_order_in_which_it_can_be(story: Story) -> None:
    plan = story.settle(BASE, NOW)
    kinds = list(dict.fromkeys(str(each.ref.kind) for each in plan.changes))
    assert kinds == ["team", "membership", "schedule", "escalation-policy", "service", "integration"]


def test_a_team_with_another_name_is_renamed_with_all_that_bears_its_name(story: Story) -> None:
    story.settle(BASE, NOW)
    plan = story.settle(edited(BASE, ("name: Payments", "name: Money")), NOW)
    assert did(plan) == [
        "update team/payments",
        "update schedule/payments/primary",
        "update escalation-policy/payments",
    ]
    assert not plan.effects


def test_a_service_moves_to_another_team_with_its_incidents(story: Story) -> None:
    service = "  checkout-api:\n    name: Checkout API\n    integrations: [prometheus]\n"
    story.settle(BOTH, NOW)
    before = {each["name"]: each["id"] for each in story.listed("/services", "services")}
    moved = edited(BOTH, ("services:\n" + service, ""))
    moved = edited(moved, ("services:\n", "services:\n" + service), file="teams/platform.yaml")
    assert did(story.settle(moved, NOW)) == ["update service/checkout-api"]
    assert {each["name"]: each["id"] for each in story.listed("/services", "services")} == before


def test_a_service_with_another_key_is_kept_not_made_again(story: Story) -> None:
    story.settle(BASE, NOW)
    before = only(story, "/services", "services")["id"]
    plan = story.settle(edited(BASE, ("checkout-api:", "checkout:")), NOW)
    assert did(plan) == ["update service/checkout"]
    assert [(field.path, field.before, field.after) for field in plan.changes[0].fields] == [
        ("marker", "acme service/checkout-api", "acme service/checkout")
    ]
    assert only(story, "/services", "services")["id"] == before


def test_a_service_taken_out_of_the_files_is_deleted_and_the_plan_says_what_is_lost(story: Story) -> None:
    story.settle(BASE, NOW)
    start = BASE[TEAM].index("services:")
    plan = story.settle({**BASE, TEAM: BASE[TEAM][:start]}, NOW)
    assert did(plan) == ["delete service/checkout-api"]
    assert plan.changes[0].lost == "its incidents and its integration keys"


def test_a_team_taken_out_of_the_files_goes_with_all_it_had_in_an_order_that_works(story: Story) -> None:
    story.settle(BOTH, NOW)
    plan = story.settle(BASE, NOW)
    assert did(plan) == [
        "delete service/deploys",
        "delete escalation-policy/platform",
        "delete schedule/platform/primary",
        "delete team/platform",
    ]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/teams", "teams"),
        ("/escalation_policies", "escalation_policies"),
        ("/services", "services"),
    ],
)
def test_text_above_the_marker_edited_by_hand_is_drift(story: Story, path: str, key: str) -> None:
    files = edited(BASE, ("name: Payments\n", "name: Payments\ndescription: Takes money.\n"))
    story.settle(files, NOW)
    found = only(story, path, key)
    marker = found["description"].splitlines()[-1]
    edit(story, f"{path}/{found['id']}", description=f"mine!\n\n{marker}")
    (change,) = story.plan(files, NOW).changes
    assert [(field.path, field.before) for field in change.fields] == [("description", "mine!")]
    story.settle(files, NOW)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/teams", "teams"),
        ("/escalation_policies", "escalation_policies"),
        ("/services", "services"),
        ("/v3/schedules", "schedules"),
    ],
)
def test_an_object_whose_marker_was_deleted_is_found_by_its_name(story: Story, path: str, key: str) -> None:
    story.settle(BASE, NOW)
    found = only(story, path, key)
    edit(story, f"{path}/{found['id']}", description="without")
    (change,) = story.plan(BASE, NOW).changes
    assert change.action is Action.ADOPT
    assert story.settle(BASE, NOW).number_of(Action.ADOPT) == 1
    assert len(story.listed(path, key)) == 1


def test_an_unmarked_object_with_a_declared_name_is_shown_field_by_field(story: Story) -> None:
    post(story, "/teams", team={"type": "team", "name": "Payments", "description": "from long ago"})
    adopted = story.plan(BASE, NOW).changes[0]
    assert adopted.action is Action.ADOPT
    assert [(field.path, field.before, field.after) for field in adopted.fields] == [
        ("description", "from long ago", None),
        ("marker", None, "acme team/payments"),
    ]
    story.settle(BASE, NOW)


def test_an_object_of_another_org_is_in_the_way(story: Story) -> None:
    post(story, "/teams", team={"type": "team", "name": "Payments", "description": "ownctl other team/pay"})
    plan = story.plan(BASE, NOW)
    assert ["belongs to the org 'other'" in each.message for each in plan.obstacles] == [True]


def test_two_objects_with_one_marker_are_an_obstacle_that_names_both(story: Story) -> None:
    story.settle(BASE, NOW)
    post(story, "/teams", team={"type": "team", "name": "Twin", "description": "ownctl acme team/payments"})
    (obstacle,) = story.plan(BASE, NOW).obstacles
    assert "two objects of the account bear the marker team/payments" in obstacle.message


def test_two_orgs_share_an_account_and_leave_each_other_alone(story: Story) -> None:
    other = {**BOTH, "org.yaml": "org: umbrella\ntime_zone: Europe/London\n"}
    del other[TEAM]
    story.settle(BASE, NOW)
    story.settle(other, NOW)
    story.empty(BASE, NOW)
    story.empty(other, NOW)
    story.settle({**other, "teams/platform.yaml": "team: platform\nname: Platform\n"}, NOW)
    story.empty(BASE, NOW)


def member(story: Story, person: str, team: str = "Payments") -> str:
    """The path under which somebody is a member of a team."""
    users = {each["email"].partition("@")[0]: each["id"] for each in story.listed("/users", "users")}
    teams = {each["name"]: each["id"] for each in story.listed("/teams", "teams")}
    return f"/teams/{teams[team]}/users/{users[person]}"


def test_somebody_added_to_a_team_by_hand_is_taken_out_again(story: Story) -> None:
    story.settle(BASE, NOW)
    put(story, member(story, "zoe"), role="manager")
    assert did(story.settle(BASE, NOW)) == ["delete membership/payments/zoe"]


def test_with_additive_memberships_nobody_is_taken_out(story: Story) -> None:
    files = edited(BASE, ("org: acme\n", "org: acme\npaging: {memberships: additive}\n"), file="org.yaml")
    story.settle(files, NOW)
    put(story, member(story, "zoe"), role="manager")
    story.empty(files, NOW)


def test_covers_people_are_members_by_the_accounts_own_doing_and_no_drift(story: Story) -> None:
    young = edited(
        BOTH,
        ("{business-hours: 2025-01-06, full: 2025-06-02}", "{shadow: 2026-10-05}"),
        ("members:", "support: {cover: platform}\nmembers:"),
    )
    story.settle(young, NOW)
    team = {each["name"]: each["id"] for each in story.listed("/teams", "teams")}["Payments"]
    members = {each["user"]["summary"] for each in story.listed(f"/teams/{team}/members", "members")}
    assert {"Ken", "Zoe"} <= members
    story.empty(young, NOW, NOW + DAY)


def test_who_comes_to_cover_in_the_plan_that_ends_the_cover_is_let_go_by_the_same_apply(story: Story) -> None:
    early = edited(BOTH, ("full: 2025-06-02}", "full: 2027-06-07}\nsupport: {cover: platform}"))
    story.settle(early, NOW)
    alone = joined(BOTH, "person: nadia, on_call_since: 2025-03-03", "teams/platform.yaml")
    plan = story.settle(alone, NOW)
    gone = {str(each.ref) for each in plan.changes if each.ref.kind is Kind.MEMBERSHIP and each.action is Action.DELETE}
    assert gone == {"membership/payments/ken", "membership/payments/zoe", "membership/payments/nadia"}


def test_somebody_who_left_the_team_by_themselves_meanwhile_is_no_failure(story: Story) -> None:
    story.settle(BASE, NOW)
    put(story, member(story, "zoe"), role="manager")
    put(story, member(story, "ken"), role="manager")
    left: list[Step] = []

    def leave(step: Step) -> None:
        if not left:  # zoe's own removal, or ken's, is under way or still to come
            left.append(step)
            for person in ("ken", "zoe"):
                with suppress(AccountRefused):
                    story.client.send(Ask("DELETE", member(story, person), "leave"))

    assert not story.apply(edited(BASE, ("name: Checkout API", "name: Checkout")), NOW, after=leave).failed
    assert left


def test_a_delete_that_the_account_refuses_for_a_reason_fails_and_says_it(story: Story) -> None:
    story.settle(BASE, NOW)
    put(story, member(story, "zoe"), role="manager")
    story.faults(Fault(Wrong.STATUS, path="/teams/", method="DELETE", status=403))
    (why,) = story.apply(BASE, NOW).failed
    assert "403" in why


def test_a_policy_of_somebody_else_keeps_its_people_in_our_team(story: Story) -> None:
    story.settle(BASE, NOW)
    team = only(story, "/teams", "teams")["id"]
    zoe = member(story, "zoe").rpartition("/")[2]
    rule = {"escalation_delay_in_minutes": 30, "targets": [{"id": zoe, "type": "user_reference"}]}
    policy = {"type": "escalation_policy", "name": "Ours too", "escalation_rules": [rule]}
    post(story, "/escalation_policies", escalation_policy={**policy, "teams": [{"id": team, "type": "team_reference"}]})
    assert any(each["user"]["summary"] == "Zoe" for each in story.listed(f"/teams/{team}/members", "members"))
    story.empty(BASE, NOW)


def test_who_stands_in_for_somebody_stays_a_member_that_long_and_the_plan_says_until_when(story: Story) -> None:
    files = overridden(BASE, "person: ken, instead_of: amara, from: 2026-12-02T09:30, until: 2026-12-04T09:30")
    story.settle(BASE, NOW)
    put(story, member(story, "ken"), role="responder")
    assert did(story.settle(files, NOW)) == ["update schedule/payments/primary"]
    said = "Ken leaves Payments in the account once its schedule is done with them, on Fri 4 Dec 09:30"
    assert said in [note.text for note in story.plan(files, NOW).notes]
    story.empty(files, utc("2026-12-04T09:29"))
    assert did(story.settle(files, utc("2026-12-04T09:31"))) == ["delete membership/payments/ken"]


def test_a_rotation_that_has_no_hours_any_more_ends_at_its_next_handoff_and_stays_so(story: Story) -> None:
    early = edited(BASE, (", full: 2025-06-02}", "}"))
    story.settle(hours(early, "business"), NOW)
    weekends = hours(early, '[{days: [saturday, sunday], from: "09:00", to: "17:30"}]')
    story.settle(weekends, NOW)
    assert story.on_call_of(weekends, "Payments primary", NOW, NOW + YEAR)[-1][1] == utc("2026-11-27T17:30")
    story.empty(weekends, NOW + timedelta(minutes=1), utc("2026-11-27T17:00"), utc("2026-11-30T09:31"))


def test_somebody_without_a_login_is_named_with_their_line(story: Story) -> None:
    people = edited(BASE, ("email: tom@acme.example", "email: tommy@acme.example"), file="people.yaml")
    (obstacle,) = story.plan(people, NOW).obstacles
    assert obstacle.message == "people.yaml:3: Tom <tommy@acme.example> has no user in the account".replace(
        "people.yaml", obstacle.message.partition(":")[0]
    )


def test_an_integration_that_the_files_drop_is_named_because_no_request_can_delete_it(story: Story) -> None:
    story.settle(BASE, NOW)
    plan = story.settle(edited(BASE, ("    integrations: [prometheus]\n", "")), NOW)
    assert not plan.changes
    assert ["the API can't delete one, a person can" in note.text for note in plan.notes] == [True]


def test_an_integration_has_the_name_it_is_given(story: Story) -> None:
    story.settle(BASE, NOW)
    plan = story.settle(edited(BASE, ("[prometheus]", "[prometheus, {key: eu, name: Prometheus EU}]")), NOW)
    assert did(plan) == ["create integration/checkout-api/eu"]


def many(count: int) -> Mapping[str, str]:
    services = "".join(f"  service-{number:02}:\n    name: Service {number:02}\n" for number in range(count))
    return {**BASE, TEAM: BASE[TEAM] + services}


def test_a_plan_that_would_delete_more_than_protection_allows_is_refused_with_the_figures(story: Story) -> None:
    story.settle(many(20), NOW)
    (obstacle,) = story.plan(many(17), NOW).obstacles
    assert obstacle.message == "this would delete 3 of 24 objects (12%); protection.max_deletes allows 10%"
    assert obstacle.lifted_by == "--beyond-protection"
    assert not story.plan(many(18), NOW).obstacles


def test_a_small_account_may_change_whole(story: Story) -> None:
    story.settle(many(10), NOW)
    assert not story.plan(many(0), NOW).obstacles


def test_files_that_declare_nothing_are_refused(story: Story) -> None:
    story.settle(BASE, NOW)
    empty = {name: text for name, text in BASE.items() if name != TEAM}
    messages = [each.message for each in story.plan(empty, NOW).obstacles]
    assert any(message == "the files declare no team, and the account has 4 objects of acme" for message in messages)


def test_settings_that_ownctl_does_not_declare_stay_as_they_are(story: Story) -> None:
    story.settle(BASE, NOW)
    found = only(story, "/services", "services")
    edit(story, f"/services/{found['id']}", alert_creation="create_alerts_and_incidents", status="disabled")
    story.empty(BASE, NOW)


def test_settings_that_ownctl_declares_come_back(story: Story) -> None:
    story.settle(BASE, NOW)
    found = only(story, "/services", "services")
    edit(story, f"/services/{found['id']}", acknowledgement_timeout=600, auto_resolve_timeout=14400)
    (change,) = story.plan(BASE, NOW).changes
    fields = [(field.path, field.before, field.after) for field in change.fields]
    assert fields == [("acknowledgement_timeout", "10m", "30m"), ("auto_resolve_timeout", "4h", None)], said([change])
    story.settle(BASE, NOW)
