"""What `--fix` mends is gone, nothing else has come, and no other byte has changed: over every mistake there is."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.config.trees import lay

from ownctl.cli.fixing import Mended, mend, written
from ownctl.config import Files, Finding, Fix, Loaded, load
from ownctl.config.edits import with_fixes
from ownctl.config.schemas import schema_files
from ownctl.rules import examine
from ownctl.rules.guide import Entry, entries
from ownctl.rules.healthy import TREE, laid_over

if TYPE_CHECKING:
    from ownctl.cli.fixing import Look

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MISTAKES = sorted(path for path in Path(__file__).with_name("mistakes").iterdir() if path.is_dir())
SHOWN = [entry for entry in entries().values() if entry.bad]

EXAMPLE_SHOWS_ANOTHER = {"name-not-allowed"}
"""Examples of what is for a person, of a rule that has more to say."""
FIXABLE_MISTAKES = {
    "byte-order-mark",
    "misspelt-day",
    "misspelt-field",
    "misspelt-person",
    "misspelt-rotation",
    "misspelt-stage",
    "misspelt-team-as-cover",
    "misspelt-zone",
    "several-in-one-file",
    "share-as-a-number",
    "time-without-leading-zero",
    "wide-characters-and-a-long-line",
}


def bytes_of(tree: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def fixed(look: Look) -> Mended:
    """Mend the files on the disk."""
    return written(mend(look), look)


def form_of(root: Path, files: Files | None = None) -> tuple[Loaded, tuple[Finding, ...]]:
    """What loading finds; the examples of its checks are no healthy trees."""
    loaded = load(root, files)
    return loaded, loaded.findings


def what(finding: Finding) -> tuple[str, str, str]:
    """A finding by all that stays when lines move."""
    return finding.rule, finding.message, finding.spot.file


def is_mended(look: Look, root: Path) -> set[str]:
    """Mend the tree, hold the result to the promise, and say which rules were broken and no longer are."""
    before, (_, findings) = bytes_of(root), look(None)
    for path, data in before.items():
        after, made = with_fixes(data, [each.fix for each in findings if each.fix and each.spot.file == str(path)])
        assert_only_edits_show(data, after, made)

    mended = fixed(look)

    now_found = Counter(map(what, mended.left))
    expected = Counter(map(what, findings))
    expected.subtract(map(what, (each for each in mended.fixed if each.rule != "no-schema-comment")))
    assert now_found == +expected
    assert mended.failed == ()
    changed = {str(path) for path, data in bytes_of(root).items() if data != before[path]}
    assert changed == {finding.spot.file for finding in mended.fixed}
    return {finding.rule for finding in mended.fixed}


def assert_only_edits_show(before: bytes, after: bytes, made: tuple[Fix, ...]) -> None:
    """Whatever stands between two edits stands there afterwards, in the same order."""
    if not made:
        assert after == before
        return
    text, rest = before.decode("utf-8-sig"), after.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    edits = sorted((edit for fix in made for edit in fix.edits), key=lambda edit: edit.spot)
    at = 0
    for edit in edits:
        spot = edit.spot
        begin = min(starts[min(spot.line - 1, len(lines))] + spot.column - 1, len(text))
        kept = text[at:begin] + edit.text
        assert rest.startswith(kept)
        rest = rest[len(kept) :]
        at = min(starts[min(spot.end_line - 1, len(lines))] + spot.end_column - 1, len(text))
    assert rest == text[at:]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.name)
def test_a_mistake_is_mended_or_left_alone(mistake: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    shutil.copytree(mistake / "ownership", root, dirs_exist_ok=True)

    gone = is_mended(partial(examine, root, NOW), root)

    assert bool(gone) == (mistake.name in FIXABLE_MISTAKES)


@pytest.mark.parametrize("entry", SHOWN, ids=lambda entry: entry.name)
def test_an_example_is_mended_where_its_page_says_so(entry: Entry, tmp_path: Path) -> None:
    around = {} if entry.name == "no-org-file" else {"ownership/org.yaml": "org: acme\n"}
    root = lay(tmp_path, laid_over(entry.bad) if entry.over_healthy else {**around, **entry.bad})

    gone = is_mended(partial(examine, root, NOW) if entry.over_healthy else partial(form_of, root), root)

    assert gone <= {entry.name}
    assert (entry.name in gone) == bool(entry.fix) or entry.name in EXAMPLE_SHOWS_ANOTHER


SLIPS = [
    ("org.yaml", "time_zone: Europe/London", "time_zone: europe/Lodnon"),
    ("people.yaml", "email: tom@", "emial: tom@"),
    ("teams/payments.yaml", "stages: {business-hours", "stages: {busines-hours"),
    ("teams/payments.yaml", "description: Takes", "descripton: Takes"),
    ("teams/payments.yaml", "cover: platform", "cover: plattform"),
    ("teams/payments.yaml", "person: liu", "person: lui"),
    ("teams/payments.yaml", "person: amara", "person: amra"),
    ("teams/payments.yaml", 'at: "09:30"', "at: 9:30"),
    ("teams/payments.yaml", "- {notify: [{rotation: primary", "- {notify: [{rotation: prmary"),
    ("teams/payments.yaml", "{team: platform}]", "{team: platfrom}]"),
    ("teams/payments.yaml", "page: true", "page: yes"),
    ("teams/payments.yaml", "signal: latency", "signal: latecny"),
    ("teams/platform.yaml", "day: monday", "day: Mondya"),
    ("teams/platform.yaml", "person: yuki", "person: yuik"),
    ("teams/platform.yaml", "incident_flow", "incidentflow"),
]
"""File, what stands in it, and a slip of the finger."""
WAIVERS = [
    ("org.yaml", "waive: [{rule: no-channel, because: old, until: 2026-01-31}]"),
    ("teams/payments.yaml", "waive:\n  - {rule: no-channel, because: 𝕏, until: 2027-01-31}  # 返金"),
    (
        "teams/platform.yaml",
        "waive:\n- rule: no-channel\n  until: 2026-01-31\n- {rule: cover-circle, until: 2026-01-31}",
    ),
]
"""File, and a waiver that has nothing to silence."""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slips=st.sets(st.sampled_from(SLIPS), min_size=1),
    waivers=st.sets(st.sampled_from(WAIVERS)),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.sampled_from(["\n", "", "\n# 返金 𝕏", "\n\n"]),
)
def test_whatever_slips_come_together_the_files_are_as_they_were_meant(
    slips: set[tuple[str, str, str]],
    waivers: set[tuple[str, str]],
    line_end: str,
    last: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    repository = tmp_path_factory.mktemp("repository")

    def as_typed(name: str, text: str) -> str:
        # a waiver goes in front of a comment, so that its line is never the last one
        comment = "# éàü 返金 𝕏\n" if name.endswith(".yaml") else ""
        return (comment + text.rstrip("\n") + last).replace("\n", line_end)

    meant = {name: as_typed(name, text) for name, text in TREE.items()}
    typed = dict(meant)
    for file, right, wrong in sorted(slips):
        name = f"ownership/{file}"
        assert typed[name].count(right) == 1
        typed[name] = typed[name].replace(right, wrong)
    for file, waiver in sorted(waivers):
        name = f"ownership/{file}"
        head, rest = typed[name].split(line_end, 1)
        typed[name] = line_end.join([head, *waiver.split("\n"), rest])
    root = lay(repository, typed)

    mended = fixed(partial(examine, root, NOW))

    assert [what(finding) for finding in mended.left] == []
    assert {name: (repository / name).read_bytes().decode() for name in meant} == meant
    assert len(mended.fixed) >= len(slips)


def test_a_file_that_names_no_schema_gets_one_where_there_are_any(tmp_path: Path) -> None:
    root = lay(tmp_path, {**TREE, "ownership/teams/search/services/index.yaml": "service: index\nname: Index\n"})
    lay(tmp_path, {"ownership/teams/search/team.yaml": "# $schema: mine.json\nteam: search\nname: Search\n"})
    assert not [each for each in fixed(partial(examine, root, NOW)).fixed if each.rule == "no-schema-comment"]
    lay(tmp_path, {f"schemas/{name}": text for name, text in schema_files().items()})

    mended = fixed(partial(examine, root, NOW))

    first = {path.relative_to(root).as_posix(): path.read_text().split("\n")[0] for path in root.rglob("*.yaml")}
    assert first == {
        "org.yaml": "# yaml-language-server: $schema=../schemas/org.schema.json",
        "people.yaml": "# yaml-language-server: $schema=../schemas/people.schema.json",
        "teams/payments.yaml": "# yaml-language-server: $schema=../../schemas/team.schema.json",
        "teams/platform.yaml": "# yaml-language-server: $schema=../../schemas/team.schema.json",
        "teams/search/team.yaml": "# $schema: mine.json",
        "teams/search/services/index.yaml": "# yaml-language-server: $schema=../../../../schemas/service.schema.json",
    }
    assert {finding.rule for finding in mended.fixed} == {"no-schema-comment"}
    assert not [each for each in mended.left if each.rule == "no-schema-comment"]


def test_of_two_waivers_that_are_to_go_the_last_one_takes_the_key_along(tmp_path: Path) -> None:
    waivers = "waive:\n  - {rule: no-channel, because: a, until: 2026-01-31}\n  # about the next one\n"
    waivers += "  - {rule: cover-circle, because: b, until: 2027-01-31}\n"
    files = dict(TREE)
    files["ownership/teams/payments.yaml"] += waivers
    root = lay(tmp_path, files)

    mended = fixed(partial(examine, root, NOW))

    assert [finding.rule for finding in mended.fixed] == ["waiver-expired", "waiver-unused"]
    assert mended.left == ()
    after = (root / "teams/payments.yaml").read_text()
    assert after == TREE["ownership/teams/payments.yaml"] + "  # about the next one\n"


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("people.yaml", "  tom: ", "  amira: {name: A, email: a@acme.example}\n  tom: "),
        ("teams/payments.yaml", "channel:", "chanel: '#a'\n  channel:"),
        ("teams/payments.yaml", "  - {person: tom", "  - {person: amara, on_call_since: 2025-03-03}\n  - {person: tom"),
    ],
    ids=["two are close", "the right field is there", "she is in the team already"],
)
def test_what_is_ambiguous_is_left_to_a_person(file: str, right: str, wrong: str, tmp_path: Path) -> None:
    files = dict(TREE)
    files["ownership/teams/payments.yaml"] = files["ownership/teams/payments.yaml"].replace("n: amara", "n: amra", 1)
    files[f"ownership/{file}"] = files[f"ownership/{file}"].replace(right, wrong, 1)
    if file == "teams/payments.yaml" and "channel" in right:
        files[f"ownership/{file}"] = files[f"ownership/{file}"].replace("n: amra", "n: amara", 1)
    root = lay(tmp_path, files)
    before = bytes_of(root)

    mended = fixed(partial(examine, root, NOW))

    assert mended.fixed == ()
    assert mended.left
    assert bytes_of(root) == before


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_typed_nothing_gets_worse_and_nothing_is_left_to_mend(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        typed = {name: mistyped(chance, text) if name.endswith(".yaml") else text for name, text in TREE.items()}
        look = partial(examine, lay(tmp_path_factory.mktemp("repository"), typed), NOW)
        before = {finding.rule for finding in look()[1]}

        mended = fixed(look)

        assert [finding for finding in mended.left if finding.fix] == []
        assert {finding.rule for finding in mended.left} & OF_YAML <= before


OF_YAML = {"yaml-syntax", "duplicate-key", "tab", "custom-tag", "hidden-character", "byte-order-mark", "not-utf-8"}
TYPED = "abcxyz059: ,-#\"'{}[]&*!|>\n\r\t@%éß返𝕏\ufeff\u202e"
NAMES = [("amara", "amra"), ("platform", "plattform"), ("primary", "prmary"), ("channel", "chanel"), ("true", "yes")]


def mistyped(chance: random.Random, text: str) -> str:
    """A text with a few letters typed, left out or swapped, lines doubled or lost, and names misspelt."""
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(text))
        lines = text.split("\n")
        line = chance.randrange(len(lines))
        indented = " " * (len(lines[line]) - len(lines[line].lstrip())) + chance.choice(WAIVERS)[1].split("\n")[0]
        text = chance.choice(
            [
                text[:at] + text[at + 1 :],
                text[:at] + chance.choice(TYPED) + text[at:],
                text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
                "\n".join([*lines[:line], *lines[line : line + 1], *lines[line:]]),
                "\n".join([*lines[:line], *lines[line + 1 :]]),
                "\n".join([*lines[:line], indented, *lines[line:]]),
                text.replace("\n", "\r\n", at),
                text.replace(*chance.choice(NAMES), 1),
            ]
        )
    return text
