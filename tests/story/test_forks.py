"""A stranger's pull request: no secrets, a token that may not write, and texts that nobody here has checked."""

from __future__ import annotations

import pytest

from .golden import same_as_golden
from .test_github import INES, NADIA, PAYMENTS
from .world import READ, World


def test_a_fork_gets_its_plan_without_a_token_and_the_comment_by_another_workflow(shop: World) -> None:
    pull = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, INES), fork=True)
    assert pull.ran.ended == {"review": "success"}, pull.ran.log.text
    assert "Nadia Benali" in pull.ran.summary
    assert shop.hub.writes == []
    assert shop.account.requests() == []
    after = shop.after(pull)
    assert after.ended == {"comment": "success"}, after.log.text
    (text,) = shop.hub.texts(1)
    same_as_golden("fork.md", text)
    shop.after(pull)
    assert shop.hub.texts(1) == [text]


@pytest.mark.long
def test_a_branch_whose_run_may_not_write_gets_its_comment_the_same_way(shop: World) -> None:
    shop.hub.tokens[READ] = False  # as for a bot that updates dependencies
    pull = shop.pull_request("nadia-joins", shop.with_line(PAYMENTS, NADIA, INES))
    assert pull.ran.ended == {"review": "success"}
    assert "answers 403" in pull.ran.log.text
    assert shop.after(pull).ended == {"comment": "success"}
    assert len(shop.hub.texts(1)) == 1
