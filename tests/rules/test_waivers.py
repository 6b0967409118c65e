"""Waivers: what they cover, until when, and what is said about those that are wrong, over or of no use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.rules.trees import found_in, named, written

from ownctl.config import Severity
from ownctl.rules import check
from ownctl.rules.healthy import NOW

if TYPE_CHECKING:
    from pathlib import Path

PAYMENTS, ORG, PEOPLE = "ownership/teams/payments.yaml", "ownership/org.yaml", "ownership/people.yaml"
NO_RUNBOOK = "services:\n  checkout-api:\n    name: Checkout API\n"
BROKEN = [("service-without-runbook", "teams.payments.services.checkout-api")]


def waiver(rule: str = "service-without-runbook", until: str = "2027-03-31") -> str:
    return f"waive: [{{rule: {rule}, because: it is being written, until: {until}}}]\n"


def test_without_a_waiver_the_rule_is_broken(tmp_path: Path) -> None:
    assert named(found_in({PAYMENTS: NO_RUNBOOK}, tmp_path)) == BROKEN


@pytest.mark.parametrize(
    "files",
    [
        {PAYMENTS: NO_RUNBOOK + "    " + waiver()},
        {PAYMENTS: waiver() + NO_RUNBOOK},
        {PAYMENTS: NO_RUNBOOK, ORG: "org: acme\ntime_zone: Europe/London\n" + waiver()},
    ],
    ids=["on the service", "on its team", "on the org"],
)
def test_a_waiver_covers_its_object_and_all_within(files: dict[str, str], tmp_path: Path) -> None:
    assert named(found_in(files, tmp_path)) == []


def test_a_waiver_elsewhere_covers_nothing_here(tmp_path: Path) -> None:
    files = {PAYMENTS: NO_RUNBOOK, "ownership/teams/platform.yaml": waiver()}

    assert sorted(named(found_in(files, tmp_path))) == [*BROKEN, ("waiver-unused", "teams.platform.waive[0].rule")]


def test_a_waiver_on_a_person_covers_what_is_found_about_them_in_any_team(tmp_path: Path) -> None:
    files = {
        PAYMENTS: """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
  - {person: sofia, on_call_since: 2025-03-03}
  - {person: zoe}
""",
        "ownership/people/zoe.yaml": """\
people:
  zoe:
    name: Zoe
    email: zoe@acme.example
    waive: [{rule: member-never-on-call, because: an apprentice, until: 2027-03-31}]
""",
    }

    assert named(found_in(files, tmp_path)) == []


def test_the_nearest_waiver_is_the_one_that_is_used(tmp_path: Path) -> None:
    files = {PAYMENTS: waiver() + NO_RUNBOOK + "    " + waiver()}

    assert named(found_in(files, tmp_path)) == [("waiver-unused", "teams.payments.waive[0].rule")]


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next(tmp_path: Path) -> None:
    files = {PAYMENTS: waiver(until="2026-12-01") + NO_RUNBOOK}

    assert named(found_in(files, tmp_path, datetime(2026, 12, 1, 23, 59, tzinfo=UTC))) == []
    assert sorted(named(found_in(files, tmp_path, datetime(2026, 12, 2, 0, 0, tzinfo=UTC)))) == [
        *BROKEN,
        ("waiver-expired", "teams.payments.waive[0].until"),
    ]


def test_the_last_day_ends_in_the_team_s_zone(tmp_path: Path) -> None:
    files = {PAYMENTS: "time_zone: America/Los_Angeles\n" + waiver(until="2026-12-01") + NO_RUNBOOK}

    assert named(found_in(files, tmp_path, datetime(2026, 12, 2, 7, 59, tzinfo=UTC))) == []


def test_an_expired_waiver_says_whether_it_is_still_needed(tmp_path: Path) -> None:
    needed, not_needed = (
        next(finding for finding in found_in({PAYMENTS: text}, tmp_path / name) if finding.rule == "waiver-expired")
        for name, text in (("a", waiver(until="2026-10-31") + NO_RUNBOOK), ("b", waiver(until="2026-10-31")))
    )

    assert "is still found here" in needed.message
    assert not_needed.help == "delete it"


@pytest.mark.parametrize(
    ("waived", "asked_for"),
    [
        ("{rule: service-without-runbook, until: 2027-03-31}", "add `because: WHY`"),
        ("{rule: service-without-runbook, because: it is being written}", "add `until: 2027-02-01`"),
        ("{rule: service-without-runbook}", "add `because: WHY` and `until: 2027-02-01`"),
    ],
)
def test_a_waiver_without_reason_or_end_is_one_error_and_silences(waived: str, asked_for: str, tmp_path: Path) -> None:
    (finding,) = found_in({PAYMENTS: f"waive: [{waived}]\n{NO_RUNBOOK}"}, tmp_path)

    assert (finding.rule, finding.severity, finding.help) == ("waiver-incomplete", Severity.ERROR, asked_for)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("no-channel", "no-channel finds nothing in teams.payments"),
        ("unknown-field", "about the form of the files"),
        ("waiver-unused", "about waivers"),
    ],
)
def test_a_waiver_that_can_silence_nothing_says_why(rule: str, reason: str, tmp_path: Path) -> None:
    (finding,) = found_in({PAYMENTS: waiver(rule)}, tmp_path)

    assert (finding.rule, finding.severity) == ("waiver-unused", Severity.WARNING)
    assert reason in finding.message


def test_a_waiver_of_a_rule_that_is_switched_off_is_unused(tmp_path: Path) -> None:
    off = "org: acme\nrules: {service-without-runbook: ignore}\n"

    (finding,) = found_in({PAYMENTS: waiver() + NO_RUNBOOK, ORG: off}, tmp_path)

    assert "org.yaml switches service-without-runbook off" in finding.message


def test_a_misspelt_rule_is_said_once_and_corrected(tmp_path: Path) -> None:
    found = found_in({PAYMENTS: waiver("service-without-runbok") + NO_RUNBOOK}, tmp_path)

    assert sorted(named(found)) == [*BROKEN, ("unknown-rule", "teams.payments.waive[0].rule")]
    assert "did you mean `service-without-runbook`?" in [finding.help for finding in found]


def test_a_rule_of_a_later_version_is_no_finding(tmp_path: Path) -> None:
    org = "org: acme\nrules: {firefighter: error, page-too-eager: ignore}\n" + waiver("handoff-out-of-hours")

    assert named(found_in({ORG: org}, tmp_path)) == []


def test_the_org_says_how_much_a_rule_weighs(tmp_path: Path) -> None:
    org = "org: acme\nrules: {service-without-runbook: info, no-past-incidents: ignore}\n"
    support = "support:\n  channel: '#p'\n  turn_to: [{person: tom}]\n  incident_flow: docs/incident-flow.md\n"

    (finding,) = found_in({ORG: org, PAYMENTS: NO_RUNBOOK + support}, tmp_path)

    assert (finding.rule, finding.severity) == ("service-without-runbook", Severity.INFO)


def test_the_form_of_the_files_has_no_severity_to_set(tmp_path: Path) -> None:
    (finding,) = found_in({ORG: "org: acme\nrules: {unknown-field: ignore}\n"}, tmp_path)

    assert (finding.rule, finding.path) == ("unknown-rule", "rules.unknown-field")


def test_nothing_is_said_of_a_waiver_whose_object_could_not_all_be_read(tmp_path: Path) -> None:
    team = waiver() + "services:\n  checkout-api: {name: 5}\n"

    assert [rule for rule, _ in named(found_in({PAYMENTS: team}, tmp_path))] == ["wrong-type"]


EXPIRED = "{rule: service-without-runbook, because: it was being written, until: 2026-10-31}"


def fixes_in(files: dict[str, str], folder: Path) -> list[tuple[str, str | None]]:
    """Each finding about waivers, and what would mend it."""
    loaded = written(files, folder)
    assert loaded.org is not None
    found = check(loaded.org, NOW, sources=loaded.sources)
    return [(each.rule, each.fix.title if each.fix else None) for each in found if each.rule.startswith("waiver")]


def test_a_waiver_that_is_over_goes_only_if_nothing_is_found_any_more(tmp_path: Path) -> None:
    gone = {PAYMENTS: f"waive: [{EXPIRED}]\n"}
    needed = {PAYMENTS: f"{NO_RUNBOOK}    waive: [{EXPIRED}]\n"}

    assert fixes_in(gone, tmp_path / "gone") == [("waiver-expired", "delete the waiver of service-without-runbook")]
    assert fixes_in(needed, tmp_path / "needed") == [("waiver-expired", None)]


def test_a_waiver_that_an_alias_puts_on_another_object_stays(tmp_path: Path) -> None:
    service = "name: A\n    runbook: https://a.example\n    waive: [{rule: no-channel, because: a, until: 2026-10-31}]"
    files = {PAYMENTS: f"services:\n  a: &a\n    {service}\n  b: *a\n"}

    assert fixes_in(files, tmp_path) == [("waiver-expired", None), ("waiver-expired", None)]
