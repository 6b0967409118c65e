"""What must hold for any org."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.oncall import reference
from tests.oncall.strategies import DAYS, orgs, stretches

from ownctl.config import Member
from ownctl.oncall import Kind, Lane, OnCall, Role, lanes, problems, spans, turns
from ownctl.oncall.steady import held_throughout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.config import Org, Team
    from ownctl.oncall import Lanes, Replacement, Shift, Span, Stretch, Turn

Part = tuple[str, datetime, datetime, tuple[OnCall, ...]]
EARLY, LATE = datetime(2025, 8, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)


@given(orgs())
@settings(max_examples=25, deadline=None)
def test_the_queue_is_that_of_the_design_walked_handoff_by_handoff(org: Org) -> None:
    crew = org.teams["crew"]
    for key, rotation in crew.rotations.items():
        told = reference.turns(org, crew, rotation, date(2027, 2, 1))[:-2]
        found = turns(org, "crew", key, EARLY, LATE)[: len(told)]

        assert [(turn.start, turn.end, turn.person, reference.joined(list(turn.windows))) for turn in found] == told
        assert [turn.number for turn in found] == list(range(len(told)))


@given(orgs(), stretches(), st.lists(st.integers(1, 24 * 60), max_size=4))
@settings(max_examples=50, deadline=None)
def test_asked_in_pieces_or_in_one_the_answer_is_the_same(org: Org, stretch: Stretch, cuts: list[int]) -> None:
    since, until = stretch
    moments = sorted({since, until, *(since + timedelta(hours=hours) for hours in cuts)})
    moments = [moment for moment in moments if since <= moment <= until]
    fresh = org.model_copy()

    pieces = [span for start, end in reversed(list(pairwise(moments))) for span in spans(fresh, "crew", start, end)]

    assert by_minute_that_matters(spans(org, "crew", since, until), moments) == by_minute_that_matters(pieces, moments)


def by_minute_that_matters(found: Iterable[Span], moments: list[datetime]) -> set[Part]:
    """Spans, cut at the moments, so that it does not matter where they were asked for."""
    cut: set[Part] = set()
    for span in found:
        edges = [span.start, *(moment for moment in moments if span.start < moment < span.end), span.end]
        cut |= {(span.rotation, start, end, span.people) for start, end in pairwise(edges)}
    return cut


@given(orgs(), stretches())
@settings(max_examples=50, deadline=None)
def test_lanes_laid_over_each_other_are_the_spans(org: Org, stretch: Stretch) -> None:
    for key in org.teams["crew"].rotations:
        laid = lanes(org, "crew", key, *stretch)
        parts: list[Shift | Replacement] = [*laid.holders, *laid.buddies, *laid.replacements]
        edges = sorted({*stretch, *(edge for part in parts for edge in (part.start, part.end))})
        for start, _ in pairwise(edges):
            found = spans(org, "crew", start, start + timedelta(microseconds=1), key)
            assert (found[0].people if found else ()) == overlaid(laid, start)


def overlaid(laid: Lanes, at: datetime) -> tuple[OnCall, ...]:
    people: dict[str, OnCall] = {}
    for shifts, lane, role in (
        (laid.holders, Lane.HOLDER, Role.ON_CALL),
        (laid.buddies, Lane.BUDDY, Role.BUDDY),
    ):
        for shift in shifts:
            if shift.start <= at < shift.end:
                taken = [
                    one
                    for one in laid.replacements
                    if one.role_replaced is lane and one.instead_of == shift.person and one.start <= at < one.end
                ]
                assert len(taken) <= 1
                found = OnCall(taken[0].person, Role.OVERRIDE) if taken else OnCall(shift.person, role)
                people.setdefault(found.person, found)
    return tuple(people.values())


@given(orgs())
@settings(max_examples=50, deadline=None)
def test_turns_and_windows_of_a_rotation_never_overlap(org: Org) -> None:
    for key in org.teams["crew"].rotations:
        found = turns(org, "crew", key, EARLY, LATE)
        for before, after in pairwise(found):
            assert before.end <= after.start
        windows = sorted(window for turn in found for window in turn.windows)
        for one, other in pairwise(windows):
            assert one[0] < one[1] <= other[0] < other[1]


@given(orgs(always=True))
@settings(max_examples=50, deadline=None)
def test_with_hours_always_in_stage_full_there_is_no_gap_as_long_as_somebody_is_available(org: Org) -> None:
    for key in org.teams["crew"].rotations:
        found = turns(org, "crew", key, EARLY, LATE)
        for before, after in pairwise(found):
            assert before.end == after.start
            assert before.windows == ((before.start, before.end),)
        held = [turn for turn in found if turn.person]
        on_call = sum((shift.end - shift.start for shift in lanes(org, "crew", key, EARLY, LATE).holders), timedelta())
        assert on_call == sum((min(turn.end, LATE) - turn.start for turn in held), timedelta())


def newcomers(team: Team, key: str) -> set[str]:
    return {
        member.person
        for member in team.members
        if member.on_call_since and member.on_call_since >= team.rotations[key].starts
    }


@given(orgs())
@settings(max_examples=30, deadline=None)
def test_every_first_turn_of_a_newcomer_has_a_buddy_or_a_problem(org: Org) -> None:
    crew = org.teams["crew"]
    found = problems(org, "crew", EARLY, LATE)
    for key in crew.rotations:
        told = {(one.persons[0], one.at) for one in found if one.rotation == key and one.persons}
        if any(one.rotation == key and one.kind is Kind.SHIFT_WITH_HOURS for one in found):
            continue
        paired: dict[str, int] = {}
        for turn in turns(org, "crew", key, EARLY, LATE):
            if turn.person in newcomers(crew, key) and turn.pairing:
                paired[turn.person] = turn.pairing.number
                assert turn.pairing.buddy or (turn.person, turn.start) in told
            elif turn.person in newcomers(crew, key):
                whole = replaced_whole(lanes(org, "crew", key, turn.windows[0][0], turn.end), turn.person)
                assert whole or paired.get(turn.person, 0) == org.settings.on_call.first_shifts_paired
            else:
                assert turn.pairing is None


def replaced_whole(laid: Lanes, person: str) -> bool:
    held = sum((shift.end - shift.start for shift in laid.holders if shift.person == person), timedelta())
    taken = (one.end - one.start for one in laid.replacements if one.instead_of == person)
    return held == sum(taken, timedelta())


@given(orgs())
@settings(max_examples=50, deadline=None)
def test_a_buddy_is_on_call_exactly_while_the_newcomer_is(org: Org) -> None:
    for key in org.teams["crew"].rotations:
        laid = lanes(org, "crew", key, EARLY, LATE)
        for turn in laid.turns:
            if turn.end > LATE:
                continue
            buddy = turn.pairing.buddy if turn.pairing else None
            own_time = [part for window in turn.windows for part in without_overrides(laid, turn.person, window)]
            shared = [
                (shift.start, shift.end, shift.person)
                for shift in laid.buddies
                if turn.windows[0][0] <= shift.start < turn.windows[-1][1]
            ]
            assert shared == [(*part, buddy) for part in own_time if buddy]


def without_overrides(laid: Lanes, person: str | None, window: Stretch) -> list[Stretch]:
    taken = [one for one in laid.replacements if one.role_replaced is Lane.HOLDER and one.instead_of == person]
    edges = sorted({*window, *(edge for one in taken for edge in (one.start, one.end) if window[0] < edge < window[1])})
    free = [(start, end) for start, end in pairwise(edges) if not any(one.start <= start < one.end for one in taken)]
    return list(reference.joined(free))


@given(orgs())
@settings(max_examples=50, deadline=None)
def test_a_buddy_that_was_chosen_is_experienced_and_on_call_nowhere_else_in_the_team(org: Org) -> None:
    crew = org.teams["crew"]
    laid = {key: lanes(org, "crew", key, EARLY, LATE) for key in crew.rotations}
    for key, here in laid.items():
        for turn in here.turns:
            pairing = turn.pairing
            if pairing is None or pairing.buddy is None or pairing.named == pairing.buddy:
                continue
            done = [
                each for each in here.turns if each.person == pairing.buddy and each.pairing and each.end <= turn.start
            ]
            from_cover = pairing.buddy in {member.person for member in org.teams["cover"].members}
            assert pairing.buddy not in newcomers(crew, key) or done or from_cover
            for shift in here.buddies:
                if turn.start <= shift.start < turn.end:
                    assert pairing.buddy not in busy(laid, key, shift.start, shift.end)


def busy(laid: dict[str, Lanes], key: str, start: datetime, end: datetime) -> set[str]:
    """Who has a place of any rotation, save for buddies of this rotation and of those that come later in the file."""
    decided = list(laid)[: list(laid).index(key)]
    found = set()
    for other, lanes_of_it in laid.items():
        places = [*lanes_of_it.holders, *(lanes_of_it.buddies if other in decided else ())]
        replaced = [one for one in lanes_of_it.replacements if one.role_replaced is Lane.HOLDER or other in decided]
        for place in places:
            for begin, finish in without_overrides_of(replaced, place):
                if begin < end and start < finish:
                    found.add(place.person)
        found |= {one.person for one in replaced if one.start < end and start < one.end}
    return found


def without_overrides_of(replaced: list[Replacement], place: Shift) -> list[Stretch]:
    taken = [one for one in replaced if one.instead_of == place.person]
    edges = sorted({place.start, place.end, *(edge for one in taken for edge in (one.start, one.end))})
    return [
        (start, end)
        for start, end in pairwise(edges)
        if place.start <= start < place.end and not any(one.start <= start < one.end for one in taken)
    ]


@given(orgs(), DAYS)
@settings(max_examples=50, deadline=None)
def test_somebody_joining_later_changes_no_turn_before_that_day_and_nobody_elses_order(org: Org, day: date) -> None:
    crew = org.teams["crew"]
    everyone = [one.model_copy(update={"participants": "everyone"}) for one in crew.rotations.values()]
    crew = crew.model_copy(update={"rotations": dict(zip(crew.rotations, everyone, strict=True))})
    joined = crew.model_copy(update={"members": (*crew.members, Member(person="yuki", on_call_since=day))})
    for key in crew.rotations:
        before, after = (
            turns(org.model_copy(update={"teams": {**org.teams, "crew": team}}), "crew", key, EARLY, LATE)
            for team in (crew, joined)
        )
        limit = datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=1)
        assert people_before(before, limit) == people_before(after, limit)


@given(orgs(always=True), DAYS, st.integers(0, 5))
@settings(max_examples=50, deadline=None)
def test_somebody_leaving_later_changes_no_turn_before_that_day(org: Org, day: date, place: int) -> None:
    crew = org.teams["crew"]
    assume(place < len(crew.members))
    assume(crew.members[place].until is None)
    left = list(crew.members)
    left[place] = left[place].model_copy(update={"until": day})
    without = org.model_copy(update={"teams": {**org.teams, "crew": crew.model_copy(update={"members": tuple(left)})}})
    for key in crew.rotations:
        limit = datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=1)
        before, after = (turns(each, "crew", key, EARLY, LATE) for each in (org, without))
        assert people_before(before, limit) == people_before(after, limit)


def people_before(found: Sequence[Turn], limit: datetime) -> list[tuple[datetime, str | None]]:
    return [(turn.start, turn.person) for turn in found if turn.start < limit]


@given(orgs(), stretches())
@settings(max_examples=60, deadline=None)
def test_what_is_plainly_held_throughout_is_held_when_looked_at_turn_by_turn(org: Org, stretch: Stretch) -> None:
    since, until = stretch
    for team in org.teams.values():
        for key in team.rotations:
            if held_throughout(org, team.team, key, since, until):
                covered = sorted((span.start, span.end) for span in spans(org, team.team, since, until, key))
                assert (covered[0][0], covered[-1][1]) == stretch
                assert all(end >= start for (_, end), (start, _) in pairwise(covered))


@given(orgs(always=True))
@settings(max_examples=20, deadline=None)
def test_a_rotation_that_nobody_joins_or_leaves_is_plainly_held_throughout(org: Org) -> None:
    began = {"on_call_since": date(2025, 1, 6), "until": None, "opted_out": None}
    crew = org.teams["crew"]
    steady = crew.model_copy(update={"members": tuple(member.model_copy(update=began) for member in crew.members)})
    org = org.model_copy(update={"teams": {**org.teams, "crew": steady}})

    assert all(held_throughout(org, "crew", key, LATE, LATE + timedelta(weeks=13)) for key in crew.rotations)
