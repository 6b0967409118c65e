"""Noise: a page is worth dropping everything for, and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Severity, Signal
from ownctl.config.phrases import listed
from ownctl.config.spots import dotted
from ownctl.rules.registry import Found, Theme, found, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.rules.look import Look
    from ownctl.rules.scope import Path

PAYMENTS = "ownership/teams/payments.yaml"

SERVICE = """\
services:
  checkout-api:
    name: Checkout API
    runbook: https://runbooks.acme.example/checkout-api
"""
WORTH_IT = f"""\
{SERVICE}    alerts:
      checkout-latency-high:
        page: true
        because: Customers give up at the till.
        query: checkout:latency:p99 > 1.5
        for: 5m
        runbook: https://runbooks.acme.example/checkout-api/latency
"""


@rule(
    "page-without-reason",
    Theme.NOISE,
    sentence="Only what is worth dropping everything for may wake somebody, and why it is can be said in a sentence.",
    exactly="An alert has `page: true` and no `because`.",
    bad={
        PAYMENTS: f"""\
{SERVICE}    alerts:
      checkout-latency-high:
        page: true
        query: checkout:latency:p99 > 1.5
        for: 5m
        runbook: https://runbooks.acme.example/checkout-api/latency
"""
    },
    good={PAYMENTS: WORTH_IT},
)
def page_without_reason(look: Look) -> Iterator[Found]:
    """Pages that nobody could say the reason of."""
    for _, key, alert in look.alerts:
        if alert.it.page and not alert.it.because and not alert.it.is_broken("because"):
            yield found(
                f"{key} wakes somebody and doesn't say why it is worth that",
                "add `because: ` and what customers lose meanwhile; or let it wait for the morning: `page: false`",
                at=alert.key("page"),
            )


@rule(
    "page-without-runbook",
    Theme.NOISE,
    sentence="Who is woken should read what to do, not find out.",
    exactly="An alert has `page: true` and no `runbook` of its own. That of its service says how to run the service, "
    "not what this alert means.",
    bad={
        PAYMENTS: f"""\
{SERVICE}    alerts:
      checkout-latency-high:
        page: true
        because: Customers give up at the till.
        query: checkout:latency:p99 > 1.5
        for: 5m
"""
    },
    good={PAYMENTS: WORTH_IT},
)
def page_without_runbook(look: Look) -> Iterator[Found]:
    """Pages that don't say what to do."""
    for service, key, alert in look.alerts:
        if alert.it.page and not alert.it.runbook and not alert.it.is_broken("runbook"):
            base = service.it.runbook or "docs/runbooks"
            yield found(
                f"{key} wakes somebody and doesn't say what to do about it",
                f"add `runbook: {base.rstrip('/')}/{key}`, and write there what to look at first",
                at=alert.key("page"),
            )


@rule(
    "signal-missing",
    Theme.NOISE,
    Severity.WARNING,
    sentence="What the business stands on is watched from four sides: latency, traffic, errors and saturation.",
    exactly="A service of tier 1 has no alert for one of the golden signals: latency, traffic, errors, saturation.",
    bad={
        PAYMENTS: f"""\
{SERVICE}    tier: 1
    alerts:
      checkout-latency-high: {{signal: latency, query: "checkout:latency:p99 > 1.5"}}
      checkout-errors-high: {{signal: errors, query: "checkout:errors:share > 0.01"}}
"""
    },
    good={
        PAYMENTS: f"""\
{SERVICE}    tier: 1
    alerts:
      checkout-latency-high: {{signal: latency, query: "checkout:latency:p99 > 1.5"}}
      checkout-traffic-gone: {{signal: traffic, query: "checkout:requests:rate == 0"}}
      checkout-errors-high: {{signal: errors, query: "checkout:errors:share > 0.01"}}
      checkout-pool-full: {{signal: saturation, query: "checkout:connections:share > 0.9"}}
"""
    },
)
def signal_missing(look: Look) -> Iterator[Found]:
    """Services of tier 1 that nobody watches from all four sides."""
    for _, key, service in look.services:
        if service.it.tier != 1 or service.it.is_broken("alerts"):
            continue
        watched = {alert.signal for alert in service.it.alerts.values()}
        missing = [signal.value for signal in Signal if signal not in watched]
        if missing:
            yield found(
                f"{key} is of tier 1, and no alert watches its {listed(missing, 'or')}",
                f"add an alert with `signal: {missing[0]}`, or mark one that watches it already",
                at=service.key("alerts"),
            )


@rule(
    "alert-declared-twice",
    Theme.NOISE,
    sentence="Two alerts with one query wake two people for one thing.",
    exactly="Two alerts of the org have the same query, however it is spaced. Marked at the second one.",
    bad={
        PAYMENTS: f"""\
{SERVICE}    alerts:
      checkout-slow: {{query: "checkout:latency:p99 > 1.5"}}
      checkout-latency-high: {{query: "checkout:latency:p99  >  1.5"}}
"""
    },
    good={
        PAYMENTS: f"""\
{SERVICE}    alerts:
      checkout-slow: {{query: "checkout:latency:p99 > 1.5"}}
      checkout-very-slow: {{query: "checkout:latency:p99 > 10"}}
"""
    },
)
def alert_declared_twice(look: Look) -> Iterator[Found]:
    """Alerts that fire with another one."""
    first: dict[str, Path] = {}
    again = {service.path for _, _, service in look.owned_again}
    for service, key, alert in look.alerts:
        if service.path in again:
            continue  # that the whole service is declared twice is said already
        query = " ".join(alert.it.query.split())
        if query in first:
            yield found(
                f"{key} has the query of {dotted(first[query])}, so one trouble raises two alerts",
                "keep the one whose owner can mend it, and delete the other",
                at=alert.value("query"),
                about=[first[query]],
            )
        first.setdefault(query, alert.path)
