"""Talking to a forge: JSON over HTTPS, page by page, with errors that a person understands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2

from ownctl.forges.boards import ForgeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TIMEOUT = 30.0
"""Seconds that an answer may take."""

WAY = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_DIR", "SSL_CERT_FILE")
"""What leads a connection elsewhere, or says whom to trust; proxies in lower case, too."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Web:
    """One forge's API under one token."""

    def __init__(self, base: str, headers: Mapping[str, str], needs: str) -> None:
        """`needs` says what the token must be allowed, for the error where it isn't."""
        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ForgeError(f"{base} is no https:// address, and a token is never sent in the clear")
        self._origin = (parts.scheme, parts.netloc)
        self._base, self._needs = base.rstrip("/"), needs
        self._client = _client(headers)

    def ask(self, method: str, path: str, json: Mapping[str, Any] | None = None) -> Any:
        """One request; `path` below the base, or a whole address of the same server. Raises `ForgeError`."""
        return self._json(self._send(method, path, json=json))

    def pages(self, path: str, params: Mapping[str, str]) -> Iterator[Any]:
        """The items of a list, all pages of it (RFC 8288, rel="next"). Raises `ForgeError`."""
        response = self._send("GET", path, params={"per_page": "100", **params})
        while True:
            found = self._json(response)
            yield from found if isinstance(found, list) else ()
            following = response.links.get("next", {}).get("url")
            if not following:
                return
            response = self._send("GET", following)

    def _send(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        url = path if "://" in path else f"{self._base}{path}"
        if urlsplit(url)[:2] != self._origin:
            raise ForgeError(f"{urlsplit(url).hostname} is another server, and the token is not for it")
        try:
            response = self._client.request(method, url, **kwargs)
        except (httpx2.HTTPError, UnicodeError) as error:  # a host as `a..b` is refused before it is asked for
            raise ForgeError(f"{self._origin[1]} does not answer: {error}", "run the job again") from None
        if response.is_success:
            return response
        raise self._refused(response)

    def _json(self, response: httpx2.Response) -> Any:
        try:
            return response.json()
        except ValueError:
            said = f"{self._origin[1]} answers something that is not JSON"
            raise ForgeError(said, "see whether the address is that of its API") from None

    def _refused(self, response: httpx2.Response) -> ForgeError:
        said = f"{self._origin[1]} answers {response.status_code}: {_message(response)}"
        if response.status_code == httpx2.codes.UNAUTHORIZED:
            return ForgeError(said, "the token is none of this server's, or has expired")
        if response.status_code in (httpx2.codes.FORBIDDEN, httpx2.codes.NOT_FOUND):
            return ForgeError(said, f"the token needs {self._needs}")
        return ForgeError(said, "run the job again")


def _client(headers: Mapping[str, str]) -> httpx2.Client:
    """Raises `ForgeError` where the environment's proxies or certificates are none.

    Which of them it is the library tells in words that may hold a password, so all that are set are named instead.
    """
    try:
        return httpx2.Client(headers=dict(headers), timeout=TIMEOUT)
    except (ValueError, httpx2.InvalidURL, ImportError, OSError):
        names = sorted(name for name, value in os.environ.items() if name.upper() in WAY and value)
    raise ForgeError(
        f"the way to the forge can't be gone as the environment has it: {', '.join(names)}",
        "write a proxy as http://HOST:PORT, and have SSL_CERT_FILE name a file of certificates (PEM)",
    )


def _message(response: httpx2.Response) -> str:
    """What the forge says of it, on one line."""
    try:
        said = response.json()
    except ValueError:
        return response.reason_phrase
    message = said.get("message", said.get("error")) if isinstance(said, dict) else None
    return " ".join(str(message or response.reason_phrase).split())[:200]
