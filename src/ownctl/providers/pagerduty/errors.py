"""What went wrong, in words of who reads them: what was asked, what the account said, and what to do next.

None of these hold any part of the token: the official client's own text for a 401 does, so it is never passed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.reconcile.steps import AccountError, AccountRefused, LostAnswer, NotSent, Unreachable

if TYPE_CHECKING:
    import httpx2

    from ownctl.providers.pagerduty.endpoint import Endpoint
    from ownctl.providers.pagerduty.unreached import Way

FIRST = "/abilities"
"""What is asked for first; every account has it."""
STATUS_PAGE = "https://status.pagerduty.com"
AGAIN = "run the same command again: it looks at the account first and finishes the work"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, and what it is for."""

    method: str
    path: str
    about: str
    """As it follows "to": `list the services`, `create the service Checkout API`."""

    @property
    def writes(self) -> bool:
        return self.method != "GET"


def rate_limited(method: str) -> AccountError:
    """The account said 429 for minutes on end; it has not looked at the request."""
    kind = Unreachable if method == "GET" else AccountRefused
    return kind(
        "PagerDuty's rate limit is used up, and stays so (429)",
        "something else uses the same token heavily: wait for it, or use a token of ownctl's own",
    )


def not_waited_for() -> AccountError:
    """Whoever asked doesn't want to wait for the rate limit any longer; the request was not sent."""
    return NotSent("the wait for PagerDuty's rate limit was broken off", "run the same command again")


def no_answer(ask: Ask, error: BaseException, way: Way, seconds: float) -> AccountError:
    """The way to the account failed: no network, a time-out, half an answer."""
    import httpx2

    from ownctl.providers.pagerduty.unreached import no_connection

    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.ProxyError):
        cause, next_step = no_connection(error, way, seconds)
        reason = f"PagerDuty can't be reached ({cause})"
    elif isinstance(error, httpx2.TimeoutException):
        reason = f"PagerDuty ({way.where}) did not answer within {seconds:g} seconds"
        next_step = f"try again later; {STATUS_PAGE} says how PagerDuty is"
    else:
        reason, next_step = "PagerDuty's answer broke off", "check the network and any proxy, then try again"
    return lost(ask, reason) if ask.writes else Unreachable(f"{reason}, asked to {ask.about}", next_step)


def lost(ask: Ask, reason: str) -> LostAnswer:
    """A write that may or may not have taken effect."""
    return LostAnswer(f"{reason}, asked to {ask.about}: whether it did is not known", AGAIN)


def unreadable(ask: Ask, what: str) -> AccountError:
    """An answer that isn't PagerDuty's: HTML of a proxy or log-in page, or not what the API promises."""
    reason = f"the answer can't be read: {what} instead of what PagerDuty's API promises"
    if ask.writes:
        return lost(ask, reason)
    return Unreachable(
        f"{reason}, asked to {ask.about}",
        "something else answers in PagerDuty's place: check proxies and PAGERDUTY_API_URL",
    )


def unsuccessful(ask: Ask, response: httpx2.Response, at: Endpoint) -> AccountError:
    """An answer that says no, or that the server failed."""
    status = response.status_code
    if status == 401:
        return wrong_token(at)
    if status >= 500:
        return _server_failed(ask, status)
    if 300 <= status < 400:
        return unreadable(ask, f"a redirect ({status})")
    said = account_says(response)
    if said is None:
        return unreadable(ask, f"{content_type(response)} ({status})")
    if status == 404 and ask.path == FIRST:
        return _no_api(at)
    return _no(ask, status, said)


def wrong_token(at: Endpoint) -> Unreachable:
    """What a 401 means."""
    if at.of_a_region:
        help_ = "check PAGERDUTY_TOKEN, and that PAGERDUTY_SERVICE_REGION is the account's region (us or eu)"
    elif at.loopback:
        help_ = f"check PAGERDUTY_TOKEN (`ownctl sandbox` said which), and PAGERDUTY_API_URL (now {at.written})"
    else:
        help_ = f"check PAGERDUTY_TOKEN, and that it is one for PAGERDUTY_API_URL (now {at.written})"
    return Unreachable("PagerDuty does not know the token (401)", help_)


def _no_api(at: Endpoint) -> Unreachable:
    """The address leads to something that answers as an API does, and has not even the first thing asked for."""
    return Unreachable(
        f"there is no API of PagerDuty at {at.written} (404)",
        "correct PAGERDUTY_API_URL: as https://api.pagerduty.com, without a path",
    )


def account_says(response: httpx2.Response) -> str | None:
    """The message of an error's body with its reasons; None where the body is no error of PagerDuty's."""
    try:
        body = response.json()
    except ValueError:
        return None
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, str):
        return error
    if not isinstance(error, dict):
        return None
    reasons = "; ".join(_reasons(error.get("errors")))
    message = str(error.get("message") or "no reason given")
    return f"{message}: {reasons}" if reasons else message


def content_type(response: httpx2.Response) -> str:
    """What an answer is, for a sentence."""
    kind = str(response.headers.get("content-type", "")).partition(";")[0]
    return {"text/html": "a web page", "": "an answer without a type"}.get(kind, kind)


def _reasons(errors: Any) -> list[str]:
    """A list in version 2 of the API, a map from field to messages in version 3."""
    if isinstance(errors, dict):
        return [
            f"{field} {'; '.join(map(str, said))}" if isinstance(said, list) else f"{field} {said}"
            for field, said in errors.items()
        ]
    return [str(said) for said in errors] if isinstance(errors, list) else []


def _server_failed(ask: Ask, status: int) -> AccountError:
    reason = f"PagerDuty failed ({status})"
    if ask.writes:
        return lost(ask, reason)
    return Unreachable(f"{reason}, asked to {ask.about}", f"try again later; {STATUS_PAGE} says how PagerDuty is")


def _no(ask: Ask, status: int, said: str) -> AccountError:
    kind = AccountRefused if ask.writes else Unreachable
    message = f"PagerDuty refused to {ask.about}: {said} ({status})"
    if ask.path == "/v3/schedules" and status in (402, 403, 404):
        return kind(
            f"the account has no shift-based schedules, or this token may not use them: {message}",
            "ask PagerDuty to switch shift-based schedules on; an account that still uses layered ones is declared "
            "with `paging.schedules: layers` in org.yaml, which this version of ownctl refuses by name",
        )
    return kind(message, _next_step(ask, status))


def _next_step(ask: Ask, status: int) -> str:
    if status == 402:
        return "the account's plan lacks what this needs; see Account Settings > Billing in PagerDuty"
    if status == 403 and ask.writes:
        return "this token is read-only, or its user may not write this: apply needs a full-access key"
    if status == 403:
        return "the token's user may not see this: use a key that may read the whole account; read-only is enough"
    if status == 404:
        return "the account has changed since it was read: run ownctl plan again"
    return "change what the message names in the files, or in the account, and run ownctl plan again"
