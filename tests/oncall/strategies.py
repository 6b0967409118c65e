"""Random orgs: one team, and one that covers it, with everything that the engine has to get right."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ownctl.config import (
    Day,
    Handoff,
    Hours,
    Member,
    OnCallPolicy,
    OptOut,
    Org,
    OrgFile,
    Override,
    Person,
    Rotation,
    Stage,
    Support,
    Team,
)

PEOPLE = ("amara", "tom", "liu", "sofia", "ines", "noor")
COVER = ("pavel", "yuki", "tom")
ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
)
EPOCH = date(2025, 9, 1)
DAYS = st.integers(0, 500).map(lambda days: EPOCH + timedelta(days=days))
TIMES = st.sampled_from([time(0), time(1, 30), time(2, 30), time(9), time(9, 30), time(14), time(23)])
ROWS = (
    (tuple(Day), "08:00", "20:00"),
    (tuple(Day)[:5], "18:00", "09:00"),
    (tuple(Day)[5:], "09:00", "09:00"),
    ((Day.MONDAY, Day.WEDNESDAY), "10:00", "16:00"),
    ((Day.SUNDAY,), "02:00", "03:00"),
    ((Day.SUNDAY,), "00:30", "02:30"),
    (tuple(Day)[:5], "11:00", "15:00"),
    (tuple(Day)[:5], "15:00", "18:00"),
)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    days, begin, end = draw(st.sampled_from(ROWS))
    return Hours(days=days, from_=time.fromisoformat(begin), to=time.fromisoformat(end))


@st.composite
def members(draw: st.DrawFn, person: str) -> Member:
    since = draw(st.one_of(st.just(date(2025, 1, 6)), DAYS, st.none() if person == "noor" else DAYS))
    out = draw(st.one_of(st.none(), st.none(), st.tuples(DAYS, st.integers(0, 60))))
    return Member(
        person=person,
        on_call_since=since,
        until=draw(st.one_of(st.none(), st.none(), DAYS)),
        opted_out=OptOut(because="rest", since=out[0], until=out[0] + timedelta(days=out[1])) if out else None,
        buddy=draw(st.sampled_from([None, None, None, None, *PEOPLE])),
    )


@st.composite
def overrides(draw: st.DrawFn, people: tuple[str, ...]) -> Override:
    begin = datetime.combine(draw(DAYS), draw(TIMES))
    length = draw(st.sampled_from([timedelta(hours=2), timedelta(days=1), timedelta(days=15)]))
    person, instead_of = draw(st.permutations(people))[:2]
    return Override(person=person, instead_of=instead_of, from_=begin, until=begin + length)


@st.composite
def rotations(draw: st.DrawFn, people: tuple[str, ...] = PEOPLE, *, always: bool = False) -> Rotation:
    """`always`: on call at every hour."""
    starts = draw(DAYS)
    windowed = not always and draw(st.booleans())
    shift = draw(st.sampled_from(["1d", "1w", "2w"] if windowed else ["4h", "8h", "12h", "1d", "3d", "1w", "2w"]))
    return Rotation(
        starts=starts,
        shift=shift,
        handoff=Handoff(day=list(Day)[starts.weekday()] if shift[-1] == "w" else None, at=draw(TIMES)),
        time_zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        hours=tuple(draw(st.lists(hours(), min_size=1, max_size=3))) if windowed else "always",
        participants=draw(st.one_of(st.just("everyone"), st.permutations(people).map(tuple))),
        overrides=tuple(draw(st.lists(overrides(people), max_size=3))),
    )


STAGES = st.one_of(
    st.just({Stage.FULL: date(2025, 1, 6)}),
    st.just({Stage.BUSINESS_HOURS: date(2025, 1, 6)}),
    st.dictionaries(st.sampled_from(Stage), DAYS, max_size=3),
)


@st.composite
def orgs(draw: st.DrawFn, *, always: bool = False) -> Org:
    """`always`: every rotation is on call at every hour, and the team's stage is full."""
    everyone = tuple(draw(members(person)) for person in PEOPLE[: draw(st.integers(2, 6))])
    people = tuple(member.person for member in everyone)
    keys = draw(st.sampled_from([("primary",), ("primary", "secondary"), ("night", "primary")]))
    crew = Team(
        team="crew",
        name="Crew",
        members=everyone,
        rotations={key: draw(rotations(people, always=always)) for key in keys},
        stages={Stage.FULL: date(2025, 1, 6)} if always else draw(STAGES),
        support=Support(cover=draw(st.sampled_from([None, "cover"]))),
    )
    cover = Team(
        team="cover",
        name="Cover",
        members=tuple(draw(members(person)) for person in COVER),
        rotations={"primary": draw(rotations(COVER, always=always))},
        stages={Stage.FULL: date(2025, 1, 6)},
        support=Support(cover=draw(st.sampled_from([None, "crew"]))),
    )
    return Org(
        settings=OrgFile(org="acme", on_call=OnCallPolicy(first_shifts_paired=draw(st.integers(0, 3)))),
        people={key: Person(name=key, email=f"{key}@acme.example") for key in {*PEOPLE, *COVER}},
        teams={"crew": crew, "cover": cover},
    )


@st.composite
def stretches(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """A stretch of up to ten weeks."""
    start = datetime.combine(draw(DAYS), draw(TIMES), UTC)
    return start, start + timedelta(hours=draw(st.integers(1, 24 * 70)))
