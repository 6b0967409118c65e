"""The example is what the documentation says: an online shop of this size, in every stage, with one of everything."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ownctl.config import Loaded, Org, Stage, load
from ownctl.example import shop

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(shop() / "ownership")


@pytest.fixture(scope="module")
def org(loaded: Loaded) -> Org:
    assert not loaded.findings
    assert loaded.org is not None
    return loaded.org


def stage_on(stages: dict[Stage, date], day: date) -> Stage:
    begun = [(begins, stage) for stage, begins in stages.items() if begins <= day]
    return max(begun)[1] if begun else Stage.SHADOW


def test_it_has_seven_teams_and_34_people(org: Org) -> None:
    assert len(org.teams) == 7
    assert len(org.people) == 34


def test_it_has_28_services_in_three_tiers_with_90_alerts(org: Org) -> None:
    services = [service for _, _, service in org.services]
    assert len(services) == 28
    assert {service.tier for service in services} == {1, 2, 3}
    assert sum(len(service.alerts) for service in services) == 90


@pytest.mark.parametrize("day", [TODAY, date(2029, 12, 31)])
def test_its_teams_are_in_all_three_stages_on_any_day(org: Org, day: date) -> None:
    assert {stage_on(team.stages, day) for team in org.teams.values()} == set(Stage)


def test_its_rotations_turn_in_three_time_zones(org: Org) -> None:
    zones = {str(org.zone(team, rotation)) for team in org.teams.values() for rotation in team.rotations.values()}
    assert zones == {"Europe/London", "America/New_York", "Asia/Singapore"}


def test_three_people_are_newcomers(org: Org) -> None:
    newcomers = {
        member.person
        for team in org.teams.values()
        for rotation in team.rotations.values()
        for member in team.members
        if member.on_call_since is not None and member.on_call_since >= rotation.starts
    }
    assert newcomers == {"liu", "fatima", "jae"}


def test_one_person_is_in_no_team_yet_so_that_one_line_adds_a_newcomer(org: Org) -> None:
    members = [member.person for team in org.teams.values() for member in team.members]
    assert set(org.people) - set(members) == {"nadia"}
    assert len(members) == len(set(members))


def test_it_shows_each_thing_that_the_files_can_say(org: Org) -> None:
    teams = org.teams.values()
    assert any(team.escalation for team in teams)
    assert any("secondary" in team.rotations for team in teams)
    assert any(rotation.overrides for team in teams for rotation in team.rotations.values())
    assert any(member.opted_out and member.opted_out.until for team in teams for member in team.members)
    assert any(service.waive for _, _, service in org.services)
    assert any(begins > TODAY for team in teams for begins in team.stages.values())
    assert any(member.buddy for team in teams for member in team.members)


def test_everybodys_address_is_one_that_cannot_exist(org: Org) -> None:
    assert all(person.email.endswith("@acme.example") for person in org.people.values())


def files() -> list[Path]:
    return sorted((shop() / "ownership").rglob("*.yaml"))


@pytest.mark.parametrize("file", files(), ids=lambda file: file.relative_to(shop()).as_posix())
def test_each_file_tells_the_editor_its_schema_and_fits_on_a_screen(file: Path) -> None:
    first, *rest = file.read_text(encoding="utf-8").splitlines()
    schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert schema is not None
    assert (file.parent / schema[1]).resolve().parent == shop() / "schemas"
    assert max(map(len, rest)) <= 112
