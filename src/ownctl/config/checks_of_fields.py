"""Checks of fields: which there are, and what kind of value each has."""

from __future__ import annotations

from ownctl.config.check import PEOPLE, SLIPS, shown

TEAM = "team: payments\nname: Payments\n"
ROTATION = 'rotations:\n  primary:\n    starts: 2026-11-02\n    shift: 1w\n    handoff: {day: monday, at: "09:30"}\n'

FIELDS = (
    shown(
        "unknown-field",
        "A field that ownctl doesn't know would be ignored, and whoever wrote it believes that it counts.",
        TEAM + "support: {chanel: '#payments'}\n",
        TEAM + "support: {channel: '#payments'}\n",
        fix=SLIPS,
    ),
    shown(
        "missing-field",
        "Few fields are required, and each of them is one without which the pager can't work.",
        "people:\n  amara: {name: Amara Okafor}\n",
        "people:\n  amara: {name: Amara Okafor, email: amara@acme.example}\n",
        file=PEOPLE,
    ),
    shown(
        "wrong-type",
        "A value of another kind than the field's can only be guessed at. YAML 1.2 reads yes, no, on and off as text.",
        TEAM + "services:\n  checkout:\n    name: Checkout\n    alerts: {slow: {query: up == 0, page: yes}}\n",
        TEAM + "services:\n  checkout:\n    name: Checkout\n    alerts: {slow: {query: up == 0, page: true}}\n",
        fix="`validate --fix` puts quotes around a number where text belongs, takes them from a number, and writes "
        "true and false for yes and no.",
    ),
    shown(
        "empty-value",
        "A text or list that must say something says nothing.",
        TEAM + "services:\n  checkout: {name: ''}\n",
        TEAM + "services:\n  checkout: {name: Checkout}\n",
    ),
    shown(
        "unknown-value",
        "The field knows a few words, and this is none of them.",
        TEAM + "stages: {shadw: 2026-08-31}\n",
        TEAM + "stages: {shadow: 2026-08-31}\n",
        fix=SLIPS,
    ),
    shown(
        "out-of-range",
        "The number is smaller or larger than what the field can mean.",
        TEAM + "services:\n  checkout: {name: Checkout, tier: 0}\n",
        TEAM + "services:\n  checkout: {name: Checkout, tier: 1}\n",
    ),
    shown(
        "one-target",
        "Who is told, and whom to turn to, is one team, one rotation or one person; two would wait for each other.",
        TEAM + ROTATION + "escalation:\n  - notify: [{rotation: primary, person: amara}]\n",
        TEAM + ROTATION + "escalation:\n  - notify: [{rotation: primary}, {person: amara}]\n",
    ),
)
"""What is wrong with a field, or with its kind of value."""
