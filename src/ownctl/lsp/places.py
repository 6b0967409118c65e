"""Which tree a file belongs to, and what it declares there: told from its path alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ownctl.config.files import Kind
from ownctl.config.people import PeopleFile
from ownctl.config.services import ServiceFile
from ownctl.config.settings import OrgFile
from ownctl.config.teams import Team

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ownctl.config import Declared

MODELS: dict[Kind, type[Declared]] = {
    Kind.ORG: OrgFile,
    Kind.PEOPLE: PeopleFile,
    Kind.TEAM: Team,
    Kind.SERVICE: ServiceFile,
}

USUAL = "ownership"
"""How the folder of a tree is called, where no org.yaml tells."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a file belongs."""

    root: Path
    kind: Kind

    @property
    def model(self) -> type[Declared]:
        """What the file holds."""
        return MODELS[self.kind]


def home(path: Path, being_written: Collection[Path] = ()) -> Home | None:
    """The tree of a file: the nearest folder above with an org.yaml, on the disk or among those being written.

    None for a file that is part of no tree.
    """
    for folder in path.parents:
        org = folder / "org.yaml"
        if org in being_written or os.path.isfile(org) or folder.name == USUAL:  # noqa: PTH113  # half the time
            kind = kind_of(path.relative_to(folder).parts)
            return Home(folder, kind) if kind else None
    return None


def kind_of(parts: tuple[str, ...]) -> Kind | None:
    """What a file declares, by its path from the root of the tree; None if nobody reads it."""
    if not parts[-1].endswith(".yaml") or any(part.startswith(".") for part in parts):
        return None
    match parts:
        case ("org.yaml",):
            return Kind.ORG
        case ("people.yaml",) | ("people", _):
            return Kind.PEOPLE
        case ("teams", _) | ("teams", _, "team.yaml"):
            return Kind.TEAM
        case ("teams", _, "services", _):
            return Kind.SERVICE
    return None
