"""Addresses as they may be shown: what people set in the environment may hold a password, or be a token."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)?(?:.*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)", re.I | re.S)
_HOST = re.compile(r"(\[[0-9a-f:.]*\]?|[\w.-]*)(:\d*)?", re.I | re.A)
HIDDEN = "…"
LONGEST_WORD = 15
"""Characters; a longer word without a dot may be a token in the wrong variable."""


def without_secrets(address: str) -> str:
    """The address without user, password, query and fragment; what is no host by its characters is hidden, too."""
    found = _ADDRESS.match(address)
    assert found is not None  # noqa: S101  # nothing in it must be there
    scheme, host, path = found["scheme"] or "", found["host"], found["path"]
    if not _HOST.fullmatch(host) or (len(host) > LONGEST_WORD and not set(".:[") & set(host)):
        return f"{scheme}{HIDDEN}"
    return f"{scheme}{host}{path if path.isprintable() else ''}"
