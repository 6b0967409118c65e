"""References that lead nowhere: to nobody at all, or to something that stands in the files but could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.rules.scope import members_of, rotations_of, services_of
from ownctl.rules.suggest import did_you_mean, respelt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ownctl.config import Declared, Fix, Rotation, Target, Team
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Place, Scope


class Missing(NamedTuple):
    """A name that nothing bears, as far as the files could be read."""

    message: str
    otherwise: str
    """The next step where no known name is like it."""
    name: str
    known: Collection[str]
    at: Place
    team: str
    """Whose reference it is; empty for org.yaml's."""
    excused: bool
    """Whether it may stand in what could not be read: that has its finding already."""
    decides: bool
    """Whether who is on call or who is told depends on it."""
    beside: Collection[str] = ()
    """Names that can't be meant, since they stand there already or would mean the one who refers."""

    @property
    def help(self) -> str:
        """What to type instead."""
        return did_you_mean(self.name, self.known, self.otherwise)

    @property
    def fix(self) -> Fix | None:
        """The name that is surely meant."""
        return respelt(self.name, self.known, self.at.spot, self.beside)


def missing_in(look: Look) -> Iterator[Missing]:
    """Every reference of the org that leads nowhere: org.yaml's, then team by team."""
    yield from _of_approvers(look)
    for team in look.teams.values():
        yield from _of_members(look, team)
        for key, rotation in rotations_of(team):
            yield from _of_rotation(look, team, key, rotation)
        yield from _of_support(look, team)
        yield from _of_escalation(look, team)
        yield from _of_services(look, team)


def _of_approvers(look: Look) -> Iterator[Missing]:
    for index, approver in enumerate(look.org.settings.approvers):
        if approver.team:
            yield from _team(look, "", look.settings, approver.team, "approvers", index, "team", decides=False)
        if approver.person:
            yield from _person(look, "", look.settings, approver.person, "approvers", index, "person", decides=False)


def _of_members(look: Look, team: Scope[Team]) -> Iterator[Missing]:
    names = [member.person for member in team.it.members]
    for member in members_of(team):
        yield from _person(look, team.it.team, member, member.it.person, "person", decides=True, beside=names)
        if member.it.buddy:
            alone = [member.it.person]
            yield from _person(look, team.it.team, member, member.it.buddy, "buddy", decides=False, beside=alone)


def _of_rotation(look: Look, team: Scope[Team], key: str, rotation: Scope[Rotation]) -> Iterator[Missing]:
    members = {member.person for member in team.it.members}
    if rotation.it.participants != "everyone" and not team.it.is_broken("members"):
        for index, person in enumerate(rotation.it.participants):
            if person not in members:
                yield _no_member(look, team, key, person, rotation.value("participants", index))
    for index, override in enumerate(rotation.it.overrides):
        both = (override.person, override.instead_of)
        for field, person in zip(("person", "instead_of"), both, strict=True):
            yield from _person(
                look, team.it.team, rotation, person, "overrides", index, field, decides=True, beside=both
            )


def _no_member(look: Look, team: Scope[Team], rotation: str, person: str, at: Place) -> Missing:
    known = [member.person for member in team.it.members]
    exists = person in look.org.people
    return Missing(
        f"{person} is no member of {team.it.name}, so {rotation} would hand the pager to nobody",
        f"add `- {{person: {person}, on_call_since: {look.today(team.it)}}}` to `members`, or take the name out",
        person,
        # somebody who exists is meant, and is not a misspelt member
        () if exists else known,
        at,
        team.it.team,
        excused=not exists and look.org.is_broken("person", person),
        decides=True,
        beside=team.it.rotations[rotation].participants,
    )


def _of_support(look: Look, team: Scope[Team]) -> Iterator[Missing]:
    support = team.it.support
    if support.cover:
        yield from _team(look, team.it.team, team, support.cover, "support", "cover", decides=True)
    for index, helper in enumerate(support.turn_to):
        if helper.team:
            yield from _team(look, team.it.team, team, helper.team, "support", "turn_to", index, "team", decides=False)
        if helper.person:
            yield from _person(
                look, team.it.team, team, helper.person, "support", "turn_to", index, "person", decides=False
            )


def _of_escalation(look: Look, team: Scope[Team]) -> Iterator[Missing]:
    for level, declared in enumerate(team.it.escalation or ()):
        for index, target in enumerate(declared.notify):
            steps = ("escalation", level, "notify", index)
            if target.person:
                yield from _person(look, team.it.team, team, target.person, *steps, "person", decides=True)
            if target.team and target.team not in look.teams:
                yield from _team(look, team.it.team, team, target.team, *steps, "team", decides=True)
            elif target.rotation:
                yield from _rotation(look, team, target, target.rotation, *steps, "rotation")


def _of_services(look: Look, team: Scope[Team]) -> Iterator[Missing]:
    for key, service in services_of(team):
        for index, needed in enumerate(service.it.depends_on):
            if needed not in look.service_keys:
                yield Missing(
                    f"{key} depends on {needed}, and nobody owns a service of that key",
                    f"declare {needed} in the team that owns it, or take it out",
                    needed,
                    look.service_keys,
                    service.value("depends_on", index),
                    team.it.team,
                    excused=look.org.is_broken("service", needed),
                    decides=False,
                    beside=(*service.it.depends_on, key),
                )


def _person(
    look: Look,
    of: str,
    scope: Scope[Declared],
    person: str,
    *steps: str | int,
    decides: bool,
    beside: Collection[str] = (),
) -> Iterator[Missing]:
    if person not in look.org.people:
        yield Missing(
            f"nobody among the people is called {person}, so there is no one to reach",
            f"add `{person}: {{name: …, email: …}}` to people.yaml, or name somebody who is there",
            person,
            look.org.people,
            scope.value(*steps),
            of,
            excused=look.org.is_broken("person", person),
            decides=decides,
            beside=beside,
        )


def _team(
    look: Look, of: str, scope: Scope[Declared], name: str, *steps: str | int, decides: bool
) -> Iterator[Missing]:
    if name not in look.teams:
        yield Missing(
            f"there is no team {name}, so whoever relies on it relies on nobody",
            _teams(look) or f"declare it in teams/{name}.yaml",
            name,
            look.teams,
            scope.value(*steps),
            of,
            excused=look.org.is_broken("team", name),
            decides=decides,
            beside=(of,),
        )


def _teams(look: Look) -> str:
    """The names there are, for the next step; empty where there is none."""
    more = ", …" if len(look.teams) > 8 else ""
    return f"the teams are {', '.join(list(look.teams)[:8])}{more}" if look.teams else ""


def _rotation(look: Look, team: Scope[Team], target: Target, name: str, *steps: str | int) -> Iterator[Missing]:
    other = look.teams[target.team] if target.team else team
    if name not in other.it.rotations:
        known = list(other.it.rotations)
        yield Missing(
            f"{other.it.name} has no rotation {name}, so this level would reach nobody",
            f"its rotations are {', '.join(known)}" if known else f"declare {name} under `rotations`",
            name,
            known,
            team.value(*steps),
            team.it.team,
            excused=look.org.is_broken("rotation", other.it.team, name) or other.it.is_broken("rotations"),
            decides=True,
        )
