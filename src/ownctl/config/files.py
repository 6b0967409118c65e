"""Which files of the tree are ours, and reading them without following anything out of it."""

from __future__ import annotations

import errno
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config.disk import NoFile
from ownctl.config.findings import Finding, Severity
from ownctl.config.source import LARGEST
from ownctl.config.spots import Spot

if TYPE_CHECKING:
    from ownctl.config.disk import Files, Item


class Kind(StrEnum):
    """What a file declares."""

    ORG = "org"
    PEOPLE = "people"
    TEAM = "team"
    SERVICE = "service"


class Entry(NamedTuple):
    """A file that declares something."""

    kind: Kind
    path: Path
    is_link: bool
    beside: str = ""
    """For a service and its team: the folder that holds both."""


class Tree:
    """What lies below the root, sorted by path, so that the same tree gives the same order everywhere."""

    def __init__(self, root: Path, files: Files) -> None:
        self.root, self.files = root, files
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        self.lost: list[Kind] = []
        """Kinds of files that may be there, but can't be seen."""

    def add(self, kind: Kind, item: Item, beside: str = "") -> None:
        """A file that declares something."""
        self.entries.append(Entry(kind, item.path, item.is_link, beside))

    def say(self, rule: str, path: Path, message: str, help_: str, severity: Severity = Severity.ERROR) -> None:
        """A finding about the file itself."""
        self.findings.append(Finding(rule, severity, message, help_, Spot(typed_path(path))))


def typed_path(path: Path) -> str:
    """A path as the user would type it: relative to the working directory where it is below that."""
    absolute = os.path.abspath(path)  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118
    return absolute.removeprefix(here)


def scan(root: Path, files: Files) -> Tree:
    """Find the files of an ownership tree, and name what isn't one of them."""
    tree = Tree(root, files)
    for item in _listed(tree, root, Kind.ORG):
        look = {"org.yaml": Kind.ORG, "people.yaml": Kind.PEOPLE}.get(item.name)
        if look:
            tree.add(look, item)
        elif item.name == "people" and item.is_folder:
            _yaml_files(tree, item, Kind.PEOPLE)
        elif item.name == "teams" and item.is_folder:
            _teams(tree, item)
        else:
            _unknown(tree, item, _near(item, {"org": Kind.ORG, "people": Kind.PEOPLE}))
    return tree


def _teams(tree: Tree, folder: Item) -> None:
    for item in _inside(tree, folder, Kind.TEAM):
        if item.is_folder:
            _team_folder(tree, item)
        elif item.name.endswith(".yaml"):
            tree.add(Kind.TEAM, item)
        else:
            _unknown(tree, item, Kind.TEAM)


def _team_folder(tree: Tree, folder: Item) -> None:
    found = False
    services: Item | None = None
    for item in _inside(tree, folder, Kind.TEAM):
        if item.name == "team.yaml":
            found = True
            tree.add(Kind.TEAM, item, folder.name)
        elif item.name == "services" and item.is_folder:
            services = item
        else:
            _unknown(tree, item, _near(item, {"team": Kind.TEAM}))
    if services is not None and found:
        _yaml_files(tree, services, Kind.SERVICE, folder.name)
    elif services is not None:
        message = "a folder of services needs a team that owns them, and no team.yaml stands beside it"
        tree.say("no-team-file", folder.path / "team.yaml", message, "write team.yaml, beginning with `team: KEY`")
        tree.lost.append(Kind.SERVICE)


def _yaml_files(tree: Tree, folder: Item, kind: Kind, beside: str = "") -> None:
    for item in _inside(tree, folder, kind):
        if item.name.endswith(".yaml"):
            tree.add(kind, item, beside)
        else:
            _unknown(tree, item, kind)


def _inside(tree: Tree, folder: Item, kind: Kind) -> list[Item]:
    """What lies in a folder, unless it is a link to outside the tree."""
    if folder.is_link and not _stays_inside(tree, folder.path):
        tree.lost.append(kind)
        return []
    return _listed(tree, folder.path, kind)


def _listed(tree: Tree, folder: Path, kind: Kind) -> list[Item]:
    """What lies in a folder, by name, without hidden files and prose."""
    try:
        found = tree.files.listed(folder)
    except OSError as error:
        tree.say("unreadable-file", folder, f"this folder can't be read: {_reason(error)}", "let yourself read it")
        tree.lost.append(kind)
        return []
    return [item for item in found if not item.name.startswith(".") and not item.name.endswith((".md", "~"))]


def _near(item: Item, names: dict[str, Kind]) -> Kind | None:
    return names.get(Path(item.name).stem)


def _unknown(tree: Tree, item: Item, meant: Kind | None) -> None:
    if meant and item.name.endswith((".yml", ".YAML", ".YML")):
        tree.lost.append(meant)
        tree.say("file-ending", item.path, "only files that end in .yaml are read", f"name it {item.path.stem}.yaml")
        return
    message = "nobody reads this: it is no part of an ownership tree"
    help_ = "move it elsewhere; the tree is org.yaml, people.yaml or people/, and teams/"
    tree.say("unknown-file", item.path, message, help_, Severity.WARNING)


def _stays_inside(tree: Tree, path: Path) -> bool:
    """Whether a path, links followed, is in the tree; with a finding if not."""
    try:
        inside = tree.files.real(path).is_relative_to(tree.files.real(tree.root))
    except OSError as error:
        if error.errno == errno.ELOOP:
            tree.say("link-leaves-tree", path, "this link goes round in circles", "put the file itself here")
        else:
            tree.say("unreadable-file", path, f"this can't be read: {_reason(error)}", "put the file itself here")
        return False
    if not inside:
        message = "this link leaves the ownership tree, so it says something else on every machine"
        tree.say("link-leaves-tree", path, message, "put the file itself here")
    return inside


def read(tree: Tree, entry: Entry) -> bytes | None:
    """The bytes of a file; None, with a finding, if they can't be had."""
    path = entry.path
    if entry.is_link and not _stays_inside(tree, path):
        return None
    try:
        data = tree.files.read(path, LARGEST + 1)
    except NoFile:
        tree.say("unreadable-file", path, "this is no regular file", "put a file here")
        return None
    except OSError as error:
        tree.say("unreadable-file", path, f"this file can't be read: {_reason(error)}", "let yourself read it")
        return None
    if len(data) > LARGEST:
        message = f"this file is larger than {LARGEST // 1024 // 1024} MB, more than anybody declares by hand"
        tree.say("file-too-large", path, message, "split it: people/*.yaml, teams/KEY.yaml, teams/KEY/services/*.yaml")
        return None
    return data


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
