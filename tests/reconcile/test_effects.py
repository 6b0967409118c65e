"""What two timelines mean for people: where they differ, and who is told first."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.story import utc

from ownctl.account.resources import Kind, Level, PersonTarget, Policy, Ref, ScheduleTarget
from ownctl.reconcile.differences import differences, turns
from ownctl.reconcile.effects import WEEKS, WHOLE, Duty, Effect, Outlook, Watch, first_told

NOW = utc("2026-12-01T12:00")
DAY = timedelta(days=1)
TEN = timedelta(minutes=10)


def watch(since: int, until: int, *people: str, buddy: str | None = None) -> Watch:
    duties = (*map(Duty, people), *((Duty(buddy, buddy=True),) if buddy else ()))
    return Watch(NOW + since * DAY, NOW + until * DAY, duties)


def effects(before: tuple[Watch, ...], after: tuple[Watch, ...]) -> list[Effect]:
    return list(differences(Outlook("payments", "primary", before, after), NOW))


def test_the_same_people_at_the_same_time_are_no_effect_however_they_are_cut() -> None:
    assert not effects((watch(0, 7, "tom"),), (watch(0, 3, "tom"), watch(3, 7, "tom")))


def test_an_effect_is_as_long_as_the_difference() -> None:
    (effect,) = effects((watch(0, 7, "tom"),), (watch(0, 2, "tom"), watch(2, 5, "liu"), watch(5, 7, "tom")))
    assert (effect.start, effect.end) == (NOW + 2 * DAY, NOW + 5 * DAY)
    assert (effect.before, effect.after) == ((Duty("tom"),), (Duty("liu"),))


def test_a_buddy_who_comes_is_an_effect() -> None:
    (effect,) = effects((watch(0, 7, "liu"),), (watch(0, 7, "liu", buddy="tom"),))
    assert effect.after == (Duty("liu"), Duty("tom", buddy=True))


def test_nobody_in_somebodys_place_is_an_effect() -> None:
    (effect,) = effects((watch(0, 7, "tom"),), (watch(0, 5, "tom"),))
    assert (effect.start, effect.after) == (NOW + 5 * DAY, ())


def test_what_begins_later_than_in_four_weeks_is_not_told() -> None:
    weeks = WEEKS // DAY
    assert not effects((watch(weeks, weeks + 7, "tom"),), (watch(weeks, weeks + 7, "liu"),))
    assert effects((watch(weeks - 1, weeks + 7, "tom"),), (watch(weeks - 1, weeks + 7, "liu"),))


def test_what_begins_within_them_is_told_to_its_end_though_others_come_and_go() -> None:
    ends = WEEKS // DAY + 14
    before = (watch(0, ends, "tom"),)
    (effect,) = effects(before, (watch(0, ends, "liu"),))
    assert effect.end == NOW + ends * DAY


def test_the_same_swap_a_month_later_is_an_effect_of_its_own() -> None:
    week = ("tom", "ines", "ines", "ines") * 2
    before = tuple(watch(7 * at, 7 * at + 7, who) for at, who in enumerate(week))
    after = tuple(watch(7 * at, 7 * at + 7, "liu" if who == "tom" else who) for at, who in enumerate(week))
    (effect,) = effects(before, after)
    assert (effect.start, effect.end) == (NOW, NOW + 7 * DAY)


PEOPLE = st.lists(st.sampled_from(["tom", "liu", "-"]), min_size=20, max_size=20)


@given(PEOPLE, PEOPLE)
def test_a_turn_covers_no_time_in_which_others_or_the_same_are_on_call(one: list[str], other: list[str]) -> None:
    before, after = (
        tuple(watch(day, day + 1, who) for day, who in enumerate(people) if who != "-") for people in (one, other)
    )
    outlook = Outlook("payments", "primary", before, after)
    found = list(differences(outlook, NOW))
    for turn in turns(outlook, found):
        for day in range((turn.start - NOW) // DAY, (turn.end - NOW) // DAY):
            here = tuple(() if people[day] == "-" else (Duty(people[day]),) for people in (one, other))
            assert here in {(turn.before, turn.after), ((), ())}
    changed = [day for day in range(20) if one[day] != other[day]]
    assert changed == [day for each in found for day in range((each.start - NOW) // DAY, (each.end - NOW) // DAY)]


def policy(*levels: Level) -> Policy:
    return Policy("payments", "Payments", "", None, levels)


def primary() -> ScheduleTarget:
    return ScheduleTarget(Ref(Kind.SCHEDULE, "payments/primary"))


def test_a_level_on_which_nobody_is_on_call_is_skipped() -> None:
    told = first_told(
        policy(Level((primary(),), TEN), Level((PersonTarget("ines"),), TEN)),
        {"payments/primary": (watch(1, 2, "tom"),)},
        NOW,
    )
    assert told == (
        watch(0, 1, "ines"),
        watch(1, 2, "tom"),
        Watch(NOW + 2 * DAY, NOW + WHOLE, (Duty("ines"),)),
    )


def test_all_targets_of_a_level_are_told_together() -> None:
    both = policy(Level((primary(), PersonTarget("ines")), TEN))
    told = first_told(both, {"payments/primary": (watch(0, 1, "tom"),)}, NOW)
    assert told[0] == watch(0, 1, "ines", "tom")


def test_a_policy_that_is_not_there_tells_nobody() -> None:
    assert first_told(None, {}, NOW) == ()
