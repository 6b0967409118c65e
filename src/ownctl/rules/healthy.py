"""A small tree that breaks no rule. Examples are laid over it, so that each shows only the lines that matter."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
"""The moment at which every example is looked at: a Monday morning in London."""

SUPPORT: Mapping[str, str] = {
    "channel": '  channel: "#team-payments"\n',
    "cover": "  cover: platform\n",
    "turn_to": "  turn_to:\n    - {team: platform, for: Kubernetes and networking}\n",
    "incident_flow": "  incident_flow: docs/incident-flow.md\n",
    "past_incidents": "  past_incidents:\n    - {title: Double charge on retry, date: 2026-08-14}\n",
}
"""The `support` of Payments, field by field."""


def support_block(**fields: str) -> str:
    """That block, some of its fields written otherwise; one that is empty is left out."""
    return "support:\n" + "".join({**SUPPORT, **fields}.values())


TREE: Mapping[str, str] = {
    "ownership/org.yaml": """\
org: acme
time_zone: Europe/London
""",
    "ownership/people.yaml": """\
people:
  amara: {name: Amara Okafor, email: amara@acme.example}
  tom:   {name: Tom Berg, email: tom@acme.example}
  liu:   {name: Liu Yang, email: liu@acme.example}
  sofia: {name: Sofia Costa, email: sofia@acme.example}
  ines:  {name: Ines Duarte, email: ines@acme.example}
  noor:  {name: Noor Haddad, email: noor@acme.example}
  pavel: {name: Pavel Novak, email: pavel@acme.example}
  yuki:  {name: Yuki Mori, email: yuki@acme.example}
""",
    "ownership/teams/payments.yaml": """\
team: payments
name: Payments
description: Takes the customer's money, exactly once.
stages: {business-hours: 2025-04-07, full: 2025-06-02}
"""
    + support_block()
    + """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
  - {person: sofia, on_call_since: 2025-03-03}
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
escalation:
  - {notify: [{rotation: primary}], wait: 10m}
  - {notify: [{team: platform}], wait: 15m}
services:
  checkout-api:
    name: Checkout API
    runbook: https://runbooks.acme.example/checkout-api
    alerts:
      checkout-latency-high:
        signal: latency
        page: true
        because: Customers give up at the till.
        query: checkout:latency:p99 > 1.5
        for: 5m
        runbook: https://runbooks.acme.example/checkout-api/latency
""",
    "ownership/teams/platform.yaml": """\
team: platform
name: Platform
description: Keeps the lights on.
stages: {business-hours: 2025-04-07, full: 2025-06-02}
support:
  channel: "#team-platform"
  turn_to:
    - {person: amara, for: everything about money}
  incident_flow: docs/incident-flow.md
  past_incidents:
    - {title: Disk full on the registry, date: 2026-01-10}
members:
  - {person: ines, on_call_since: 2025-01-06}
  - {person: noor, on_call_since: 2025-01-06}
  - {person: pavel, on_call_since: 2025-01-06}
  - {person: yuki, on_call_since: 2025-01-06}
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:00"}
services:
  cluster:
    name: Cluster
    runbook: https://runbooks.acme.example/cluster
""",
    "docs/incident-flow.md": "# How an incident goes\n\nSay it in the channel, then work it.\n",
}
"""Files by their path from the repository's root."""

_BLOCK = re.compile(r"^(?=[^\s#-])", re.MULTILINE)


def laid_over(example: Mapping[str, str]) -> dict[str, str]:
    """The healthy tree with an example's files in place.

    A top-level block (`support:` and all below it) of an example's YAML replaces the block of that name; one that
    replaces the first (`team:`) is the whole file. The example's lines come first in the file, so that a finding's
    line is the line which the reader of the example sees.
    """
    tree = dict(TREE)
    for path, text in example.items():
        kept = []
        if path in TREE and path.endswith(".yaml"):
            blocks = [block for block in _BLOCK.split(text) if block]
            replaced = {block.split(":", 1)[0] for block in blocks}
            first, *others = [block for block in _BLOCK.split(TREE[path]) if block]
            if first.split(":", 1)[0] not in replaced:
                kept = [first, *(block for block in others if block.split(":", 1)[0] not in replaced)]
        tree[path] = text + "".join(kept)
    return tree
