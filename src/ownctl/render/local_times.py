"""Moments and spans on the clock of a zone, as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

WIDEST = len("Mon 30 Nov 2026 09:30")


def moment(when: datetime, zone: ZoneInfo, year: int) -> str:
    """`Mon 30 Nov 09:30`, days aligned; with the year where it is another than the one that goes without saying."""
    local = when.astimezone(zone)
    shown = "" if local.year == year else f"{local.year:04} "
    return f"{local:%a} {local.day:>2} {local:%b} {shown}{local:%H:%M}"


def span(start: datetime, end: datetime, zone: ZoneInfo, year: int) -> str:
    """`Mon 30 Nov 09:30 – Mon  7 Dec 09:30`, or `Mon 30 Nov 09:00 – 17:30` within a day."""
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    finish = f"{ends:%H:%M}" if begins.date() == ends.date() else moment(end, zone, year)
    return f"{moment(start, zone, year)} – {finish}"
