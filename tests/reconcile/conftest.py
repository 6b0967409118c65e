"""Stories on accounts whose traffic is held to PagerDuty's description."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.reconcile.orgs import BOTH
from tests.reconcile.story import Story, org_of, seed, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ownctl.sandbox import Running


@pytest.fixture
def story(accounts: Callable[..., Running]) -> Iterator[Story]:
    """An account in which everybody has a login, and nothing else is."""
    with telling(accounts(seed=seed(org_of(BOTH)), rate_limit=10**6)) as told:
        yield told
