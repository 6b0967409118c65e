"""Whole lists, or an error: a list that may be incomplete would have its missing objects made a second time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ownctl.providers.pagerduty.parallel import in_parallel
from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ownctl.providers.pagerduty.client import Client

TEAMS_AT_ONCE = 50
"""Ids of teams in one request, so that its address stays within what proxies take."""

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the API."""

    path: str
    key: str
    """The name of the list in an answer, and of its objects in messages."""
    page_size: int = 100
    params: Mapping[str, Any] | None = None
    by_team: bool = True
    """Whether it takes `team_ids[]`."""
    totals: bool = True
    """Whether it takes `total`, and says how many there are."""

    @property
    def about(self) -> str:
        return f"list the {self.key.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class _Found:
    items: tuple[Item, ...]
    total: int | None
    """How many there are, where the account says so."""
    cut: bool
    """Whether the window ended before the list did."""


class _Moved(Exception):  # it never leaves this module
    """The list changed between two of its pages."""


def everything(client: Client, listing: Listing, teams: Callable[[], Sequence[str]] = tuple) -> tuple[Item, ...]:
    """All objects of a list, each once.

    Beyond the window of offset paging (10,000 records) it is split by the ids that `teams` gives. Raises `Unreachable`
    where it can't be read whole.
    """
    found = _settled(client, listing, {})
    if not found.cut:
        return found.items
    items = _unique([*found.items, *_by_teams(client, listing, teams() if listing.by_team else ())])
    if found.total is None or len(items) != found.total:
        raise _incomplete(listing, f"{len(items)} of {found.total or 'more'} could be read")
    return items


def of_teams(client: Client, listing: Listing, teams: Sequence[str]) -> tuple[Item, ...]:
    """Those objects of a list that belong to `teams`, each once. Raises `Unreachable` as `everything` does."""
    return _unique(_by_teams(client, listing, teams))


def _by_teams(client: Client, listing: Listing, teams: Sequence[str]) -> list[Item]:
    batches = [teams[start : start + TEAMS_AT_ONCE] for start in range(0, len(teams), TEAMS_AT_ONCE)]
    return [item for batch in batches for item in _batch(client, listing, batch)]


def _batch(client: Client, listing: Listing, teams: Sequence[str]) -> list[Item]:
    found = _settled(client, listing, {"team_ids[]": list(teams)})
    if not found.cut:
        return list(found.items)
    if len(teams) == 1:
        raise _incomplete(listing, f"team {teams[0]} alone has more than {client.window}")
    half = len(teams) // 2
    return [*_batch(client, listing, teams[:half]), *_batch(client, listing, teams[half:])]


def _settled(client: Client, listing: Listing, params: Mapping[str, Any]) -> _Found:
    """Read the window; a second time where the list moved in between, and no third time."""
    try:
        return _window(client, listing, params)
    except _Moved:
        pass
    try:
        return _window(client, listing, params)
    except _Moved as moved:
        reason = str(moved)
    raise _incomplete(listing, reason)


def _window(client: Client, listing: Listing, params: Mapping[str, Any]) -> _Found:
    def page(offset: int) -> Item:
        asked = {**(listing.params or {}), **params, "limit": size, "offset": offset}
        return client.get(listing.path, listing.about, {**asked, "total": "true"} if listing.totals else asked)

    size = min(listing.page_size, client.window)
    first = page(0)
    # The account may give out fewer a page than it was asked for.
    size = _whole(first.get("limit")) or size
    total = _whole(first.get("total"))
    if not first.get("more"):
        pages = [first]
    elif total is not None:
        offsets = range(size, min(total, client.window - client.window % size), size)
        pages = [first, *in_parallel(partial(page, offset) for offset in offsets)]
    else:
        pages = _one_by_one(first, page, size, client.window)
    found = _checked(listing, pages, size, total)
    if found.cut and (len(pages) + 1) * size <= client.window:
        raise _Moved("it grew")
    return found


def _one_by_one(first: Item, page: Callable[[int], Item], size: int, window: int) -> list[Item]:
    """Where the account doesn't say how many there are."""
    pages = [first]
    while pages[-1].get("more") and (len(pages) + 1) * size <= window:
        pages.append(page(len(pages) * size))
    return pages


def _checked(listing: Listing, pages: Sequence[Item], size: int, total: int | None) -> _Found:
    """The items of the pages. Raises `_Moved` where they don't fit together."""
    lists = [_items(listing, page) for page in pages]
    items = _unique(item for each in lists for item in each)
    cut = bool(pages[-1].get("more"))
    if any(len(each) != size for each in lists[:-1]) or not all(page.get("more") for page in pages[:-1]):
        raise _Moved("a page in the middle is not full")
    if len(items) != sum(map(len, lists)):
        raise _Moved("an object came twice, so another may have been skipped")
    if any(_whole(page.get("total")) != total for page in pages):
        raise _Moved("their number kept changing while they were read")
    if total is not None and not cut and len(items) != total:
        raise _Moved(f"{len(items)} of {total} came")
    return _Found(items, total, cut)


def _items(listing: Listing, page: Item) -> list[Item]:
    items = page.get(listing.key)
    if not isinstance(items, list) or not all(isinstance(each, dict) and each.get("id") for each in items):
        raise _incomplete(listing, f"a page came without its {listing.key.replace('_', ' ')}")
    return items


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple({item["id"]: item for item in items}.values())


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _incomplete(listing: Listing, reason: str) -> Unreachable:
    return Unreachable(
        f"the account's {listing.key.replace('_', ' ')} could not be read whole: {reason}",
        "run the command again; where it stays so, a plan would make objects twice, and is not made",
    )
