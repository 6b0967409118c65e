"""The account in SQLite: documents by kind and id, and the links between them.

Documents hold what was written; links hold what has to be found from the other end (which policies target this
schedule, which services use this policy). Times in documents are RFC 3339 in UTC.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.sandbox.identifiers import identifier, secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Doc = dict[str, Any]

UNIQUE_NAMES = ("team", "policy", "service", "user")
"""Kinds of which no two objects share a name, whatever its case; a user's name here is the e-mail."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice, so neither is an id
    kind TEXT NOT NULL, id TEXT, parent TEXT, label TEXT NOT NULL DEFAULT '', handle TEXT, doc TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS object_id ON object (kind, id);
CREATE INDEX IF NOT EXISTS object_order ON object (kind, label COLLATE NOCASE, number);
CREATE INDEX IF NOT EXISTS object_parent ON object (parent, kind);
CREATE UNIQUE INDEX IF NOT EXISTS object_handle ON object (kind, handle COLLATE NOCASE) WHERE handle IS NOT NULL;
CREATE TABLE IF NOT EXISTS link (
    source TEXT NOT NULL, relation TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (source, relation, target)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_back ON link (target, relation);
CREATE TABLE IF NOT EXISTS membership (
    team TEXT NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (team, user)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS membership_back ON membership (user);
-- Whose an object is: a policy or schedule names its team; a policy's targets, and the services that use it, are its
-- team's as well; people are by membership.
CREATE VIEW IF NOT EXISTS belonging (id, team) AS
    SELECT source, target FROM link WHERE relation = 'team'
    UNION SELECT aim.target, own.target FROM link aim JOIN link own ON own.source = aim.source
        WHERE aim.relation = 'target' AND own.relation = 'team'
    UNION SELECT use.source, own.target FROM link use JOIN link own ON own.source = use.target
        WHERE use.relation = 'policy' AND own.relation = 'team'
    UNION SELECT user, team FROM membership;
CREATE TABLE IF NOT EXISTS traffic (number INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL);
"""


class NameTakenError(Exception):
    """Another object of the kind has this name already."""


@dataclass(frozen=True)
class Selection:
    """Which objects of a kind a list is about."""

    kind: str
    query: str | None = None
    """A part of the name, in any case."""
    teams: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    parent: str | None = None
    descending: bool = False

    def where(self) -> tuple[str, list[str]]:
        parts, values = ["kind = ?"], [self.kind]
        if self.query:
            parts.append("instr(lower(label), lower(?))")
            values.append(self.query)
        if self.teams is not None:
            belonging = f"SELECT id FROM belonging WHERE team IN ({_marks(self.teams)})"  # noqa: S608 - marks only
            parts.append(f"id IN ({belonging})")
            values += self.teams
        if self.ids is not None:
            parts.append(f"id IN ({_marks(self.ids)})")
            values += self.ids
        if self.parent is not None:
            parts.append("parent = ?")
            values.append(self.parent)
        return " AND ".join(parts), values


class Store:
    """One account. Everything happens inside `transaction()`, one at a time."""

    def __init__(self, file: Path | None = None) -> None:
        self.shows_remainders = True
        """Whether an occurrence that `effective_since` cuts into shows its remainder: the description is silent."""
        self._lock = threading.RLock()
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        # NORMAL: a commit survives the death of the process, which is all that a local account promises.
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what happens inside, or, if it raises, nothing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # Documents

    def add(self, kind: str, doc: Doc, *, parent: str | None = None) -> Doc:
        """Keeps a new document and gives it back with its id. Raises NameTakenError."""
        number = self._db.execute("INSERT INTO object (kind, parent, doc) VALUES (?, ?, '')", (kind, parent)).lastrowid
        assert number is not None  # noqa: S101 - an INSERT that didn't raise has a row
        kept = {"id": identifier(kind, number), **doc}
        self._db.execute("UPDATE object SET id = ? WHERE number = ?", (kept["id"], number))
        return self.put(kind, kept)

    def put(self, kind: str, doc: Doc) -> Doc:
        """Replaces a document. Raises NameTakenError."""
        label = str(doc.get("name") or doc.get("title") or "")
        handle = (doc["email"] if kind == "user" else label) if kind in UNIQUE_NAMES else None
        try:
            self._db.execute(
                "UPDATE object SET label = ?, handle = ?, doc = ? WHERE kind = ? AND id = ?",
                (label, handle, json.dumps(doc), kind, doc["id"]),
            )
        except sqlite3.IntegrityError as error:
            raise NameTakenError(label) from error
        return doc

    def get(self, kind: str, key: str) -> Doc | None:
        row = self._db.execute("SELECT doc FROM object WHERE kind = ? AND id = ?", (kind, key)).fetchone()
        return json.loads(row[0]) if row else None

    def fresh(self, what: str) -> str:
        """A key that the account has never given away."""
        number = self._db.execute("INSERT INTO object (kind, doc) VALUES (?, '{}')", (what,)).lastrowid
        return secret(f"{what} {number}")

    def by_handle(self, kind: str, handle: str) -> Doc | None:
        """The object of a kind with unique names that has this one, in any case."""
        row = self._db.execute(
            "SELECT doc FROM object WHERE kind = ? AND handle = ? COLLATE NOCASE", (kind, handle)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def label(self, kind: str, key: str) -> str | None:
        """The name of an object, or None if there is none of that id."""
        row = self._db.execute("SELECT label FROM object WHERE kind = ? AND id = ?", (kind, key)).fetchone()
        return row[0] if row else None

    def drop(self, kind: str, key: str) -> None:
        """Forgets an object, what hangs below it, and every link from or to it."""
        for child_kind, child in self._db.execute("SELECT kind, id FROM object WHERE parent = ?", (key,)).fetchall():
            self.drop(child_kind, child)
        self._db.execute("DELETE FROM object WHERE kind = ? AND id = ?", (kind, key))
        self._db.execute("DELETE FROM link WHERE source = ? OR target = ?", (key, key))
        self._db.execute("DELETE FROM membership WHERE team = ? OR user = ?", (key, key))

    def select(self, selection: Selection, *, offset: int = 0, limit: int = -1) -> list[Doc]:
        """The documents of a selection by name, then by age; `limit` -1 for all of them."""
        where, values = selection.where()
        order = "number DESC" if selection.descending else "label COLLATE NOCASE, number"
        rows = self._db.execute(
            f"SELECT doc FROM object WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 - marks only
            (*values, limit, offset),
        )
        return [json.loads(doc) for (doc,) in rows]

    def count(self, selection: Selection) -> int:
        where, values = selection.where()
        return int(self._db.execute(f"SELECT count(*) FROM object WHERE {where}", values).fetchone()[0])  # noqa: S608

    def children(self, kind: str, parent: str) -> list[Doc]:
        """What hangs below an object, oldest first."""
        rows = self._db.execute("SELECT doc FROM object WHERE parent = ? AND kind = ? ORDER BY number", (parent, kind))
        return [json.loads(doc) for (doc,) in rows]

    def child(self, kind: str, parent: str, key: str) -> Doc | None:
        row = self._db.execute(
            "SELECT doc FROM object WHERE kind = ? AND id = ? AND parent = ?", (kind, key, parent)
        ).fetchone()
        return json.loads(row[0]) if row else None

    # Links

    def link(self, source: str, relation: str, targets: Iterable[str]) -> None:
        """Makes `targets` the whole of what `source` is linked to by `relation`."""
        self._db.execute("DELETE FROM link WHERE source = ? AND relation = ?", (source, relation))
        self._db.executemany(
            "INSERT OR IGNORE INTO link VALUES (?, ?, ?)", [(source, relation, target) for target in targets]
        )

    def linked(self, source: str, relation: str) -> list[str]:
        rows = self._db.execute(
            "SELECT target FROM link WHERE source = ? AND relation = ? ORDER BY target", (source, relation)
        )
        return [target for (target,) in rows]

    def linking(self, target: str, relation: str) -> list[str]:
        rows = self._db.execute(
            "SELECT source FROM link WHERE target = ? AND relation = ? ORDER BY source", (target, relation)
        )
        return [source for (source,) in rows]

    def teams_of(self, key: str) -> list[str]:
        """Teams that an object belongs to, by itself or through a policy."""
        rows = self._db.execute("SELECT DISTINCT team FROM belonging WHERE id = ? ORDER BY team", (key,))
        return [team for (team,) in rows]

    def owned_by(self, team: str) -> list[tuple[str, str]]:
        """Kind and id of everything that belongs to a team."""
        rows = self._db.execute(
            "SELECT DISTINCT object.kind, object.id FROM belonging JOIN object ON object.id = belonging.id"
            " WHERE belonging.team = ?",
            (team,),
        )
        return [(kind, key) for kind, key in rows]

    # Memberships

    def join(self, team: str, user: str, role: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO membership VALUES (?, ?, ?)", (team, user, role))

    def leave(self, team: str, user: str) -> None:
        self._db.execute("DELETE FROM membership WHERE team = ? AND user = ?", (team, user))

    def members(self, team: str) -> dict[str, str]:
        """User id to role."""
        return dict(self._db.execute("SELECT user, role FROM membership WHERE team = ? ORDER BY user", (team,)))

    def memberships(self, user: str) -> dict[str, str]:
        """Team id to role."""
        return dict(self._db.execute("SELECT team, role FROM membership WHERE user = ? ORDER BY team", (user,)))

    # Traffic

    def record(self, entry: Doc) -> None:
        with self._lock:
            self._db.execute("INSERT INTO traffic (entry) VALUES (?)", (json.dumps(entry),))

    def traffic(self) -> list[Doc]:
        with self._lock:
            return [json.loads(row[0]) for row in self._db.execute("SELECT entry FROM traffic ORDER BY number")]

    def forget_traffic(self) -> None:
        with self._lock:
            self._db.execute("DELETE FROM traffic")


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
