"""Making a plan, showing a part of it, and keeping one for later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.cli.connection import check_clock
from ownctl.cli.exits import CannotRun, Refused
from ownctl.cli.progress import reading
from ownctl.cli.reading import incidents_in_the_way, read_account
from ownctl.cli.whole import write_whole
from ownctl.reconcile.plan import plan as draw

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from ownctl.account.live import Account
    from ownctl.cli.declared import Declaration
    from ownctl.providers.pagerduty import Client
    from ownctl.reconcile.plan import Plan


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan, and the account that it was made against."""

    plan: Plan
    account: Account


def made(client: Client, declared: Declaration, now: datetime, *, at_once: bool, beyond: bool) -> Drawn:
    """Read the account and compare."""
    with reading(client):
        check_clock(client, declared.org)
        account = read_account(client, declared.desired, now)
        return Drawn(against(client, account, declared, now, at_once=at_once, beyond=beyond), account)


def against(
    client: Client, account: Account, declared: Declaration, now: datetime, *, at_once: bool, beyond: bool
) -> Plan:
    """Compare with an account that has been read. With `beyond`, the shares of `protection` do not bind."""
    from ownctl.config.limits import PAGERDUTY

    settings = declared.org.settings
    drawn = draw(declared.desired, account, now, PAGERDUTY, settings.protection, at_once=at_once)
    obstacles = tuple(each for each in drawn.obstacles if not (beyond and each.lifted_by))
    return drawn._replace(obstacles=(*obstacles, *incidents_in_the_way(client, drawn, account)))


def only(plan: Plan, teams: tuple[str, ...]) -> Plan:
    """The part of a plan that some teams own."""
    return plan._replace(
        changes=tuple(each for each in plan.changes if each.owner in teams),
        effects=tuple(each for each in plan.effects if each.team in teams),
        notes=tuple(each for each in plan.notes if each.owner in teams),
        outlooks=tuple(each for each in plan.outlooks if each.team in teams),
        touches=tuple(each for each in plan.touches if each.team in teams or each.by in teams),
    )


def leave_other_files(path: Path) -> None:
    """Raise `CannotRun` where a plan would take the place of a file that is none; an empty one is nobody's."""
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
        kept = json.loads(text) if text.strip() else {"changes": []}
    except OSError as error:
        raise CannotRun(f"{path} can't be read: {error.strerror}", "name another file with --out") from error
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict) or not isinstance(kept.get("changes"), list):
        raise CannotRun(f"{path} is no plan, and is left as it is", "name a new file with --out, or delete this one")


def save(plan: Plan, declared: Declaration, requests: Mapping[str, int], path: Path) -> None:
    """Keep a plan for `apply FILE`. Raises `CannotRun` where the file can't be written."""
    from ownctl.render.plan_json import as_dict

    kept = as_dict(plan, requests) | {"files": declared.digest}
    try:
        write_whole(path, json.dumps(kept, indent=2, ensure_ascii=False), 0o600)
    except OSError as error:
        raise CannotRun(f"{path} can't be written: {error.strerror}", "name another file with --out") from error


def check_kept(path: Path, plan: Plan, declared: Declaration) -> None:
    """Hold a kept plan against today's. Raises `Refused` where files or account have moved, `CannotRun` for no plan."""
    kept = _kept(path)
    if kept.get("files") != declared.digest:
        raise Refused(f"the files are not those that {path} was made from", "plan again: ownctl plan --out FILE")
    before = {_identity(each) for each in kept["changes"]}
    after = {(str(each.ref.kind), each.ref.key, str(each.action), each.seen) for each in plan.changes}
    moved = sorted({f"{kind}/{key}" for kind, key, *_ in before ^ after})
    if moved:
        raise Refused(
            f"the account has moved since {path} was made: {', '.join(moved[:5])}{' …' if len(moved) > 5 else ''}",
            "look at what it says now: ownctl plan",
        )


def _kept(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotRun(f"{path} can't be read: {error.strerror}", "make one with: ownctl plan --out FILE") from error
    except ValueError as error:
        raise CannotRun(f"{path} is no plan: it is not JSON", "make one with: ownctl plan --out FILE") from error
    if not isinstance(kept, dict) or kept.get("version") != 1 or not isinstance(kept.get("changes"), list):
        raise CannotRun(f"{path} is no plan of this version", "make one with: ownctl plan --out FILE")
    return kept


def _identity(change: Any) -> tuple[str, ...]:
    if not isinstance(change, dict):
        return ("?",) * 4
    return tuple(str(change.get(name)) for name in ("kind", "key", "action", "seen"))
