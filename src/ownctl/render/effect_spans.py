"""When others are on call, in few lines and without a minute that is not so: `Mon–Fri 09:00–10:00, 30 Nov–4 Dec`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.reconcile.words import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ownctl.reconcile.effects import Effect

DAY = timedelta(days=1)


def spans(effects: Iterable[Effect], zone: str) -> Iterator[tuple[str, Effect]]:
    """Spans in the order in which they begin, each with one of the effects that it tells.

    What is at the same times of day within a week, with the same people, is one span.
    """
    alike: dict[object, list[Effect]] = {}
    for effect in effects:
        start, end = (each.astimezone(ZoneInfo(zone)) for each in (effect.start, effect.end))
        week = start.date() - timedelta(days=start.weekday())
        daily = (week, start.time(), end.time(), effect.before, effect.after)
        alike.setdefault(daily if effect.end - effect.start < DAY else effect, []).append(effect)
    for own in alike.values():
        yield (_span(own[0], zone) if len(own) == 1 else _days(own, zone)), own[0]


def _span(effect: Effect, zone: str) -> str:
    start, end = moment(effect.start, zone), moment(effect.end, zone)
    day, _, clock = end.rpartition(" ")
    return f"{start}–{clock if start.rpartition(' ')[0] == day else end}"


def _days(own: Sequence[Effect], zone: str) -> str:
    starts = [each.start.astimezone(ZoneInfo(zone)) for each in own]
    first, last = starts[0], starts[-1]
    end = own[0].end.astimezone(ZoneInfo(zone))
    in_a_row = (last.date() - first.date()).days == len(own) - 1 > 1
    days = f"{first:%a}–{last:%a}" if in_a_row else ", ".join(f"{each:%a}" for each in starts)
    return f"{days} {first:%H:%M}–{end:%H:%M}, {_dates(first, last)}"


def _dates(first: datetime, last: datetime) -> str:
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    return f"{begins}–{last.day} {last:%b}"
