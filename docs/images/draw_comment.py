"""Draw the pictures of a plan's comment: wide and light, narrow and dark.

.venv/bin/python docs/images/draw_comment.py      # writes docs/images/comment-*.png; needs Chromium
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from comment_page import page, photograph
from newcomer import OWNCTL, joining

FOLDER = Path(__file__).parent
WIDE, NARROW = 900, 400


def main() -> None:
    """Draw both."""
    with joining() as (folder, environment):
        words = [*OWNCTL, "plan", "--format", "markdown"]
        said = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    photograph(page(said, unfold=True), WIDE, FOLDER / "comment-light.png")
    photograph(page(said, dark=True), NARROW, FOLDER / "comment-dark.png")


if __name__ == "__main__":
    main()
