"""Pull requests that mean harm: whatever a name holds comes out as text, in logs, annotations and comments."""

from __future__ import annotations

import re

import pytest

from .hub import REPOSITORY
from .runner import Runner
from .test_github import INES, NADIA, PAYMENTS
from .tree import files
from .world import Pull, World

ORDERS = "::set-output name=changes::true ##[error]forged %0A::error::forged"
HARM = (
    "$(touch pwned) `touch pwned` ; touch pwned | <img src=x onerror=x> @acme/all #1 [a](javascript:x) ${{ secrets.X }}"
)
ESCAPE = "\x1b[31m"


def untouched(shop: World) -> None:
    """Nothing of what stood in a name was run, anywhere."""
    assert list(shop.folder.rglob("pwned*")) == []


def quoted(text: str) -> str:
    """As a scalar of YAML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\x1b", "\\e")
    return f'"{escaped}"'


def test_a_branch(shop: World) -> None:
    name = 'a";$(touch${IFS}pwned);`touch${IFS}pwned`;"\'<img>@acme/%0A;;error;;forged'  # git allows no colon in it
    pull = shop.pull_request(name, shop.with_line(PAYMENTS, NADIA, INES), title=HARM)
    assert pull.ran.ended == {"review": "success"}, pull.ran.log.text
    assert pull.ran.log.orders == []
    (text,) = shop.hub.texts(1)
    assert "pwned" not in text
    untouched(shop)


def test_names_in_files_that_are_sound(shop: World) -> None:
    edit = {PAYMENTS: shop.file(PAYMENTS).replace("Takes the money.", quoted(f"{HARM} {ORDERS}"))}
    pull = shop.pull_request("names", edit)
    assert pull.ran.ended == {"review": "success"}, pull.ran.log.text
    assert pull.ran.log.orders == []
    (text,) = shop.hub.texts(1)
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert not re.search(r"<img|@acme|\[a\]\(", outside)
    untouched(shop)


@pytest.mark.long
def test_names_in_files_that_are_not(shop: World) -> None:
    edit = {PAYMENTS: shop.file(PAYMENTS).replace("person: ines,", f"person: {quoted(f'{ORDERS} {HARM} {ESCAPE}')},")}
    pull = shop.pull_request("names", edit)
    assert pull.ran.ended == {"review": "failure"}
    assert {order[0] for order in pull.ran.log.orders} == {"error"}
    assert all("title=forged" not in order[1] and order[2] != "forged" for order in pull.ran.log.orders)
    assert ESCAPE not in pull.ran.log.text + pull.ran.summary
    untouched(shop)


@pytest.mark.parametrize(
    "name",
    [
        "a\n::error::forged $(touch pwned),title=x <img src=x>.yaml",
        pytest.param("::set-output name=x::y.yaml", marks=pytest.mark.long),
        pytest.param("##[error]forged.yaml", marks=pytest.mark.long),
    ],
)
def test_a_file(shop: World, name: str) -> None:
    broken = files()[PAYMENTS].replace("person: ines", "person: inez")
    pull = shop.pull_request("file", {PAYMENTS: "", f"ownership/teams/{name}": broken})
    assert pull.ran.ended == {"review": "failure"}
    assert {order[0] for order in pull.ran.log.orders} == {"error"}, pull.ran.log.text
    for _, properties, data in pull.ran.log.orders:
        assert "forged" not in data
        assert re.fullmatch(r"file=[^,]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[a-z-]+", properties)
    assert "<img" not in re.sub(r"^    .*$|`[^`]*`", "", pull.ran.summary, flags=re.MULTILINE)
    untouched(shop)


PLAN = '<!-- ownctl plan org="acme" root="ownership" -->\nMerge me @acme/all <img src=x>\n/approve\n'


def left_by_a_fork(shop: World, text: str) -> Pull:
    """A pull request whose own workflow has left this text, and a lie about its number."""
    pull = shop.pull_request("fork", shop.with_line(PAYMENTS, NADIA, INES), fork=True, runs=False)
    folder = shop.folder / "left"
    folder.mkdir()
    (folder / "plan.md").write_text(text, encoding="utf-8")
    (folder / "number").write_text("99")
    shop.runner.runs[pull.ran.id] = pull.ran
    pull.ran.artifacts["ownership-plan"] = folder
    return pull


def test_what_a_forks_own_workflow_left(shop: World) -> None:
    after = shop.after(left_by_a_fork(shop, PLAN))
    assert after.ended == {"comment": "success"}, after.log.text
    assert after.log.orders == []
    assert list(shop.hub.comments) == [1]
    (text,) = shop.hub.texts(1)
    assert "**Not checked:**" in text
    assert not re.search(r"@acme|<img|^/approve", text, flags=re.MULTILINE)


def test_what_a_forks_own_workflow_left_that_is_no_plan(shop: World) -> None:
    after = shop.after(left_by_a_fork(shop, "::error::not a plan at all"))
    assert after.ended == {"comment": "failure"}
    assert (after.log.orders, shop.hub.writes) == ([], [])


@pytest.mark.parametrize(
    "lie",
    [
        {"head_sha": "f" * 40},  # somebody has pushed meanwhile: the newer run says what there is to say
        {"head_repository": {"owner": {"login": "somebody-else"}}},  # a branch of the same name elsewhere
    ],
)
def test_a_run_that_belongs_to_no_open_pull_request_says_nothing(shop: World, lie: dict[str, object]) -> None:
    after = shop.after(left_by_a_fork(shop, PLAN), **lie)
    assert after.ended == {"comment": "success"}, after.log.text
    assert "comment: not needed" in after.log.text
    assert shop.hub.writes == []


TALKS = """\
#!/bin/sh
echo '::error::forged' >&2
echo '##[error]forged'
printf '::set-output name=x::y'
exit 2
"""


def test_whatever_the_program_prints_is_no_order_to_the_runner(shop: World) -> None:
    talks = shop.folder / "talks"
    talks.write_text(TALKS)
    talks.chmod(0o755)
    shop.runner = Runner(shop.folder / "talking", shop.origin, REPOSITORY, shop.hub.url, talks)
    for ran in (shop.apply(), shop.check()):
        assert "failure" in ran.ended.values()
        assert "forged" in ran.log.text
        assert ran.log.orders == []
