"""Where a token may be sent."""

from __future__ import annotations

import pytest

from ownctl.providers.pagerduty import Endpoint, endpoint
from ownctl.reconcile.steps import Unreachable


def test_the_region_decides_where_the_account_is() -> None:
    assert endpoint() == Endpoint("https://api.pagerduty.com", plain=False)
    assert endpoint("eu") == Endpoint("https://api.eu.pagerduty.com", plain=False)


def test_an_unknown_region_is_named() -> None:
    with pytest.raises(Unreachable, match="'moon' is no service region") as error:
        endpoint("moon")
    assert "us or eu" in error.value.help


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "127.9.9.9"])
def test_loopback_is_spoken_to_in_the_clear(host: str) -> None:
    assert endpoint(api_url=f"http://{host}") == Endpoint(f"https://{host}", plain=True)


@pytest.mark.parametrize("host", ["pager.example", "10.0.0.7", "localhost.pager.example", "127.0.0.1.nip.example"])
def test_another_machine_is_not(host: str) -> None:
    with pytest.raises(Unreachable, match="in the clear"):
        endpoint(api_url=f"http://{host}")
    assert endpoint(api_url=f"https://{host}/") == Endpoint(f"https://{host}", plain=False)


@pytest.mark.parametrize(
    "url",
    [
        "u+WwTrMy9secretZZ",
        "ftp://127.0.0.1",
        "https://",
        "https://[",
        "https://me:u+WwTrMy9secretZZ@pager.example",
        "https://pager.example?token=u+WwTrMy9secretZZ",
        "https://pager.example:99999",
        "https://a..b",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(Unreachable, match="PAGERDUTY_API_URL is ") as error:
        endpoint(api_url=url)
    assert "secret" not in str(error.value) + error.value.help
