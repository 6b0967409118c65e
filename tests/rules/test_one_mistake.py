"""One mistake gives one finding: what follows from it stays silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.rules.trees import found_in, named, written

from ownctl.rules import check
from ownctl.rules.healthy import NOW, TREE

if TYPE_CHECKING:
    from pathlib import Path

PAYMENTS, PLATFORM = "ownership/teams/payments.yaml", "ownership/teams/platform.yaml"
ORG, PEOPLE = "ownership/org.yaml", "ownership/people.yaml"

SUPPORT = """\
support:
  channel: "#team-payments"
  cover: {cover}
  turn_to: [{{{turn_to}, for: networking}}]
  incident_flow: docs/incident-flow.md
  past_incidents: [{{title: Double charge on retry, date: 2026-08-14}}]
"""
PRIMARY = """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
    {more}
"""
MEMBERS = """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
"""
BY_DAY = "stages: {business-hours: 2026-10-05}\n"

ONE_MISTAKE = {
    "an unknown member": ({PAYMENTS: MEMBERS + "  - {person: sofja, on_call_since: 2025-03-03}\n"},
        "unknown-reference", "teams.payments.members[3].person"),
    "an unknown participant": ({PAYMENTS: PRIMARY.format(more="participants: [amara, tom, liu, sofja]")},
        "unknown-reference", "teams.payments.rotations.primary.participants[3]"),
    "a participant who is in people but no member": (
        {PAYMENTS: PRIMARY.format(more="participants: [amara, tom, liu, ines]") + MEMBERS},
        "unknown-reference", "teams.payments.rotations.primary.participants[3]"),
    "an unknown cover of a team in business hours": (
        {PAYMENTS: BY_DAY + SUPPORT.format(cover="plattform", turn_to="team: platform")},
        "unknown-reference", "teams.payments.support.cover"),
    "an unknown team to turn to": ({PAYMENTS: SUPPORT.format(cover="platform", turn_to="team: plattform")},
        "unknown-reference", "teams.payments.support.turn_to[0].team"),
    "an unknown person to turn to": ({PAYMENTS: SUPPORT.format(cover="platform", turn_to="person: inez")},
        "unknown-reference", "teams.payments.support.turn_to[0].person"),
    "an unknown rotation in the only level": ({PAYMENTS: "escalation: [{notify: [{rotation: primery}]}]\n"},
        "unknown-reference", "teams.payments.escalation[0].notify[0].rotation"),
    "an unknown rotation of another team": (
        {PAYMENTS: "escalation: [{notify: [{rotation: primary}, {team: platform, rotation: second}]}]\n"},
        "unknown-reference", "teams.payments.escalation[0].notify[1].rotation"),
    "an unknown team in the only level": ({PAYMENTS: "escalation: [{notify: [{team: paymints}]}]\n"},
        "unknown-reference", "teams.payments.escalation[0].notify[0].team"),
    "an unknown person in a level": (
        {PAYMENTS: "escalation: [{notify: [{rotation: primary}]}, {notify: [{person: inez}]}]\n"},
        "unknown-reference", "teams.payments.escalation[1].notify[0].person"),
    "an override by somebody unknown": ({PAYMENTS: PRIMARY.format(
        more="overrides: [{person: tomm, instead_of: tom, from: 2026-12-08T09:30, until: 2026-12-09T09:30}]")},
        "unknown-reference", "teams.payments.rotations.primary.overrides[0].person"),
    "an override instead of somebody unknown": ({PAYMENTS: PRIMARY.format(
        more="overrides: [{person: liu, instead_of: tomm, from: 2026-12-08T09:30, until: 2026-12-09T09:30}]")},
        "unknown-reference", "teams.payments.rotations.primary.overrides[0].instead_of"),
    "an unknown buddy": (
        {PAYMENTS: MEMBERS + "  - {person: sofia, on_call_since: 2026-12-07, buddy: tomm}\n"},
        "unknown-reference", "teams.payments.members[3].buddy"),
    "a dependency on an unknown service": (
        {PLATFORM: "services: {cluster: {name: Cluster, runbook: docs/c.md, depends_on: [chekout-api]}}\n"},
        "unknown-reference", "teams.platform.services.cluster.depends_on[0]"),
    "no members at all": ({PAYMENTS: "members: []\n"}, "service-without-owner", "teams.payments.members"),
    "no rotation": ({PAYMENTS: "rotations: {}\nescalation: [{notify: [{person: amara}]}]\n"},
        "owner-without-rotation", "teams.payments.rotations"),
    "no level": ({PAYMENTS: "escalation: []\n"}, "owner-without-escalation", "teams.payments.escalation"),
    "a handoff on another day than the start": ({PAYMENTS: PRIMARY.format(more="").replace("02\n", "03\n")},
        "handoff-invalid", "teams.payments.rotations.primary.starts"),
    "no cover in business hours": (
        {PAYMENTS: BY_DAY + SUPPORT.format(cover="x", turn_to="team: platform").replace("  cover: x\n", "")
         + "escalation: [{notify: [{rotation: primary}]}]\n"},
        "stage-without-cover", "teams.payments.support"),
    "a cover that does not pass the pager on": (
        {PAYMENTS: BY_DAY + "escalation: [{notify: [{rotation: primary}]}]\n"}, "coverage-gap",
        "teams.payments.escalation"),
    "a service that two teams own": (
        {PLATFORM: "services: {checkout-api: {name: Checkout API, runbook: docs/c.md, alerts: {slow: "
                   "{query: 'checkout:latency:p99 > 1.5'}}}}\n"},
        "service-owned-twice", "teams.platform.services.checkout-api"),
    "a rotation that nobody is in, and others rely on": (
        {PLATFORM: PRIMARY.format(more="participants: []"),
         PAYMENTS: "escalation: [{notify: [{rotation: primary}]}]\n"},
        "escalates-to-nobody", "teams.platform.rotations.primary.participants"),
    "a buddy who is away": (
        {PAYMENTS: MEMBERS.replace("liu, on_call_since: 2025-03-03", "liu, on_call_since: 2026-12-07, buddy: tom")
         .replace("tom, on_call_since: 2025-03-03",
                  "tom, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-12-01, until: 2027-05-01}")},
        "buddy-unavailable", "teams.payments.members[2].buddy"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "rule", "path"), ONE_MISTAKE.values(), ids=ONE_MISTAKE)
def test_one_mistake_gives_one_error(files: dict[str, str], rule: str, path: str, tmp_path: Path) -> None:
    found = found_in(files, tmp_path)

    assert named(tuple(finding for finding in found if finding.severity == "error")) == [(rule, path)]
    # that three are few is a mistake of its own; who is meant by a wrong name counts
    others = {finding.rule for finding in found} - {rule}
    assert others <= ({"rotation-too-small"} if "members[3]" not in path and "sofja" not in str(files) else set())


BROKEN_BY_FORM = {
    "a person without e-mail": {PEOPLE: TREE[PEOPLE].replace(", email: amara@acme.example", "")},
    "people that are no mapping": {PEOPLE: "people: [amara, tom]\n"},
    "people behind a tab": {PEOPLE: TREE[PEOPLE].replace("  amara", "\tamara")},
    "misspelt people": {PEOPLE: TREE[PEOPLE].replace("people", "poeple")},
    "misspelt members": {PAYMENTS: TREE[PAYMENTS].replace("members", "membres")},
    "misspelt rotations": {PAYMENTS: TREE[PAYMENTS].replace("rotations", "rotatoins")},
    "a misspelt escalation": {PAYMENTS: TREE[PAYMENTS].replace("escalation", "escalatoin")},
    "misspelt services": {PAYMENTS: TREE[PAYMENTS].replace("services", "servises")},
    "misspelt services that others depend on": {
        PAYMENTS: TREE[PAYMENTS].replace("services", "servises"),
        PLATFORM: "services: {cluster: {name: Cluster, runbook: docs/c.md, depends_on: [checkout-api]}}\n"},
    "services that are a list, and that others depend on": {
        PAYMENTS: "services: [checkout-api]\n",
        PLATFORM: "services: {cluster: {name: Cluster, runbook: docs/c.md, depends_on: [checkout-api]}}\n"},
    "a misspelt cover in business hours": {
        PAYMENTS: BY_DAY + SUPPORT.format(cover="platform", turn_to="team: platform").replace("cover", "cvoer")},
    "misspelt stages": {PAYMENTS: TREE[PAYMENTS].replace("stages", "stagse")},
    "misspelt support": {PAYMENTS: TREE[PAYMENTS].replace("support", "suport")},
    "a misspelt opt-out's end": {
        PAYMENTS: MEMBERS + "  - {person: sofia, on_call_since: 2025-03-03, opted_out: {untl: 2027-02-28}}\n"},
    "a misspelt runbook": {PAYMENTS: "services: {checkout-api: {name: Checkout API, runbok: docs/c.md}}\n"},
    "a cover that is no team's file": {PLATFORM: "team: platform\nname: [Platform]\n"},
    "a team file that is no YAML": {"ownership/teams/platform.yaml": "team: platform\nname: 'Platform\n"},
    "a rotation without a start": {PAYMENTS: PRIMARY.format(more="").replace("    starts: 2026-11-02\n", "")},
    "members that are no list": {PAYMENTS: "members: amara\n"},
    "participants that are no list": {PAYMENTS: PRIMARY.format(more="participants: 7")},
    "a date that is none in stages": {PAYMENTS: "stages: {business-hours: 2025-04-07, full: 2025-02-30}\n"},
    "support that is no mapping": {PAYMENTS: "support: nobody\n"},
    "an escalation that is no list": {PAYMENTS: "escalation: nobody\n"},
    "services that are no mapping": {PLATFORM: "services: cluster\n"},
    "a level with a wrong target": {PAYMENTS: "escalation: [{notify: [{rotation: 5}]}]\n"},
    "an opt-out with an impossible end": {
        PAYMENTS: MEMBERS + "  - {person: sofia, on_call_since: 2025-03-03, opted_out: {until: 2026-02-30}}\n"},
    "a runbook that is no text": {PAYMENTS: "services: {checkout-api: {name: Checkout API, runbook: 5}}\n"},
}  # fmt: skip


@pytest.mark.parametrize("files", BROKEN_BY_FORM.values(), ids=BROKEN_BY_FORM)
def test_what_the_loader_could_not_read_is_said_by_it_alone(files: dict[str, str], tmp_path: Path) -> None:
    loaded = written(files, tmp_path)
    assert loaded.findings
    assert loaded.org is not None
    assert named(check(loaded.org, NOW)) == []
