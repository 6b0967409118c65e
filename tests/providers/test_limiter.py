"""The rate limit is followed, so that the account seldom has to say no."""

from __future__ import annotations

import math
import threading

from hypothesis import given
from hypothesis import strategies as st
from tests.providers.rig import Time

from ownctl.providers.pagerduty.limiter import Limiter, Rate
from ownctl.reconcile.steps import AccountError


class Counted:
    """An account that counts by the minute and says so, as PagerDuty does."""

    def __init__(self, time: Time, limit: int) -> None:
        self.time, self.limit, self.refused = time, limit, 0
        self.began, self.used = time.now, 0

    def ask(self) -> dict[str, str]:
        if self.time.now - self.began >= 60:
            self.began, self.used = self.time.now, 0
        self.used += 1
        self.refused += self.used > self.limit
        reset = max(1, math.ceil(60 - (self.time.now - self.began)))
        return {"ratelimit-remaining": str(max(self.limit - self.used, 0)), "ratelimit-reset": str(reset)}


@given(limit=st.integers(5, 30), gaps=st.lists(st.sampled_from([0.0, 0.1, 5.0]), max_size=120))
def test_one_after_the_other_never_passes_the_limit(limit: int, gaps: list[float]) -> None:
    time = Time()
    account, limiter = Counted(time, limit), time.limiter()
    for gap in gaps:
        limiter.enter()
        limiter.leave(account.ask())
        time.now += gap
    assert account.refused == 0


@given(limit=st.integers(5, 30), rounds=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), max_size=40))
def test_four_in_flight_never_pass_the_limit_once_it_is_known(limit: int, rounds: list[list[bool]]) -> None:
    """Four go out, the account counts them in one order, and their answers arrive in another."""
    time = Time()
    account, limiter = Counted(time, limit), time.limiter()
    limiter.enter()
    limiter.leave(account.ask())
    for late in rounds:
        answers = []
        for _ in late:
            limiter.enter()
            answers.append(account.ask())
        for answer in sorted(answers, key=lambda each: late[answers.index(each)]):
            limiter.leave(answer)
    assert account.refused == 0


def test_requests_that_the_account_may_not_have_counted_yet_are_kept_in_mind(time: Time) -> None:
    """Four are in flight, and the first answer says that four are left: three of them are spoken for."""
    limiter = time.limiter()
    for _ in range(4):
        limiter.enter()
    limiter.leave({"ratelimit-remaining": "4", "ratelimit-reset": "60"})
    limiter.enter()
    assert time.slept == []
    limiter.enter()
    assert time.slept == [60.0]


def test_threads_share_one_count() -> None:
    time = Time()
    account, limiter, lock = Counted(time, 10), Limiter(time.clock, time.sleep), threading.Lock()
    limiter.enter()
    limiter.leave(account.ask())

    def work() -> None:
        for _ in range(10):
            limiter.enter()
            with lock:
                answer = account.ask()
            limiter.leave(answer)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert account.refused == 0
    assert time.slept, "41 requests at 10 a minute take some waiting"


def test_an_account_that_says_nothing_of_limits_is_not_waited_for(time: Time) -> None:
    limiter = time.limiter()
    for headers in ({}, None, {"ratelimit-remaining": "soon", "ratelimit-reset": "-1"}):
        limiter.enter()
        limiter.leave(headers)
    assert time.slept == []


def test_a_lost_answer_gives_its_place_back(time: Time) -> None:
    limiter = time.limiter()
    for _ in range(50):
        limiter.enter()
        limiter.leave(None)
    limiter.enter()
    limiter.leave({"ratelimit-remaining": "1", "ratelimit-reset": "60"})
    limiter.enter()
    assert time.slept == []


def test_what_is_left_is_told(time: Time) -> None:
    limiter = time.limiter()
    assert limiter.rate() == Rate(None, 0.0)
    limiter.enter()
    limiter.leave({"ratelimit-remaining": "1", "ratelimit-reset": "30"})
    assert limiter.rate() == Rate(1, 0.0)
    limiter.enter()
    assert limiter.rate() == Rate(0, 30.0)
    time.now += 30
    assert limiter.rate() == Rate(None, 0.0)


def test_whoever_waits_is_sent_away_at_once_when_the_waiting_ends() -> None:
    """By the real clock: the wait would take a minute."""
    limiter = Limiter()
    limiter.enter()
    limiter.leave({"ratelimit-remaining": "0", "ratelimit-reset": "60"})
    said: list[str] = []

    def wait() -> None:
        try:
            limiter.enter()
        except AccountError as error:
            said.append(error.message)

    waiting = [threading.Thread(target=wait) for _ in range(3)]
    for each in waiting:
        each.start()
    limiter.end()
    for each in waiting:
        each.join(timeout=10)
    assert said == ["the wait for PagerDuty's rate limit was broken off"] * 3
