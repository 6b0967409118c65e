"""Effects on people, as the terminal shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
from tests.render.test_plan_markdown import NOW, declared, of, watches

from ownctl.reconcile.effects import Duty, Effect, Outlook
from ownctl.render.effect_spans import spans
from ownctl.render.effects import effect_lines


def test_the_last_day_is_the_one_that_the_org_has_then() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert NOW.astimezone(tokyo).date() == NOW.date() + timedelta(days=1)
    org = declared()
    org = org.model_copy(update={"settings": org.settings.model_copy(update={"time_zone": tokyo})})
    plan = of(Outlook("payments", "primary", watches("amara", "tom"), watches("amara", "liu")))

    assert click.unstyle(effect_lines(plan, org, 100)[0]) == "What it means for people, until 23 Dec"


def spans_of(*hours: tuple[int, int, int]) -> list[str]:
    """What is said of tom, who is off on some days (1 is Tuesday 1 December) from one hour to another."""
    day = datetime(2026, 11, 30, tzinfo=UTC)
    effects = [
        Effect(
            "payments",
            "primary",
            day + timedelta(days=number, hours=since),
            day + timedelta(days=number, hours=until),
            (Duty("tom"),),
            (),
        )
        for number, since, until in hours
    ]
    return [said for said, _ in spans(effects, "Europe/London")]


def test_the_same_hours_of_a_week_are_told_once_and_other_hours_alone() -> None:
    assert spans_of(*((day, 9, 10) for day in range(5))) == ["Mon–Fri 09:00–10:00, 30 Nov–4 Dec"]
    assert spans_of((0, 9, 10), (2, 9, 10)) == ["Mon, Wed 09:00–10:00, 30 Nov–2 Dec"]
    assert spans_of((1, 9, 10), (2, 9, 11)) == ["Tue 1 Dec 09:00–10:00", "Wed 2 Dec 09:00–11:00"]
    assert spans_of((4, 9, 10), (7, 9, 10)) == ["Fri 4 Dec 09:00–10:00", "Mon 7 Dec 09:00–10:00"]
    assert spans_of((0, 9, 33), (1, 9, 33)) == ["Mon 30 Nov 09:00–Tue 1 Dec 09:00", "Tue 1 Dec 09:00–Wed 2 Dec 09:00"]
    assert spans_of((1, 17, 33), (2, 17, 33)) == ["Tue, Wed 17:00–09:00, 1–2 Dec"]
