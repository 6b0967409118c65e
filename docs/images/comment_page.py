"""A plan's comment on a page like those on which it is read, in a real browser: for pictures, and for a test.

The Markdown goes through cmark-gfm, GitHub's own renderer, with what GitHub adds and forbids.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cmarkgfm
from cmarkgfm.cmark import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "this needs a browser: apt-get install chromium (or put a Chromium named chromium on PATH)"

STYLE = """
:root { color-scheme: light; --fg: #1f2328; --muted: #59636e; --bg: #ffffff; --head: #f6f8fa; --line: #d1d9e0;
  --row: #f6f8fa; --code: #f6f8fa; --add: #116329; --add-bg: #dafbe1; --del: #82071e; --del-bg: #ffebe9;
  --mod: #953800; --mod-bg: #ffd8b5; }
:root.dark { color-scheme: dark; --fg: #f0f6fc; --muted: #9198a1; --bg: #0d1117; --head: #151b23; --line: #3d444d;
  --row: #151b23; --code: #151b23; --add: #aff5b4; --add-bg: #033a16; --del: #ffdcd7; --del-bg: #67060c;
  --mod: #ffdfb6; --mod-bg: #5a1e02; }
* { box-sizing: border-box; }
html, body { margin: 0; background: var(--bg); color: var(--fg);
  font: 14px/1.5 "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif, "Noto Color Emoji"; }
main { padding: 16px; }
.comment { border: 1px solid var(--line); border-radius: 6px; }
.author { padding: 8px 16px; background: var(--head); border-bottom: 1px solid var(--line); color: var(--muted);
  border-radius: 6px 6px 0 0; }
.author b { color: var(--fg); }
::-webkit-scrollbar { display: none; }
.body { padding: 16px; overflow-wrap: break-word; }
.body > :first-child { margin-top: 0; } .body > :last-child { margin-bottom: 0; }
p, ul, table, pre, details { margin: 0 0 16px; }
h3 { font-size: 1.25em; line-height: 1.25; font-weight: 600; margin: 0 0 16px; }
b, strong { font-weight: 600; }
ul { padding-left: 2em; }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-spacing: 0;
  border-collapse: collapse; }
th, td { padding: 6px 13px; border: 1px solid var(--line); text-align: left; }
th { font-weight: 600; }
tr { background: var(--bg); } tbody tr:nth-child(2n) { background: var(--row); }
code { font: 85%/1.45 "DejaVu Sans Mono", "Liberation Mono", monospace; background: var(--head); padding: .2em .4em;
  border-radius: 6px; }
pre { padding: 16px; overflow: auto; background: var(--code); border-radius: 6px; }
pre code { padding: 0; background: none; }
pre .add { color: var(--add); background: var(--add-bg); }
pre .del { color: var(--del); background: var(--del-bg); }
pre .mod { color: var(--mod); background: var(--mod-bg); }
summary { cursor: pointer; }
details > :not(summary) { margin-top: 8px; }
"""

MEASURE = """
const text = (cell) => cell.innerText.trim().replaceAll('\\u00a0', ' ');
const all = [...document.querySelectorAll('.body *')];
const table = (t) => [...t.rows].map((row) => [...row.cells].map(text));
const bold = (t) => [...t.rows].flatMap((row) => [...row.cells]).filter((cell) => cell.querySelector('strong'));
document.body.dataset.seen = JSON.stringify({
  page: innerWidth,
  height: document.documentElement.scrollHeight,
  scroll: document.documentElement.scrollWidth,
  widest: Math.max(...all.map((each) => each.closest('pre') ? 0 : each.getBoundingClientRect().right)),
  tables: [...document.querySelectorAll('table')].map(table),
  scrolled: [...document.querySelectorAll('table')].map((each) => each.scrollWidth - each.clientWidth),
  bold: [...document.querySelectorAll('table')].map((t) => bold(t).map(text)),
});
"""


def rendered(markdown: str) -> str:
    """The HTML that GitHub's renderer makes of it: tables, autolinks, strike-through, and only harmless tags."""
    made: str = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    return made


def page(markdown: str, *, dark: bool = False, unfold: bool = False) -> str:
    """The whole page, with the comment on it; `unfold` opens what is folded."""
    body = re.sub(r'<pre lang="diff"><code>(.*?)</code></pre>', _coloured, rendered(markdown), flags=re.DOTALL)
    if unfold:
        body = body.replace("<details>", "<details open>")
    return (
        f'<!doctype html><html lang="en" class="{"dark" if dark else "light"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>comment</title><style>{STYLE}</style>'
        '<main><div class="comment"><div class="author"><b>github-actions</b> commented</div>'
        f'<div class="body">{body}</div></div></main><script>{MEASURE}</script></html>'
    )


def _coloured(block: re.Match[str]) -> str:
    """As GitHub colours lines of a diff."""
    kinds = {"+": "add", "-": "del", "!": "mod"}
    lines = [
        f'<span class="{kinds[line[0]]}">{line}</span>' if line[:1] in kinds else line for line in block[1].splitlines()
    ]
    return f"<pre><code>{chr(10).join(lines)}</code></pre>"


def browser() -> str:
    """The path of a Chromium. Raises `FileNotFoundError`, saying what to install, where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise FileNotFoundError(INSTALL)
    return found


def seen(pages: Sequence[str], width: int) -> list[dict[str, Any]]:
    """What the browser makes of pages that are `width` CSS pixels wide: widths, and the texts of tables' cells."""
    # A window has a least width, a frame has none.
    frames = "".join(_frame(text, width, 10) for text in pages)
    tell = (
        "<script>addEventListener('load', () => {"
        "const told = [...document.querySelectorAll('iframe')].map((each) => each.contentDocument.body.dataset.seen);"
        "document.body.dataset.all = JSON.stringify(told.map((each) => JSON.parse(each)))})</script>"
    )
    said = _run(f"<!doctype html><meta charset=utf-8><body>{frames}{tell}", ["--dump-dom"])
    found = re.search(r'data-all="([^"]*)"', said)
    assert found, "the browser told nothing of the page"
    measured: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return measured


def photograph(text: str, width: int, file: Path) -> None:
    """A picture of the whole page, in twice as many pixels."""
    height = seen([text], width)[0]["height"]
    _run(
        f"<!doctype html><meta charset=utf-8><body style='margin: 0'>{_frame(text, width, height)}",
        [f"--screenshot={file}", f"--window-size={width},{height}", "--force-device-scale-factor=2"],
    )


def _frame(text: str, width: int, height: int) -> str:
    style = "border: 0; display: block"
    return f'<iframe width="{width}" height="{height}" style="{style}" srcdoc="{html.escape(text)}"></iframe>'


def _run(text: str, options: list[str]) -> str:
    """What the browser says on standard output about a page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [
                browser(),
                "--headless",
                "--no-sandbox",  # in containers the user is root; the page is ours
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                f"--user-data-dir={folder / 'profile'}",
                *options,
                (folder / "page.html").as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    return done.stdout
