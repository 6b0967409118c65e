"""Which object of the account is which of the files."""

from __future__ import annotations

from ownctl.account.live import Live, Marker
from ownctl.account.markers import parse, with_marker
from ownctl.account.resources import Kind, Ref, Team
from ownctl.reconcile.matching import match, taken

PAYMENTS = Team("payments", "Payments", "")


def team(name: str, marker: str | None = None, *, org: str = "acme", key: str = "T1") -> Live[Team]:
    """A team of the account; `marker` is the key in its marker."""
    text = with_marker("", org, Ref(Kind.TEAM, marker)) if marker else ""
    return Live(key, f"https://acme.example/{key}", Team(marker or "", name, text), parse(text))


def test_a_marker_counts_more_than_a_name() -> None:
    marked, named = team("Money", "payments"), team("Payments", key="T2")
    found = match(Kind.TEAM, "acme", [PAYMENTS], [named, marked])
    assert [(pair.live, pair.adopted) for pair in found.pairs] == [(marked, False)]
    assert not found.undeclared


def test_an_unmarked_namesake_is_to_be_adopted() -> None:
    (pair,) = match(Kind.TEAM, "acme", [PAYMENTS], [team("Payments")]).pairs
    assert pair.adopted


def test_ours_by_its_name_and_another_key_has_been_given_a_new_key() -> None:
    old = team("Payments", "pay")
    found = match(Kind.TEAM, "acme", [PAYMENTS], [old])
    assert [(pair.live, pair.adopted) for pair in found.pairs] == [(old, False)]
    assert not found.undeclared


def test_ours_that_is_declared_no_more_is_undeclared() -> None:
    old = team("Search", "search")
    found = match(Kind.TEAM, "acme", [PAYMENTS], [old])
    assert found.undeclared == (old,)
    assert [pair.live for pair in found.pairs] == [None]


def test_a_namesake_of_another_org_is_in_the_way_and_never_paired() -> None:
    found = match(Kind.TEAM, "acme", [PAYMENTS], [team("Payments", "payments", org="other")])
    assert not found.pairs
    (obstacle,) = taken([found])
    assert obstacle.message == (
        "the team 'Payments' (https://acme.example/T1) belongs to the org 'other' by its marker"
    )


def test_many_namesakes_of_another_org_are_said_once() -> None:
    names = [f"Team {number}" for number in range(44)]
    others = [Live("", "", Team("", name, ""), Marker("other", "team/x")) for name in names]
    found = match(Kind.TEAM, "acme", [Team(f"t{number}", name, "") for number, name in enumerate(names)], others)
    (obstacle,) = taken([found, found])
    assert obstacle.message == (
        "88 objects of names declared here belong to the org 'other' by their markers: "
        "the team 'Team 0', the team 'Team 1', the team 'Team 2', …"
    )


def test_two_with_one_marker_are_an_obstacle_and_the_first_counts() -> None:
    first, second = team("Payments", "payments"), team("Twin", "payments", key="T2")
    found = match(Kind.TEAM, "acme", [PAYMENTS], [first, second])
    assert [pair.live for pair in found.pairs] == [first]
    assert ["T1 and https://acme.example/T2" in each.message for each in found.obstacles] == [True]


def test_a_marker_of_another_kind_is_none() -> None:
    text = with_marker("", "acme", Ref(Kind.SERVICE, "payments"))
    odd = Live("T1", "", Team("", "Search", text), parse(text))
    found = match(Kind.TEAM, "acme", [PAYMENTS], [odd])
    assert not found.undeclared
    assert [pair.live for pair in found.pairs] == [None]
