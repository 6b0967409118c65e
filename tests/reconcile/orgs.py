"""The org that stories are about, and edits of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CREW = ("amara", "tom", "liu", "ines", "nadia", "sofia", "ken", "zoe")

PEOPLE = "people:\n" + "".join(
    f"  {person}: {{name: {person.title()}, email: {person}@acme.example}}\n" for person in CREW
)

PAYMENTS = """\
team: payments
name: Payments
stages: {business-hours: 2025-01-06, full: 2025-06-02}
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
  - {person: ines, on_call_since: 2025-03-03}
rotations:
  primary:
    starts: 2025-11-03
    shift: 1w
    handoff: {day: monday, at: "09:30"}
services:
  checkout-api:
    name: Checkout API
    integrations: [prometheus]
"""

PLATFORM = """\
team: platform
name: Platform
stages: {full: 2025-06-02}
members:
  - {person: ken, on_call_since: 2025-03-03}
  - {person: zoe, on_call_since: 2025-03-03}
rotations:
  primary:
    starts: 2025-11-03
    shift: 1w
    handoff: {day: monday, at: "10:00"}
services:
  deploys:
    name: Deploys
"""

TEAM = "teams/payments.yaml"
BASE = {"org.yaml": "org: acme\ntime_zone: Europe/London\n", "people.yaml": PEOPLE, TEAM: PAYMENTS}
"""One team, whose turns are: ines until Mon 30 Nov 2026 09:30, then amara, tom, liu."""
BOTH = BASE | {"teams/platform.yaml": PLATFORM}


def edited(files: Mapping[str, str], *edits: tuple[str, str], file: str = TEAM) -> dict[str, str]:
    """`files` with pieces of one of them replaced; each must be there."""
    text = files[file]
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    return {**files, file: text}


def joined(files: Mapping[str, str], member: str, file: str = TEAM) -> dict[str, str]:
    """`files` with one more member at the end of the list: `person: nadia, on_call_since: 2026-12-14`."""
    return edited(files, ("rotations:\n", f"  - {{{member}}}\nrotations:\n"), file=file)


def hours(files: Mapping[str, str], said: str, file: str = TEAM) -> dict[str, str]:
    """`files` with the hours of the rotation set."""
    return edited(files, ("    shift:", f"    hours: {said}\n    shift:"), file=file)


def overridden(files: Mapping[str, str], *overrides: str, file: str = TEAM) -> dict[str, str]:
    """`files` with overrides of the last rotation: `person: tom, instead_of: amara, from: …, until: …`."""
    lines = "".join(f"      - {{{each}}}\n" for each in overrides)
    return edited(files, ("services:\n", f"    overrides:\n{lines}services:\n"), file=file)
