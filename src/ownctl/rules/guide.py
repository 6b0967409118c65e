"""All that a finding can be called, for people: rules, checks of the files' form, and what the account can't hold."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity, Source, load
from ownctl.config.checks import CHECKS
from ownctl.rules.check import check
from ownctl.rules.healthy import NOW, laid_over
from ownctl.rules.registry import RULES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = "form of the files"
ACCOUNT = "the account"
BUILT = "what is built"


@dataclass(frozen=True, slots=True)
class Entry:
    """What `ownctl rule NAME` tells of one name."""

    name: str
    theme: str
    severity: Severity
    sentence: str
    """Why it matters."""
    exactly: str
    """What it finds; may be empty."""
    bad: Mapping[str, str]
    """Files by path from the repository's root; empty for what can't be shown as text."""
    good: Mapping[str, str]
    fix: str
    settable: bool
    """Whether org.yaml may say how much it weighs."""
    waivable: bool
    over_healthy: bool
    """Whether the examples are laid over the healthy tree; else over an org.yaml that names an org."""


def entries() -> dict[str, Entry]:
    """Everything that can be found, by name, theme by theme."""
    order = list(Theme)
    rules = sorted(RULES.values(), key=lambda rule: order.index(rule.theme))
    told = [
        *(
            Entry(
                rule.name, rule.theme, rule.severity, rule.sentence, rule.exactly, rule.bad, rule.good, rule.fix,
                settable=True, waivable=not rule.of_waivers, over_healthy=True,
            )
            for rule in rules
        ),
        *(
            Entry(
                each.name, FORM, each.severity, each.sentence, "", each.bad, each.good, each.fix,
                settable=False, waivable=False, over_healthy=False,
            )
            for each in CHECKS.values()
        ),
        *ELSEWHERE,
    ]  # fmt: skip
    return {entry.name: entry for entry in told}


def _only_told(name: str, theme: str, severity: Severity, sentence: str, exactly: str, fix: str = "") -> Entry:
    return Entry(
        name, theme, severity, sentence, exactly, {}, {}, fix, settable=False, waivable=False, over_healthy=False
    )


ELSEWHERE = (
    _only_told(
        "no-schema-comment",
        FORM,
        Severity.INFO,
        "An editor that knows a file's schema completes and explains what stands in it.",
        "A file has no `# yaml-language-server: $schema=…`, and the repository has the schemas that `ownctl schema "
        "write` makes. Only `--fix` and `--diff` look for it.",
        "`validate --fix` begins the file with it.",
    ),
    _only_told(
        "not-expressible",
        ACCOUNT,
        Severity.ERROR,
        "What the account can't say is not approximated: somebody would be on call who believes that they aren't.",
        "A rotation needs more than a schedule of the account holds: more different windows than it has rotations, or "
        "an override in a stretch that is nobody's. Told by `ownctl plan`.",
    ),
    _only_told(
        "no-approvers",
        BUILT,
        Severity.ERROR,
        "What holds for all teams is changed by whoever may merge, unless somebody is asked.",
        "org.yaml names no `approvers`, or none of them has a login. Told by `ownctl build codeowners`.",
    ),
    _only_told(
        "no-handle",
        BUILT,
        Severity.WARNING,
        "Whoever has no login where changes are approved is not asked about what is theirs.",
        "A person who is to approve has no `github` (or `gitlab`), or nobody of a team has, nor has it a `handle`. "
        "Told by `ownctl build codeowners`.",
    ),
    _only_told(
        "path-not-allowed",
        BUILT,
        Severity.ERROR,
        "A line that GitHub doesn't understand is left out without a word, and nobody is asked.",
        r"The path of a file holds one of `* ? [ ] ! \ #`, which are no part of a path in CODEOWNERS. Told by "
        "`ownctl build codeowners`.",
    ),
    _only_told(
        "codeowners-too-large",
        BUILT,
        Severity.ERROR,
        "GitHub doesn't load a CODEOWNERS of more than 3 MB, and then nobody is asked about anything.",
        "The file would be larger. Told by `ownctl build codeowners`.",
    ),
)
"""What neither loading nor a rule finds."""


def shown(entry: Entry) -> tuple[tuple[Finding, ...], dict[str, Source]]:
    """The findings that the bad example gives under its name, and the sources, with paths from the repository's root.

    The files are written to a temporary folder and read like anybody's.
    """
    around = {} if entry.name == "no-org-file" else {"ownership/org.yaml": "org: acme\n"}
    tree = laid_over(entry.bad) if entry.over_healthy else {**around, **entry.bad}
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder, "shop")  # its name shows in some findings
        for name, text in tree.items():
            file = repository / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
        loaded = load(repository / "ownership")
    rules = check(loaded.org, NOW) if loaded.org is not None and entry.over_healthy else ()
    root = f"{repository}/"
    findings = tuple(
        finding._replace(
            message=finding.message.replace(root, ""),
            spot=finding.spot._replace(file=finding.spot.file.replace(root, "")),
        )
        for finding in (*loaded.findings, *rules)
        if finding.rule == entry.name
    )
    return findings, {file.replace(root, ""): source for file, source in loaded.sources.items()}
