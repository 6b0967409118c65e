"""What must hold for every file that anybody can come up with."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.config.strategies import orgs, people, teams
from tests.config.trees import lay
from tests.config.written import as_yaml

from ownctl.config import (
    Alert,
    Declared,
    Handoff,
    Hours,
    Integration,
    Level,
    Loaded,
    Member,
    OnCallPolicy,
    OptOut,
    OrgFile,
    Override,
    Paging,
    Person,
    Rotation,
    Service,
    Severity,
    Support,
    Target,
    Team,
    TurnTo,
    Waiver,
    load,
)  # fmt: skip
from ownctl.config.people import PeopleFile

FIELDS = sorted({
    field.alias or name
    for model in (Alert, Handoff, Hours, Integration, Level, Member, OnCallPolicy, OptOut, OrgFile, Override, Paging,
                  PeopleFile, Person, Rotation, Service, Support, Target, Team, TurnTo, Waiver)
    for name, field in model.model_fields.items()
})  # fmt: skip
WORDS = [
    *FIELDS, "monday", "shadow", "full", "latency", "always", "everyone", "x", "X y", "5m", "1w", "09:30",
    "Europe/London", "", "é",
]  # fmt: skip
scalars = (
    st.sampled_from(WORDS) | st.integers() | st.booleans() | st.none() | st.floats() | st.text(max_size=8)
    | st.dates() | st.datetimes(timezones=st.none() | st.just(ZoneInfo("Europe/London")))
)  # fmt: skip
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=4), below, max_size=5)
    ),
    max_leaves=20,
)
mappings = st.dictionaries(st.sampled_from(FIELDS), values, max_size=8)
FILES = ["org.yaml", "people.yaml", "people/a.yaml", "teams/a.yaml", "teams/b/team.yaml", "teams/b/services/c.yaml"]


def _check_spots(loaded: Loaded) -> None:
    """Every finding marks a place that its file has, from left to right."""
    for finding in loaded.findings:
        spot = finding.spot
        source = loaded.sources.get(spot.file)
        if source is None:
            assert spot[1:] == (1, 1, 1, 1)
            continue
        assert 1 <= spot.line <= spot.end_line <= len(source.lines), finding
        assert 1 <= spot.column <= len(source.lines[spot.line - 1]) + 1, finding
        assert 1 <= spot.end_column <= len(source.lines[spot.end_line - 1]) + 1, finding
        assert (spot.line, spot.column) <= (spot.end_line, spot.end_column), finding
        assert finding.message
        assert finding.help


def _load(files: dict[str, bytes]) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        root = lay(Path(folder), {"ownership/org.yaml": "org: acme\n"})
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        return load(root)


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(FILES), st.binary(max_size=200), max_size=3))
def test_any_bytes_load(files: dict[str, bytes]) -> None:
    _check_spots(_load(files))


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        st.sampled_from(FILES),
        st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#,~ \n\t\r\u2028\ufeff\x00é𝒳0", max_size=60),
        max_size=2,
    )
)
def test_anything_that_looks_like_yaml_loads(files: dict[str, str]) -> None:
    _check_spots(_load({name: text.encode() for name, text in files.items()}))


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(FILES), mappings, max_size=4))
def test_any_yaml_loads(files: dict[str, Any]) -> None:
    _check_spots(_load({name: yaml.safe_dump(value, allow_unicode=True).encode() for name, value in files.items()}))


@settings(deadline=None, max_examples=50)
@given(mappings)
def test_what_is_pruned_once_is_right(team: dict[str, Any]) -> None:
    """What is left of a file loads again without an error: pruning ends, and leaves nothing wrong."""
    text = yaml.safe_dump({**team, "team": "t", "name": "T"}, allow_unicode=True)
    org = _load({"teams/t.yaml": text.encode()}).org
    assert org is not None
    kept = org.teams["t"]

    again = _load({"teams/t.yaml": as_yaml(kept).encode()})

    assert [each for each in again.findings if each.severity is Severity.ERROR and each.rule != "missing-file"] == []


NUMBER_LIKE_ORG = OrgFile(org="0e6")
NUMBER_LIKE_TEAM = Team(team="t", name="1e100", members=(Member(person="058"),))
"""Text that YAML 1.2 reads as numbers where it has no quotes."""


@example(NUMBER_LIKE_ORG, PeopleFile(people={}), NUMBER_LIKE_TEAM)
@settings(deadline=None, max_examples=25)
@given(orgs, people, teams)
def test_a_model_that_is_written_and_loaded_is_the_same(org: OrgFile, people: PeopleFile, team: Team) -> None:
    files: dict[str, Declared] = {"org.yaml": org, "people.yaml": people, "teams/t.yaml": team}

    loaded = _load({name: as_yaml(model).encode() for name, model in files.items()})

    assert [each for each in loaded.findings if each.rule != "email-twice"] == []
    assert loaded.org is not None
    assert loaded.org.settings == org
    assert loaded.org.people == people.people
    assert loaded.org.teams == {"t": team}
