"""Whatever happens to any one write of an apply of the example, one more apply leads to the same account."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.reconcile.sameness import canonical
from tests.reconcile.shop import shop_files
from tests.reconcile.story import story_of, utc

from ownctl.sandbox import Fault, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = utc("2026-11-24T16:00:07")
FAULTS = {
    "lost before": Fault(Kind.LOST_BEFORE, on="write"),
    "lost after": Fault(Kind.LOST_AFTER, on="write"),
    "500": Fault(Kind.STATUS, on="write", status=500),
    "500 after it took effect": Fault(Kind.STATUS, on="write", status=500, effect=True),
    "429": Fault(Kind.STATUS, on="write", status=429),
}
BLOCKS = 16
"""The writes are taken in this many parts, so that a part is one test."""
SPREAD = 24
"""How many are tried in the normal run."""


@cache
def smooth() -> tuple[int, Any, bytes]:
    """How many writes a smooth apply takes, what the account holds then, and what it held before."""
    with story_of(shop_files()) as story:
        before = story.keep()
        applied = story.apply(shop_files(), NOW)
        assert not applied.failed
        return len(applied.steps), canonical(story, shop_files(), NOW), before


def faults(numbers: Iterator[int], name: str) -> None:
    """Each of these writes goes wrong, in an apply of its own."""
    _, wanted, before = smooth()
    with story_of(shop_files()) as story:
        for number in numbers:
            story.restore(before)
            story.faults(Fault(**{**vars(FAULTS[name]), "nth": number}))
            first = story.apply(shop_files(), NOW)
            story.faults()
            again = story.apply(shop_files(), NOW)
            assert not again.failed, (number, first.failed, again.failed)
            story.empty(shop_files(), NOW)
            assert canonical(story, shop_files(), NOW) == wanted, (number, name)


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("name", FAULTS)
def test_every_write_gone_wrong_leads_to_the_same_account(name: str, block: int) -> None:
    count = smooth()[0]
    faults(iter(range(1 + block, count + 1, BLOCKS)), name)


@pytest.mark.parametrize("name", FAULTS)
def test_writes_here_and_there_gone_wrong_lead_to_the_same_account(name: str) -> None:
    count, each = smooth()[0], SPREAD // len(FAULTS) + 1
    begin = list(FAULTS).index(name)
    faults(iter(range(1 + begin, count + 1, count // each)[:each]), name)
