"""The story's world: a repository whose account says what its files say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ownctl.sandbox import Running

from .hub import hub
from .tree import NOW
from .world import World, begin, copied


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it begins; not to be written to."""
    folder = tmp_path_factory.mktemp("begun")
    begin(folder)
    return folder


@pytest.fixture
def shop(begun: Path, tmp_path: Path, accounts: Callable[..., Running]) -> Iterator[World]:
    """A world for one test."""
    copied(begun, tmp_path)
    with hub() as forge:
        yield World(tmp_path, forge, accounts(tmp_path / "account", now=NOW))
