"""Models that people could declare, for hypothesis."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ownctl.config import (
    Alert,
    Day,
    Handoff,
    Hours,
    Integration,
    Level,
    Member,
    OnCallPolicy,
    OptOut,
    OrgFile,
    Override,
    Paging,
    Person,
    Rotation,
    Service,
    Severity,
    Signal,
    Stage,
    Support,
    Target,
    Team,
    TurnTo,
    Waiver,
)  # fmt: skip
from ownctl.config.people import PeopleFile

T = TypeVar("T")
WEEK = timedelta(weeks=1)
YEAR = 365 * 24 * 3600


def some(strategy: SearchStrategy[T], least: int = 0) -> SearchStrategy[tuple[T, ...]]:
    """A few of them, as models hold them."""
    return st.lists(strategy, min_size=least, max_size=2).map(tuple)


def named(strategy: SearchStrategy[T]) -> SearchStrategy[dict[str, T]]:
    """A few of them by key."""
    return st.dictionaries(keys, strategy, max_size=2)


keys = st.from_regex(r"\A[a-z0-9]([a-z0-9_.-]{0,8}[a-z0-9])?\Z")
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
emails = keys.map(lambda key: f"{key}@acme.example")
dates = st.dates(date(1970, 1, 1), date(2199, 12, 31))
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
moments = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, fold=0)
)
durations = st.integers(0, YEAR).map(lambda seconds: timedelta(seconds=seconds))
zones = st.sampled_from(["UTC", "Europe/London", "Asia/Singapore"]).map(ZoneInfo)
days = st.lists(st.sampled_from(Day), min_size=1, max_size=7, unique=True).map(tuple)
hours = st.builds(Hours, days=days, from_=times, to=times)
waivers = some(st.builds(Waiver, rule=keys, because=texts, until=dates))
overrides = st.builds(Override, person=keys, instead_of=keys, from_=moments, until=moments)
rotations = st.builds(
    Rotation,
    starts=dates,
    shift=st.just(WEEK),
    handoff=st.builds(Handoff, day=st.sampled_from(Day), at=times),
    time_zone=zones,
    hours=st.sampled_from(["always", "business"]) | some(hours),
    participants=st.just("everyone") | some(keys),
    overrides=some(overrides),
)
opt_outs = st.builds(OptOut, because=texts, since=dates)
members = st.builds(Member, person=keys, on_call_since=dates, buddy=st.none() | keys, opted_out=opt_outs, waive=waivers)
targets = st.builds(Target, person=keys) | st.builds(Target, team=keys, rotation=st.none() | keys)
levels = st.builds(Level, notify=some(targets, least=1), wait=durations)
alerts = st.builds(
    Alert,
    query=texts,
    for_=durations,
    signal=st.none() | st.sampled_from(Signal),
    page=st.booleans(),
    waive=waivers,
)
services = st.builds(
    Service,
    name=texts,
    tier=st.integers(1, 4),
    depends_on=some(keys),
    integrations=some(st.builds(Integration, key=keys, name=st.none() | texts)),
    metadata=named(st.booleans() | st.integers() | texts),
    alerts=named(alerts),
)
supports = st.builds(Support, channel=texts, cover=keys, turn_to=some(st.builds(TurnTo, person=keys, for_=texts)))
teams = st.builds(
    Team,
    team=st.just("t"),
    name=texts,
    time_zone=st.none() | zones,
    business_hours=st.none() | hours,
    stages=st.dictionaries(st.sampled_from(Stage), dates),
    members=some(members),
    support=supports,
    rotations=named(rotations),
    escalation=st.none() | some(levels),
    services=named(services),
)
policies = st.builds(
    OnCallPolicy,
    first_shifts_paired=st.integers(0, 20),
    largest_share=st.integers(0, 100).map(lambda percent: percent / 100),
)
orgs = st.builds(
    OrgFile,
    org=keys,
    time_zone=zones,
    business_hours=hours,
    rules=named(st.sampled_from(Severity)),
    on_call=policies,
    paging=st.builds(Paging, region=st.sampled_from(["us", "eu"])),
)
people = st.builds(PeopleFile, people=named(st.builds(Person, name=texts, email=emails, time_zone=st.none() | zones)))
