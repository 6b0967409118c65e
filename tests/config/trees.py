"""Laying out small trees for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Finding, Loaded, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MINIMAL = {"ownership/org.yaml": "org: acme\n"}
SOMEBODY = {"ownership/people.yaml": "people:\n  a: {name: A, email: a@acme.example}\n"}


def lay(repository: Path, files: Mapping[str, str]) -> Path:
    """Write files below `repository`, by path; lone surrogates are raw bytes. Returns the ownership tree."""
    for name, text in files.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(errors="surrogateescape"))
    return repository / "ownership"


def team(repository: Path, text: str, **files: str) -> Loaded:
    """Load a tree of an org.yaml and one team."""
    return load(lay(repository, {**MINIMAL, **SOMEBODY, "ownership/teams/t.yaml": text, **files}))


def only(loaded: Loaded) -> Finding:
    """The one finding of a tree; fails if there are more or none."""
    (finding,) = loaded.findings
    return finding


def snippet(loaded: Loaded, finding: Finding) -> str:
    """What of its first line a finding marks."""
    spot = finding.spot
    line = loaded.sources[spot.file].lines[spot.line - 1]
    return line[spot.column - 1 : spot.end_column - 1 if spot.end_line == spot.line else None]
