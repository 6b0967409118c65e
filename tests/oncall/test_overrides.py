"""Overrides put one person in another's place, in whatever role the other has there."""

from __future__ import annotations

from tests.oncall.orgs import crew, said, utc

from ownctl.config import Org
from ownctl.oncall import Lane, lanes, spans

TEAM = """
    stages: {full: 2025-01-06}
    rotations:
      primary:
        starts: 2026-08-31
        shift: 1w
        handoff: {day: monday, at: "09:00"}
        participants: [amara, tom, liu, noor]
        overrides: [%s]
    members:
      - {person: amara, on_call_since: 2025-03-03}
      - {person: tom, on_call_since: 2025-03-03}
      - {person: liu, on_call_since: 2025-03-03}
      - {person: noor, on_call_since: 2026-11-03}
      - {person: ines, on_call_since: 2025-03-03}
"""


def swapped(*swaps: tuple[str, str, str, str]) -> Org:
    rows = ", ".join(
        f"{{person: {person}, instead_of: {instead_of}, from: 2026-{start}, until: 2026-{end}}}"
        for person, instead_of, start, end in swaps
    )
    return crew(TEAM % rows)


def week(org: Org) -> list[str]:
    """The week in which noor, a newcomer, is on call, with tom for a buddy."""
    return said(spans(org, "crew", utc("2026-11-23T09:00"), utc("2026-11-30T09:00")))


def test_a_holders_place_is_taken_and_given_back() -> None:
    assert week(swapped(("ines", "noor", "11-24T00:00", "11-25T00:00"))) == [
        "11-23 09:00 → 11-24 00:00 noor, tom as buddy",
        "11-24 00:00 → 11-25 00:00 ines as override",
        "11-25 00:00 → 11-30 09:00 noor, tom as buddy",
    ]


def test_a_buddys_place_is_taken_and_shown_beside_the_newcomer() -> None:
    assert week(swapped(("ines", "tom", "11-24T00:00", "11-25T00:00"))) == [
        "11-23 09:00 → 11-24 00:00 noor, tom as buddy",
        "11-24 00:00 → 11-25 00:00 noor, ines as override",
        "11-25 00:00 → 11-30 09:00 noor, tom as buddy",
    ]


def test_overrides_do_not_chain() -> None:
    org = swapped(("ines", "noor", "11-24T00:00", "11-25T00:00"), ("liu", "ines", "11-24T00:00", "11-25T00:00"))

    assert week(org)[1] == "11-24 00:00 → 11-25 00:00 ines as override"


def test_where_two_overlap_the_first_in_the_file_counts() -> None:
    org = swapped(("ines", "noor", "11-24T00:00", "11-25T00:00"), ("liu", "noor", "11-23T12:00", "11-26T00:00"))

    assert week(org)[1:4] == [
        "11-23 12:00 → 11-24 00:00 liu as override",
        "11-24 00:00 → 11-25 00:00 ines as override",
        "11-25 00:00 → 11-26 00:00 liu as override",
    ]


def test_an_override_counts_only_where_its_person_really_has_a_place() -> None:
    laid = lanes(
        swapped(("ines", "noor", "11-20T00:00", "12-31T00:00")), "crew", "primary", utc("2026-11-01"), utc("2027-01-01")
    )

    assert [(one.start, one.end, one.role_replaced, one.override) for one in laid.replacements] == [
        (utc("2026-11-23T09:00"), utc("2026-11-30T09:00"), Lane.HOLDER, 0),
        (utc("2026-12-21T09:00"), utc("2026-12-28T09:00"), Lane.HOLDER, 0),
    ]


def test_an_override_that_ends_before_it_begins_does_nothing() -> None:
    assert week(swapped(("ines", "noor", "11-25T00:00", "11-24T00:00"))) == [
        "11-23 09:00 → 11-30 09:00 noor, tom as buddy"
    ]


def test_a_turn_taken_by_override_is_not_the_takers_own() -> None:
    org = swapped(("noor", "liu", "11-16T09:00", "11-23T09:00"))
    found = lanes(org, "crew", "primary", utc("2026-11-16T09:00"), utc("2026-11-30T09:00"))

    assert [turn.person for turn in found.turns] == ["liu", "noor"]
    assert [turn.pairing.number if turn.pairing else None for turn in found.turns] == [None, 1]
