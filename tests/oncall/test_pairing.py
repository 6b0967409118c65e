"""First rotations: who shares a newcomer's first turns."""

from __future__ import annotations

import pytest
from tests.oncall.orgs import crew, named, said, utc

from ownctl.config import Org
from ownctl.oncall import Alone, Declined, Pairing, spans, turns

HEAD = """
    stages: {full: 2025-01-06}
    support: {cover: cover}
    rotations:
      primary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}}
"""
OLD = "on_call_since: 2025-03-03"
FOUR = f"""
    members:
      - {{person: amara, {OLD}}}
      - {{person: tom, {OLD}}}
      - {{person: liu, {OLD}}}
      - {{person: noor, on_call_since: 2026-11-03%s}}
"""
COVER = """
    team: cover
    name: Cover
    stages: {full: 2025-01-06}
    members: [{person: pavel, on_call_since: 2025-01-06}, {person: yuki, on_call_since: 2026-12-01}]
    rotations:
      primary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}}
"""


def pairings(org: Org, person: str = "noor", until: str = "2027-03-01", rotation: str = "primary") -> list[Pairing]:
    found = turns(org, "crew", rotation, utc("2026-08-01"), utc(until))
    return [turn.pairing for turn in found if turn.person == person and turn.pairing]


def test_the_first_turns_of_a_newcomer_have_a_buddy_and_no_others() -> None:
    org = crew(HEAD + FOUR % "")

    assert [each.number for each in pairings(org)] == [1, 2]
    assert [turn.pairing for turn in turns(org, "crew", "primary", utc("2026-08-31T09:00"), utc("2026-11-02"))] == [
        None
    ] * 9


def test_the_fewest_turns_as_buddy_count_first_then_the_neighbours_then_the_list() -> None:
    # noor's first turn stands between liu's and amara's, so tom; then tom has served, and amara is first in the list.
    assert [each.buddy for each in pairings(crew(HEAD + FOUR % ""))] == ["tom", "amara"]


def test_who_was_on_call_before_the_rotation_began_is_no_newcomer() -> None:
    assert pairings(crew(HEAD + FOUR % ""), "amara") == []


def test_who_joined_on_the_day_the_rotation_began_is_a_newcomer() -> None:
    members = (FOUR % "").replace(
        "{person: liu, on_call_since: 2025-03-03}", "{person: liu, on_call_since: 2026-08-31}"
    )

    assert [each.number for each in pairings(crew(HEAD + members), "liu")] == [1, 2]


def test_a_newcomer_may_be_a_buddy_once_their_own_paired_turns_are_over() -> None:
    members = """
    members:
      - {person: amara, on_call_since: 2025-03-03}
      - {person: noor, on_call_since: 2026-09-01}
      - {person: ines, on_call_since: 2026-12-01}
    """
    found = pairings(crew(HEAD + members), "ines")

    assert [each.buddy for each in found] == ["noor", "noor"]  # amara has served twice already: for noor


def test_a_buddy_is_on_call_exactly_while_the_newcomer_is() -> None:
    head = HEAD.replace(
        '"09:00"}}',
        '"09:00"}, overrides: [{person: liu, instead_of: noor, from: 2026-11-25T09:00, until: 2026-11-26T09:00}]}',
    )
    found = spans(crew(head + FOUR % ""), "crew", utc("2026-11-23T09:00"), utc("2026-11-30T09:00"))

    assert said(found) == [
        "11-23 09:00 → 11-25 09:00 noor, tom as buddy",
        "11-25 09:00 → 11-26 09:00 liu as override",
        "11-26 09:00 → 11-30 09:00 noor, tom as buddy",
    ]


def test_turns_that_overrides_take_away_whole_are_not_counted() -> None:
    head = HEAD.replace(
        '"09:00"}}',
        '"09:00"}, overrides: [{person: liu, instead_of: noor, from: 2026-11-23T09:00, until: 2026-11-30T09:00}]}',
    )
    org = crew(head + FOUR % "")
    found = [
        turn for turn in turns(org, "crew", "primary", utc("2026-11-01"), utc("2027-03-01")) if turn.person == "noor"
    ]

    assert [turn.pairing.number if turn.pairing else None for turn in found] == [None, 1, 2, None]


def test_who_is_on_call_in_another_rotation_of_the_team_is_no_buddy_then() -> None:
    secondary = """
      secondary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}, participants: [tom]}
    """
    assert [each.buddy for each in pairings(crew(HEAD + secondary + FOUR % ""))] == ["amara", "liu"]


def test_overrides_elsewhere_free_and_bind_people() -> None:
    secondary = """
      secondary:
        starts: 2026-08-31
        shift: 1w
        handoff: {day: monday, at: "09:00"}
        participants: [amara]
        overrides: [{person: tom, instead_of: amara, from: 2026-11-23T09:00, until: 2026-11-30T09:00}]
    """
    first, _ = pairings(crew(HEAD + secondary + FOUR % ""))

    assert first.buddy == "amara"


def test_buddies_of_rotations_earlier_in_the_file_are_decided_first() -> None:
    secondary = """
      secondary:
        starts: 2026-08-31
        shift: 1w
        handoff: {day: monday, at: "09:00"}
        participants: [ines, tom, liu]
    """
    members = FOUR % "" + "      - {person: ines, on_call_since: 2026-11-23}\n"
    org = crew(HEAD.replace('"09:00"}}', '"09:00"}, participants: [amara, tom, liu, noor]}') + secondary + members)
    at_once = spans(org, "crew", utc("2026-11-30"), utc("2026-11-30T01:00"))

    people = [one.person for span in at_once for one in span.people]
    assert len(people) == len(set(people))


def test_a_buddy_is_available_on_every_day_of_the_turn_but_not_on_that_of_the_next_handoff() -> None:
    toms = "{person: tom, on_call_since: 2025-03-03, opted_out: {because: rest, since: %s, until: 2026-12-01}}"
    plain = "{person: tom, on_call_since: 2025-03-03}"
    away_on_sunday = crew((HEAD + FOUR % "").replace(plain, toms % "2026-11-29"))
    away_on_monday = crew((HEAD + FOUR % "").replace(plain, toms % "2026-11-30"))

    assert (pairings(away_on_sunday)[0].buddy, pairings(away_on_monday)[0].buddy) == ("amara", "tom")


ALL_NEW = """
    members:
      - {person: amara, on_call_since: 2026-09-01}
      - {person: noor, on_call_since: 2026-09-01}
"""


def test_where_nobody_is_experienced_the_cover_teams_primary_serves() -> None:
    org = crew(HEAD + ALL_NEW, COVER)

    assert [each.buddy for each in pairings(org, "amara")] == [None, None]  # pavel carries cover's pager alone then
    cover = COVER.replace("2026-12-01", "2026-01-01")
    found = pairings(crew(HEAD + ALL_NEW, cover), "amara")
    assert {each.buddy for each in found} <= {"pavel", "yuki"}
    assert all(each.buddy for each in found)


def test_the_cover_teams_newcomers_do_not_serve() -> None:
    assert pairings(crew(HEAD + ALL_NEW, COVER), "noor")[0].alone is Alone.NOBODY_FREE


def test_where_experienced_people_are_not_free_the_newcomer_is_alone_and_cover_does_not_serve() -> None:
    away = "on_call_since: 2025-03-03, opted_out: {because: rest, since: 2026-09-01, until: 2027-03-01}"
    members = ALL_NEW + f"      - {{person: tom, {away}}}\n"
    found = pairings(crew(HEAD + members, COVER.replace("2026-12-01", "2026-01-01")))

    assert (found[0].buddy, found[0].alone) == (None, Alone.NOBODY_FREE)


def test_who_has_left_for_good_does_not_keep_cover_from_serving() -> None:
    members = ALL_NEW + "      - {person: tom, on_call_since: 2025-03-03, until: 2026-09-02}\n"
    found = pairings(crew(HEAD + members, COVER.replace("2026-12-01", "2026-01-01")))

    assert found[0].buddy in {"pavel", "yuki"}


def test_without_cover_a_team_of_newcomers_is_alone() -> None:
    found = pairings(crew(HEAD.replace("support: {cover: cover}", "") + ALL_NEW))

    assert found[0].alone is Alone.NOBODY_EXPERIENCED
    assert found[1].buddy == "amara"  # whose own first turns are over by then


def test_teams_that_cover_each_other_have_one_answer_whichever_is_asked_first() -> None:
    cover = COVER.replace("stages:", "support: {cover: crew}\n    stages:").replace("2025-01-06}, {", "2026-09-02}, {")
    one, other = crew(HEAD + ALL_NEW, cover), crew(HEAD + ALL_NEW, cover)
    since, until = utc("2026-09-01"), utc("2026-12-01")

    first = (spans(one, "crew", since, until), spans(one, "cover", since, until))
    second = (spans(other, "cover", since, until), spans(other, "crew", since, until))

    assert first == second[::-1]


@pytest.mark.parametrize(
    ("named_buddy", "buddy", "declined"),
    [
        ("liu", "liu", None),
        ("amara", "amara", None),
        ("pavel", "pavel", None),
        ("ines", "tom", Declined.UNAVAILABLE),
        ("sofia", "tom", Declined.NEWCOMER),
        ("nobody", "tom", Declined.NOT_A_MEMBER),
    ],
)
def test_a_buddy_may_be_named_and_where_they_cannot_serve_it_is_as_if_none_were(
    named_buddy: str, buddy: str, declined: Declined | None
) -> None:
    members = (FOUR % f", buddy: {named_buddy}") + (
        "      - {person: ines, on_call_since: 2025-03-03, until: 2026-10-01}\n"
        "      - {person: sofia, on_call_since: 2026-11-01}\n"
    )
    head = HEAD.replace('"09:00"}}', '"09:00"}, participants: [amara, tom, liu, noor]}')
    cover = COVER.replace("person: pavel", "person: yuki2").replace(
        "members: [", "members: [{person: pavel, on_call_since: 2025-01-06}, "
    )
    cover = cover.replace('"09:00"}}', '"09:00"}, participants: [yuki2]}')

    first, *_ = pairings(crew(head + members, cover, people="nobody"))

    assert (first.buddy, first.named, first.declined) == (buddy, named_buddy, declined)


def test_a_named_buddy_who_is_on_call_already_does_not_serve() -> None:
    secondary = """
      secondary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}, participants: [liu]}
    """
    first, *_ = pairings(crew(HEAD + secondary + FOUR % ", buddy: liu"))

    assert (first.buddy, first.declined) == ("tom", Declined.BUSY)


def test_pairing_may_be_switched_off() -> None:
    org = crew(HEAD + FOUR % "", settings="on_call: {first_shifts_paired: 0}")

    assert pairings(org) == []
    assert {named(span.people) for span in spans(org, "crew", utc("2026-11-23T09:00"), utc("2026-11-30"))} == {"noor"}
