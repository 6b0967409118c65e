"""What the rules mean exactly, where the edges are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.rules.trees import found_in, named

from ownctl.account.markers import with_marker
from ownctl.account.resources import Kind, Ref
from ownctl.config import load
from ownctl.config.limits import PAGERDUTY
from ownctl.rules import check
from ownctl.rules.healthy import NOW, TREE
from ownctl.rules.limits import marker_length

if TYPE_CHECKING:
    from pathlib import Path

PAYMENTS, PLATFORM = "ownership/teams/payments.yaml", "ownership/teams/platform.yaml"
ORG, PEOPLE = "ownership/org.yaml", "ownership/people.yaml"
FOUR = """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: sofia, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
"""
THREE = FOUR.removesuffix("  - {person: liu, on_call_since: 2025-03-03}\n")


def stages(text: str) -> dict[str, str]:
    return {PAYMENTS: f"stages: {{{text}}}\n"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("business-hours: 2026-10-05, full: 2026-11-02", False),
        ("business-hours: 2026-10-05, full: 2026-11-01", True),
        ("full: 2026-11-02", True),
        ("business-hours: 2026-12-07, full: 2026-12-14", True),  # a promotion to come
        ("full: 2026-06-02", True),
        ("full: 2026-06-01", False),  # half a year ago
        ("business-hours: 2026-11-23, full: 2026-11-16", True),
    ],
)
def test_straight_to_full_counts_weeks_and_forgets_after_half_a_year(text: str, found: bool, tmp_path: Path) -> None:
    rules = [rule for rule, _ in named(found_in(stages(text), tmp_path))]

    assert ("straight-to-full" in rules) is found


def test_straight_to_full_says_which_date_would_do(tmp_path: Path) -> None:
    (finding,) = found_in(stages("business-hours: 2026-10-05, full: 2026-10-12"), tmp_path)

    assert finding.help == "write `full: 2026-11-02`, or later"


def test_an_org_that_asks_for_no_weeks_gets_none(tmp_path: Path) -> None:
    org = {ORG: TREE[ORG] + "on_call: {weeks_in_business_hours: 0}\n"}

    assert found_in(stages("full: 2026-11-02") | org, tmp_path) == ()


def test_a_cover_is_asked_for_before_the_stage_that_needs_it_begins(tmp_path: Path) -> None:
    team = (
        TREE[PAYMENTS].replace("  cover: platform\n", "").replace("  - {notify: [{team: platform}], wait: 15m}\n", "")
    )
    soon = team.replace("full: 2025-06-02", "full: 2025-06-02, shadow: 2027-01-04")

    assert named(found_in({PAYMENTS: team}, tmp_path / "now")) == []
    assert named(found_in({PAYMENTS: soon}, tmp_path / "soon")) == [("stage-without-cover", "teams.payments.support")]


def test_a_team_that_owns_nothing_needs_neither_cover_nor_rotation(tmp_path: Path) -> None:
    guild = """\
team: guild
name: Guild
support:
  channel: "#guild"
  turn_to: [{team: platform}]
  incident_flow: docs/incident-flow.md
members:
  - {person: amara}
"""

    assert found_in({"ownership/teams/guild.yaml": guild}, tmp_path) == ()


def newcomer(more: str = "") -> dict[str, str]:
    return {PAYMENTS: f"{THREE}  - {{person: liu, on_call_since: 2026-12-07{more}}}\n"}


def test_a_newcomer_with_colleagues_is_fine(tmp_path: Path) -> None:
    assert found_in(newcomer(), tmp_path) == ()


def test_pairing_switched_off_is_found_where_it_was_switched_off(tmp_path: Path) -> None:
    org = {ORG: TREE[ORG] + "on_call: {first_shifts_paired: 0}\n"}

    (finding,) = found_in(newcomer() | org, tmp_path / "on")
    assert (finding.rule, finding.path) == ("newcomer-alone", "on_call.first_shifts_paired")
    assert "liu (payments)" in finding.message
    assert found_in(org, tmp_path / "without newcomers") == ()


def test_whose_first_turn_is_over_is_not_alone_any_more(tmp_path: Path) -> None:
    org = {ORG: TREE[ORG] + "on_call: {first_shifts_paired: 0}\n"}
    first_turn_over = datetime(2027, 2, 1, tzinfo=UTC)

    assert [rule for rule, _ in named(found_in(newcomer() | org, tmp_path, first_turn_over))] == []


def test_beginners_among_themselves_are_one_finding_that_names_all(tmp_path: Path) -> None:
    support = TREE[PAYMENTS].split("support:")[1].split("members:")[0].replace("  cover: platform\n", "")
    rotations = 'rotations: {primary: {starts: 2026-11-30, shift: 1d, handoff: {at: "09:30"}}}\n'
    team = "support:" + support + rotations + THREE.replace("2025-03-03", "2026-11-30")

    (finding,) = (each for each in found_in({PAYMENTS: team}, tmp_path) if each.severity == "error")
    assert finding.rule == "newcomer-alone"
    assert "tom" in finding.message
    assert "sofia" in finding.message


def test_newcomers_whose_cover_cannot_be_understood_are_left_alone(tmp_path: Path) -> None:
    files = {
        PAYMENTS: FOUR.replace("2025-03-03", "2026-11-02"),
        PLATFORM: TREE[PLATFORM].replace('at: "09:00"}\n', 'at: "09:00"}\n    participants: [inez]\n'),
    }

    errors = [each for each in found_in(files, tmp_path) if each.severity == "error"]

    assert named(tuple(errors)) == [("unknown-reference", "teams.platform.rotations.primary.participants[0]")]


def test_newcomers_whose_only_colleague_is_misspelt_are_left_alone(tmp_path: Path) -> None:
    rotation = """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
    participants: [liu, tomm]
"""
    team = (
        TREE[PAYMENTS]
        .replace("  cover: platform\n", "")
        .replace("liu, on_call_since: 2025-03-03", "liu, on_call_since: 2026-11-23")
    )
    team = team.split("rotations:")[0] + rotation + "escalation:" + team.split("escalation:")[1]

    errors = [each for each in found_in({PAYMENTS: team}, tmp_path) if each.severity == "error"]

    assert named(tuple(errors)) == [("unknown-reference", "teams.payments.rotations.primary.participants[1]")]


def test_a_gap_says_for_which_hours(tmp_path: Path) -> None:
    team = """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
    hours: [{days: [monday, tuesday, wednesday, thursday, friday, saturday], from: "00:00", to: "00:00"}]
escalation: [{notify: [{rotation: primary}]}]
"""
    (finding,) = found_in({PAYMENTS: team}, tmp_path)

    assert finding.rule == "coverage-gap"
    assert (
        "from Sun 6 Dec 2026 00:00 to Mon 7 Dec 2026 00:00 and 12 times more in 13 weeks, 312 hours" in finding.message
    )


def test_a_gap_beyond_thirteen_weeks_is_not_looked_at(tmp_path: Path) -> None:
    leaving = TREE[PAYMENTS].replace("on_call_since: 2025-03-03}", "on_call_since: 2025-03-03, until: 2027-03-08}")
    team = leaving.replace("  - {notify: [{team: platform}], wait: 15m}\n", "")

    assert named(found_in({PAYMENTS: team}, tmp_path, NOW)) == []
    assert ("coverage-gap", "teams.payments.escalation") in named(
        found_in({PAYMENTS: team}, tmp_path, NOW + timedelta(weeks=2))
    )


def test_a_single_level_is_fine_and_so_is_one_that_is_silent_just_now(tmp_path: Path) -> None:
    team = "escalation: [{notify: [{rotation: primary}]}, {notify: [{rotation: second}]}]\nrotations:\n"
    for name, more in (("primary", ""), ("second", "    hours: business\n")):
        team += f'  {name}:\n    starts: 2026-11-02\n    shift: 1w\n    handoff: {{day: monday, at: "09:30"}}\n{more}'

    assert found_in({PAYMENTS: team}, tmp_path / "two") == ()
    assert found_in({PAYMENTS: "escalation: [{notify: [{rotation: primary}]}]\n"}, tmp_path / "one") == ()


@pytest.mark.parametrize(
    ("files", "help_"),
    [
        ({PAYMENTS: "escalation: [{notify: [{rotation: primery}]}]\n"}, "did you mean `primary`?"),
        ({PAYMENTS: "escalation: [{notify: [{rotation: x}]}]\n"}, "its rotations are primary"),
        (
            {PLATFORM: "services: {c: {name: C, runbook: r, depends_on: [chekout-api]}}\n"},
            "did you mean `checkout-api`?",
        ),
        ({PAYMENTS: "escalation: [{notify: [{rotation: primary}, {person: inés}]}]\n"}, None),
    ],
)
def test_a_reference_that_leads_nowhere_is_corrected(files: dict[str, str], help_: str | None, tmp_path: Path) -> None:
    (finding,) = (each for each in found_in(files, tmp_path) if each.rule in ("unknown-reference", "invalid-key"))

    assert help_ is None or finding.help == help_


def test_a_participant_who_exists_is_to_become_a_member(tmp_path: Path) -> None:
    team = TREE[PAYMENTS].replace('at: "09:30"}\n', 'at: "09:30"}\n    participants: [amara, tom, liu, sofia, ines]\n')

    (finding,) = found_in({PAYMENTS: team}, tmp_path)

    assert finding.help == "add `- {person: ines, on_call_since: 2026-11-30}` to `members`, or take the name out"


def test_the_room_for_a_description_is_what_the_marker_leaves() -> None:
    for kind, key in ((Kind.TEAM, "payments"), (Kind.SERVICE, "checkout-api")):
        assert len(with_marker("x", "acme", Ref(kind, key))) == 1 + marker_length("acme", kind, key)


@pytest.mark.parametrize(("length", "found"), [(PAGERDUTY.team_name, False), (PAGERDUTY.team_name + 1, True)])
def test_a_name_may_be_as_long_as_the_pager_takes(length: int, found: bool, tmp_path: Path) -> None:
    rules = [rule for rule, _ in named(found_in({PAYMENTS: f"name: {'x' * length}\n"}, tmp_path))]

    assert rules == ["name-too-long"] * found


@pytest.mark.parametrize(
    "name", ['" Payments"', '"Payments "', '"Pay/ments"', '"Pay\\\\ments"', '"<Payments>"', '"a\\u200bb"']
)
def test_names_that_the_pager_refuses(name: str, tmp_path: Path) -> None:
    assert ("name-not-allowed", "teams.payments.name") in named(found_in({PAYMENTS: f"name: {name}\n"}, tmp_path))


def test_an_opt_out_that_is_over_asks_for_the_date(tmp_path: Path) -> None:
    team = f"{FOUR}  - {{person: ines, opted_out: {{until: 2026-11-29}}}}\n"

    (finding,) = found_in({PAYMENTS: team}, tmp_path)

    assert (finding.rule, finding.path) == ("member-never-on-call", "teams.payments.members[4].person")
    assert "since when they are on call is not said" in finding.message
    assert "`on_call_since: 2026-11-30`" in finding.help


def test_who_has_left_is_nobody_s_mistake(tmp_path: Path) -> None:
    team = f"{FOUR}  - {{person: ines, until: 2026-10-01, opted_out: {{}}}}\n"

    assert found_in({PAYMENTS: team}, tmp_path) == ()


LEAVE = FOUR.replace("amara, ", "amara, opted_out: {because: leave, since: 2026-12-02, until: 2026-12-31}, ")


def test_an_opt_out_within_a_turn_is_settled_by_the_override_that_its_help_names(tmp_path: Path) -> None:
    (finding,) = found_in({PAYMENTS: LEAVE}, tmp_path)
    assert finding.rule == "opt-out-within-turn"
    assert finding.message == (
        "amara opts out from Wed 2 Dec 2026 on, in the middle of a turn of primary, and keeps the pager "
        "until Mon 7 Dec 2026 09:30"
    )
    override = "person: WHO, instead_of: amara, from: 2026-12-02T00:00, until: 2026-12-07T09:30"
    assert f"`overrides: [{{{override}}}]`" in finding.help

    rotation = TREE[PAYMENTS][TREE[PAYMENTS].index("rotations:") : TREE[PAYMENTS].index("escalation:")]
    settled = f"{rotation}    overrides: [{{{override.replace('WHO', 'tom')}, because: leave}}]\n"
    assert not found_in({PAYMENTS: LEAVE + settled}, tmp_path / "settled")


@pytest.mark.parametrize("since", ["2026-11-24", "2026-11-30", "2026-12-09"])
def test_an_opt_out_between_turns_or_before_today_has_no_finding(since: str, tmp_path: Path) -> None:
    assert not found_in({PAYMENTS: LEAVE.replace("2026-12-02", since)}, tmp_path)


def test_where_there_is_no_team_none_is_listed(tmp_path: Path) -> None:
    (repository := tmp_path / "ownership").mkdir()
    (repository / "org.yaml").write_text("org: acme\napprovers: [{team: platform}]\n")
    loaded = load(repository)
    assert loaded.org

    (found,) = (each for each in check(loaded.org, NOW, sources=loaded.sources) if each.rule == "unknown-reference")

    assert found.help == "declare it in teams/platform.yaml"
