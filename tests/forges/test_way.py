"""Proxies and certificates of the environment that are none, on the way to a forge."""

from __future__ import annotations

import pytest

from ownctl.forges.boards import ForgeError
from ownctl.forges.web import WAY, Web


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "ftp://me:secret@x"),
        ("https_proxy", "http://me:secret"),
        ("HTTPS_PROXY", "http://[::1"),
        ("ALL_PROXY", "socks5://me:secret@127.0.0.1:1080"),
        ("SSL_CERT_FILE", "/nonexistent"),
        ("SSL_CERT_FILE", __file__),
    ],
)
def test_what_is_wrong_is_named_without_a_password(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    for name in WAY:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv(variable, value)
    with pytest.raises(ForgeError) as error:
        Web("https://forge.example", {}, "nothing")
    assert error.value.message.endswith(f": {variable}")
    assert "secret" not in error.value.message + error.value.help


def test_a_host_that_is_none_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in WAY:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with pytest.raises(ForgeError, match=r"a\.\.b does not answer"):
        Web("https://a..b", {}, "nothing").ask("GET", "/user")
