"""What the engine meets that somebody should know of."""

from __future__ import annotations

import pytest
from tests.oncall.orgs import crew, utc

from ownctl.oncall import Alone, Kind, Problem, contradictions, problems

SINCE, UNTIL = utc("2026-11-01"), utc("2027-02-01")


def found(rotation: str, members: str = "", head: str = "stages: {full: 2025-01-06}", more: str = "") -> list[Problem]:
    text = f"""
    {head}
    rotations:
      primary:
        {rotation}{more}
    members:
      - {{person: amara, on_call_since: 2025-03-03}}
      - {{person: tom, on_call_since: 2025-03-03}}
      - {{person: liu, on_call_since: 2025-03-03}}
{members}"""
    return list(problems(crew(text), "crew", SINCE, UNTIL))


def settings(starts: str, shift: str, handoff: str, hours: str = "always") -> str:
    return f"""starts: {starts}
        shift: {shift}
        handoff: {{{handoff}at: "09:00"}}
        hours: {hours}"""


WEEKLY = settings("2026-11-02", "1w", "day: monday, ")
OFFICE = '[{days: [monday], from: "09:00", to: "17:00"}]'


@pytest.mark.parametrize(
    ("rotation", "kind", "path"),
    [
        (settings("2026-11-03", "1w", "day: monday, "), Kind.STARTS_OFF_HANDOFF_DAY, ("starts",)),
        (settings("2026-11-02", "3d", "day: monday, "), Kind.DAY_WITHOUT_WEEKS, ("handoff", "day")),
        (settings("2026-11-02", "12h", "day: monday, "), Kind.DAY_WITHOUT_WEEKS, ("handoff", "day")),
        (settings("2026-11-02", "2w", ""), Kind.DAY_MISSING, ("handoff",)),
        (settings("2026-11-02", "3d", "", OFFICE), Kind.SHIFT_WITH_HOURS, ("shift",)),
        (settings("2026-11-02", "8h", "", "business"), Kind.SHIFT_WITH_HOURS, ("shift",)),
    ],
)
def test_settings_that_contradict_each_other_are_told_at_their_place(
    rotation: str, kind: Kind, path: tuple[str, ...]
) -> None:
    assert [(one.kind, one.path) for one in found(rotation)] == [(kind, ("rotations", "primary", *path))]


@pytest.mark.parametrize(
    "rotation",
    [
        WEEKLY,
        settings("2026-11-02", "7d", "day: monday, "),
        settings("2026-11-02", "1d", "", OFFICE),
        settings("2026-11-02", "3d", ""),
    ],
)
def test_settings_that_agree_are_no_problem(rotation: str) -> None:
    assert found(rotation) == []


def test_a_stage_of_business_hours_does_not_fit_short_shifts_only_while_it_lasts() -> None:
    short = settings("2026-11-02", "12h", "")
    stages = "stages: {business-hours: 2026-01-01, full: %s}"

    (one,) = found(short, head=stages % "2026-11-20")

    assert (one.kind, one.at) == (Kind.SHIFT_IN_BUSINESS_HOURS, SINCE)
    assert found(short, head=stages % "2026-10-20") == []
    assert [one.kind for one in found(short, head="")] == [Kind.SHIFT_IN_BUSINESS_HOURS]


def test_what_contradicts_itself_says_nothing_about_people() -> None:
    rotation = settings("2026-11-03", "1w", "day: monday, ")
    swap = overrides("{person: tom, instead_of: tom, from: 2026-12-01T00:00, until: 2026-11-01T00:00}")

    assert [one.kind for one in found(rotation, more=swap)] == [Kind.STARTS_OFF_HANDOFF_DAY]


def test_only_a_rotations_own_settings_are_contradictions() -> None:
    text = """
    rotations:
      one: {starts: 2026-11-02, shift: 12h, handoff: {at: '09:00'}}
      two: {starts: 2026-11-03, shift: 1w, handoff: {day: monday, at: '09:00'}}
    """
    org = crew(text)

    assert contradictions(org, "crew", "one") == ()
    assert [one.kind for one in contradictions(org, "crew", "two")] == [Kind.STARTS_OFF_HANDOFF_DAY]


NEW = "      - {person: noor, on_call_since: 2026-11-03%s}\n"
AWAY = ", opted_out: {because: rest, since: 2026-11-01, until: 2027-12-01}}"


def test_a_newcomer_without_a_buddy_is_told_for_each_turn() -> None:
    text = f"""
    stages: {{full: 2025-01-06}}
    rotations:
      primary:
        {WEEKLY}
    members:
      - {{person: amara, on_call_since: 2025-03-03{AWAY}
      - {{person: noor, on_call_since: 2026-11-03}}
    """
    told = problems(crew(text), "crew", SINCE, UNTIL)

    assert [(one.kind, one.persons, one.at, one.alone, one.path) for one in told] == [
        (Kind.NEWCOMER_ALONE, ("noor",), utc(day), Alone.NOBODY_FREE, ("members", 1, "person"))
        for day in ("2026-11-09T09:00", "2026-11-16T09:00")
    ]


@pytest.mark.parametrize(
    ("named", "more", "kind"),
    [
        ("pavel", "", Kind.BUDDY_NOT_A_MEMBER),
        ("ines", "      - {person: ines, on_call_since: 2025-01-01" + AWAY + "\n", Kind.BUDDY_UNAVAILABLE),
        ("ines", "      - {person: ines, on_call_since: 2026-11-04}\n", Kind.BUDDY_IS_NEWCOMER),
    ],
)
def test_a_named_buddy_who_cannot_serve_is_told_at_the_name(named: str, more: str, kind: Kind) -> None:
    members = NEW % f", buddy: {named}" + more
    text = f"""
    stages: {{full: 2025-01-06}}
    rotations:
      primary:
        {WEEKLY}
        participants: [amara, tom, liu, noor]
    members:
      - {{person: amara, on_call_since: 2025-03-03}}
      - {{person: tom, on_call_since: 2025-03-03}}
      - {{person: liu, on_call_since: 2025-03-03}}
{members}"""
    told = problems(crew(text, people="pavel"), "crew", SINCE, UNTIL)

    assert {(one.kind, one.persons, one.path) for one in told} == {(kind, ("noor", named), ("members", 3, "buddy"))}


def test_a_name_that_nobody_has_is_left_to_another_rule() -> None:
    assert found(WEEKLY, NEW % ", buddy: nobody") == []


def test_a_successor_who_is_not_available_yet_is_told_at_the_leaver() -> None:
    members = (
        "      - {person: noor, on_call_since: 2025-03-03, until: 2026-11-25}\n"
        "      - {person: ines, on_call_since: 2026-11-30}\n"
    )
    (one,) = (each for each in found(WEEKLY, members) if each.kind is Kind.SUCCESSOR_UNAVAILABLE)

    assert (one.persons, one.at, one.path) == (("noor", "ines"), utc("2026-11-25T09:00"), ("members", 3, "until"))


def overrides(*rows: str) -> str:
    return "\n        overrides:\n" + "".join(f"          - {row}\n" for row in rows)


def swap(person: str, instead_of: str, since: str, until: str) -> str:
    return f"{{person: {person}, instead_of: {instead_of}, from: 2026-{since}T09:00, until: 2026-{until}T09:00}}"


AMARA = ("11-02", "11-09")
"""Amara's week; then tom's, then liu's."""


@pytest.mark.parametrize(
    ("rows", "kind", "index", "field", "other"),
    [
        ([swap("tom", "amara", "11-05", "11-04")], Kind.OVERRIDE_BACKWARDS, 0, "until", None),
        ([swap("amara", "tom", "11-03", "11-04")], Kind.OVERRIDE_REPLACES_NOBODY, 0, "instead_of", None),
        ([swap("liu", "amara", *AMARA), swap("tom", "amara", "11-04", "11-05")], Kind.OVERRIDE_OVERLAPS, 1, "", 0),
        (
            [swap("liu", "amara", *AMARA), swap("tom", "liu", "11-04", "11-05")],
            Kind.OVERRIDE_CHAINED,
            1,
            "instead_of",
            0,
        ),
    ],
)
def test_an_override_that_cannot_do_what_it_says_is_told_once(
    rows: list[str], kind: Kind, index: int, field: str, other: int | None
) -> None:
    (one,) = found(WEEKLY, more=overrides(*rows))

    assert (one.kind, one.other) == (kind, other)
    assert one.path == ("rotations", "primary", "overrides", index, *([field] if field else []))


def test_an_override_by_somebody_who_is_on_call_there_already_is_told() -> None:
    # noor, a newcomer, is on call from 23 November with tom for a buddy, whose place she would take.
    (one,) = found(WEEKLY, NEW % "", more=overrides(swap("noor", "tom", "11-24", "11-25")))

    assert (one.kind, one.at, one.other) == (Kind.OVERRIDE_BY_ON_CALL, utc("2026-11-24T09:00"), None)


def test_an_override_by_somebody_gone_by_then_is_told() -> None:
    members = "      - {person: ines, on_call_since: 2025-03-03, until: 2026-11-04}\n"
    rotation = WEEKLY + "\n        participants: [amara, tom, liu]"

    (one,) = found(rotation, members, more=overrides(swap("ines", "amara", *AMARA)))

    assert (one.kind, one.persons, one.at) == (Kind.OVERRIDE_BY_GONE, ("ines", "amara"), utc("2026-11-04T09:00"))


def test_overrides_that_are_over_are_nobodys_business_and_those_far_ahead_are() -> None:
    over = overrides("{person: amara, instead_of: tom, from: 2026-01-01T00:00, until: 2026-01-02T00:00}")
    ahead = overrides("{person: amara, instead_of: noor, from: 2027-06-01T00:00, until: 2027-06-02T00:00}")

    assert found(WEEKLY, more=over) == []
    assert found(WEEKLY, more=ahead) == []  # nobody is called noor: that is another rule's business
    assert [one.kind for one in found(WEEKLY, NEW % ", until: 2026-11-04", more=ahead)] == [
        Kind.OVERRIDE_REPLACES_NOBODY
    ]
