"""What a reader sees of a comment: its Markdown through GitHub's own renderer, taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

ZERO_WIDTH = "\u200b"
OURS = {
    "h3", "p", "strong", "b", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "pre",
    "code",
}  # fmt: skip
"""All elements that a comment is made of."""


@dataclass
class Shown(HTMLParser):
    """The text that shows, the elements, and the comments that don't show."""

    texts: list[str] = field(default_factory=list)
    outside_code: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "code" not in self.open:
            self.outside_code.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, runs of white space as one, without the invisible spaces that stop mentions."""
        return " ".join("".join(self.texts).replace(ZERO_WIDTH, "").split())


def shown(markdown: str) -> Shown:
    """Through the renderer, with raw HTML let through as GitHub lets through the tags that it allows."""
    seen = Shown()
    seen.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))
    seen.close()
    assert not seen.open, f"left open: {seen.open}"
    return seen
