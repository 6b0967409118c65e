"""People, and people in teams."""

from pydantic import Field

from ownctl.config.declared import Declared, Waivable
from ownctl.config.scalars import Date, Email, GitHubLogin, GitLabLogin, Key, Zone


class Person(Waivable):
    """Somebody who may own things and be on call."""

    name: str = Field(min_length=1, description="The name that plans, calendars and messages show.")
    email: Email = Field(description="The e-mail by which the pager knows this person.")
    time_zone: Zone | None = Field(None, description="Where they live, as an IANA zone; the org's by default.")
    github: GitHubLogin | None = Field(None, description="Their GitHub login, for CODEOWNERS.")
    gitlab: GitLabLogin | None = Field(None, description="Their GitLab user name, for CODEOWNERS.")
    slack: str | None = Field(None, description="Their Slack member id.")


class PeopleFile(Declared):
    """people.yaml, or people/*.yaml."""

    people: dict[Key, Person] = Field(description="Everybody, by key.")


class OptOut(Declared):
    """Why, and for which days, a member is not on call. Both days are included."""

    because: str | None = Field(None, description="The reason, in words that the team is fine with reading.")
    since: Date | None = Field(None, description="The first day of the opt-out; without it, it has always held.")
    until: Date | None = Field(None, description="The last day of the opt-out.")


class Member(Waivable):
    """A person in a team."""

    person: Key = Field(description="The person's key in people.yaml.")
    on_call_since: Date | None = Field(
        None, description="The day since which they are on call; without it they are not."
    )
    until: Date | None = Field(None, description="The day on which they hand over for good.")
    opted_out: OptOut | None = Field(None, description="Days on which they are not on call, and why.")
    buddy: Key | None = Field(None, description="Who shares their first shifts; chosen by ownctl if left out.")
