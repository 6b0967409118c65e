"""Effects on people, as the terminal shows them."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import click
from tests.render.test_plan_markdown import NOW, declared, of, watches

from ownctl.reconcile.effects import Outlook
from ownctl.render.effects import effect_lines


def test_the_last_day_is_the_one_that_the_org_has_then() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert NOW.astimezone(tokyo).date() == NOW.date() + timedelta(days=1)
    org = declared()
    org = org.model_copy(update={"settings": org.settings.model_copy(update={"time_zone": tokyo})})
    plan = of(Outlook("payments", "primary", watches("amara", "tom"), watches("amara", "liu")))

    assert click.unstyle(effect_lines(plan, org, 100)[0]) == "What it means for people, until 23 Dec"
