"""What a read makes of an account: ours by its marker, others by a declared name, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ownctl.account.markers import with_marker
from ownctl.account.resources import (
    Event,
    Foreign,
    Integration,
    Kind,
    Level,
    Override,
    PersonTarget,
    Policy,
    Ref,
    ScheduleTarget,
    Service,
    Team,
)
from ownctl.account.wanted import Wanted
from ownctl.providers.pagerduty import PagerDuty, read
from ownctl.reconcile.steps import (
    AddEvent,
    AddMember,
    AddOverrides,
    AddRotation,
    CreateIntegration,
    CreatePolicy,
    CreateSchedule,
    CreateService,
    CreateTeam,
    Ids,
    Unreachable,
    UpdateSchedule,
)
from ownctl.sandbox import Fault, Running
from ownctl.sandbox import Kind as Wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.providers.rig import Connect

    from ownctl.providers.pagerduty import Client

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
PEOPLE = {"amara@acme.example": "amara", "tom@acme.example": "tom"}
WANTED = Wanted("acme", PEOPLE, {Kind.TEAM: frozenset({"Payments"}), Kind.SCHEDULE: frozenset({"Payments primary"})})
SEED = [
    {"name": "Amara Okafor", "email": "Amara@Acme.example"},
    {"name": "Tom Berg", "email": "tom@acme.example"},
    {"name": "Liu Wei", "email": "liu@acme.example"},
]

EVENT = Event(
    name="primary",
    start=datetime(2026, 11, 2, 9, 30, tzinfo=LONDON),
    end=datetime(2026, 11, 9, 9, 30, tzinfo=LONDON),
    zone="Europe/London",
    rule="FREQ=WEEKLY;BYDAY=MO",
    members=("amara", "tom"),
    per_member=1,
    since=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
)


@dataclass
class Shop:
    """An account that is written to by steps, as an apply does, by this org or by another."""

    account: Running
    client: Client
    ids: Ids

    def team(self, key: str, name: str, org: str | None = "acme") -> Ref:
        ref = Ref(Kind.TEAM, key)
        self.write(CreateTeam(Team(key, name, self.marked(ref, org))))
        return ref

    def schedule(self, key: str, name: str, team: Ref, org: str | None = "acme", hashes: tuple[str, ...] = ()) -> Ref:
        ref = Ref(Kind.SCHEDULE, key)
        self.write(CreateSchedule(ref, team, name, self.marked(ref, org, hashes), "Europe/London"))
        self.write(AddRotation(ref, "main"))
        self.write(AddEvent(ref, "main", EVENT))
        return ref

    def policy(self, key: str, name: str, team: Ref, *schedules: Ref, org: str | None = "acme") -> Ref:
        ref = Ref(Kind.POLICY, key)
        levels = (Level((*map(ScheduleTarget, schedules), PersonTarget("tom")), timedelta(minutes=10)),)
        self.write(CreatePolicy(Policy(key, name, self.marked(ref, org), team, levels, loops=2)))
        return ref

    def service(self, key: str, name: str, policy: Ref, org: str | None = "acme") -> Ref:
        ref = Ref(Kind.SERVICE, key)
        self.write(CreateService(Service(key, name, self.marked(ref, org), policy, None, timedelta(hours=4))))
        return ref

    def marked(self, ref: Ref, org: str | None, hashes: tuple[str, ...] = ()) -> str:
        return with_marker("Made for a test.", org, ref, hashes) if org else "Made by hand."

    def write(self, step: object) -> None:
        PagerDuty(self.client).write(step, self.ids)  # type: ignore[arg-type]

    def id(self, ref: Ref) -> str:
        return self.ids.objects[ref]


@pytest.fixture
def shop(accounts: Callable[..., Running], connected: Connect) -> Shop:
    account = accounts(seed=SEED, now=NOW)
    client = connected(account)
    users = client.get("/users", "list the users")["users"]
    people = {email.partition("@")[0]: user["id"] for user in users if (email := user["email"].lower())}
    return Shop(account, client, Ids(people=people))


@pytest.fixture
def payments(shop: Shop) -> Shop:
    """A team with all that a team has."""
    team = shop.team("payments", "Payments")
    shop.write(AddMember(team, "amara", "responder"))
    primary = shop.schedule("payments/primary", "Payments primary", team)
    policy = shop.policy("payments", "Payments", team, primary)
    shop.service("checkout", "Checkout", policy)
    shop.write(CreateIntegration(Integration("checkout", "prometheus", "Prometheus EU")))
    return shop


def test_what_was_written_is_read_in_the_words_of_the_files(payments: Shop) -> None:
    account = read(payments.client, WANTED, NOW)
    team, primary = Ref(Kind.TEAM, "payments"), Ref(Kind.SCHEDULE, "payments/primary")
    (live_team,), (live_policy,), (live_service,), (live_schedule,) = (
        account.teams,
        account.policies,
        account.services,
        account.schedules,
    )
    assert live_team.resource == Team("payments", "Payments", "Made for a test.\n\nownctl acme team/payments")
    assert live_team.url.endswith(live_team.id)
    assert live_policy.resource.team == team
    assert live_policy.resource.levels == (
        Level((ScheduleTarget(primary), PersonTarget("tom")), timedelta(minutes=10)),
    )
    assert live_policy.resource.loops == 2
    assert live_service.resource == Service(
        "checkout",
        "Checkout",
        "Made for a test.\n\nownctl acme service/checkout",
        Ref(Kind.POLICY, "payments"),
        acknowledgement_timeout=None,
        auto_resolve_timeout=timedelta(hours=4),
    )
    assert list(account.integrations[live_service.id].values()) == ["Prometheus EU"]
    assert live_schedule.marker is not None
    assert live_schedule.marker.ref == "schedule/payments/primary"
    assert live_schedule.resource.teams == (live_team.id,)
    assert live_schedule.resource.rotations[0].events[0].event == EVENT


def test_members_come_with_the_users_and_the_account_adds_those_of_policies(payments: Shop) -> None:
    account = read(payments.client, WANTED, NOW)
    (team,) = account.teams
    assert account.memberships == {team.id: frozenset({payments.ids.people["amara"], payments.ids.people["tom"]})}


def test_people_are_found_by_e_mail_in_any_case(payments: Shop) -> None:
    users = read(payments.client, WANTED, NOW).users
    assert users["amara@acme.example"].email == "Amara@Acme.example"
    assert "nobody@acme.example" not in users


def test_people_that_the_files_do_not_know_go_by_their_id(payments: Shop) -> None:
    wanted = replace(WANTED, people={"amara@acme.example": "amara"})
    schedule = read(payments.client, wanted, NOW).schedules[0].resource
    tom = Foreign(payments.ids.people["tom"])
    assert schedule.rotations[0].events[0].event.members == ("amara", tom)
    assert [shift.person for shift in schedule.shifts[:2]] == ["amara", tom]


def test_who_is_on_call_comes_for_thirteen_weeks_and_not_before_now(payments: Shop) -> None:
    now = datetime(2026, 11, 4, 12, tzinfo=UTC)
    payments.account.set_now(now)
    shifts = read(payments.client, WANTED, now).schedules[0].resource.shifts
    assert shifts[0].start == now
    assert shifts[-1].end == now + timedelta(weeks=13)
    assert {shift.rotation for shift in shifts} == {
        payments.ids.rotations[Ref(Kind.SCHEDULE, "payments/primary"), "main"]
    }


# --------------------------------------------------------------------------------------- whose is what


@pytest.mark.parametrize("org", [None, "globex"])
def test_what_is_not_ours_but_has_a_declared_name_is_kept_without_a_key(shop: Shop, org: str | None) -> None:
    team = shop.team("payments", "Payments", org)
    shop.schedule("payments/primary", "Payments primary", team, org)
    account = read(shop.client, WANTED, NOW)
    assert [live.resource.key for live in account.teams] == [""]
    markers = [live.marker for live in account.teams] + [live.marker for live in account.schedules]
    assert [marker.org if marker else None for marker in markers] == [org, org]


@pytest.mark.parametrize("org", [None, "globex"])
def test_everything_else_is_only_counted(shop: Shop, org: str | None) -> None:
    team = shop.team("search", "Search", org)
    primary = shop.schedule("search/primary", "Search primary", team, org)
    shop.service("index", "Index", shop.policy("search", "Search", team, primary, org=org), org)
    account = read(shop.client, WANTED, NOW)
    kept = (account.teams, account.schedules, account.policies, account.services)
    assert not any(kept)
    assert not any((account.memberships, account.integrations))
    assert account.others == {Kind.TEAM: 1, Kind.SCHEDULE: 1, Kind.POLICY: 1, Kind.SERVICE: 1}


def test_ours_is_kept_under_any_name(payments: Shop) -> None:
    account = read(payments.client, Wanted("acme", PEOPLE, {}), NOW)
    assert [live.resource.key for live in account.teams] == ["payments"]
    assert [live.resource.key for live in account.policies] == ["payments"]
    assert [live.resource.key for live in account.services] == ["checkout"]
    assert [live.marker.ref for live in account.schedules if live.marker] == ["schedule/payments/primary"]


def test_a_marker_of_another_kind_makes_nothing_ours(shop: Shop) -> None:
    shop.write(CreateTeam(Team("payments", "Payments", "ownctl acme service/payments")))
    (team,) = read(shop.client, WANTED, NOW).teams
    assert team.resource.key == ""


def test_references_to_what_is_not_ours_go_by_id(shop: Shop) -> None:
    team = shop.team("payments", "Payments", org=None)
    cover = shop.schedule("platform/primary", "Platform primary", team, org="globex")
    shop.policy("payments", "Payments", team, cover)
    (policy,) = read(shop.client, WANTED, NOW).policies
    assert policy.resource.team == Foreign(shop.id(team))
    assert policy.resource.levels[0].targets[0] == ScheduleTarget(Foreign(shop.id(cover)))


# ------------------------------------------------------------------------------------ requests, one by one


def paths(account: Running) -> list[str]:
    return sorted(f"{each['path']}" for each in account.requests())


def test_a_read_takes_seven_requests_and_one_for_each_schedule_of_ours(payments: Shop, connected: Connect) -> None:
    team = payments.team("search", "Search", org="globex")
    payments.schedule("search/primary", "Search primary", team, org="globex")
    payments.account.forget_requests()
    client = connected(payments.account, read_only=True)
    read(client, WANTED, NOW)
    primary = payments.id(Ref(Kind.SCHEDULE, "payments/primary"))
    assert paths(payments.account) == [
        "/abilities",
        "/escalation_policies",
        "/services",
        "/teams",
        "/users",
        "/v3/schedules",
        "/v3/schedules",
        f"/v3/schedules/{primary}",
    ]
    assert client.requests == {"GET": 8}


def test_a_schedule_of_ours_with_another_name_is_found_by_its_team_and_by_its_policy(payments: Shop) -> None:
    renamed = payments.id(Ref(Kind.SCHEDULE, "payments/primary"))
    payments.write(UpdateSchedule(renamed, name="Renamed in the UI"))
    (live,) = read(payments.client, WANTED, NOW).schedules
    assert (live.id, live.resource.name) == (renamed, "Renamed in the UI")


def test_schedules_that_are_known_are_not_read_again_and_keep_their_names(payments: Shop) -> None:
    primary = Ref(Kind.SCHEDULE, "payments/primary")
    payments.account.forget_requests()
    account = read(payments.client, replace(WANTED, known_schedules={payments.id(primary): primary}), NOW)
    assert not any(path.startswith("/v3/schedules/") for path in paths(payments.account))
    assert account.schedules == ()
    assert account.policies[0].resource.levels[0].targets[0] == ScheduleTarget(primary)
    assert account.others[Kind.SCHEDULE] == 0


SWAP = Override(
    "main", "tom", "amara", datetime(2026, 11, 3, 9, 30, tzinfo=UTC), datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
)
LATE = SWAP._replace(start=SWAP.start + timedelta(weeks=28), end=SWAP.end + timedelta(weeks=28))


def test_an_override_in_the_weeks_to_come_is_seen_whole(payments: Shop) -> None:
    """Also in its middle, where the account would cut it to what was asked for."""
    primary = Ref(Kind.SCHEDULE, "payments/primary")
    payments.write(AddOverrides(primary, (SWAP,)))
    now = datetime(2026, 11, 4, 12, tzinfo=UTC)
    payments.account.set_now(now)
    schedule = read(payments.client, WANTED, now).schedules[0].resource
    rotation = payments.ids.rotations[primary, "main"]
    assert [live.override for live in schedule.overrides] == [SWAP._replace(rotation=rotation)]
    assert (schedule.shifts[0].person, schedule.shifts[0].override) == ("tom", schedule.overrides[0].id)


def test_an_override_beyond_them_is_looked_for_where_the_marker_or_the_files_know_of_one(shop: Shop) -> None:
    team = shop.team("payments", "Payments")
    for key, hashes in (("a", ()), ("b", ("0123abcd",)), ("c", ())):
        schedule = shop.schedule(f"payments/{key}", f"Payments {key}", team, hashes=hashes)
        shop.write(AddOverrides(schedule, (LATE,)))
    account = read(shop.client, replace(WANTED, overridden=frozenset({"Payments c"})), NOW)
    seen = {live.resource.name: len(live.resource.overrides) for live in account.schedules}
    assert seen == {"Payments a": 0, "Payments b": 1, "Payments c": 1}


def test_an_override_to_nobody_leaves_a_hole(payments: Shop) -> None:
    primary = Ref(Kind.SCHEDULE, "payments/primary")
    payments.write(AddOverrides(primary, (SWAP._replace(person=None),)))
    schedule = read(payments.client, WANTED, NOW).schedules[0].resource
    assert schedule.overrides[0].override.person is None
    assert [shift.start for shift in schedule.shifts[:2]] == [EVENT.start, SWAP.end]


# ------------------------------------------------------------------------------------------ whole or not


@pytest.mark.parametrize("path", ["/users", "/teams", "/escalation_policies", "/services", r"/v3/schedules\?limit"])
def test_a_list_that_comes_back_empty_stops_the_read(payments: Shop, path: str) -> None:
    payments.account.faults(Fault(Wrong.PAGE_MISSING, path=path, times=None))
    with pytest.raises(Unreachable, match="could not be read whole"):
        read(payments.client, WANTED, NOW)


def test_a_schedule_of_ours_that_the_token_may_not_see_stops_the_read(payments: Shop) -> None:
    primary = payments.id(Ref(Kind.SCHEDULE, "payments/primary"))
    payments.account.faults(Fault(Wrong.STATUS, status=404, path=f"/v3/schedules/{primary}", times=None))
    with pytest.raises(Unreachable, match="which an escalation policy of ours names, is not shown"):
        read(payments.client, WANTED, NOW)


def test_a_schedule_that_was_deleted_in_between_is_gone(shop: Shop) -> None:
    primary = shop.schedule("payments/primary", "Payments primary", shop.team("payments", "Payments"))
    shop.account.faults(Fault(Wrong.STATUS, status=404, path=f"/v3/schedules/{shop.id(primary)}"))
    assert read(shop.client, WANTED, NOW).schedules == ()


def test_a_wrong_token_costs_one_request(shop: Shop, connected: Connect) -> None:
    shop.account.forget_requests()
    with pytest.raises(Unreachable, match="401"):
        read(connected(shop.account, token="wrong"), WANTED, NOW)
    assert len(shop.account.requests()) == 1
