"""A stranger's pull request: no secrets, a token that may not write, and texts that nobody here has checked."""

from __future__ import annotations

from .golden import same_as_golden
from .test_github import INES, NADIA, PAYMENTS
from .world import World


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
