"""`validate --fix` and `--diff` as people run them: what is said, what is written, how it ends."""

from __future__ import annotations

import json
import stat
import subprocess
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.config.trees import lay

from ownctl.cli.fixing import mend, written
from ownctl.cli.validate import validate
from ownctl.config.edits import with_fixes
from ownctl.config.findings import Edit, Fix
from ownctl.config.spots import Spot
from ownctl.config.write import NotWritten, write_anew
from ownctl.rules import examine
from ownctl.rules.healthy import NOW, TREE

PAYMENTS = "ownership/teams/payments.yaml"
SLIP = {PAYMENTS: TREE[PAYMENTS].replace("channel:", "chanel:")}
ALSO_FOR_A_PERSON = {PAYMENTS: SLIP[PAYMENTS].replace("shift: 1w", "shift: 3h")}


@pytest.fixture(autouse=True)
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one slip of the finger, in the working directory."""
    lay(tmp_path, {**TREE, **SLIP})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    result = CliRunner(env={"OWNCTL_NOW": NOW.isoformat()}).invoke(validate, list(words), standalone_mode=False)
    assert result.exception is None, result.exc_info
    return result


def test_a_fix_is_told_of_and_then_what_is_left(there: Path) -> None:
    lay(there, ALSO_FOR_A_PERSON)

    result = run("--fix")

    assert result.return_value == 1
    first, _, second, *rest = result.stdout.splitlines()
    assert first == f"{PAYMENTS}:6:3 fixed unknown-field write channel"
    assert second == "Fixed 1 finding in 1 file."
    assert "`3h` is no length" in "\n".join(rest)
    assert "chanel" not in "\n".join(rest)
    assert (there / PAYMENTS).read_text() == TREE[PAYMENTS].replace("shift: 1w", "shift: 3h")


def test_when_nothing_is_left_it_ends_with_0_and_does_nothing_again(there: Path) -> None:
    assert run("--fix").return_value == 0
    before = (there / PAYMENTS).stat()

    again = run("--fix")

    assert again.stdout.startswith("No findings in ")
    assert (there / PAYMENTS).stat() == before


def test_a_diff_writes_nothing_and_is_taken_by_git(there: Path) -> None:
    lay(there, {"ownership/people.yaml": TREE["ownership/people.yaml"].replace("\n", "\r\n").replace("email", "emial")})
    lay(there, {PAYMENTS: SLIP[PAYMENTS].rstrip("\n")})
    before = {name: (there / name).read_bytes() for name in TREE}

    result = run("--diff")

    assert result.return_value == 1
    assert {name: (there / name).read_bytes() for name in TREE} == before
    subprocess.run(["git", "apply", "-"], input=result.stdout_bytes, cwd=there, check=True)
    by_git = {name: (there / name).read_bytes() for name in TREE}
    lay(there, {name: data.decode() for name, data in before.items()})
    run("--fix")
    assert by_git == {name: (there / name).read_bytes() for name in TREE}
    assert result.stderr == "`--fix` would mend 9 findings in 2 files\n"


def test_a_diff_of_nothing_is_empty_and_ends_with_0(there: Path) -> None:
    lay(there, TREE)

    result = run("--diff")

    assert (result.return_value, result.stdout) == (0, "")
    assert result.stderr == "`--fix` would mend nothing\n"


def test_json_has_the_fix_of_each_finding_and_what_was_fixed() -> None:
    (finding,) = json.loads(run("--format", "json").stdout)["findings"]
    assert finding["fix"] == {
        "title": "write channel",
        "edits": [{"line": 6, "column": 3, "end_line": 6, "end_column": 9, "text": "channel"}],
    }

    result = run("--fix", "--format", "json")

    assert json.loads(result.stdout)["fixed"] == [finding]
    assert json.loads(result.stdout)["findings"] == []
    assert "fixed unknown-field" in result.stderr


def test_a_file_that_may_not_be_written_is_said_and_stays(there: Path) -> None:
    (there / PAYMENTS).chmod(0o444)

    result = run("--fix")

    assert result.return_value == 1
    assert f"not fixed: {PAYMENTS} is read-only; chmod u+w {PAYMENTS}" in result.stdout
    assert "error unknown-field" in result.stdout
    assert (there / PAYMENTS).read_text() == SLIP[PAYMENTS]


def test_mode_and_links_are_kept(there: Path) -> None:
    real = there / "ownership/teams/.payments"
    (there / PAYMENTS).rename(real)
    (there / PAYMENTS).symlink_to(".payments")
    real.chmod(0o640)

    assert run("--fix").return_value == 0

    assert (there / PAYMENTS).is_symlink()
    assert real.read_text() == TREE[PAYMENTS]
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in real.parent.iterdir()) == [".payments", "payments.yaml", "platform.yaml"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(there: Path) -> None:
    look = partial(examine, there / "ownership", NOW)
    mended = mend(look)
    lay(there, ALSO_FOR_A_PERSON)

    done = written(mended, look)

    assert done.fixed == ()
    assert done.failed == ((f"{PAYMENTS} was changed meanwhile", "run it again"),)
    assert (there / PAYMENTS).read_text() == ALSO_FOR_A_PERSON[PAYMENTS]
    assert {finding.rule for finding in done.left} == {"unknown-field", "invalid-duration"}


def test_nothing_outside_of_the_tree_is_written(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"team: a\n")
    (tmp_path / "ownership/teams/link.yaml").symlink_to(outside)

    with pytest.raises(NotWritten, match="outside"):
        write_anew(tmp_path / "ownership/teams/link.yaml", b"team: a\n", b"x", within=tmp_path / "ownership")

    assert outside.read_bytes() == b"team: a\n"


def test_a_fix_that_would_break_the_yaml_is_not_made() -> None:
    good = Fix("write b", (Edit(Spot("", 1, 4, 1, 5), "b"),))
    bad = Fix("break it", (Edit(Spot("", 2, 4, 2, 5), "["),))

    assert with_fixes(b"x: a\ny: a\n", [good, bad]) == (b"x: b\ny: a\n", (good,))
    assert with_fixes(b"x: a\ny: \xff\n", [good]) == (b"x: a\ny: \xff\n", ())
