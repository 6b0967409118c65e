"""A change's way on GitHub, by the workflows that `ownctl init --ci github` writes, run step by step."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest

from .golden import same_as_golden
from .hub import BOT
from .tree import NOW
from .world import World

PAYMENTS, SEARCH = "ownership/teams/payments.yaml", "ownership/teams/search.yaml"
NADIA = "  - {person: nadia, on_call_since: 2026-12-08}"
OMAR = "  - {person: omar, on_call_since: 2026-12-08}"
MARK = '<!-- ownctl plan org="acme" root="ownership" -->'
BY_HAND = "Edited by hand.\n\nownctl acme service/checkout-api"
AMARA, INES = "  - {person: amara, on", "  - {person: ines, on"
AFTER_INES = "rotations:"


def edit_by_hand(shop: World, description: str) -> str:
    """Somebody edits a service in the pager; what stood there before."""
    headers = {"Authorization": f"Token token={shop.account.token}"}
    with httpx2.Client(base_url=shop.account.url, headers=headers) as client:
        services = client.get("/services").json()["services"]
        found = next(each for each in services if each["name"] == "Checkout API")
        kept = {"type": "service", "escalation_policy": found["escalation_policy"]}
        changed = {"service": {**kept, "description": description}}
        client.put(f"/services/{found['id']}", json=changed).raise_for_status()
    return str(found["description"])


def test_a_branch_gets_its_plan_as_one_comment_that_is_updated_in_place(shop: World) -> None:
    for login, text in (("amara", "Nice!"), ("liu", "+1"), ("tom", "Why?")):  # more than a page of them
        shop.hub.say(1, login, text)
    pull = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, INES))
    assert pull.ran.ended == {"review": "success"}, pull.ran.log.text
    (text,) = shop.hub.texts(1)
    same_as_golden("branch.md", text)
    assert text.strip() in pull.ran.summary
    assert {row["method"] for row in shop.account.requests()} == {"GET"}

    forged = shop.hub.say(1, "stranger", text)
    shop.push(pull, shop.with_line(PAYMENTS, OMAR, INES))
    (updated,) = shop.hub.texts(1)
    assert updated != text
    assert forged["body"] == text
    assert pull.ran.artifacts == {}


def test_what_was_merged_is_applied_and_a_second_run_has_nothing_to_do(shop: World) -> None:
    pull = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, INES))
    ran = shop.merge(pull)
    assert ran.ended == {"plan": "success", "apply": "success"}, ran.log.text
    assert "Verified: nothing to do" in ran.summary
    assert list(ran.artifacts["journal"].iterdir())
    same_as_golden("merge.md", ran.summary)
    assert shop.apply().ended == {"plan": "success", "apply": "skipped"}


def test_a_broken_pull_request_fails_with_findings_at_their_lines_and_loses_its_plan(shop: World) -> None:
    pull = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, INES), runs=False)
    plan = shop.hub.say(1, BOT, MARK + "\nThe plan of before.")
    shop.push(pull, {PAYMENTS: shop.file(PAYMENTS).replace("person: ines", "person: inez")})
    assert pull.ran.ended == {"review": "failure"}
    same_as_golden("broken.txt", "\n".join(pull.ran.log.annotations()) + "\n")
    same_as_golden("broken.md", plan["body"])
    assert "did you mean" in pull.ran.summary
    assert shop.account.requests() == []
    assert pull.ran.artifacts == {}


def test_a_days_drift_is_one_issue_opened_updated_and_closed_again(shop: World) -> None:
    assert shop.check().ended == {"check": "success"}
    assert shop.hub.issues == []

    before = edit_by_hand(shop, BY_HAND)
    assert shop.check().ended == {"check": "success"}
    (issue,) = shop.hub.issues
    same_as_golden("drift.md", f"{issue['title']}\n\n{issue['body']}")

    shop.at(NOW + timedelta(days=1))
    edit_by_hand(shop, "Edited once more.\n\nownctl acme service/checkout-api")
    shop.check()
    (same,) = shop.hub.issues
    assert same["number"] == issue["number"]
    assert "Edited once more" in same["body"]
    assert "Wed 25 Nov" in same["body"]

    edit_by_hand(shop, before)
    shop.check()
    assert same["state"] == "closed"
    assert shop.hub.texts(same["number"], BOT) == ["The plan is empty: account and files say the same again."]


@pytest.mark.long
def test_of_two_pull_requests_that_meet_the_second_is_applied_as_it_was_merged(shop: World) -> None:
    first = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, AMARA))
    second = shop.pull_request("omar-joins", shop.with_line(PAYMENTS, OMAR, AFTER_INES))
    (stale,) = shop.hub.texts(second.number)
    same_as_golden("meets-before.md", stale)
    assert "nadia" not in stale

    shop.merge(first)
    assert shop.hub.texts(second.number) == [stale]
    shop.look_again(second)
    (fresh,) = shop.hub.texts(second.number)
    same_as_golden("meets-after.md", fresh)

    ran = shop.merge(second)
    assert ran.ended == {"plan": "success", "apply": "success"}, ran.log.text
    same_as_golden("meets-applied.md", ran.summary)
    assert shop.apply().ended == {"plan": "success", "apply": "skipped"}


@pytest.mark.long
def test_a_plan_that_waited_for_its_approval_while_the_account_moved_is_refused(shop: World) -> None:
    pull = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, INES))
    shop.runner.before["apply"] = lambda: edit_by_hand(shop, BY_HAND)
    ran = shop.merge(pull)
    assert ran.ended == {"plan": "success", "apply": "failure"}
    assert "the account has moved since" in ran.summary
    assert [row for row in shop.account.requests() if row["method"] == "POST"] == []


@pytest.mark.long
@pytest.mark.parametrize("missing", ["PAGERDUTY_READ_ONLY", "PAGERDUTY_TOKEN"])
def test_a_secret_that_is_missing_is_said(shop: World, missing: str) -> None:
    edit_by_hand(shop, BY_HAND)
    both = {"PAGERDUTY_READ_ONLY": shop.account.read_only_token, "PAGERDUTY_TOKEN": shop.account.token}
    ran = shop.apply({name: token for name, token in both.items() if name != missing})
    assert "failure" in ran.ended.values()
    assert "there is no token for the account" in ran.log.text
