"""Hygiene: what the pager would refuse or cut, said before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.scope import members_of, rotations_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Fix
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Path, Place, Scope

PAYMENTS, PLATFORM = "ownership/teams/payments.yaml", "ownership/teams/platform.yaml"
SPACES = "begins or ends with a space"


class _Name(NamedTuple):
    """A name that ownctl gives to an object in the account."""

    what: str
    text: str
    longest: int
    at: Place


def _names(look: Look) -> Iterator[_Name]:
    limits = look.limits
    for team in look.teams.values():
        # the policy has the team's name as well
        name = team.it.name
        yield _Name("team", name, min(limits.team_name, limits.policy_name), team.value("name"))
        if len(name) <= limits.team_name:
            for key, rotation in rotations_of(team):
                yield _Name("schedule", f"{name} {key}", limits.schedule_name, rotation.here)
    for _, _, service in look.services:
        yield _Name("service", service.it.name, limits.service_name, service.value("name"))


@rule(
    "name-too-long",
    Theme.HYGIENE,
    sentence="A name that the pager refuses stops an apply half-way.",
    exactly="The name of a team, schedule (`Payments primary`) or service has more characters than the pager takes: "
    "with PagerDuty 100 for a team and 255 for the others.",
    bad={PAYMENTS: f"name: Payments {'and everything that has to do with money ' * 2}and more of it\n"},
    good={PAYMENTS: "name: Payments and everything that has to do with money\n"},
)
def name_too_long(look: Look) -> Iterator[Found]:
    """Names that the pager has no room for."""
    for name in _names(look):
        if len(name.text) > name.longest:
            yield found(
                f"the name of this {name.what} has {len(name.text)} characters, and the pager takes {name.longest}",
                f"shorten it by {len(name.text) - name.longest}; what it is for goes into `description`",
                at=name.at,
            )


@rule(
    "name-not-allowed",
    Theme.HYGIENE,
    sentence="A name that the pager refuses stops an apply half-way.",
    exactly=r"The name of a team or service holds a character that the pager refuses (with PagerDuty `\`, `/`, `&`, "
    "`<` and `>`) or one that can't be printed, or it begins or ends with a space.",
    bad={PAYMENTS: "name: Payments & Billing\n"},
    good={PAYMENTS: "name: Payments and Billing\n"},
    fix="`validate --fix` takes spaces at either end away.",
)
def name_not_allowed(look: Look) -> Iterator[Found]:
    """Names with characters that the pager refuses."""
    for name in _names(look):
        if name.what != "schedule":  # its name is made of the team's, which is told of already
            why = _refused(name.text, look.limits.forbidden_in_names)
            if why:
                message = f"the name of this {name.what} {why[0]}, and the pager refuses it"
                yield found(message, why[1], at=name.at, fix=_trimmed(name) if why[0] == SPACES else None)


def _trimmed(name: _Name) -> Fix | None:
    from ownctl.config.fixes import instead_of

    return instead_of(name.text, name.text.strip())(name.at.spot) if name.text.strip() else None


def _refused(text: str, forbidden: str) -> tuple[str, str] | None:
    for character in text:
        if character in forbidden:
            word = {"&": "and"}.get(character, "-")
            return f"holds `{character}`", f"write `{text.replace(character, word)}`"
        if not character.isprintable():
            return f"holds a character that can't be printed (U+{ord(character):04X})", "take it out"
    if text != text.strip():
        return SPACES, f"write `{text.strip()}`" if text.strip() else "give it a name"
    return None


@rule(
    "name-used-twice",
    Theme.HYGIENE,
    sentence="In the pager a name is all that somebody has to go by at night.",
    exactly="Two teams, or two services, have the same name, which the pager allows once. Marked at the second one.",
    bad={
        PLATFORM: """\
services:
  cluster:
    name: Checkout API
    runbook: https://runbooks.acme.example/cluster
"""
    },
    good={
        PLATFORM: """\
services:
  cluster:
    name: Cluster
    runbook: https://runbooks.acme.example/cluster
"""
    },
)
def name_used_twice(look: Look) -> Iterator[Found]:
    """Names that two teams or two services have."""
    again = {service.path for _, _, service in look.owned_again}
    yield from _twice("team", [(key, team) for key, team in look.teams.items()])
    yield from _twice("service", [(key, service) for _, key, service in look.services if service.path not in again])


def _twice(what: str, named: list[tuple[str, Scope[Any]]]) -> Iterator[Found]:
    first: dict[str, tuple[str, Path]] = {}
    for key, scope in named:
        name = scope.it.name
        if name in first:
            other, path = first[name]
            yield found(
                f"{what} {other} is called {name} as well, and the pager takes a name once",
                f"say what is different about {key}, for instance in which region or for whom it is",
                at=scope.value("name"),
                about=[path],
            )
        first.setdefault(name, (key, scope.path))


@rule(
    "description-too-long",
    Theme.HYGIENE,
    sentence="What the pager cuts off is the end, and there stands the line that says whose the object is.",
    exactly="The description of a team or service, with the line that marks it as ownctl's and, for a service, the one "
    "with its runbook, has more characters than the pager takes: 1,024 with PagerDuty.",
    bad={PAYMENTS: f"description: {'Takes the money of customers, exactly once. ' * 24}\n"},
    good={PAYMENTS: "description: Takes the money of customers, exactly once.\n"},
)
def description_too_long(look: Look) -> Iterator[Found]:
    """Descriptions that the pager would refuse."""
    for key, team in look.teams.items():
        text, longest = team.it.description or "", look.limits.team_description
        yield from _too_long(team, text, marker_length(look.org.settings.org, "team", key), longest)
    for _, key, service in look.services:
        runbook = f"\nRunbook: {service.it.runbook}" if service.it.runbook else ""
        beside = len(runbook) + marker_length(look.org.settings.org, "service", key)
        yield from _too_long(service, service.it.description or "", beside, look.limits.service_description)


def marker_length(org: str, kind: str, key: str) -> int:
    """How many characters the marker takes at the end of a description, with the empty line above it."""
    return len(f"\n\nownctl {org} {kind}/{key}")


def _too_long(scope: Scope[Any], text: str, beside: int, longest: int) -> Iterator[Found]:
    room = longest - beside
    if len(text.strip()) > room:
        yield found(
            f"this description has {len(text.strip())} characters, and beside the line that marks it as ours the "
            f"pager has room for {room}",
            f"shorten it by {len(text.strip()) - room}, and link to the rest",
            at=scope.key("description"),
        )


@rule(
    "too-many-targets",
    Theme.HYGIENE,
    sentence="Whom everybody is told of, nobody takes on.",
    exactly="A level notifies more targets than the pager takes: 10 with PagerDuty.",
    bad={
        PAYMENTS: """\
escalation:
  - notify:
      - {rotation: primary}
      - {team: platform}
      - {person: amara}
      - {person: tom}
      - {person: liu}
      - {person: sofia}
      - {person: ines}
      - {person: noor}
      - {person: pavel}
      - {person: yuki}
      - {team: platform, rotation: primary}
"""
    },
    good={PAYMENTS: "escalation:\n  - {notify: [{rotation: primary}, {team: platform}]}\n"},
)
def too_many_targets(look: Look) -> Iterator[Found]:
    """Levels that tell more than the pager can."""
    most = look.limits.targets_per_level
    for team in look.teams.values():
        for index, level in enumerate(team.it.escalation or ()):
            if len(level.notify) > most:
                yield found(
                    f"this level tells {len(level.notify)} at once, and the pager takes {most}",
                    "tell a rotation instead of people one by one, or let a further level tell the rest",
                    at=team.key("escalation", index, "notify"),
                )


@rule(
    "team-too-large",
    Theme.HYGIENE,
    sentence="A team that nobody can know is a department.",
    exactly="A team has more members than the pager takes (500 with PagerDuty), or a person is in more teams (400).",
    bad={
        "ownership/people/many.yaml": "people:\n"
        + "".join(f"  p{number}: {{name: P{number}, email: p{number}@acme.example}}\n" for number in range(501)),
        PLATFORM: "members:\n"
        + "".join(f"  - {{person: p{number}, on_call_since: 2025-01-06}}\n" for number in range(501)),
    },
    good={PLATFORM: "members:\n  - {person: ines, on_call_since: 2025-01-06}\n"},
)
def team_too_large(look: Look) -> Iterator[Found]:
    """Teams and memberships beyond what the pager takes."""
    teams_of: dict[str, list[Scope[Any]]] = {}
    for team in look.teams.values():
        if len(team.it.members) > look.limits.people_per_team:
            yield found(
                f"{team.it.name} has {len(team.it.members)} members, and the pager takes {look.limits.people_per_team}",
                "divide it into the teams that really work together",
                at=team.key("members"),
            )
        for member in members_of(team):
            teams_of.setdefault(member.it.person, []).append(member)
    for person, memberships in teams_of.items():
        if len(memberships) > look.limits.teams_per_person:
            yield found(
                f"{person} is in {len(memberships)} teams, and the pager takes {look.limits.teams_per_person}",
                "take them out of the teams in which they are not on call",
                at=memberships[look.limits.teams_per_person].value("person"),
                about=[("people", person)],
            )
