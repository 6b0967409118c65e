"""What `init`, `demo` and the documentation need travels in the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ownctl.example import copy_shop, shop

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what is installed from a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(site: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs Python on the installed package, away from the checkout."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_init_and_validate_work_from_it(site: Path, tmp_path: Path) -> None:
    made = run(site, tmp_path, "-m", "ownctl", "init")
    assert made.returncode == 0, made.stderr
    validated = run(site, tmp_path, "-m", "ownctl", "validate")
    assert validated.returncode == 0, validated.stdout + validated.stderr


def test_the_example_is_found_beside_the_code(site: Path, tmp_path: Path) -> None:
    says = "from ownctl.example import copy_shop, shop; from pathlib import Path; copy_shop(Path()); print(shop())"
    copied = run(site, tmp_path, "-c", says)
    assert copied.stdout.strip() == str(site / "ownctl" / "example" / "tree"), copied.stderr
    validated = run(site, tmp_path, "-m", "ownctl", "validate")
    assert validated.returncode == 0, validated.stdout + validated.stderr


def test_the_example_in_it_is_that_of_the_checkout(site: Path) -> None:
    travelled = site / "ownctl" / "example" / "tree"
    for part in ("ownership", "docs/incidents", "docs/metadata"):
        here = {path.relative_to(ROOT): path.read_bytes() for path in (ROOT / part).rglob("*") if path.is_file()}
        there = {
            path.relative_to(travelled): path.read_bytes() for path in (travelled / part).rglob("*") if path.is_file()
        }
        assert there == here


def test_a_copy_never_overwrites(tmp_path: Path) -> None:
    assert copy_shop(tmp_path) == tmp_path / "ownership"
    with pytest.raises(FileExistsError):
        copy_shop(tmp_path)
    assert (tmp_path / "ownership" / "org.yaml").read_bytes() == (shop() / "ownership" / "org.yaml").read_bytes()


def test_it_pins_the_action_by_the_commit_that_it_was_made_from(site: Path, tmp_path: Path) -> None:
    written = run(site, tmp_path, "-m", "ownctl", "init", "--ci", "github")
    assert written.returncode == 0, written.stderr
    workflow = (tmp_path / ".github" / "workflows" / "ownership.yml").read_text(encoding="utf-8")
    made_from = (site / "ownctl" / "example" / "commit.txt").read_text(encoding="ascii").strip()
    assert f"ownctl/ownctl@{made_from}" in workflow
    known = subprocess.run(["git", "cat-file", "-t", made_from], cwd=ROOT, check=True, capture_output=True, text=True)
    assert known.stdout == "commit\n"


def test_made_from_no_checkout_it_asks_for_the_action(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "ownctl" / "example" / "commit.txt").unlink()
    asked = run(tmp_path / "site", tmp_path, "-m", "ownctl", "init", "--ci", "github")
    assert (asked.returncode, "--action ownctl/ownctl@COMMIT" in asked.stderr) == (3, True)
    assert not (tmp_path / ".github").exists()
