"""Why no connection came about: where it should have led, what stood in the way, and what to check."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.providers.pagerduty.endpoint import Endpoint
    from ownctl.providers.pagerduty.proxy import Proxy

NO_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
"""What OpenSSL calls an answer that is none of TLS."""


class Way(NamedTuple):
    """The way to the account."""

    at: Endpoint
    proxy: Proxy | None

    @property
    def where(self) -> str:
        """Host and port of the account."""
        return urlsplit(self.at.url).netloc

    @property
    def first(self) -> str:
        """What is connected to, as a person has to look for it."""
        return f"the proxy {self.proxy.where} of {self.proxy.named_by}" if self.proxy else self.where


def no_connection(error: BaseException, way: Way, seconds: float) -> tuple[str, str]:
    """The cause in a few words, and what to do about it."""
    cause = next((each for each in _causes(error) if isinstance(each, OSError)), None)
    if isinstance(cause, ssl.SSLError):
        return _tls(cause, way)
    if isinstance(cause, socket.gaierror):
        said = f"DNS finds no address of {way.first}: {cause.strerror}"
    elif isinstance(cause, ConnectionRefusedError):
        said = f"nothing listens at {way.first}"
    elif isinstance(error, httpx2.ProxyError):
        said = f"{way.first} says {error}"
    elif isinstance(error, httpx2.TimeoutException):
        said = f"{way.first} did not answer within {seconds:g} seconds"
    else:
        said = f"{way.first} can't be connected to: {cause.strerror if cause else error}"
    return said, _check(way)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _check(way: Way) -> str:
    if way.proxy:
        return f"check {way.proxy.named_by} (as http://HOST:PORT), and NO_PROXY for hosts that need no proxy"
    if way.at.loopback:
        return "start `ownctl sandbox` there, or correct PAGERDUTY_API_URL"
    return "check the network, HTTPS_PROXY and PAGERDUTY_API_URL"


def _tls(error: ssl.SSLError, way: Way) -> tuple[str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {way.where} is not trusted: {error.verify_message.rstrip('.')}",
            "where a proxy or an authority of your own signs it, name the file of its certificates in SSL_CERT_FILE",
        )
    if error.reason not in NO_TLS:
        return f"TLS with {way.where} failed: {error.reason or error.strerror}", _check(way)
    if way.proxy and way.proxy.url.startswith("https:"):
        return f"{way.first} does not speak TLS", f"write {way.proxy.named_by} with http://"
    mend = "write it with http://" if way.at.loopback else "check its port"
    return f"{way.where} does not speak TLS", f"correct PAGERDUTY_API_URL: {mend}"
