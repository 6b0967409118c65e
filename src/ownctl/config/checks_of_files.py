"""Checks of files and of their YAML: the first things that go wrong."""

from __future__ import annotations

from ownctl.config.check import PEOPLE, TEAM, Check, shown, told
from ownctl.config.findings import Severity

SERVICE = "ownership/teams/search/services/index.yaml"
SEARCH = "ownership/teams/search/team.yaml"

FILES = (
    Check(
        "no-org-file",
        "org.yaml names the org whose tree this is. Without it, ownctl would not know which of the pager's objects "
        "are its own.",
        {TEAM: "team: payments\nname: Payments\n"},
        {"ownership/org.yaml": "org: acme\n", TEAM: "team: payments\nname: Payments\n"},
    ),
    Check(
        "no-people-file",
        "people.yaml says how the members of teams are reached. Without it, all of them are names only.",
        {TEAM: "team: payments\nname: Payments\nmembers:\n  - {person: amara, on_call_since: 2025-03-03}\n"},
        {
            PEOPLE: "people:\n  amara: {name: Amara Okafor, email: amara@acme.example}\n",
            TEAM: "team: payments\nname: Payments\nmembers:\n  - {person: amara, on_call_since: 2025-03-03}\n",
        },
    ),
    Check(
        "no-team-file",
        "A folder of services belongs to the team whose team.yaml stands beside it. Without one, nobody owns them.",
        {SERVICE: "service: index\nname: Index\n"},
        {SEARCH: "team: search\nname: Search\n", SERVICE: "service: index\nname: Index\n"},
    ),
    Check(
        "file-ending",
        "Only files that end in .yaml are read. One that ends otherwise would be left out without anybody noticing.",
        {"ownership/teams/payments.yml": "team: payments\nname: Payments\n"},
        {TEAM: "team: payments\nname: Payments\n"},
    ),
    Check(
        "unknown-file",
        "A file in the tree that nobody reads is a mistake that waits: its author believes that it counts.",
        {"ownership/team.yaml": "team: payments\nname: Payments\n"},
        {TEAM: "team: payments\nname: Payments\n"},
        Severity.WARNING,
    ),
    told(
        "unreadable-file", "A file or folder that can't be read may declare anything, so ownctl doesn't go on guessing."
    ),
    told(
        "file-too-large", "A file of more than 5 MB is data that got into the tree, not something that people review."
    ),
    told(
        "link-leaves-tree",
        "A symbolic link to outside the tree, or in circles, makes the tree say something else on every machine, "
        "and could show files in findings that are nobody's business.",
    ),
    shown(
        "empty-file",
        "A file that declares nothing is most often one whose content got lost.",
        "# payments\n",
        "team: payments\nname: Payments\n",
    ),
)
"""What is wrong with a file as a whole."""

SYNTAX = (
    shown(
        "yaml-syntax",
        "What is no YAML can't be read, and from there on the rest of the file can't either.",
        "team: payments\nname: Payments: the team\n",
        'team: payments\nname: "Payments: the team"\n',
    ),
    shown(
        "tab",
        "YAML forbids tabs as indentation, since every editor shows them in another width.",
        "team: payments\nname: Payments\nsupport:\n\tchannel: '#payments'\n",
        "team: payments\nname: Payments\nsupport:\n  channel: '#payments'\n",
    ),
    shown(
        "duplicate-key",
        "A key that stands twice means that one of the two values is lost, most often the one that was meant.",
        "team: payments\nname: Payments\nname: Payments and Refunds\n",
        "team: payments\nname: Payments and Refunds\n",
    ),
    shown(
        "several-documents",
        "A line of --- begins a second document, and only the first one would be read.",
        "team: payments\nname: Payments\n---\nteam: search\nname: Search\n",
        "team: payments\nname: Payments\n",
    ),
    shown(
        "custom-tag",
        "Tags make programs out of data. ownctl's files hold plain values only.",
        "team: payments\nname: !env TEAM_NAME\n",
        "team: payments\nname: Payments\n",
    ),
    shown(
        "alias-bomb",
        "Aliases of aliases make a file of ten lines as large as a machine's memory.",
        "team: payments\nname: Payments\nservices:\n  checkout:\n    name: Checkout\n    metadata:\n"
        "      a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        "      b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "      c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        "      d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n",
        "team: payments\nname: Payments\nservices:\n  checkout: {name: Checkout, metadata: {a: x}}\n",
    ),
    shown(
        "too-deep",
        "Nothing that people declare is nested deeper than 64 levels; what is, is an attempt to break a parser.",
        f"team: payments\nname: {'[' * 70}{']' * 70}\n",
        "team: payments\nname: Payments\n",
    ),
    shown(
        "not-utf-8",
        "In another encoding, names and texts would differ from machine to machine.",
        "team: payments\nname: Caf\udce9\n",
        "team: payments\nname: Café\n",
    ),
    shown(
        "byte-order-mark",
        "A byte order mark is an invisible beginning that some tools take for a part of the first key.",
        "\ufeffteam: payments\nname: Payments\n",
        "team: payments\nname: Payments\n",
        fix="`validate --fix` takes it away.",
    ),
    shown(
        "hidden-character",
        "Characters that don't show, or that turn the reading direction around, let a reviewer see another text than "
        "the machine (CVE-2021-42574).",
        "team: payments\nname: Pay\u202ements\n",
        "team: payments\nname: Payments\n",
    ),
)
"""What is wrong with a file's text."""
