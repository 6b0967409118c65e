"""Who is asked: the handles of teams, people and approvers at a forge, and findings for those who have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.config import Approver, Member, Org, Person, Spot, Team

MOST_PARTS = {"github": 2}
"""How many names a handle has at most: GitHub knows @org/team, GitLab any depth of groups."""


class Owners:
    """Asks of an org who approves; what is missing is told once, in `findings`."""

    def __init__(self, org: Org, now: datetime, forge: str, called: str) -> None:
        """`forge` is the field of people with their login there, `called` the forge's name in a sentence."""
        self._org, self._now, self._forge, self._called = org, now, forge, called
        self._told: dict[tuple[str, Spot], Finding] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was missing so far."""
        return tuple(self._told.values())

    def approvers(self) -> tuple[str, ...]:
        """The handles of the approvers, in their order, each once."""
        settings = self._org.settings
        handles = dict.fromkeys(
            handle for approver in settings.approvers for handle in self._of_approver(approver) if handle
        )
        if not handles:
            self._nobody_approves()
        return tuple(handles)

    def _nobody_approves(self) -> None:
        settings = self._org.settings
        message, help_, spot = (
            f"none of the approvers has a login at {self._called}, so nobody is asked about org.yaml and people",
            f"add `{self._forge}: LOGIN` to one of them",
            settings.key_spot_of("approvers"),
        )
        if not settings.approvers:
            message = "nobody approves changes of org.yaml and people, so nobody would be asked about them"
            help_, spot = "add `approvers: [{team: TEAM}]` to org.yaml", settings.spot_of("org")
        self._say("no-approvers", Severity.ERROR, message, help_, spot)

    def of_team(self, team: Team) -> tuple[str, ...]:
        """The team's handle, else its people's, in the order of the file; nobody where nobody has one."""
        if team.handle:
            return (self._handle(team.handle, team.spot_of("handle")),)
        logins = {member.person: self._login(member.person) for member in self._staff(team)}
        if any(logins.values()):
            for person, login in logins.items():
                if not login:
                    self._without_login(person)
        else:
            self._say(
                "no-handle",
                Severity.WARNING,
                f"nobody of {team.name} has a login at {self._called}, so the approvers are asked about its files",
                f'add `handle: "@ORG/TEAM"`, or `{self._forge}: LOGIN` to its people',
                team.spot_of("team"),
            )
        return tuple(login for login in logins.values() if login)

    def _of_approver(self, approver: Approver) -> Iterator[str]:
        if approver.handle:
            yield self._handle(approver.handle, approver.spot_of("handle"))
        if approver.team and approver.team in self._org.teams:
            yield from self.of_team(self._org.teams[approver.team])
        if approver.person and approver.person in self._org.people:
            login = self._login(approver.person)
            if not login:
                self._without_login(approver.person)
            yield login

    def _staff(self, team: Team) -> Iterator[Member]:
        today = self._now.astimezone(self._org.zone(team)).date()
        for member in team.members:
            if member.person in self._org.people and (member.until is None or member.until > today):
                yield member

    def _login(self, person: str) -> str:
        login: str | None = getattr(self._org.people[person], self._forge)
        return f"@{login}" if login else ""

    def _without_login(self, key: str) -> None:
        person: Person = self._org.people[key]
        self._say(
            "no-handle",
            Severity.WARNING,
            f"{person.name} has no login at {self._called}, so nobody asks them to approve what is theirs",
            f"add `{self._forge}: LOGIN`",
            person.spot_of("name"),
        )

    def _handle(self, handle: str, spot: Spot) -> str:
        most = MOST_PARTS.get(self._forge)
        if most and handle.count("/") >= most:
            self._say(
                "invalid-handle",
                Severity.ERROR,
                f"{handle} has more parts than a handle at {self._called}, and nobody would be asked",
                'write it as "@acme/platform"',
                spot,
            )
        return handle

    def _say(self, rule: str, severity: Severity, message: str, help_: str, spot: Spot) -> None:
        self._told.setdefault((rule, spot), Finding(rule, severity, message, help_, spot))
