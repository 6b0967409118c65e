"""The token stands in no message, no log, no repr and no traceback, whatever goes wrong."""

from __future__ import annotations

import logging
import string
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.providers.rig import Script, json_answer

from ownctl.account.resources import Team
from ownctl.providers.pagerduty import PagerDuty, connect, endpoint
from ownctl.reconcile.steps import AccountError, CreateTeam, Ids, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.providers.rig import Connect

TOKEN = "u+Xq7ZwKv93JhTtPm0Yd"


def everything_said(error: BaseException) -> str:
    """Message, help, repr, and the traceback with all causes and contexts, also the suppressed ones."""
    said = ["".join(traceback.format_exception(error)), repr(error), str(getattr(error, "help", ""))]
    links: list[BaseException | None] = [error.__cause__, error.__context__]
    return "\n".join(said + [everything_said(link) for link in links if link is not None])


def holds_any_of(token: str, text: str) -> bool:
    """Whether four characters in a row of the token, as the official client shows them, stand in the text."""
    return any(token[start : start + 4] in text for start in range(len(token) - 3))


ECHO = f"what is {TOKEN}?"
ANSWERS = {
    "401": json_answer({"error": {"message": "Unauthorized", "code": 2006}}, 401),
    "401 that echoes": json_answer({"error": {"message": ECHO}}, 401),
    "403 that echoes": json_answer({"error": {"message": ECHO, "errors": [ECHO]}}, 403),
    "400 that echoes": json_answer({"error": {"message": "Invalid", "errors": {ECHO: [ECHO]}}}, 400),
    "a page that echoes": (200, {"content-type": "text/html"}, ECHO.encode()),
    "a type that echoes": (200, {"content-type": ECHO}, b"?"),
    "500": (500, {}, ECHO.encode()),
    "a redirect": (302, {"location": f"https://x.example/?token={TOKEN}"}, b""),
    "half": (200, {"content-length": "9999"}, ECHO.encode()),
    "429": (429, {}, ECHO.encode()),
}


@pytest.mark.parametrize("write", [False, True], ids=["read", "write"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_no_failure_tells_the_token(
    scripted: Callable[[Script], str],
    connected: Connect,
    caplog: pytest.LogCaptureFixture,
    answer: str,
    write: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = connected(scripted(lambda _, __: ANSWERS[answer]), token=TOKEN)
    with pytest.raises(AccountError) as error:
        PagerDuty(client).write(CreateTeam(Team("a", "A", "")), Ids()) if write else client.abilities()
    assert not holds_any_of(TOKEN, everything_said(error.value))
    assert not holds_any_of(TOKEN, caplog.text)
    assert caplog.text or answer in ("half", "429"), "nothing was logged, so nothing was looked at"
    assert TOKEN not in repr(client) + repr(PagerDuty(client)) + repr(vars(error.value))


@given(
    before=st.text(string.ascii_letters, min_size=8, max_size=20),
    odd=st.characters(exclude_characters=string.ascii_letters + string.digits + string.punctuation),
    after=st.text(string.ascii_letters, min_size=8, max_size=20),
)
def test_what_can_be_no_token_is_refused_without_being_repeated(before: str, odd: str, after: str) -> None:
    with (
        pytest.raises(Unreachable, match="a space, a line break or a character") as error,
        connect(f"{before}{odd}{after}", endpoint(), read_only=True),
    ):
        raise AssertionError
    said = str(error.value) + error.value.help
    assert before not in said
    assert after not in said
