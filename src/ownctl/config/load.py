"""Load an ownership tree: every file read, parsed and typed; findings for what is wrong, an org of the rest."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config.checked import check_emails, check_not_built, check_paths
from ownctl.config.disk import Disk, Look
from ownctl.config.files import Entry, Kind, Tree, read, scan, typed_path
from ownctl.config.findings import Finding, Severity
from ownctl.config.gather import People, Teams
from ownctl.config.guess import guessed_refs, unseen_refs
from ownctl.config.memory import Memory
from ownctl.config.org import Org
from ownctl.config.own_schemas import read_schemas
from ownctl.config.pieces import org_piece, people_piece, service_piece, team_piece
from ownctl.config.spots import Spot
from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ownctl.config.disk import Files
    from ownctl.config.pieces import Piece, S
    from ownctl.config.settings import OrgFile
    from ownctl.config.source import Source
    from ownctl.config.teams import Team

HARMLESS = {"missing-file", "email-twice", "not-built", "schema-broken", "metadata-invalid"}
"""Errors that leave no doubt about who owns what and who is on call."""
DEEPEST = 3
"""How many folders deep a tree is: teams/KEY/services."""
NAMED = 4
"""How many people a finding names."""


class NoTree(Trouble):  # it reads as the sentence that it says
    """There is no ownership tree at the root."""


class Loaded(NamedTuple):
    """What could be read of a tree, and what is wrong with the rest."""

    root: Path
    org: Org | None
    """None if org.yaml can't be used."""
    findings: tuple[Finding, ...]
    """In the order of files and lines."""
    sources: dict[str, Source]
    """The text of each file that is text, by the file name of spots."""
    files: int
    """How many files there are that declare something, readable or not."""

    @property
    def repository(self) -> Path:
        """The folder that holds the ownership tree: paths in its files are looked up from there."""
        return self.root.absolute().parent

    def in_tree(self, file: str) -> str:
        """The path of a spot's file from the root, with slashes: the same wherever a command runs."""
        return os.path.relpath(file, self.root).replace(os.sep, "/")

    @property
    def understood(self) -> bool:
        """Whether everything in the files could be read, so that who is on call is beyond doubt."""
        return self.org is not None and not any(
            finding.severity is Severity.ERROR and finding.rule not in HARMLESS for finding in self.findings
        )


def load(root: Path, files: Files | None = None, memory: Memory | None = None) -> Loaded:
    """Load the tree at `root`. Raises NoTree if there is none; whatever else is wrong is a finding.

    `files` says where they come from: the disk, unless told otherwise. With the `memory` of earlier loads, files whose
    bytes are the same are not read again.
    """
    files = files or Disk()
    must_be_a_tree(root, files)
    tree = scan(root, files)
    if not tree.entries and not tree.findings:
        raise NoTree(f"{typed_path(root)} holds no org.yaml", "`ownctl init` makes a small working tree there")
    with without_garbage_collection():
        return _Load(tree, memory or Memory()).done()


def must_be_a_tree(root: Path, files: Files) -> None:
    """Raise NoTree, with where to look instead, if there is no folder at the root."""
    look = files.look(root)
    if look is None:
        raise NoTree(
            f"there is no ownership tree at {typed_path(root)}",
            _above(root, files) or "`ownctl init` makes one; `--root DIR` names one elsewhere",
        )
    if look is not Look.FOLDER:
        raise NoTree(f"{typed_path(root)} is no folder", "`--root` names the folder that holds org.yaml")
    if around := _around(root, files):
        raise NoTree(f"{typed_path(root)} is only a part of an ownership tree", f"did you mean `--root {around}`?")


def _around(root: Path, files: Files) -> str | None:
    """The tree of which the root is only a folder, as a user would name it; None where it is a tree, or in none."""
    here = Path(os.path.abspath(root))  # noqa: PTH100
    if files.look(here / "org.yaml") is not None:
        return None
    found = next((each for each in list(here.parents)[:DEEPEST] if files.look(each / "org.yaml") is Look.FILE), None)
    if found is None or root.is_absolute():
        return str(found) if found else None
    return os.path.relpath(found)


def _above(root: Path, files: Files) -> str | None:
    """What to do in a folder of a repository, or of the tree itself, for somebody who is only too deep in it."""
    here = Path(os.path.abspath(root)).parent  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
    for folder in here.parents if len(root.parts) == 1 else ():
        if files.look(folder / root.name / "org.yaml") is Look.FILE:
            return f"there is one further up: cd {os.path.relpath(folder, here)}"
    return None


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Switch it off meanwhile, if it was on: what loading and checking make stays, so there is nothing to collect.

    Looking through it again and again takes two fifths of the time of a large tree, and frees no memory (measured).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Load:
    """One run over the files; what they declare comes together here."""

    def __init__(self, tree: Tree, memory: Memory) -> None:
        self.tree, self.memory = tree, memory
        self.findings: list[Finding] = []
        self.sources: dict[str, Source] = {}
        self.settings: OrgFile | None = None
        self.broken: set[str] = set()
        self.people, self.teams = People(), Teams()
        self.org_seen = False
        self.split = {entry.beside for entry in tree.entries if entry.kind is Kind.SERVICE}
        """The folders of teams that have services in files beside them."""
        memory.begin()

    def done(self) -> Loaded:
        for entry in sorted(self.tree.entries, key=lambda entry: list(Kind).index(entry.kind)):
            self._file(entry)
        for kind in self.tree.lost:
            self.broken.update(unseen_refs(kind))
        org = self._org()
        findings = [*self.findings, *self.people.findings, *self.teams.findings, *self.tree.findings]
        order = sorted(findings, key=lambda finding: (finding.spot, finding.rule, finding.message))
        return Loaded(self.tree.root, org, tuple(order), self.sources, len(self.tree.entries))

    def _file(self, entry: Entry) -> None:
        if entry.kind is Kind.ORG:
            self.org_seen = True
            if of_org := self._said(entry, org_piece):
                self.settings = of_org.settings
                self.findings += of_org.findings
        elif entry.kind is Kind.PEOPLE:
            if people := self._said(entry, people_piece):
                self.people.add(people)
        elif entry.kind is Kind.TEAM:
            if team := self._said(entry, team_piece, entry.beside if entry.beside in self.split else ""):
                self.teams.add(team, entry.beside)
        elif service := self._said(entry, service_piece, self.teams.way_to(entry.beside)):
            self.teams.add_service(service, entry.beside)

    def _said(self, entry: Entry, make: Callable[[bytes, str, str], Piece[S]], where: str = "") -> S | None:
        """What a file says; where it can't be parsed, remember what it probably declares."""
        data = read(self.tree, entry)
        if data is None:
            self.broken.update(guessed_refs(entry, None))
            return None
        file = typed_path(entry.path)
        piece = self.memory.recall(make, data, file, where)
        self.findings += piece.findings
        if piece.source is not None:
            self.sources[file] = piece.source
        if piece.said is None:
            self.broken.update(guessed_refs(entry, piece.source))
        return piece.said

    def _no_people(self, teams: Mapping[str, Team]) -> Iterator[Finding]:
        """One finding where nobody is declared and teams have members, instead of one for each of them."""
        members = list(dict.fromkeys(member.person for team in teams.values() for member in team.members))
        if not members or Kind.PEOPLE in {*self.tree.lost, *(entry.kind for entry in self.tree.entries)}:
            return
        self.broken.update(unseen_refs(Kind.PEOPLE))
        yield Finding(
            "no-people-file",
            Severity.ERROR,
            f"the tree has no people.yaml, so nobody can be reached: its teams name {', '.join(members[:NAMED])}"
            f"{', …' if len(members) > NAMED else ''}",
            f"write it, with `people:` and below it `{members[0]}: {{name: …, email: …}}` for each of them",
            Spot(typed_path(self.tree.root / "people.yaml")),
        )

    def _org(self) -> Org | None:
        if not self.org_seen:
            message = "the tree has no org.yaml, so nobody knows whose it is"
            path = self.tree.root / "org.yaml"
            spot = Spot(typed_path(path))
            self.findings.append(Finding("no-org-file", Severity.ERROR, message, "write it, with `org: KEY`", spot))
        people, teams = self.people.found, self.teams.settled()
        self.findings += [*check_emails(people), *self._no_people(teams)]
        if self.settings is None:
            return None
        repository, files = self.tree.root.absolute().parent, self.tree.files
        schemas, findings = read_schemas(self.settings, repository, files, self.memory)
        org = Org.model_construct(
            settings=self.settings,
            people=people,
            teams=teams,
            broken=frozenset(self.broken | self.people.broken | self.teams.broken),
            metadata_schemas=schemas,
        )
        self.findings += [*findings, *check_not_built(self.settings), *check_paths(org, repository, files)]
        return org
