"""Names: where they stand, and what another key for one would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest
from tests.config.trees import lay

from ownctl.config import Declared, Integration, OrgFile
from ownctl.config.scalars import KEY_PATTERN
from ownctl.lsp.meaning import DECLARES, KEYS_DECLARE, REFERS, Kind, Name
from ownctl.lsp.rename import CantRename, rename
from ownctl.lsp.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ORG = """\
org: acme
approvers: [{team: search}, {person: tom}, '@acme/all']
waive: [{rule: no-channel}]
rules: {no-channel: warning}
"""
PEOPLE = "people:\n  amara: {name: A, email: a@acme.example}\n  tom: {name: T, email: t@acme.example}\n"
PAYMENTS = """\
team: payments
name: Payments
support: {cover: search, turn_to: [{person: amara, for: amara}]}
members:
  - {person: "amara", buddy: tom}
  - person: 'tom'
rotations:
  primary: {participants: [amara, tom], overrides: [{person: amara, instead_of: tom}]}
escalation:
  - notify: [{rotation: primary}, {team: search, rotation: primary}, {person: amara}]
services:
  checkout: {name: Checkout, depends_on: [index, checkout], alerts: {amara: {query: x}}}
"""
SEARCH = "team: search\nname: Search\nrotations:\n  primary: {}\n"
INDEX = "service: index\nname: Index\ndepends_on: [checkout]\n"
FILES = {
    "ownership/org.yaml": ORG,
    "ownership/people.yaml": PEOPLE,
    "ownership/teams/payments.yaml": PAYMENTS,
    "ownership/teams/search/team.yaml": SEARCH,
    "ownership/teams/search/services/index.yaml": INDEX,
}


def tree(folder: Path, files: Mapping[str, str]) -> Tree:
    made = Tree(lay(folder, files))
    made.refresh()
    return made


def renamed(folder: Path, name: Name, new: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    """The files after it, those that change, by name."""
    after = {}
    for path, edits in rename(tree(folder, files), name, new).items():
        lines = path.read_text(encoding="utf-8").split("\n")
        for edit in reversed(edits):
            line = lines[edit.spot.line - 1]
            lines[edit.spot.line - 1] = line[: edit.spot.column - 1] + edit.text + line[edit.spot.end_column - 1 :]
        after[path.name] = "\n".join(lines)
    return after


def test_a_person_is_renamed_wherever_they_are_meant_and_nowhere_else(tmp_path: Path) -> None:
    after = renamed(tmp_path, Name(Kind.PERSON, "amara"), "maria")
    expected = (
        PAYMENTS.replace("amara", "maria").replace("for: maria", "for: amara").replace("{maria: {q", "{amara: {q")
    )
    assert after == {"people.yaml": PEOPLE.replace("amara", "maria"), "payments.yaml": expected}
    assert "{person: tim}" in renamed(tmp_path, Name(Kind.PERSON, "tom"), "tim")["org.yaml"]


def test_a_rotation_is_renamed_in_its_own_team_only(tmp_path: Path) -> None:
    after = renamed(tmp_path, Name(Kind.ROTATION, "primary", "search"), "first")
    assert after == {
        "payments.yaml": PAYMENTS.replace("team: search, rotation: primary", "team: search, rotation: first"),
        "team.yaml": SEARCH.replace("primary", "first"),
    }


def test_a_service_is_renamed_in_its_own_file_and_where_it_is_needed(tmp_path: Path) -> None:
    after = renamed(tmp_path, Name(Kind.SERVICE, "index"), "catalogue")
    assert after == {
        "payments.yaml": PAYMENTS.replace("[index", "[catalogue"),
        "index.yaml": INDEX.replace("index", "catalogue", 1),
    }


def test_a_team_is_renamed_as_cover_and_as_target(tmp_path: Path) -> None:
    after = renamed(tmp_path, Name(Kind.TEAM, "search"), "find")
    assert after == {
        "org.yaml": ORG.replace("search", "find"),
        "payments.yaml": PAYMENTS.replace("search", "find"),
        "team.yaml": SEARCH.replace("search", "find", 1),
    }


def test_an_alert_is_renamed_in_its_service_only(tmp_path: Path) -> None:
    after = renamed(tmp_path, Name(Kind.ALERT, "amara", "checkout"), "slow")
    assert after == {"payments.yaml": PAYMENTS.replace("{amara: {q", "{slow: {q")}


def test_what_an_alias_stands_for_is_renamed_once_and_the_alias_stays(tmp_path: Path) -> None:
    files = FILES | {"ownership/teams/payments.yaml": "team: payments\nmembers: [{person: &a amara, buddy: *a}]\n"}
    after = renamed(tmp_path, Name(Kind.PERSON, "amara"), "maria", files)
    assert after["payments.yaml"] == "team: payments\nmembers: [{person: &a maria, buddy: *a}]\n"


@pytest.mark.parametrize(
    ("name", "new", "why"),
    [
        (Name(Kind.PERSON, "amara"), "tom", "there is a person tom already"),
        (Name(Kind.PERSON, "amara"), "Maria Okafor", "can't be a key"),
        (Name(Kind.PERSON, "amara"), "", "can't be a key"),
        (Name(Kind.PERSON, "nobody"), "maria", "no person nobody is declared"),
        (Name(Kind.RULE, "no-channel"), "maria", "keep their names"),
        (Name(Kind.SERVICE, "index"), "checkout", "there is a service checkout already"),
    ],
    ids=str,
)
def test_a_rename_that_would_break_something_is_refused(tmp_path: Path, name: Name, new: str, why: str) -> None:
    with pytest.raises(CantRename, match=why):
        rename(tree(tmp_path, FILES), name, new)


def test_nothing_is_renamed_while_a_file_cant_be_parsed(tmp_path: Path) -> None:
    files = FILES | {"ownership/teams/broken.yaml": "team: [\n"}
    with pytest.raises(CantRename, match=r"broken\.yaml can't be parsed"):
        rename(tree(tmp_path, files), Name(Kind.PERSON, "amara"), "maria")


def test_nothing_is_renamed_while_a_file_cant_be_read(tmp_path: Path) -> None:
    files = FILES | {"ownership/teams/utf16.yaml": "\udcff\udcfet\x00"}
    with pytest.raises(CantRename, match=r"utf16\.yaml can't be parsed"):
        rename(tree(tmp_path, files), Name(Kind.PERSON, "amara"), "maria")


def test_a_name_behind_an_escape_is_left_to_a_person(tmp_path: Path) -> None:
    files = FILES | {"ownership/teams/payments.yaml": 'team: payments\nmembers: [{person: "am\\x61ra"}]\n'}
    with pytest.raises(CantRename, match=r"payments\.yaml, line 2"):
        rename(tree(tmp_path, files), Name(Kind.PERSON, "amara"), "maria")


def test_rules_are_found_where_they_are_waived_and_weighed(tmp_path: Path) -> None:
    found = tree(tmp_path, FILES).marks_of(Name(Kind.RULE, "no-channel"))
    assert [(text.path.name, mark.spot.line) for text, mark in found] == [("org.yaml", 3), ("org.yaml", 4)]


def models(above: type[Declared] = Declared) -> Iterator[type[Declared]]:
    for below in above.__subclasses__():
        yield below
        yield from models(below)


def is_key(annotation: Any) -> bool:
    """Whether a key may stand there, or in what stands there."""
    of_key = any(getattr(each, "pattern", None) == KEY_PATTERN for each in getattr(annotation, "__metadata__", ()))
    return of_key or any(is_key(each) for each in get_args(annotation))


def test_every_field_that_holds_keys_is_known_to_name_something_or_not_to() -> None:
    """A new one that is forgotten would keep the old key when something is renamed."""
    tables = (REFERS, DECLARES, KEYS_DECLARE)
    known = {field for table in tables for field in table} | {(OrgFile, "org"), (Integration, "key")}
    for model in models():
        for name, field in model.__annotations__.items():
            if is_key(field):
                written = model.model_fields[name].alias or name
                assert (model, written) in known, f"{model.__name__}.{written} is in no table of ownctl.lsp.meaning"
