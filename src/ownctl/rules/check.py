"""Hold an org to the rules: what they find, at the org's own severities, less what is waived."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity
from ownctl.config.limits import PAGERDUTY, Limits
from ownctl.config.spots import dotted
from ownctl.rules.look import Look
from ownctl.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ownctl.config import Org, Source
    from ownctl.rules.registry import Found, Rule
    from ownctl.rules.waivers import Placed


def check(
    org: Org,
    now: datetime,
    limits: Limits = PAGERDUTY,
    sources: Mapping[str, Source] | None = None,
    *,
    errors_only: bool = False,
) -> tuple[Finding, ...]:
    """All findings of the rules, in the order of files and lines.

    `now` has an offset. With `sources`, by the file of spots, findings carry fixes that take lines away, too. What the
    loader could not read (`org.broken`) has its finding already, and nothing that follows from it is said again. With
    `errors_only`, for those who stop at errors and at nothing else, rules that find none are not asked.
    """
    look = Look(org, now, limits, sources or {})
    findings: list[Finding] = []
    touched: set[Placed] = set()
    for rule, level in _in_force(org, of_waivers=False):
        if errors_only and level is not Severity.ERROR and not look.waivers.has_one_of(rule.name):
            continue  # where a waiver names it, what it finds says whether that is unused, which may be an error
        for found in rule.find(look):
            covering = list(look.waivers.covering(rule.name, found))
            nearest = next((placed for placed in covering if not placed.over), None)
            touched |= {nearest} if nearest else set(covering)
            if nearest is None:
                findings.append(_finding(rule, level, found))
    after = replace(look, touched=frozenset(touched))
    findings += [
        _finding(rule, level, found) for rule, level in _in_force(org, of_waivers=True) for found in rule.find(after)
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.spot, finding.rule, finding.message)))


def _in_force(org: Org, *, of_waivers: bool) -> Iterator[tuple[Rule, Severity]]:
    for rule in RULES.values():
        level = org.settings.rules.get(rule.name, rule.severity)
        if rule.of_waivers == of_waivers and level is not Severity.IGNORE:
            yield rule, level


def _finding(rule: Rule, level: Severity, found: Found) -> Finding:
    return Finding(rule.name, level, found.message, found.help, found.at.spot, dotted(found.at.path), found.fix)
