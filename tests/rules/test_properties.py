"""What holds for any org: rules never fail, say the same twice, and a waiver of everything leaves nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ownctl.config import (
    Alert,
    Day,
    Handoff,
    Hours,
    Level,
    Member,
    OptOut,
    Org,
    OrgFile,
    Override,
    Person,
    Rotation,
    Service,
    Severity,
    Stage,
    Support,
    Target,
    Team,
    TurnTo,
    Waiver,
)
from ownctl.config.settings import OnCallPolicy
from ownctl.rules import RULES, check
from ownctl.rules.circles import circles

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
PEOPLE, TEAMS, SERVICES, ROTATIONS = (
    ("ana", "ben", "cleo", "dan"),
    ("red", "blue", "green"),
    ("s1", "s2"),
    ("primary", "x"),
)
SOME_RULES = (*RULES, "firefighter", "unknown-field", "no-such-rule")

days = st.dates(date(2026, 9, 1), date(2027, 4, 1))
maybe_days = st.none() | days
# names that nobody bears are drawn as well
person, team, service = (st.sampled_from((*names, "nobody")) for names in (PEOPLE, TEAMS, SERVICES))
waivers = st.lists(
    st.builds(Waiver, rule=st.sampled_from(SOME_RULES), because=st.sampled_from([None, "why"]), until=maybe_days),
    max_size=2,
).map(tuple)
members = st.builds(
    Member,
    person=person,
    on_call_since=maybe_days,
    until=maybe_days,
    opted_out=st.none() | st.builds(OptOut, because=st.none(), since=maybe_days, until=maybe_days),
    buddy=st.none() | person,
    waive=waivers,
)
moments = days.map(lambda day: datetime(day.year, day.month, day.day, 9, 30))
overrides = st.builds(
    lambda who, instead_of, start, length: Override(
        person=who, instead_of=instead_of, from_=start, until=start + timedelta(hours=length)
    ),
    person, person, moments, st.integers(-5, 400),
)  # fmt: skip
rotations = st.builds(
    lambda starts, shift, day, **others: Rotation(
        starts=starts, shift=timedelta(hours=shift), handoff=Handoff(day=day, at="09:30"), **others
    ),
    starts=days,
    shift=st.sampled_from([8, 24, 168, 336]),
    day=st.none() | st.sampled_from(Day),
    hours=st.sampled_from(["always", "business", (Hours(days=(Day.SUNDAY,), from_="22:00", to="06:00"),)]),
    participants=st.just("everyone") | st.lists(person, max_size=4).map(tuple),
    overrides=st.lists(overrides, max_size=2).map(tuple),
    waive=waivers,
)
targets = (
    st.builds(lambda key: Target(person=key), person)
    | st.builds(lambda key, rotation: Target(team=key, rotation=rotation), team, st.none() | st.sampled_from(ROTATIONS))
    | st.builds(lambda rotation: Target(rotation=rotation), st.sampled_from((*ROTATIONS, "y")))
)
levels = st.lists(st.builds(Level, notify=st.lists(targets, min_size=1, max_size=2).map(tuple)), max_size=2).map(tuple)
alerts = st.builds(Alert, query=st.sampled_from(["a > 1", "a  > 1", "b"]), page=st.booleans(), waive=waivers)
services = st.builds(
    Service,
    name=st.sampled_from(["One", "Two", " a/b ", "x" * 300]),
    description=st.sampled_from([None, "y" * 1024]),
    tier=st.sampled_from([1, 3]),
    depends_on=st.lists(service, max_size=2).map(tuple),
    alerts=st.dictionaries(st.sampled_from(["a1", "a2"]), alerts, max_size=2),
    waive=waivers,
)


@st.composite
def teams(draw: st.DrawFn, key: str) -> Team:
    return Team(
        team=key,
        name=draw(st.sampled_from([key, "Same"])),
        stages=draw(st.dictionaries(st.sampled_from(Stage), days)),
        support=Support(
            channel=draw(st.sampled_from([None, "#x"])),
            cover=draw(st.none() | team),
            turn_to=draw(st.lists(st.builds(lambda who: TurnTo(person=who), person), max_size=1)),
        ),
        members=draw(st.lists(members, max_size=4)),
        rotations=draw(st.dictionaries(st.sampled_from(ROTATIONS), rotations, max_size=2)),
        escalation=draw(st.none() | levels),
        services=draw(st.dictionaries(st.sampled_from(SERVICES), services, max_size=2)),
        waive=draw(waivers),
    )


@st.composite
def orgs(draw: st.DrawFn) -> Org:
    keys = draw(st.lists(st.sampled_from(TEAMS), unique=True))
    policy = OnCallPolicy(first_shifts_paired=draw(st.integers(0, 2)), weeks_in_business_hours=draw(st.integers(0, 4)))
    severities = st.dictionaries(st.sampled_from(SOME_RULES), st.sampled_from(Severity), max_size=2)
    return Org(
        settings=OrgFile(org="acme", on_call=policy, rules=draw(severities), waive=draw(waivers)),
        people={key: Person(name=key, email=f"{key}@acme.example") for key in PEOPLE},
        teams={key: draw(teams(key)) for key in keys},
    )


@settings(deadline=None, max_examples=150)
@given(orgs())
def test_rules_find_the_same_twice_at_levels_that_findings_can_have(org: Org) -> None:
    found = check(org, NOW)

    assert found == check(org.model_copy(), NOW)
    assert all(finding.severity is not Severity.IGNORE for finding in found)
    assert all(finding.message and finding.help for finding in found)
    off = {name for name, level in org.settings.rules.items() if level is Severity.IGNORE}
    assert not off & {finding.rule for finding in found}


@settings(deadline=None, max_examples=60)
@given(orgs())
def test_a_waiver_on_the_org_for_everything_leaves_only_what_is_about_waivers(org: Org) -> None:
    everything = tuple(
        Waiver(rule=name, because="why", until=date(2030, 1, 1)) for name, rule in RULES.items() if not rule.of_waivers
    )
    waived = org.model_copy(update={"settings": org.settings.model_copy(update={"waive": everything})})

    left = {finding.rule for finding in check(waived, NOW)}

    assert left <= {name for name, rule in RULES.items() if rule.of_waivers}


@given(st.dictionaries(st.integers(0, 7).map(str), st.lists(st.integers(0, 9).map(str), max_size=3)))
def test_circles_are_circles_and_every_node_that_reaches_itself_meets_one(needs: dict[str, list[str]]) -> None:
    found = list(circles(needs))

    for circle in found:
        assert all(after in needs[before] for before, after in zip(circle, [*circle[1:], circle[0]], strict=True))
    assert len({key for circle in found for key in circle}) == sum(map(len, found))
    assert bool(found) == any(key in _reached(needs, key) for key in needs)


def _reached(needs: dict[str, list[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        new = [key for key in needs.get(ahead.pop(), ()) if key not in reached]
        reached.update(new)
        ahead += new
    return reached
