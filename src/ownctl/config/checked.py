"""What files say rightly by themselves, and wrongly together or against the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.disk import Look
from ownctl.config.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ownctl.config.declared import Declared
    from ownctl.config.disk import Files
    from ownctl.config.org import Org
    from ownctl.config.people import Person
    from ownctl.config.settings import OrgFile


def check_emails(people: Mapping[str, Person]) -> Iterator[Finding]:
    """Two people with one e-mail would be one person in the pager; marked at the second."""
    first: dict[str, str] = {}
    for key, person in people.items():
        email = person.email.casefold()
        if email in first:
            yield Finding(
                "email-twice",
                Severity.ERROR,
                f"{first[email]} has this e-mail, too, and the pager would take both for one person",
                "give each their own, or delete one of them",
                person.spot_of("email"),
                f"people.{key}.email",
            )
        first.setdefault(email, key)


NOT_BUILT = {
    "schedules": ("layers", "schedules of layers are", "write `schedules: shift-based`, or leave it out"),
    "manage_users": (True, "creating users is", "invite people in the pager, and leave it out"),
    "dependencies": (True, "keeping service dependencies in step is", "leave it out; they stay as they are"),
}


def check_not_built(settings: OrgFile) -> Iterator[Finding]:
    """A setting whose part doesn't exist yet is refused by name, never ignored."""
    for name, (value, what, help_) in NOT_BUILT.items():
        if getattr(settings.paging, name) == value:
            message = f"{what} not built yet in this version, and a setting is never ignored"
            spot = settings.spot_of("paging", name)
            yield Finding("not-built", Severity.ERROR, message, help_, spot, f"paging.{name}")


def check_paths(org: Org, repository: Path, files: Files) -> Iterator[Finding]:
    """Paths in the files lead to files of the repository."""
    looked_at: dict[str, tuple[str, str] | None] = {}  # most teams share one document
    for key, team in org.teams.items():
        flow = team.support.incident_flow
        if flow and not flow.startswith(("https://", "http://")):
            if flow not in looked_at:
                looked_at[flow] = _lost(flow, repository, files)
            lost = looked_at[flow]
            if lost:
                yield _missing(lost, team, ("support", "incident_flow"), f"teams.{key}.")
    for kind, path in org.settings.metadata_schemas.items():
        lost = _lost(path, repository, files)
        if lost:
            yield _missing(lost, org.settings, ("metadata_schemas", kind), "")


def _lost(path: str, repository: Path, files: Files) -> tuple[str, str] | None:
    """Why a path leads to no file of the repository, and what to do about it."""
    file = inside(path, repository, files)
    if file is None:
        return (
            f"{path} leaves the repository",
            "paths begin at the folder that holds the ownership tree, and stay in it",
        )
    if files.look(file) is Look.FILE:
        return None
    return (
        f"there is no file {path} in the repository",
        "write it, or correct the path: it begins at the folder that holds the ownership tree",
    )


def _missing(said: tuple[str, str], declared: Declared, at: tuple[str, str], where: str) -> Finding:
    return Finding("missing-file", Severity.ERROR, *said, declared.spot_of(*at), where + ".".join(at))


def inside(path: str, repository: Path, files: Files) -> Path | None:
    """The file that a path of the files means; None if it lies, links followed, outside the repository."""
    file = repository / path
    try:
        return file if files.real(file).is_relative_to(files.real(repository)) else None
    except (OSError, ValueError):
        return None
