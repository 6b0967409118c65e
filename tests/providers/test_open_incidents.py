"""Which open incidents stand in the way of a delete."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ownctl.account.resources import Integration, Kind, Level, PersonTarget, Policy, Ref, Service, Team
from ownctl.providers.pagerduty import PagerDuty, open_incidents
from ownctl.reconcile.steps import CreateIntegration, CreatePolicy, CreateService, CreateTeam, Ids

if TYPE_CHECKING:
    from ownctl.providers.pagerduty import Client
    from ownctl.sandbox import Running

SERVICES = {key: Ref(Kind.SERVICE, key) for key in ("checkout", "ledger")}
POLICY = Ref(Kind.POLICY, "payments")


@pytest.fixture
def ids(account: Running, client: Client) -> Ids:
    """Two services of one policy, each with an open incident; checkout has a resolved one as well."""
    users = client.get("/users", "list the users")["users"]
    ids = Ids(people={"amara": users[1]["id"]})
    pager = PagerDuty(client)
    pager.write(CreateTeam(Team("payments", "Payments", "")), ids)
    level = Level((PersonTarget("amara"),), timedelta(minutes=10))
    pager.write(CreatePolicy(Policy("payments", "Payments", "", Ref(Kind.TEAM, "payments"), (level,))), ids)
    for key in SERVICES:
        pager.write(CreateService(Service(key, key.title(), "", POLICY)), ids)
        pager.write(CreateIntegration(Integration(key, "prometheus", "Prometheus")), ids)
    (checkout, ledger) = (routing_key(client, ids.objects[ref]) for ref in SERVICES.values())
    send(account, checkout, "trigger", "over")
    send(account, checkout, "resolve", "over")
    send(account, ledger, "trigger", "slow")
    send(account, checkout, "trigger", "down")
    account.forget_requests()
    return ids


def routing_key(client: Client, service: str) -> str:
    found = client.get("/services", "list the services", {"include[]": "integrations"})["services"]
    (integration,) = next(each["integrations"] for each in found if each["id"] == service)
    return str(integration["integration_key"])


def send(account: Running, key: str, action: str, dedup: str) -> None:
    payload = {"summary": f"{dedup} it is", "source": "test", "severity": "critical"}
    event = {"routing_key": key, "event_action": action, "dedup_key": dedup, "payload": payload}
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{account.url}/v2/enqueue", json.dumps(event).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 202


def test_those_of_the_services_that_are_asked_for(client: Client, ids: Ids) -> None:
    checkout = ids.objects[SERVICES["checkout"]]
    (found,) = open_incidents(client, services=[checkout])
    assert (found.number, found.title, found.service) == (3, "down it is", checkout)
    assert found.url.startswith("http")


def test_those_that_follow_a_policy_in_their_order(client: Client, ids: Ids) -> None:
    found = open_incidents(client, policies=[ids.objects[POLICY]])
    assert [incident.number for incident in found] == [2, 3]


def test_one_request_and_none_where_nothing_is_asked(account: Running, client: Client, ids: Ids) -> None:
    assert open_incidents(client) == ()
    assert account.requests() == []
    assert open_incidents(client, services=["PNONE00"]) == ()
    assert [each["path"] for each in account.requests()] == ["/incidents"]
