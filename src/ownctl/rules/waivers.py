"""Waivers: reasoned, dated exceptions, and what they cover.

A waiver covers its object and all that lies within it: on a team its members, rotations, services and alerts, on a
service its alerts, in org.yaml everything. Where several could silence a finding, the nearest does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ownctl.config.spots import dotted
from ownctl.rules.scope import Place, alerts_of, members_of, rotations_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ownctl.config import Spot, Waivable, Waiver
    from ownctl.rules.look import Look
    from ownctl.rules.registry import Found
    from ownctl.rules.scope import Path, Scope


@dataclass(frozen=True)
class Placed:
    """A waiver, and the object that bears it. Where it stands tells it from all others."""

    waiver: Waiver = field(compare=False)
    on: Path
    """The way to the object; what it covers begins with that."""
    index: int
    over: bool = field(compare=False)
    """Whether its last day is past."""
    certain: bool = field(compare=False)
    """Whether all of its object could be read, so that what it silences is beyond doubt."""
    bearer: Waivable = field(compare=False, repr=False)
    """The object."""

    @property
    def here(self) -> Place:
        """The place of the rule's name."""
        return self.at("rule")

    def at(self, name: str) -> Place:
        """The place of a field, or of the whole waiver where the file does not have it."""
        return Place(self.waiver.spot_of(name), (*self.on, "waive", self.index, name))

    @property
    def described(self) -> str:
        """What bears it, in a sentence."""
        return dotted(self.on) or "org.yaml"


@dataclass(frozen=True)
class Waivers:
    """Every waiver of an org."""

    all: tuple[Placed, ...]

    @cached_property
    def _by_rule(self) -> dict[str, dict[Path, list[Placed]]]:
        table: dict[str, dict[Path, list[Placed]]] = defaultdict(lambda: defaultdict(list))
        for placed in self.all:
            table[placed.waiver.rule][placed.on].append(placed)
        return table

    @cached_property
    def _at(self) -> Counter[Spot]:
        return Counter(placed.here.spot for placed in self.all)

    def is_shared(self, placed: Placed) -> bool:
        """Whether an alias in the file makes it stand on another object as well."""
        return self._at[placed.here.spot] > 1

    def has_one_of(self, rule: str) -> bool:
        """Whether there is one for `rule`."""
        return rule in self._by_rule

    def covering(self, rule: str, found: Found) -> Iterator[Placed]:
        """The waivers of `rule` that cover a finding, from the nearest object upwards, those that are over included."""
        if rule not in self._by_rule:
            return
        by_object = self._by_rule[rule]
        paths = (found.at.path, *found.about)
        for length in range(max(map(len, paths)), -1, -1):
            for path in paths:
                if length <= len(path):
                    yield from by_object.get(path[:length], ())


def waivers_of(look: Look) -> Waivers:
    """Find every waiver, with the object that bears it."""
    return Waivers(tuple(_placed(look)))


def _placed(look: Look) -> Iterator[Placed]:
    today = look.now.astimezone(look.org.settings.time_zone).date()
    yield from _on(look.settings, today)
    for person in look.people.values():
        yield from _on(person, today)
    for team in look.teams.values():
        within = look.today(team.it)
        yield from _on(team, within)
        for member in members_of(team):
            yield from _on(member, within)
        for _, rotation in rotations_of(team):
            yield from _on(rotation, within)
    for team, _, service in look.services:
        if service.it.waive or service.it.alerts:
            within = look.today(team.it)
            yield from _on(service, within)
            for _, alert in alerts_of(service):
                yield from _on(alert, within)


def _on(scope: Scope[Waivable], today: date) -> Iterator[Placed]:
    for index, waiver in enumerate(scope.it.waive):
        over = waiver.until is not None and waiver.until < today
        certain = scope.it.node is None or not scope.it.node.broken
        yield Placed(waiver, scope.path, index, over, certain, scope.it)
