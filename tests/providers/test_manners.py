"""What the client does beside its work: nothing that somebody would trip over."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.providers.rig import Time

from ownctl.providers.pagerduty import endpoint
from ownctl.providers.pagerduty.client import connect
from ownctl.providers.pagerduty.parallel import in_parallel
from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.providers.rig import Connect, Script

    from ownctl.sandbox import Running


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)


def test_the_http_client_is_imported_only_by_who_connects() -> None:
    ran = python(
        "import sys, ownctl.providers.pagerduty; print(sorted({'httpx2', 'pagerduty', 'ssl'} & sys.modules.keys()))"
    )
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_retries_are_not_printed_between_our_own_lines() -> None:
    ran = python(
        "from ownctl.providers.pagerduty import connect, endpoint\n"
        "from ownctl.reconcile.steps import Unreachable\n"
        "with connect('t', endpoint(api_url='http://127.0.0.1:9'), read_only=True, backoff=0) as client:\n"
        "    try: client.abilities()\n"
        "    except Unreachable: print('unreachable')\n"
    )
    assert (ran.stdout, ran.stderr) == ("unreachable\n", "")


def test_a_proxy_of_the_environment_is_gone_through(
    scripted: Callable[[Script], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(method: str, target: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(f"{method} {target}")
        return 502, {}, b""

    proxy = scripted(refuse)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    at = endpoint(api_url="https://pager.example")
    with (
        connect("a-token", at, read_only=True, backoff=0.0, limiter=Time().limiter()) as client,
        pytest.raises(Unreachable, match="can't be reached") as error,
    ):
        client.abilities()
    assert asked[0] == "CONNECT pager.example:443"
    assert "HTTPS_PROXY" in error.value.help


def test_loopback_is_reached_without_it(account: Running, connected: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert connected(account).abilities()


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert in_parallel([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]
