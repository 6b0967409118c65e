"""The comment of a plan whose every text is somebody else's, and of plans of any size."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reconcile.orgs import BOTH, edited
from tests.reconcile.story import org_of
from tests.render.shown import OURS, Shown, shown
from tests.render.test_markdown_escape import HOSTILE, MARKUP, harmless

from ownctl.account.resources import Kind, Ref
from ownctl.config import Org
from ownctl.reconcile.changes import Action, Change, Field, Note, Obstacle
from ownctl.reconcile.differences import differences
from ownctl.reconcile.effects import Duty, Outlook, Watch
from ownctl.reconcile.plan import Plan
from ownctl.reconcile.touches import How, Touch
from ownctl.render.markdown_cut import Item, Part, Weight, fit
from ownctl.render.markdown_escape import plain
from ownctl.render.plan_markdown import mark, markdown

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
MOST = 65_536
"""Characters that GitHub takes, and never more than bytes."""
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@cache
def declared() -> Org:
    return org_of(edited(BOTH, ("rotations:\n  primary:", "rotations:\n  first:")))


def named(text: str) -> Org:
    """An org whose team is called that; no file may say so, but a comment doesn't rely on it."""
    org = declared()
    teams = {key: team.model_copy(update={"name": text}) for key, team in org.teams.items()}
    return org.model_copy(update={"teams": teams})


def watches(*people: str, every: timedelta = WEEK, since: datetime = NOW) -> tuple[Watch, ...]:
    """Turns, one after the other; `a+b` is a newcomer's, `-` nobody's."""
    turns = [(since + every * number, since + every * (number + 1), who) for number, who in enumerate(people)]
    return tuple(
        Watch(start, end, tuple(Duty(person, bool(at)) for at, person in enumerate(who.split("+"))))
        for start, end, who in turns
        if who != "-"
    )


def of(
    *outlooks: Outlook, changes: tuple[Change, ...] = (), names: dict[str, str] | None = None, **more: object
) -> Plan:
    effects = tuple(effect for outlook in outlooks for effect in differences(outlook, NOW))
    made = {"notes": (), "obstacles": (), "org": "acme", **more}
    return Plan(now=NOW, changes=changes, effects=effects, outlooks=outlooks, names=names or {}, **made)  # type: ignore[arg-type]


def change(
    name: str, action: Action = Action.UPDATE, kind: Kind = Kind.SERVICE, owner: str | None = "payments", **more: object
) -> Change:
    made = {"fields": (), "steps": (), **more}
    return Change(action, Ref(kind, "key"), name, owner, "ID", None, **made)  # type: ignore[arg-type]


def hostile(text: str) -> Plan:
    """A plan in which everything that can be said is `text`."""
    rotations = (
        Outlook("payments", "first", watches("amara", "tom", "liu"), watches("amara", "liu", "tom+amara")),
        Outlook("platform", "primary", watches("ken", "ken"), watches("ken", "-")),
        Outlook("payments", "second", (), watches("tom", "liu")),
    )
    return of(
        *rotations,
        changes=(
            change(text, Action.CREATE),
            change(text, fields=(Field(text, text, text),)),
            change(text, Action.DELETE, owner=None, lost=text),
        ),
        names=dict.fromkeys(("amara", "tom", "liu", "ken"), text),
        notes=(Note("payments", text), Note(None, text)),
        obstacles=(Obstacle(text, text), Obstacle(text, "other")),
        touches=(Touch("payments", How.SHIFTS, "platform", ("amara",)), Touch("platform", How.TOLD, text, ())),
        against=text,
        org=text,
    )


def rendered(plan: Plan, org: Org | None = None, root: str = "ownership") -> Shown:
    text = markdown(plan, org or declared(), {"GET": 7}, root)
    assert len(text.encode()) < MOST
    return shown(text)


@pytest.mark.parametrize("text", [*HOSTILE.values(), "\x1b[31mred", "tom\u202eliu", "::set-output name=x::y"])
def test_whatever_somebody_is_called_is_text(text: str) -> None:
    calm, seen = rendered(hostile("CALM"), named("CALM"), "CALM"), rendered(hostile(text), named(text), text)
    assert seen.elements == calm.elements
    assert seen.attributes == calm.attributes
    assert "".join(seen.text.split()) == "".join(calm.text.replace("CALM", plain(text)).split())
    assert len(seen.hidden) == 1
    harmless(seen)


@pytest.mark.parametrize("text", ["/close", "::add-mask::x", "::set-output name=x::y", "##[error]x"])
def test_no_line_is_a_command_to_a_forge_or_to_a_runner_that_has_it_in_its_log(text: str) -> None:
    lines = markdown(hostile(text), named(text), {}, "ownership").splitlines()
    assert not [line for line in lines if line.startswith("/") or line.strip().startswith("::") or "##[" in line]


def test_the_mark_is_the_same_for_the_same_tree_and_never_ends_early() -> None:
    assert mark("acme", "own--> <b>") == '<!-- ownctl plan org="acme" root="own%2D%2D%3E %3Cb%3E" -->'
    assert mark("acme", "a") != mark("acme", "b")
    assert mark("acme", "a") != mark("bcme", "a")


TEXTS = st.one_of(MARKUP, MARKUP.map(lambda text: text * 40))


@settings(max_examples=20, deadline=None)
@given(TEXTS, st.integers(0, 200), st.integers(0, 100), st.integers(0, 100))
def test_any_plan_fits_and_is_made_of_our_elements_only(text: str, changes: int, notes: int, obstacles: int) -> None:
    plan = of(
        *hostile(text).outlooks,
        changes=tuple(change(f"{text} {number}", fields=(Field("said", text, None),)) for number in range(changes + 1)),
        notes=tuple(Note(None, f"{text} {number}") for number in range(notes)),
        obstacles=tuple(Obstacle(f"{number} {text}", text) for number in range(obstacles)),
    )
    seen = rendered(plan, named(text))
    assert set(seen.elements) <= OURS
    assert len(seen.hidden) == 1
    harmless(seen)


def item(text: str, weight: Weight, what: str = "things") -> Item:
    return Item(text, weight, what)


def test_the_lightest_go_first_and_of_equals_the_last() -> None:
    parts = [
        Part((item("h" * 100, Weight.HEAD),)),
        Part(tuple(item(f"{number}" * 1000, Weight.CHANGED) for number in range(3)), "<details>\n\n", "\n\n</details>"),
        Part(tuple(item(f"{letter}" * 1000, Weight.CREATED, "creates") for letter in "abc"), "<p>", "</p>"),
        Part((item("end", Weight.HEAD),)),
    ]

    def said(gone: Counter[str]) -> str:
        return f"left out: {dict(gone)}"

    assert "left out" not in fit(parts, said, 7000)
    cut = fit(parts, said, 6000)
    assert "left out: {'creates': 1}" in cut
    assert ("a" * 1000 in cut, "b" * 1000 in cut, "c" * 1000 in cut) == (True, True, False)
    cut = fit(parts, said, 1700)
    assert "left out: {'creates': 3, 'things': 2}" in cut
    assert "<p>" not in cut
    assert cut.endswith("\n\nend\n")


def test_what_is_left_out_is_counted_in_full() -> None:
    plan = of(
        changes=tuple(
            change(f"Service {number}", fields=(Field("description", "a" * 300, "b" * 300),)) for number in range(500)
        )
    )
    cut = markdown(plan, declared(), {}, "ownership", whole="ownctl plan --against HEAD")
    assert "All of it: `ownctl plan --against HEAD`" in cut
    seen = rendered(plan)
    shows = seen.text.count("! service Service")
    assert 0 < shows < 500
    assert f"Left out, because a comment has an end: {500 - shows} changes." in seen.text


def calendar(*outlooks: Outlook) -> str:
    return rendered(of(*outlooks, changes=(change("x"),))).text


def test_who_joins_is_named_first_and_who_only_loses_last() -> None:
    outlook = Outlook("payments", "first", watches("amara", "tom", "liu"), watches("amara", "liu", "zoe"))
    assert "zoe, liu and tom get other shifts, in Payments" in calendar(outlook)


def test_turns_that_stay_as_they_are_are_told_together_where_there_are_many() -> None:
    before = watches(*["amara", "tom"] * 14, every=timedelta(days=1))
    after = watches(*["amara", "tom"] * 5, "liu", *["tom", *["amara", "tom"] * 8], every=timedelta(days=1))
    said = calendar(Outlook("payments", "first", before, after))
    assert "now 10 turns stay as they are Fri 4 Dec amara liu" in said


def test_what_changes_all_the_time_is_told_by_week_in_hours() -> None:
    before = watches(*["amara"] * 120, every=8 * HOUR)
    after = watches(*["amara", "amara", "-"] * 40, every=8 * HOUR)
    said = calendar(Outlook("payments", "first", before, after))
    assert "Mon 30 Nov: 56 h change amara 168 h amara 112 h, nobody 56 h" in said
    assert "Nobody is on call any more" in said


def test_a_rotation_that_goes_is_said_at_the_top() -> None:
    said = calendar(Outlook("platform", "primary", watches("ken", "zoe"), ()))
    assert said.index("Nobody is on call any more") < said.index("before after")
    assert "now ken nobody Tue 1 Dec zoe nobody" in said


def test_who_is_told_first_where_nobody_is_on_call_is_said_with_it() -> None:
    rotation = Outlook("payments", "first", watches("amara", "tom"), watches("amara", "-"))
    policy = Outlook("payments", None, watches("amara", "tom"), watches("amara", "ken"))
    assert "(Europe/London), ken told first instead" in calendar(rotation, policy)


def test_pages_that_reach_others_first_are_the_headline_where_no_shift_changes() -> None:
    outlook = Outlook("payments", None, watches("ken"), watches("amara"), "checkout-api")
    assert "Other people are told first when something of Checkout API goes wrong" in calendar(outlook)


def test_changes_that_are_not_shown_are_not_said_to_be_none() -> None:
    said = shown(markdown(of(), declared(), {}, "ownership", hidden=2)).text
    assert said.startswith("No change of what is shown")
    assert "Not shown: 2 outside of --team" in said


def test_times_have_their_zone() -> None:
    org = org_of(edited(BOTH, ("name: Payments\n", "name: Payments\ntime_zone: Asia/Tokyo\n")))
    outlook = Outlook("payments", "primary", watches("amara", "tom"), watches("amara", "liu"))
    seen = rendered(of(outlook, changes=(change("x"),)), org)
    assert (
        "until Tue 22 Dec, Asia/Tokyo; what changes is bold from 01:00 before after now amara amara Wed 2 Dec tom liu"
        in seen.text
    )


def test_times_of_day_stand_beside_days_where_they_differ() -> None:
    outlook = Outlook("payments", "primary", watches("amara", "tom"), watches("amara", "tom", since=NOW + HOUR))
    assert "bold from before after now amara nobody Tue 24 Nov 17:00 amara amara" in calendar(outlook)
