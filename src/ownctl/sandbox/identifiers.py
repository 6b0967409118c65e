"""Ids and keys that look like PagerDuty's and follow from a counter, so that two equal runs give equal accounts."""

from __future__ import annotations

import hashlib

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHORT = 36**6
SCATTER = 1_540_483_477  # odd and no multiple of 3, so without a common factor with 36**6: no two numbers meet

LONG_KINDS = frozenset({"rotation", "event", "custom_shift", "override", "assignment"})
"""Parts of a shift-based schedule have ids of 26 characters, everything else has seven."""


def identifier(kind: str, number: int) -> str:
    """The id of the object that was made as number `number` of the account."""
    if kind in LONG_KINDS:
        value = int.from_bytes(hashlib.sha256(f"{kind} {number}".encode()).digest()[:20])
        return _base36(value, 26)
    return "P" + _base36(number * SCATTER % SHORT, 6)


def secret(seed: str) -> str:
    """32 hexadecimal characters, as routing keys and dedup keys have them."""
    return hashlib.sha256(f"secret of {seed}".encode()).hexdigest()[:32]


def _base36(value: int, width: int) -> str:
    digits = []
    for _ in range(width):
        value, digit = divmod(value, 36)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))
