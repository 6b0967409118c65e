from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.sandbox.api import Api

from ownctl.sandbox import Running

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday."""


@pytest.fixture
def api(account: Running) -> Iterator[Api]:
    account.set_now(NOW)
    with Api(account) as client:
        yield client
