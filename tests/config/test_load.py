"""Loading a tree: what is wrong is found at its place and pruned, the rest is there, and nothing cascades."""

from __future__ import annotations

import gc
from datetime import date, time, timedelta
from pathlib import Path

import pytest
import yaml
from tests.config.trees import MINIMAL, lay, only, snippet, team

from ownctl.config import Day, Loaded, Person, Stage, load

ONE_MISTAKE = yaml.safe_load(Path(__file__).with_name("one_mistake.yaml").read_text(encoding="utf-8"))
TEAM = "team: t\nname: T\n"
ROTATION = 'rotations:\n  primary:\n    starts: 2026-11-02\n    shift: 1w\n    handoff: {day: monday, at: "09:30"}\n'


def _rules(loaded: Loaded) -> list[str]:
    return [finding.rule for finding in loaded.findings]


def test_a_tree_becomes_an_org(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **MINIMAL,
        "ownership/people/a.yaml": "people:\n  amara: {name: Amara, email: amara@acme.example}\n",
        "ownership/people/b.yaml": "people:\n  tom: {name: Tom, email: tom@acme.example}\n",
        "ownership/teams/t.yaml": TEAM + ROTATION + "stages: {full: 2026-08-14}\n",
        "ownership/teams/big/team.yaml": "team: big\nname: Big\nservices:\n  one: {name: One}\n",
        "ownership/teams/big/services/two.yaml": "service: two\nname: Two\n",
    })  # fmt: skip

    loaded = load(root)

    assert loaded.findings == ()
    assert loaded.understood
    assert loaded.files == 6
    assert loaded.org is not None
    assert list(loaded.org.people) == ["amara", "tom"]
    assert {key for _, key, _ in loaded.org.services} == {"one", "two"}
    rotation = loaded.org.teams["t"].rotations["primary"]
    assert (rotation.shift, rotation.handoff.day, rotation.handoff.at) == (timedelta(weeks=1), Day.MONDAY, time(9, 30))
    assert loaded.org.teams["t"].stages == {Stage.FULL: date(2026, 8, 14)}


def test_a_service_in_its_own_file_stands_there(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **MINIMAL,
        "ownership/teams/big/team.yaml": "team: big\nname: Big\n",
        "ownership/teams/big/services/two.yaml": "service: two\nname: Two\n",
    })  # fmt: skip

    org = load(root).org

    assert org is not None
    service = org.teams["big"].services["two"]
    own = str(root / "teams/big/services/two.yaml")
    assert service.spot_of("name")[:3] == (own, 2, 7)
    assert org.teams["big"].key_spot_of("services", "two")[:3] == (own, 1, 10)
    assert org.teams["big"].spot_of("services", "two", "name")[:3] == (own, 2, 7)


def test_several_mistakes_are_found_in_one_run(tmp_path: Path) -> None:
    loaded = team(tmp_path, TEAM + ROTATION.replace("1w", "3h") + "stages: {shadw: 2026-02-30}\nfoo: 1\n")

    assert sorted(_rules(loaded)) == ["invalid-date", "invalid-duration", "unknown-field", "unknown-value"]


@pytest.mark.parametrize("case", ONE_MISTAKE, ids=lambda case: case["text"])
def test_one_mistake_is_one_finding_that_says_what_to_type(case: dict[str, str], tmp_path: Path) -> None:
    loaded = team(tmp_path, f"{TEAM}{case['text']}\n")
    finding = only(loaded)

    assert (finding.rule, snippet(loaded, finding), finding.help) == (case["rule"], case["mark"], case["help"])
    assert not loaded.understood


@pytest.mark.parametrize(
    ("org", "rule", "mark"),
    [
        ("org: acme\non_call: {largest_share: 0.35}\n", "invalid-share", "0.35"),
        ("org: acme\non_call: {largest_share: 101%}\n", "invalid-share", "101%"),
        ("org: acme\non_call: {first_shifts_paired: -1}\n", "out-of-range", "-1"),
        ("org: acme\npaging: {schedules: layers}\n", "not-built", "layers"),
        ("org: acme\npaging: {manage_users: true}\n", "not-built", "true"),
        ("org: acme\npaging: {dependencies: true}\n", "not-built", "true"),
        ("org: acme\npaging: {provider: opsgenie}\n", "unknown-value", "opsgenie"),
        ("org: acme\nrules: {no-channel: fatal}\n", "unknown-value", "fatal"),
        ("org: acme\nmetadata_schemas: {team: x.json}\n", "unknown-value", "team"),
        ("org: acme\nmetadata_schemas: {service: ../x.json}\n", "missing-file", "../x.json"),
        ("name: acme\n", "missing-field", "name"),
    ],
)
def test_a_mistake_in_org_yaml_is_one_finding(org: str, rule: str, mark: str, tmp_path: Path) -> None:
    loaded = load(lay(tmp_path, {"ownership/org.yaml": org}))

    assert [(each.rule, snippet(loaded, each)) for each in loaded.findings if each.rule != "unknown-field"] == [
        (rule, mark)
    ]


def test_only_the_smallest_part_is_pruned(tmp_path: Path) -> None:
    loaded = team(
        tmp_path,
        TEAM
        + ROTATION
        + "  secondary: {starts: soon, shift: 1w, handoff: {day: monday, at: '09:30'}}\n"
        + "members:\n  - {person: a, until: never}\n  - {person: B}\n  - {person: c}\n"
        + "services:\n  x: {name: X, tier: 9, depends_on: [y, Z, w]}\n",
    )

    assert loaded.org is not None
    declared = loaded.org.teams["t"]
    assert list(declared.rotations) == ["primary"]
    assert [member.person for member in declared.members] == ["a", "c"]
    assert declared.members[1].spot_of("person")[1:] == (12, 14, 12, 15)
    assert declared.services["x"].tier == 3
    assert declared.services["x"].depends_on == ("y", "w")
    assert loaded.org.broken == {"rotation/t/secondary"}
    assert loaded.org.is_broken("rotation", "t", "secondary")
    assert not loaded.org.is_broken("rotation", "t", "primary")
    assert declared.is_broken("members")
    assert declared.members[0].is_broken("until")
    assert not declared.members[1].is_broken("until")


def test_several_wrong_items_of_a_list_leave_the_right_ones(tmp_path: Path) -> None:
    loaded = team(tmp_path, TEAM + "services: {x: {name: X, depends_on: [a, B, c, D, E, f]}}\n")

    assert loaded.org is not None
    service = loaded.org.teams["t"].services["x"]
    assert service.depends_on == ("a", "c", "f")
    assert [service.spot_of("depends_on", index).column for index in range(3)] == [38, 44, 53]


def test_what_a_file_that_cannot_be_parsed_declares_is_taken_for_declared(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **MINIMAL,
        "ownership/people.yaml": "people:\n  amara: {name: Amara\n  tom: {name: Tom}\n",
        "ownership/teams/shop.yaml": "team: storefront\nname: [\nservices:\n  web: {name: Web}\n",
    })  # fmt: skip

    org = load(root).org

    assert org is not None
    assert org.is_broken("person", "amara")
    assert not org.is_broken("person", "nobody")
    assert org.is_broken("team", "storefront")
    assert org.is_broken("service", "web")
    assert org.is_broken("rotation", "storefront", "primary")
    assert not org.is_broken("team", "search")


def test_without_a_usable_org_yaml_there_is_no_org_and_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    root = lay(tmp_path, {"ownership/org.yaml": "org: [\n", "ownership/teams/t.yaml": TEAM + "foo: 1\n"})

    loaded = load(root)

    assert loaded.org is None
    assert _rules(loaded) == ["yaml-syntax", "unknown-field"]
    assert not loaded.understood


def test_warnings_and_missing_documents_leave_a_tree_understood(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **MINIMAL,
        "ownership/notes.txt": "x",
        "ownership/teams/t.yaml": TEAM + "support: {incident_flow: docs/gone.md}\n",
    })  # fmt: skip

    loaded = load(root)

    assert _rules(loaded) == ["unknown-file", "missing-file"]
    assert loaded.understood


def test_the_second_of_two_is_marked(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **MINIMAL,
        "ownership/people/a.yaml": "people:\n  amara: {name: Amara, email: A@acme.example}\n",
        "ownership/people/b.yaml": "people:\n  amara: {name: Amara, email: b@acme.example}\n"
        "  tom: {name: Tom, email: a@ACME.example}\n",
        "ownership/teams/s/team.yaml": "team: s\nname: S\nservices: {web: {name: Web}}\n",
        "ownership/teams/s/services/web.yaml": "service: web\nname: Web\n",
        "ownership/teams/z.yaml": "team: s\nname: Z\n",
    })  # fmt: skip

    loaded = load(root)

    found = [(each.rule, each.spot.file.removeprefix(f"{root}/"), snippet(loaded, each)) for each in loaded.findings]
    assert found == [
        ("declared-twice", "people/b.yaml", "amara"),
        ("email-twice", "people/b.yaml", "a@ACME.example"),
        ("declared-twice", "teams/s/services/web.yaml", "web"),
        ("declared-twice", "teams/z.yaml", "s"),
    ]


def test_behind_an_alias_one_mistake_is_one_finding(tmp_path: Path) -> None:
    text = "services:\n  a: {name: A, depends_on: &d [x, Y, z]}\n  b: {name: B, depends_on: *d}\n"

    loaded = team(tmp_path, TEAM + text)

    assert only(loaded).rule == "invalid-key"
    assert loaded.org is not None
    assert loaded.org.teams["t"].services["b"].depends_on == ("x", "z")


def test_declarations_are_equal_wherever_they_stand(tmp_path: Path) -> None:
    people = "people:\n  amara: {name: Amara, email: amara@acme.example}\n"
    org = load(lay(tmp_path, {**MINIMAL, "ownership/people.yaml": people})).org

    assert org is not None
    assert org.people["amara"] == Person(name="Amara", email="amara@acme.example")
    assert org.people["amara"].model_copy().spot_of("name") == org.people["amara"].spot_of("name")


@pytest.mark.parametrize("on", [True, False])
def test_garbage_collection_is_afterwards_as_it_was(on: bool, tmp_path: Path) -> None:
    was = gc.isenabled()
    try:
        gc.enable() if on else gc.disable()
        load(lay(tmp_path, MINIMAL))
        assert gc.isenabled() is on
    finally:
        gc.enable() if was else gc.disable()
