"""What the environment says of the way to the account: wrong settings are named, and no password is shown."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ownctl.providers.pagerduty import Client, connect, endpoint
from ownctl.providers.pagerduty.shown import without_secrets
from ownctl.reconcile.steps import Unreachable
from ownctl.sandbox import Running

SECRET = "pa-ss:wo@rd"
VARIABLES = ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in which nothing is set."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@contextmanager
def client_of(url: str, token: str = "u+WwTrMy9") -> Iterator[Client]:
    with connect(token, endpoint(api_url=url), read_only=True, timeout=5.0, backoff=0.0) as client:
        yield client


def trouble(url: str = "https://pager.invalid", token: str = "u+WwTrMy9") -> Unreachable:
    with pytest.raises(Unreachable) as error, client_of(url, token) as client:
        client.abilities()
    assert "pa-ss" not in error.value.message + error.value.help
    assert "wo@rd" not in error.value.message + error.value.help
    return error.value


@pytest.fixture
def nobody() -> Iterator[str]:
    """A port of this machine at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize("before", ["", "http://", f"http://me:{SECRET}@"])
def test_a_proxy_without_a_scheme_is_one_of_http(monkeypatch: pytest.MonkeyPatch, nobody: str, before: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"{before}{nobody}")
    error = trouble()
    assert f"(nothing listens at the proxy {nobody} of HTTPS_PROXY)" in error.message
    assert "check HTTPS_PROXY" in error.help


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"ftp://me:{SECRET}@x", "ftp://x, and ownctl goes through proxies of http, not ftp://"),
        (f"socks5://me:{SECRET}@127.0.0.1:1080", "socks5://127.0.0.1:1080, and ownctl goes through proxies of http"),
        ("http://[::1", "http://[::1, which is no address of a proxy"),
        ("http://a..b:3128", "http://a..b:3128, which is no address of a proxy"),
        ("http://me:pa-ss", "http://…, which is no address of a proxy"),
        ("http://", "http://, which is no address of a proxy"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy"])
def test_a_proxy_that_is_none(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, shown: str) -> None:
    monkeypatch.setenv(variable, value)
    error = trouble()
    assert error.message.startswith(f"{variable} is {shown}")
    assert error.help == f"write {variable} as http://HOST:PORT, or unset it where no proxy is needed"


@pytest.mark.parametrize(("scheme", "said"), [("http", "says 404"), ("https", "does not speak TLS")])
def test_what_is_no_proxy_at_all(monkeypatch: pytest.MonkeyPatch, account: Running, scheme: str, said: str) -> None:
    there = account.url.removeprefix("http://")
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://{there}")
    assert f"the proxy {there} of HTTPS_PROXY {said}" in trouble().message


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("SSL_CERT_FILE", "/nonexistent", "can't be read: No such file or directory"),
        ("SSL_CERT_FILE", __file__, "holds no certificates"),
        ("SSL_CERT_DIR", "/nonexistent", "is no folder"),
    ],
)
def test_certificates_that_are_none(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, why: str) -> None:
    monkeypatch.setenv(variable, value)
    error = trouble()
    assert error.message == f"{variable} is {value}, which {why}"
    assert variable in error.help


def test_plain_http_needs_no_certificates(monkeypatch: pytest.MonkeyPatch, account: Running) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    with client_of(account.url, account.token) as client:
        assert client.abilities()


def test_a_folder_of_certificates_is_looked_into(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", f"/nonexistent:{tmp_path}")
    assert "DNS finds no address of pager.invalid" in trouble().message


def test_a_port_without_tls_is_said_to_have_none(account: Running) -> None:
    error = trouble(account.url.replace("http://", "https://"))
    assert f"({account.url.removeprefix('http://')} does not speak TLS)" in error.message
    assert error.help == "correct PAGERDUTY_API_URL: write it with http://"


def test_a_path_that_leads_nowhere_is_one_in_the_address(account: Running) -> None:
    error = trouble(f"{account.url}/wrong", account.token)
    assert error.message == f"there is no API of PagerDuty at {account.url}/wrong (404)"
    assert "PAGERDUTY_API_URL" in error.help


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("foo", "foo"),
        ("https://a..b/c", "https://a..b/c"),
        ("https://me:secret@pager.example:8080/v2?token=secret#secret", "https://pager.example:8080/v2"),
        ("me:sec@ret@pager.example", "pager.example"),
        ("http://me:secret", "http://…"),
        ("u+WwTrMy9secretZZ", "…"),
        ("y_NbAkKc66ryYTWUXYEu", "…"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("", ""),
        ("\n", "…"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(address: str, shown: str) -> None:
    assert without_secrets(address) == shown
