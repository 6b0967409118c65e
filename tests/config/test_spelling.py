"""When a name is beyond doubt: slips of the finger, and what only looks like one."""

from __future__ import annotations

import pytest

from ownctl.config.spelling import distance, surely_meant


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("chanel", ["channel", "cover", "turn_to"], "channel"),
        ("tmo", ["tom", "amara"], "tom"),
        ("Tom", ["tom", "amara"], "tom"),
        ("jonh", ["john", "amara"], "john"),
        ("amra", ["amara", "tom"], "amara"),
        ("plattfrom", ["platform", "payments"], "platform"),
        ("Europe/Lodnon", ["Europe/London", "Europe/Lisbon"], "Europe/London"),
    ],
)
def test_a_slip_is_beyond_doubt(word: str, known: list[str], meant: str) -> None:
    assert surely_meant(word, known) == meant


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("amra", ["amara", "mara"]),
        ("tom", ["tim", "amara"]),
        ("uk", ["us", "eu"]),
        ("search-2", ["search-1"]),
        ("paymint-service", ["payment-service-eu"]),
        ("platform", ["payments"]),
        ("", ["a"]),
    ],
    ids=["two are close", "another name", "another word", "another number", "too far", "unlike", "nothing"],
)
def test_a_likeness_is_not(word: str, known: list[str]) -> None:
    assert surely_meant(word, known) is None


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abcd", "badc", 2), ("ca", "abc", 3)],
)
def test_the_distance_counts_slips(one: str, other: str, far: int) -> None:
    assert distance(one, other) == distance(other, one) == far
