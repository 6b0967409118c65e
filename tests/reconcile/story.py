"""A small org and a running account, taken through days: what most tests of plan and apply are told with.

story.settle(files, now)           plan and apply; the plan that follows is empty
story.empty(files, now)            nothing is to be done at that moment
story.agrees(files, since, until)  the account names exactly the people that the files name
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.providers.rig import Time
from tests.reconcile.timeline import Timeline, timeline

from ownctl import oncall
from ownctl.account import compile_org
from ownctl.cli.reading import read_account
from ownctl.config import Org, load
from ownctl.config.limits import PAGERDUTY
from ownctl.providers.pagerduty import PagerDuty, connect, endpoint, users
from ownctl.providers.pagerduty.paging import everything
from ownctl.reconcile.apply import Outcome, Result, Stop, Work, apply
from ownctl.reconcile.plan import known_ids
from ownctl.reconcile.plan import plan as draw
from ownctl.sandbox import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ownctl.account.compile import Compiled
    from ownctl.account.live import Account, Live, LiveSchedule, User
    from ownctl.account.resources import Desired
    from ownctl.providers.pagerduty import Client
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.plan import Plan
    from ownctl.reconcile.steps import Ids, Provider, Step
    from ownctl.sandbox import Fault, Running

Files = Org | Mapping[str, str]
"""The texts of an org's files; or the org itself, where no text can say what is to be tried."""
YEAR = timedelta(days=360)


def utc(text: str) -> datetime:
    """An instant: `2026-11-24T16:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_orgs: dict[tuple[tuple[str, str], ...], Org] = {}


def org_of(files: Files) -> Org:
    """An org from the texts of its files, by their names below `ownership/`; remembered."""
    if isinstance(files, Org):
        return files
    key = tuple(sorted(files.items()))
    if key not in _orgs:
        with TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder) / "ownership" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            loaded = load(Path(folder) / "ownership")
        assert loaded.org is not None, loaded.findings
        wrong = [each for each in loaded.findings if each.rule != "unknown-file"]
        assert not wrong, wrong
        _orgs[key] = loaded.org
    return _orgs[key]


_compiled: list[tuple[Org, datetime, Compiled]] = []


def compiled(org: Org, now: datetime) -> Desired:
    """What is declared; the last answer is remembered, since compiling is pure and most questions come twice."""
    if not _compiled or _compiled[0][0] is not org or _compiled[0][1] != now:
        _compiled[:] = [(org, now, compile_org(org, now, PAGERDUTY))]
    found = _compiled[0][2]
    assert not found.findings, found.findings
    return found.desired


def seed(org: Org) -> list[dict[str, str]]:
    """Users for everybody in the files."""
    return [{"name": person.name, "email": person.email} for person in org.people.values()]


class Silent:
    """A journal that nobody reads: these tests write thousands of lines otherwise."""

    def before(self, change: Change, step: Step) -> None: ...
    def after(self, change: Change, step: Step, outcome: str) -> None: ...


@dataclass
class Watched:
    """A provider whose writes are counted and watched."""

    provider: Provider
    after: Callable[[Step], None]

    def write(self, step: Step, ids: Ids) -> None:
        self.provider.write(step, ids)
        self.after(step)


@dataclass
class Applied:
    """A plan that was carried out."""

    plan: Plan
    results: tuple[Result, ...]

    @property
    def steps(self) -> list[str]:
        """The kinds of writes that it took, in order."""
        return [type(step).__name__ for change in self.plan.changes for step in change.steps]

    @property
    def failed(self) -> list[str]:
        return [f"{each.change.ref}: {each.why} {each.help}" for each in self.results if each.outcome != Outcome.DONE]


@dataclass
class Story:
    """One account, and the client that speaks to it."""

    running: Running
    client: Client

    def plan(self, files: Files, now: datetime, *, at_once: bool = False) -> Plan:
        """What an apply would do at `now`."""
        return self.compared(org_of(files), now, at_once=at_once)[2]

    def compared(self, org: Org, now: datetime, *, at_once: bool = False) -> tuple[Desired, Account, Plan]:
        self.running.set_now(now)
        desired = compiled(org, now)
        account = read_account(self.client, desired, now)
        plan = draw(desired, account, now, PAGERDUTY, org.settings.protection, at_once=at_once)
        return desired, account, plan

    def apply(
        self,
        files: Files,
        now: datetime,
        *,
        at_once: bool = False,
        after: Callable[[Step], None] = lambda step: None,
    ) -> Applied:
        """Plan and apply, whatever stands in the way."""
        org = org_of(files)
        desired, account, plan = self.compared(org, now, at_once=at_once)
        ids = known_ids(desired, account)

        def again(change: Change) -> Change | None:
            declared, fresh, missing = self.compared(org, now, at_once=at_once)
            found = known_ids(declared, fresh)
            ids.objects.update(found.objects)
            ids.rotations.update(found.rotations)
            return next((each for each in missing.changes if each.ref == change.ref), None)

        provider = Watched(PagerDuty(self.client), after)
        work = Work(provider, ids, Silent(), again, Stop())  # type: ignore[arg-type]  # a journal in all it is used for
        return Applied(plan, apply(plan.changes, work, lambda result: None))

    def settle(self, files: Files, now: datetime, *, at_once: bool = False) -> Plan:
        """Plan and apply; nothing stands in the way, all is done, and the plan that follows is empty."""
        applied = self.apply(files, now, at_once=at_once)
        assert not applied.plan.obstacles, applied.plan.obstacles
        assert not applied.failed, applied.failed
        self.empty(files, now)
        return applied.plan

    def empty(self, files: Files, *moments: datetime) -> None:
        """Nothing is to be done at any of these moments."""
        for now in moments:
            changes = self.plan(files, now).changes
            assert not changes, (now, said(changes))

    def agrees(self, files: Files, since: datetime, until: datetime) -> None:
        """At every moment of [since, until), each schedule names exactly the people that the files name."""
        org = org_of(files)
        for name, (team, rotation) in _names(org).items():
            spans = oncall.spans(org, team, since, until, rotation)
            wanted = timeline((each.start, each.end, one.person) for each in spans for one in each.people)
            found = self.on_call(org, name, since, until)
            assert found == wanted, f"{name}:\n{differ(wanted, found)}"

    def on_call(self, org: Org, name: str, since: datetime, until: datetime) -> Timeline:
        """Who is on call in the schedule of a name, as the account computes it."""
        people = {person.email: key for key, person in org.people.items()}
        return timeline((start, end, people.get(mail, mail)) for start, end, mail in self.shifts(name, since, until))

    def on_call_of(self, files: Files, name: str, since: datetime, until: datetime) -> Timeline:
        return self.on_call(org_of(files), name, since, until)

    def shifts(self, name: str, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, str]]:
        """Stretches, with the e-mails of who is on call in them."""
        return self.shifts_of(self.id_of(name), since, until)

    def shifts_of(self, schedule: str, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, str]]:
        """The same of the schedule of an id."""
        mails = {user.id: mail for mail, user in self._users().items()}
        window = {"include[]": "final_schedule", "since": _stamp(since), "until": _stamp(until)}
        found = self.client.get(f"/v3/schedules/{schedule}", "read", window)["schedule"]
        for shift in found["final_schedule"]["computed_shift_assignments"]:
            if shift["member"].get("user_id"):
                start, end = (datetime.fromisoformat(shift[key]) for key in ("start_time", "end_time"))
                yield start, end, mails[shift["member"]["user_id"]]

    def _users(self) -> Mapping[str, User]:
        return {item["email"]: users.read(item) for item in everything(self.client, users.LISTING)}

    def listed(self, path: str, key: str) -> list[dict[str, Any]]:
        """A list of the account; these accounts are small."""
        found: list[dict[str, Any]] = self.client.get(path, "list", {"limit": 100})[key]
        return found

    def id_of(self, name: str) -> str:
        """The id of the schedule of a name."""
        (found,) = [each["id"] for each in self.listed("/v3/schedules", "schedules") if each["summary"] == name]
        return str(found)

    def schedule(self, files: Files, name: str, now: datetime) -> Live[LiveSchedule]:
        """A schedule as a plan reads it."""
        self.running.set_now(now)
        account = read_account(self.client, compiled(org_of(files), now), now)
        (found,) = [each for each in account.schedules if each.resource.name == name]
        return found

    def faults(self, *faults: Fault) -> None:
        self.running.faults(*faults)

    def keep(self) -> bytes:
        """The account as it is now, to come back to."""
        store = self.running._account.store
        with store._lock:  # writes go on beside this one: nothing half-written is kept
            return bytes(store._db.serialize())

    def restore(self, kept: bytes) -> None:
        store = self.running._account.store
        with store._lock:
            store._db.deserialize(kept)
            store._db.execute("PRAGMA synchronous = OFF")


def _names(org: Org) -> dict[str, tuple[str, str]]:
    return {f"{team.name} {key}": (team.team, key) for team in org.teams.values() for key in team.rotations}


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def said(changes: Sequence[Change]) -> str:
    """Changes in short, for a failing test."""
    lines = [f"{each.action} {each.ref} {[(f.path, f.before, f.after) for f in each.fields]}" for each in changes]
    return "\n".join(lines)


def differ(wanted: Timeline, found: Timeline) -> str:
    """The first stretches in which two timelines differ, for a failing test."""
    missing = [("files  ", one) for one in wanted if one not in found]
    more = [("account", one) for one in found if one not in wanted]
    lines = [
        f"{who} {start:%a %d %b %Y %H:%M} – {end:%a %d %b %Y %H:%M} {', '.join(sorted(people))}"
        for who, (start, end, people) in sorted([*missing, *more], key=lambda each: each[1][:2])
    ]
    return "\n".join(lines[:20])


@contextmanager
def telling(account: Running) -> Iterator[Story]:
    """A story of a running account; nothing sleeps."""
    at = endpoint(api_url=account.url)
    quick = {"backoff": 0.0, "timeout": 20.0, "limiter": Time().limiter()}
    with connect(account.token, at, read_only=False, **quick) as client:  # type: ignore[arg-type]
        yield Story(account, client)


@contextmanager
def story_of(files: Files) -> Iterator[Story]:
    """A story of a new account in memory, unlimited and unwatched: for runs by the hundred."""
    everybody = seed(org_of(files))
    with running(seed=everybody, rate_limit=10**9, now=utc("2026-11-24T16:00")) as account, telling(account) as told:
        yield told
