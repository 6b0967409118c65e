"""What all tests share: a running local account whose traffic is held to PagerDuty's description."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from tests.contract.checker import DESCRIPTION, Witness, checked

from ownctl.sandbox import Running, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PEOPLE = (
    {"name": "Amara Okafor", "email": "amara@acme.example", "time_zone": "Europe/London"},
    {"name": "Tom Berg", "email": "tom@acme.example", "time_zone": "Europe/London"},
    {"name": "Liu Wei", "email": "liu@acme.example", "time_zone": "Asia/Singapore"},
)


@pytest.fixture
def accounts() -> Iterator[Callable[..., Running]]:
    """Starts accounts, with the arguments of `running`; at the end their traffic must have been right."""
    witness = Witness()
    with ExitStack() as stack:
        yield lambda file=None, **settings: stack.enter_context(running(file, witness=witness, **settings))
    assert not witness.problems, "\n".join(witness.problems[:20])


@pytest.fixture
def account(accounts: Callable[..., Running]) -> Running:
    """An account of three people whose traffic is checked."""
    return accounts(seed=PEOPLE)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its counts to the session that reports; that one may insist on there being any."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["checked"] = [[*kind, count] for kind, count in checked.items()]
    elif os.environ.get("OWNCTL_CONTRACT") == "required" and not checked:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for method, template, status, count in getattr(node, "workeroutput", {}).get("checked", []):
        checked[method, template, status] += count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not DESCRIPTION.exists():
        terminalreporter.write_line("contract: openapi-rest.json is not at hand, so nothing was held to it")
    elif checked:
        kinds = {(method, template) for method, template, _ in checked}
        terminalreporter.write_line(
            f"contract: {checked.total()} exchanges held to PagerDuty's description:"
            f" {len(kinds)} operations, {len(checked)} kinds of answer"
        )
