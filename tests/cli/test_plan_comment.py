"""`ownctl plan --format markdown`: the comment that a reviewer reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.render.shown import shown

from ownctl.sandbox import Running

from .conftest import NOW, TEAM, Run, edit
from .test_plan_and_apply import NADIA, same_as_golden, with_nadia

MOST = 65_536
"""Characters that GitHub takes."""


def someone_leaves(tree: Path) -> None:
    edit(tree / "teams" / "payments.yaml", "{person: tom, on_call_since: 2025-03-03}",
         "{person: tom, on_call_since: 2025-03-03, until: 2026-12-01}")  # fmt: skip


def a_service_goes(tree: Path) -> None:
    (tree / "teams" / "payments.yaml").write_text(TEAM[: TEAM.index("services:")])


def nothing(tree: Path) -> None:
    """A comment is no change."""
    edit(tree / "teams" / "payments.yaml", "members:", "members:  # in the order of their desks")


def an_override(tree: Path) -> None:
    swap = "{person: tom, instead_of: amara, from: 2026-12-04T18:00, until: 2026-12-05T09:00, because: a wedding}"
    edit(tree / "teams" / "payments.yaml", "services:", f"    overrides:\n      - {swap}\nservices:")


CHANGES = {
    "newcomer": with_nadia,
    "leaver": someone_leaves,
    "service-deleted": a_service_goes,
    "nothing": nothing,
    "override": an_override,
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_comment_says_what_changes_for_people_first(tree: Path, pager: Running, run: Run, name: str) -> None:
    assert run("apply", "--yes").code == 0
    CHANGES[name](tree)
    ended = run("plan", "--format", "markdown")
    assert ended.code == 0, ended.err
    same_as_golden(f"comment-{name}.md", ended.out)
    assert pager.token not in ended.out


def test_two_trees_have_two_comments_and_one_tree_has_one(tree: Path, pager: Running, run: Run) -> None:
    def mark() -> str:
        return run("plan", "--format", "markdown", "--root", str(here)).out.splitlines()[0]

    here = Path("ownership")
    first = mark()
    assert shown(first).hidden == [' ownctl plan org="acme" root="ownership" ']
    run("apply", "--yes")
    assert mark() == first
    here = tree.rename(tree.parent / "shop").relative_to(tree.parent)
    assert mark() == first.replace("ownership", "shop")


def test_a_plan_that_is_in_the_way_of_itself_says_so_at_the_top(tree: Path, pager: Running, run: Run) -> None:
    edit(tree / "people.yaml", "tom@acme.example", "tom@elsewhere.example")
    ended = run("plan", "--format", "markdown")
    assert ended.code == 1
    said = shown(ended.out)
    refused = said.text.index("In the way: apply will refuse this")
    assert refused < said.text.index("On call for the first time")
    assert "Tom Berg <tom@elsewhere.example> has no user in the account; next: invite them there" in said.text
    assert "a" not in said.elements  # nor is the e-mail a link


def test_people_whom_the_files_have_lost_still_have_names(tree: Path, pager: Running, run: Run) -> None:
    run("apply", "--yes")
    edit(tree / "people.yaml", "  tom: {name: Tom Berg, email: tom@acme.example}\n", "")
    edit(tree / "teams" / "payments.yaml", "  - {person: tom, on_call_since: 2025-03-03}\n", NADIA)
    said = shown(run("plan", "--format", "markdown").out).text
    assert "Mon 7 Dec Tom Berg Amara Okafor" in said


def test_a_name_with_markup_in_it_is_a_name(tree: Path, pager: Running, run: Run) -> None:
    name = "**Tom** [@acme](x) #1 | `B`"
    edit(tree / "people.yaml", "name: Tom Berg", f"name: '{name}'")
    seen = shown(run("plan", "--format", "markdown").out)
    assert f"then {name} from Mon 7 Dec 09:30" in seen.text
    assert not {"a", "img", "em"} & set(seen.elements)


SERVICES, A_TEAM = 400, 5


def a_large_org(tree: Path) -> list[dict[str, str]]:
    """400 services of 80 teams; the users of its account."""
    (tree / "teams" / "payments.yaml").unlink()
    keys = [f"engineer-number-{number:03}" for number in range(4 * SERVICES // A_TEAM)]
    people = [f"  {key}: {{name: Engineer Number {key[-3:]}, email: {key}@acme.example}}\n" for key in keys]
    (tree / "people.yaml").write_text("people:\n" + "".join(people))
    for team in range(SERVICES // A_TEAM):
        members = "".join(
            f"  - {{person: {key}, on_call_since: 2025-03-03}}\n" for key in keys[4 * team : 4 * team + 4]
        )
        services = "".join(
            f"  s{team:02}-{number}:\n    name: Service {number} of what the customers of team {team:02} need\n"
            f"    integrations: [prometheus]\n    runbook: https://runbooks.acme.example/s{team:02}-{number}\n"
            for number in range(A_TEAM)
        )
        start, end = TEAM.index("stages:"), TEAM.index("members:")
        rest = TEAM[TEAM.index("rotations:") : TEAM.index("services:")]
        support = TEAM[start:end].replace("person: ines", f"person: {keys[4 * team]}")
        text = f"team: t{team:02}\nname: Team {team:02}\n{support}members:\n{members}{rest}services:\n{services}"
        (tree / "teams" / f"t{team:02}.yaml").write_text(text)
    return [{"name": f"Engineer Number {key[-3:]}", "email": f"{key}@acme.example"} for key in keys]


def test_the_first_plan_of_a_large_org_is_cut_to_what_a_comment_takes(
    tree: Path, pager: Running, accounts: Callable[..., Running], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = accounts(seed=a_large_org(tree), now=NOW)
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    monkeypatch.setenv("PAGERDUTY_TOKEN", account.token)
    ended = run("plan", "--format", "markdown")
    assert ended.code == 0, ended.err
    assert len(ended.out.encode()) < MOST
    assert len(ended.out) > MOST * 0.9
    assert "Left out, because a comment has an end" in shown(ended.out).text
    same_as_golden("comment-huge.md", ended.out)
