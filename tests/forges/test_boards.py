"""One comment and one issue a mark, on either forge; and what the forge may answer instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.forges.lab import Lab, lab
from tests.story.hub import REPOSITORY, Hub, hub, served

from ownctl.forges import ForgeError, NoPlace, Outcome, comments, conclude, issues, publish

MARK = '<!-- ownctl plan org="acme" root="ownership" -->'
OTHER = '<!-- ownctl plan org="acme" root="elsewhere" -->'


@pytest.fixture
def github(tmp_path: Path) -> Iterator[tuple[Hub, dict[str, str]]]:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}))
    with hub() as kept:
        kept.tokens = {"good": True, "reads": False}
        yield (
            kept,
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_TOKEN": "good",
                "GITHUB_API_URL": kept.url,
                "GITHUB_GRAPHQL_URL": f"{kept.url}/graphql",
                "GITHUB_REPOSITORY": REPOSITORY,
                "GITHUB_EVENT_PATH": str(event),
            },
        )


@pytest.fixture
def gitlab() -> Iterator[tuple[Lab, dict[str, str]]]:
    with lab() as kept:
        yield (
            kept,
            {
                "GITLAB_CI": "true",
                "GITLAB_TOKEN": "good",
                "CI_API_V4_URL": kept.url,
                "CI_PROJECT_ID": "3",
                "CI_MERGE_REQUEST_PROJECT_ID": "3",
                "CI_MERGE_REQUEST_IID": "7",
            },
        )


def write(env: dict[str, str], text: str) -> Outcome:
    place = comments(env)
    assert place
    return publish(place.board, text)[0]


def texts(of: Hub | Lab) -> list[str]:
    return of.texts(7)


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_comment_is_posted_once_and_then_rewritten(forge: str, request: pytest.FixtureRequest) -> None:
    kept, env = request.getfixturevalue(forge)
    for number in range(5):  # more than a page
        kept.say(7, "amara", f"{number}\n")
    kept.say(7, "amara", f"{MARK}\nforged")
    assert write(env, f"{MARK}\none") is Outcome.POSTED
    assert write(env, f"{MARK}\none\n") is Outcome.UNCHANGED
    assert write(env, f"{MARK}\ntwo") is Outcome.REWRITTEN
    assert write(env, f"{OTHER}\nother tree") is Outcome.POSTED
    assert texts(kept) == [f"{MARK}\ntwo", f"{OTHER}\nother tree"]


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_an_issue_is_opened_updated_closed_and_opened_anew(forge: str, request: pytest.FixtureRequest) -> None:
    kept, env = request.getfixturevalue(forge)
    board = issues(env)
    assert conclude(board, f"{MARK}\nempty", "Done.") == (Outcome.NOT_NEEDED, None)
    assert publish(board, f"{MARK}\none")[0] is Outcome.POSTED
    assert publish(board, f"{MARK}\ntwo")[0] is Outcome.REWRITTEN
    assert conclude(board, f"{MARK}\nempty", "Done.")[0] is Outcome.CLOSED
    assert publish(board, f"{MARK}\nagain")[0] is Outcome.POSTED
    assert kept.summary() == [("closed", f"{MARK}\ntwo", ["Done."]), ("open", f"{MARK}\nagain", [])]


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_line_that_would_be_an_order_to_a_bot_is_text(forge: str, request: pytest.FixtureRequest) -> None:
    kept, env = request.getfixturevalue(forge)
    write(env, f"{MARK}\nx\n/approve\n  /merge\nand/or")
    assert texts(kept) == [f"{MARK}\nx\n\\/approve\n  \\/merge\nand/or"]


def test_a_token_that_may_not_write_is_told_what_it_needs(github: tuple[Hub, dict[str, str]]) -> None:
    _, env = github
    with pytest.raises(ForgeError) as refused:
        write(env | {"GITHUB_TOKEN": "reads"}, f"{MARK}\none")
    assert "answers 403" in refused.value.message
    assert "pull-requests: write" in refused.value.help
    with pytest.raises(ForgeError, match="answers 401"):
        write(env | {"GITHUB_TOKEN": "wrong"}, f"{MARK}\none")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"GITHUB_TOKEN": ""}, "there is no token for GitHub"),
        ({"GITHUB_EVENT_PATH": "/nowhere"}, "leads to no event"),
        ({"GITHUB_ACTIONS": ""}, "neither GitHub Actions nor GitLab CI"),
        ({"GITLAB_CI": "true"}, "this pipeline is for no merge request"),
        ({"GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "7"}, "there is no token for GitLab"),
    ],
)
def test_where_there_is_nothing_to_write_to_it_says_why(
    github: tuple[Hub, dict[str, str]], change: dict[str, str], says: str
) -> None:
    with pytest.raises(NoPlace, match=says) as told:
        comments(github[1] | change)
    assert told.value.help


def test_a_token_is_not_sent_in_the_clear(github: tuple[Hub, dict[str, str]]) -> None:
    with pytest.raises(ForgeError, match="never sent in the clear"):
        comments(github[1] | {"GITHUB_API_URL": "http://github.example"})


def answering(status: int, body: bytes, **headers: str) -> type[BaseHTTPRequestHandler]:
    """A server that says one thing to everybody."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    return Answering


ELSEWHERE = '<https://evil.example/next>; rel="next"'


@pytest.mark.parametrize(
    ("handler", "says"),
    [
        (answering(502, b"<html>Bad gateway</html>"), "answers 502: Bad Gateway"),
        (answering(200, b"<html>Maintenance</html>"), "answers something that is not JSON"),
        (answering(200, b'{"data": null}'), "does not say whose token"),
        (answering(500, json.dumps({"message": "a\n::error::b"}).encode()), "answers 500: a ::error::b"),
    ],
)
def test_a_forge_out_of_order_is_an_error_on_one_line(
    github: tuple[Hub, dict[str, str]], handler: type[BaseHTTPRequestHandler], says: str
) -> None:
    with served(handler) as url, pytest.raises(ForgeError) as told:
        write(github[1] | {"GITHUB_API_URL": url, "GITHUB_GRAPHQL_URL": f"{url}/graphql"}, f"{MARK}\none")
    assert says in told.value.message
    assert "\n" not in told.value.message


def test_a_page_on_another_server_does_not_get_the_token(gitlab: tuple[Lab, dict[str, str]]) -> None:
    handler = answering(200, b'{"id": 1, "author": {"id": 2}, "body": ""}', Link=ELSEWHERE)
    with served(handler) as url, pytest.raises(ForgeError, match=r"evil\.example is another server"):
        write(gitlab[1] | {"CI_API_V4_URL": url}, f"{MARK}\none")


def test_nobody_answers(github: tuple[Hub, dict[str, str]]) -> None:
    closed = "http://127.0.0.1:9"
    with pytest.raises(ForgeError, match="does not answer"):
        write(github[1] | {"GITHUB_API_URL": closed, "GITHUB_GRAPHQL_URL": f"{closed}/graphql"}, f"{MARK}\none")
