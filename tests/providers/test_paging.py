"""Lists come whole, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ownctl.account.resources import Kind, Ref, Team
from ownctl.providers.pagerduty import PagerDuty, users
from ownctl.providers.pagerduty.paging import Listing, everything, of_teams
from ownctl.reconcile.steps import AddMember, CreateTeam, Ids, Unreachable
from ownctl.sandbox import Fault, Running
from ownctl.sandbox import Kind as Wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.providers.rig import Connect, Script

    from ownctl.providers.pagerduty import Client

LISTING = replace(users.LISTING, page_size=5)


def crowd(number: int) -> list[dict[str, str]]:
    return [{"name": f"Person {each:03}", "email": f"p{each:03}@acme.example"} for each in range(number)]


def emails(items: tuple[dict[str, Any], ...]) -> list[str]:
    return sorted(item["email"] for item in items if item["email"].startswith("p"))


def everybody(number: int) -> list[str]:
    return [person["email"] for person in crowd(number)]


@pytest.mark.parametrize("number", [0, 3, 4, 5, 9, 10, 22])
def test_all_pages_of_a_list_come(accounts: Callable[..., Running], connected: Connect, number: int) -> None:
    account = accounts(seed=crowd(number))
    assert emails(everything(connected(account), LISTING)) == everybody(number)
    assert len(account.requests()) == max(-(-(number + 1) // 5), 1), "one request a page, with the account's owner"


def test_a_list_that_does_not_say_how_many_it_has_is_read_to_its_end(
    accounts: Callable[..., Running], connected: Connect
) -> None:
    account = accounts(seed=crowd(22))
    assert emails(everything(connected(account), replace(LISTING, totals=False))) == everybody(22)
    assert "total" not in account.requests()[0]["query"]


def test_a_page_that_is_missing_once_is_read_again(accounts: Callable[..., Running], connected: Connect) -> None:
    account = accounts(seed=crowd(22))
    account.faults(Fault(Wrong.PAGE_MISSING, path=r"/users\?.*offset=10&"))
    assert emails(everything(connected(account), LISTING)) == everybody(22)


@pytest.mark.parametrize("offset", [0, 10, 20])
def test_a_page_that_stays_missing_is_an_error(
    accounts: Callable[..., Running], connected: Connect, offset: int
) -> None:
    account = accounts(seed=crowd(23))
    account.faults(Fault(Wrong.PAGE_MISSING, path=rf"/users\?.*offset={offset}\b", times=None))
    with pytest.raises(Unreachable, match="users could not be read whole") as error:
        everything(connected(account), LISTING)
    assert "would make objects twice" in error.value.help


# ------------------------------------------------------------------------------ beyond the window of 10,000


@pytest.fixture
def large(accounts: Callable[..., Running]) -> Running:
    """31 people, and a window that shows 20 of them."""
    return accounts(seed=crowd(30), paging_window=20)


def teamed(account: Running, connected: Connect, sizes: list[int]) -> list[str]:
    """Puts the first people into teams of these sizes, one after the other; the teams' ids."""
    client = connected(account, window=20)
    people = {}
    for number in range(30):
        (found,) = client.get("/users", "find one", {"query": f"Person {number:03}", "limit": 1})["users"]
        people[found["email"]] = found["id"]
    pager, ids, number = PagerDuty(client), Ids(people=people), 0
    for place, size in enumerate(sizes):
        pager.write(CreateTeam(Team(f"t{place}", f"Team {place}", "")), ids)
        for _ in range(size):
            pager.write(AddMember(Ref(Kind.TEAM, f"t{place}"), f"p{number:03}@acme.example", "responder"), ids)
            number += 1
    account.forget_requests()
    return list(ids.objects.values())


def test_a_list_beyond_the_window_is_split_by_team(large: Running, connected: Connect) -> None:
    teams = teamed(large, connected, [12, 12, 6])
    assert emails(everything(connected(large, window=20), LISTING, lambda: teams)) == everybody(30)


def test_no_request_goes_beyond_the_window(large: Running, connected: Connect) -> None:
    teams = teamed(large, connected, [12, 12, 6])
    everything(connected(large, window=20), replace(LISTING, page_size=7), lambda: teams)
    assert {each["status"] for each in large.requests()} == {200}


def test_who_is_in_no_team_and_beyond_the_window_makes_the_list_incomplete(large: Running, connected: Connect) -> None:
    teams = teamed(large, connected, [6])
    with pytest.raises(Unreachable, match=r"users could not be read whole: 2\d of 31 could be read"):
        everything(connected(large, window=20), LISTING, lambda: teams)


def test_a_team_beyond_the_window_makes_the_list_incomplete(large: Running, connected: Connect) -> None:
    teams = teamed(large, connected, [25, 5])
    with pytest.raises(Unreachable, match=f"team {teams[0]} alone has more than 20"):
        everything(connected(large, window=20), LISTING, lambda: teams)


def test_what_can_not_be_split_is_an_error(large: Running, connected: Connect) -> None:
    with pytest.raises(Unreachable, match="20 of 31 could be read"):
        everything(connected(large, window=20), replace(LISTING, by_team=False))


def test_what_several_teams_share_comes_once(account: Running, client: Client) -> None:
    ids = Ids(people={"amara": everything(client, LISTING)[1]["id"]})
    for key in ("a", "b"):
        PagerDuty(client).write(CreateTeam(Team(key, key.upper(), "")), ids)
        PagerDuty(client).write(AddMember(Ref(Kind.TEAM, key), "amara", "responder"), ids)
    assert len(of_teams(client, replace(LISTING, page_size=1), list(ids.objects.values()))) == 1


# ----------------------------------------------------------------------------------- what accounts may answer


def offset_of(target: str) -> int:
    return int(parse_qs(urlsplit(target).query)["offset"][0])


THINGS = Listing("/things", "things", page_size=2)


def pages(*lists: list[str], total: Any = None, limit: int = 2) -> Script:
    """Pages as they are, whatever they say."""

    def script(_: str, target: str) -> Any:
        number = offset_of(target) // limit
        items = [{"id": key} for key in lists[number]]
        more = number < len(lists) - 1
        return {"things": items, "more": more, "limit": limit, "offset": offset_of(target), "total": total}

    return script


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (pages(["a", "b"], ["b", "c"], ["d"], total=5), "an object came twice"),
        (pages(["a", "b"], ["c"], ["d"], total=5), "a page in the middle is not full"),
        (pages(["a", "b"], ["c"], ["d"]), "a page in the middle is not full"),
        (pages(["a", "b"], ["c"], total=4), "3 of 4 came"),
        (pages(["a", "b"], ["c", "d"], ["e"], total=4), "it grew"),
        (pages([], total=3), "0 of 3 came"),
    ],
)
def test_pages_that_do_not_fit_together_are_an_error(
    scripted: Callable[[Script], str], connected: Connect, script: Script, reason: str
) -> None:
    with pytest.raises(Unreachable, match=reason):
        everything(connected(scripted(script)), THINGS)


def test_an_account_may_give_fewer_a_page_than_it_was_asked_for(
    scripted: Callable[[Script], str], connected: Connect
) -> None:
    url = scripted(pages(["a", "b"], ["c", "d"], ["e"], total=5))
    found = everything(connected(url), replace(THINGS, page_size=100))
    assert [item["id"] for item in found] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("body", [{}, {"things": None}, {"things": ["a"]}, {"things": [{"name": "no id"}]}])
def test_a_page_without_its_objects_is_an_error(
    scripted: Callable[[Script], str], connected: Connect, body: dict[str, Any]
) -> None:
    with pytest.raises(Unreachable, match="a page came without its things"):
        everything(connected(scripted(lambda _, __: body)), THINGS)
