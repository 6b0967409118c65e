"""Which overrides of a slot go, stay and are missing, by what they do."""

from __future__ import annotations

from datetime import timedelta

from tests.reconcile.story import utc

from ownctl.account.live import LiveOverride
from ownctl.account.markers import fingerprint
from ownctl.account.resources import Override
from ownctl.reconcile import overrides
from ownctl.reconcile.futures import Stretch

NOON = utc("2026-12-01T12:00")
DAY = timedelta(days=1)
AMARAS = (Stretch(NOON, NOON + 7 * DAY, ("amara",)),)


def swap(since: int, until: int, person: str = "tom", instead_of: str = "amara") -> Override:
    """Somebody in Amara's place, from and until so many days after noon."""
    return Override("primary", person, instead_of, NOON + since * DAY, NOON + until * DAY)


def live(override: Override) -> LiveOverride:
    return LiveOverride("O1", override)


def ours(*those: Override) -> frozenset[str]:
    return frozenset(map(fingerprint, those))


def test_what_is_there_is_kept_and_nothing_is_added() -> None:
    found = overrides.change([swap(1, 3)], [live(swap(1, 3))], ours(swap(1, 3)), AMARAS, AMARAS, NOON)
    assert (found.delete, found.add) == ((), ())
    assert found.kept == (live(swap(1, 3)),)


def test_two_that_do_what_one_declares_are_the_same() -> None:
    halves = [live(swap(1, 2)), live(swap(2, 3))]
    found = overrides.change([swap(1, 3)], halves, ours(swap(1, 2), swap(2, 3)), AMARAS, AMARAS, NOON)
    assert (found.delete, found.add) == ((), ())


def test_what_reaches_beyond_what_is_declared_is_replaced_whole() -> None:
    found = overrides.change([swap(1, 2)], [live(swap(1, 3))], ours(swap(1, 3)), AMARAS, AMARAS, NOON)
    assert (found.delete, found.add) == ((live(swap(1, 3)),), (swap(1, 2),))


def test_only_the_rest_is_added_beside_what_is_there() -> None:
    found = overrides.change([swap(1, 3)], [live(swap(1, 2))], ours(swap(1, 2)), AMARAS, AMARAS, NOON)
    assert (found.delete, found.add) == ((), (swap(2, 3),))


def test_one_made_by_hand_is_never_deleted() -> None:
    found = overrides.change([], [live(swap(1, 3))], frozenset(), AMARAS, AMARAS, NOON)
    assert (found.delete, found.by_hand, found.stranded) == ((), (live(swap(1, 3)),), ())


def test_one_made_by_hand_is_stranded_when_its_person_has_the_slot_no_more() -> None:
    after = (Stretch(NOON, NOON + 7 * DAY, ("liu",)),)
    found = overrides.change([], [live(swap(1, 3))], frozenset(), AMARAS, after, NOON)
    assert found.stranded == (live(swap(1, 3)),)


def test_one_that_is_over_is_nobodys_business() -> None:
    found = overrides.change([], [live(swap(1, 3))], ours(swap(1, 3)), AMARAS, AMARAS, NOON + 3 * DAY)
    assert (found.delete, found.kept) == ((), ())


def test_pieces_between_which_nobody_holds_the_slot_are_one_override() -> None:
    windows = (Stretch(NOON, NOON + DAY, ("amara",)), Stretch(NOON + 2 * DAY, NOON + 3 * DAY, ("amara",)))
    found = overrides.change([swap(0, 3)], [], frozenset(), windows, windows, NOON)
    assert found.add == (swap(0, 3),)


def test_pieces_between_which_somebody_else_holds_it_are_two() -> None:
    held = (
        Stretch(NOON, NOON + DAY, ("amara",)),
        Stretch(NOON + DAY, NOON + 2 * DAY, ("liu",)),
        Stretch(NOON + 2 * DAY, NOON + 3 * DAY, ("amara",)),
    )
    found = overrides.change([swap(0, 3)], [], frozenset(), held, held, NOON)
    assert found.add == (swap(0, 1), swap(2, 3))


def test_the_nearest_come_first_where_the_marker_has_no_room_for_all() -> None:
    changes = {"primary": overrides.change([swap(1, 2), swap(4, 5)], [], frozenset(), AMARAS, AMARAS, NOON)}
    trimmed, later = overrides.nearest(changes, frozenset(), 1)
    assert trimmed["primary"].add == (swap(1, 2),)
    assert later == (swap(4, 5),)


def test_lost_are_those_made_by_hand_with_an_effect_after_the_end() -> None:
    those = [live(swap(0, 1)), live(swap(1, 3)), live(swap(4, 5)), live(swap(4, 6, instead_of="liu"))]
    assert overrides.lost(those, ours(swap(4, 5)), AMARAS, NOON + 2 * DAY) == (live(swap(1, 3)),)


def test_an_override_to_nobody_leaves_a_hole() -> None:
    nobody = Override("primary", None, "amara", NOON + DAY, NOON + 2 * DAY)
    assert overrides.applied(AMARAS, [nobody]) == (
        Stretch(NOON, NOON + DAY, ("amara",)),
        Stretch(NOON + 2 * DAY, NOON + 7 * DAY, ("amara",)),
    )
