"""Orgs from texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING

from ownctl.config import load
from ownctl.oncall import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ownctl.config import Org
    from ownctl.oncall import OnCall, Span


def org_of(files: Mapping[str, str]) -> Org:
    """An org from the texts of its files, by their names below `ownership/`."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "ownership"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        org = load(root).org
    assert org is not None
    return org


def crew(team: str, *others: str, settings: str = "", people: str = "") -> Org:
    """An org of a team called crew, whose file goes on after its name as `team` says, and of `others`, whole files.

    Every member is somebody who is declared; `people` names more of them.
    """
    files = {"teams/crew.yaml": f"team: crew\nname: Crew\n{dedent(team)}"}
    files |= {f"teams/other{number}.yaml": dedent(text) for number, text in enumerate(others)}
    known = sorted({*people.split(), *re.findall(r"person: (\w+), o", "".join(files.values()))})
    listed = "".join(f"  {key}: {{name: {key.title()}, email: {key}@acme.example}}\n" for key in known)
    return org_of(files | {"org.yaml": f"org: acme\n{dedent(settings)}", "people.yaml": f"people:\n{listed}"})


def utc(text: str) -> datetime:
    """An instant, as 2026-11-02T09:30 in UTC or as a day."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def said(spans: Iterable[Span]) -> list[str]:
    """Spans as people would say them: `11-02 09:30 → 11-09 09:30 amara, tom as buddy`."""
    return [f"{span.start:%m-%d %H:%M} → {span.end:%m-%d %H:%M} {named(span.people)}" for span in spans]


def named(people: Iterable[OnCall]) -> str:
    """Who is on call: `amara, tom as buddy`."""
    return ", ".join(one.person if one.role is Role.ON_CALL else f"{one.person} as {one.role}" for one in people)
