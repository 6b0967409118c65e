"""Load an ownership tree: every file read, parsed and typed; findings for what is wrong, an org of the rest."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ownctl.config.checked import check_emails, check_not_built, check_paths
from ownctl.config.files import Entry, Kind, Tree, read, scan, typed_path
from ownctl.config.findings import Finding, Severity
from ownctl.config.gather import People, Teams
from ownctl.config.guess import guessed_refs, unseen_refs
from ownctl.config.org import Org
from ownctl.config.own_schemas import read_schemas
from ownctl.config.parse import parse
from ownctl.config.settings import OrgFile
from ownctl.config.source import Source, decode
from ownctl.config.spots import Mapping, Spot
from ownctl.config.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HARMLESS = {"missing-file", "email-twice", "not-built", "schema-broken", "metadata-invalid"}
"""Errors that leave no doubt about who owns what and who is on call."""


class NoTree(Exception):  # it reads as the sentence that it says
    """There is no ownership tree at the root. `message` says what is there, `help` what to do."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.message, self.help = message, help_


@dataclass(frozen=True)
class Loaded:
    """What could be read of a tree, and what is wrong with the rest."""

    root: Path
    org: Org | None
    """None if org.yaml can't be used."""
    findings: tuple[Finding, ...]
    """In the order of files and lines."""
    sources: dict[str, Source] = field(repr=False)
    """The text of each file that is text, by the file name of spots."""
    files: int
    """How many files there are that declare something, readable or not."""

    @property
    def repository(self) -> Path:
        """The folder that holds the ownership tree: paths in its files are looked up from there."""
        return self.root.absolute().parent

    @property
    def understood(self) -> bool:
        """Whether everything in the files could be read, so that who is on call is beyond doubt."""
        return self.org is not None and not any(
            finding.severity is Severity.ERROR and finding.rule not in HARMLESS for finding in self.findings
        )


def load(root: Path) -> Loaded:
    """Load the tree at `root`. Raises NoTree if there is none; whatever else is wrong is a finding."""
    _must_be_a_tree(root)
    tree = scan(root)
    if not tree.entries and not tree.findings:
        raise NoTree(f"{typed_path(root)} holds no org.yaml", "`ownctl init` makes a small working tree there")
    with without_garbage_collection():
        return _Load(tree).done()


def _must_be_a_tree(root: Path) -> None:
    if not root.exists():
        raise NoTree(
            f"there is no ownership tree at {typed_path(root)}",
            "`ownctl init` makes one; `--root DIR` names one elsewhere",
        )
    if not root.is_dir():
        raise NoTree(f"{typed_path(root)} is no folder", "`--root` names the folder that holds org.yaml")


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

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.findings: list[Finding] = []
        self.sources: dict[str, Source] = {}
        self.settings: OrgFile | None = None
        self.broken: set[str] = set()
        self.people, self.teams = People(), Teams()
        self.org_seen = False

    def done(self) -> Loaded:
        for entry in sorted(self.tree.entries, key=lambda entry: list(Kind).index(entry.kind)):
            self._file(entry)
        for kind in self.tree.lost:
            self.broken.update(unseen_refs(kind))
        self.people.settle()
        self.teams.settle()
        self.findings += [*self.people.findings, *self.teams.findings]
        org = self._org()
        findings = [*self.findings, *self.tree.findings]
        order = sorted(findings, key=lambda finding: (finding.spot, finding.rule, finding.message))
        return Loaded(self.tree.root, org, tuple(order), self.sources, len(self.tree.entries))

    def _file(self, entry: Entry) -> None:
        node, source = self._parsed(entry)
        if entry.kind is Kind.ORG:
            self.org_seen = True
        if node is None:
            self.broken.update(guessed_refs(entry, source))
        elif entry.kind is Kind.ORG:
            self.settings, findings = typed(OrgFile, node, "")
            self.findings += findings
        elif entry.kind is Kind.PEOPLE:
            self.people.add(node)
        elif entry.kind is Kind.TEAM:
            self.teams.add(node, entry.beside)
        else:
            self.teams.add_service(node, entry.beside)

    def _parsed(self, entry: Entry) -> tuple[Mapping | None, Source | None]:
        data = read(self.tree, entry.path)
        if data is None:
            return None, None
        file = typed_path(entry.path)
        source, findings = decode(data, file)
        self.findings += findings
        if source is None:
            return None, None
        self.sources[file] = source
        node, findings = parse(source)
        self.findings += findings
        return node, source

    def _org(self) -> Org | None:
        if not self.org_seen:
            message = "the tree has no org.yaml, so nobody knows whose it is"
            path = self.tree.root / "org.yaml"
            spot = Spot(typed_path(path))
            self.findings.append(Finding("no-org-file", Severity.ERROR, message, "write it, with `org: KEY`", spot))
        people, teams = self.people.found, self.teams.found
        self.findings += check_emails(people)
        if self.settings is None:
            return None
        repository = self.tree.root.absolute().parent
        schemas, findings = read_schemas(self.settings, repository)
        org = Org.model_construct(
            settings=self.settings,
            people=people,
            teams=teams,
            broken=frozenset(self.broken | self.people.broken | self.teams.broken),
            metadata_schemas=schemas,
        )
        self.findings += [*findings, *check_not_built(self.settings), *check_paths(org, repository)]
        return org
