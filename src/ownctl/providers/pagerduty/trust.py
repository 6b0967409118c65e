"""Whose certificates are believed: the system's, or those that SSL_CERT_FILE and SSL_CERT_DIR name."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING

import httpx2

from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from ownctl.providers.pagerduty.endpoint import Endpoint


def trust(endpoint: Endpoint) -> ssl.SSLContext:
    """What a connection to `endpoint` believes. Raises `Unreachable` where the environment names no certificates."""
    if endpoint.plain:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # believes nobody; no certificate is ever shown to it
    _check_folder()
    try:
        return httpx2.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one
        holds_none = isinstance(error, ssl.SSLError)
        raise _wrong(
            "SSL_CERT_FILE", "which holds no certificates" if holds_none else f"which can't be read: {error.strerror}"
        ) from error


def _check_folder() -> None:
    """OpenSSL says nothing of a folder that isn't there, and then believes nobody."""
    folders = os.environ.get("SSL_CERT_DIR")
    if folders and not os.environ.get("SSL_CERT_FILE") and not any(map(os.path.isdir, folders.split(os.pathsep))):
        raise _wrong("SSL_CERT_DIR", "which is no folder")


def _wrong(variable: str, why: str) -> Unreachable:
    return Unreachable(
        f"{variable} is {os.environ.get(variable, '')}, {why}",
        f"have {variable} name the certificates (PEM) of whoever signs the account's, or unset it",
    )
