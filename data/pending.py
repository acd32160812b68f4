"""Imports that wait for a yes, in the database of the roster they are for: sealed, for a day, and taken once.

Beside them, pairs of creators that somebody said are two people.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data.intake import Pasted, Upload
from data.roster import Roster
from data.tokens import new_token

migrations = Migrations("pending")  # append only: never edit one that has shipped
LASTS = timedelta(hours=24)
MOST = 5  # imports of one person that wait at the same time; the oldest makes way


@migrations()
def m001_pending(db: Database) -> None:
    """``source`` holds file name, content and day, ``corrections`` what was said of columns: both sealed JSON."""
    for statement in _PENDING.split(";"):
        db.execute(statement)


_PENDING = """
CREATE TABLE pending_imports (
    id TEXT PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    corrections TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE two_people (
    first TEXT NOT NULL,
    second TEXT NOT NULL CHECK (first < second),
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID
"""
Source = Upload | Pasted


class Pending(NamedTuple):
    """An import that waits: who sent it, what it is, and which columns were corrected so far."""

    id: str
    user: int
    source: Source
    corrections: Mapping[str, str]


class PendingImports:
    """The imports that wait at one roster. Every call is one committed transaction, or part of the open one."""

    def __init__(self, roster: Roster, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.db, self.seal, self.now = roster.db, roster.seal, now
        self.db.migrate(migrations)

    def put(self, user: int, source: Source) -> Pending:
        """Keep an import until it is confirmed."""
        pending = Pending(new_token(), user, source, {})
        with self.db.atomic():
            self._forget_expired()
            row = [pending.id, user, self.seal.close(_written(source)), self.seal.close("{}"), self._stamp()]
            self.db.execute("INSERT INTO pending_imports VALUES (?, ?, ?, ?, ?)", row)
            newest = "SELECT id FROM pending_imports WHERE user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?"
            self.db.execute(
                f"DELETE FROM pending_imports WHERE user_id = ? AND id NOT IN ({newest})", [user, user, MOST]
            )
        return pending

    def get(self, pending_id: str) -> Pending | None:
        """An import that still waits."""
        self._forget_expired()
        with self.db.snapshot():
            sql = "SELECT user_id, source, corrections FROM pending_imports WHERE id = ?"
            row = self.db.execute(sql, [pending_id]).fetchone()
        if row is None:
            return None
        source, corrections = (self.seal.open(text) for text in row[1:])
        return Pending(pending_id, row[0], _read(source), json.loads(corrections))

    def newest(self, user: int) -> Pending | None:
        """The latest import of somebody that still waits."""
        self._forget_expired()
        with self.db.snapshot():
            sql = "SELECT id FROM pending_imports WHERE user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT 1"
            row = self.db.execute(sql, [user]).fetchone()
        return self.get(row[0]) if row else None

    def correct(self, pending_id: str, column: str, field: str) -> bool:
        """Say what a column of a waiting import means. False where it waits no more."""
        with self.db.atomic():
            pending = self.get(pending_id)
            if pending is None:
                return False
            said = json.dumps({**pending.corrections, column: field}, ensure_ascii=False)
            self.db.execute(
                "UPDATE pending_imports SET corrections = ? WHERE id = ?", [self.seal.close(said), pending_id]
            )
        return True

    def take(self, pending_id: str) -> Pending | None:
        """Take a waiting import away, so that nobody else can: with what is done about it in one transaction."""
        with self.db.atomic():
            pending = self.get(pending_id)
            self.db.execute("DELETE FROM pending_imports WHERE id = ?", [pending_id])
        return pending

    def back(self, pending: Pending) -> None:
        """Let an import that was taken wait again, under the id it had."""
        said = json.dumps(dict(pending.corrections), ensure_ascii=False)
        row = [pending.id, pending.user, self.seal.close(_written(pending.source)), self.seal.close(said)]
        with self.db.atomic():
            self.db.execute("INSERT INTO pending_imports VALUES (?, ?, ?, ?, ?)", [*row, self._stamp()])

    def are_two(self, first: str, second: str) -> None:
        """Remember that two creators are not the same."""
        with self.db.atomic():
            self.db.execute("INSERT OR IGNORE INTO two_people VALUES (?, ?)", sorted((first, second)))

    def two_people(self) -> set[tuple[str, str]]:
        """Pairs of creators that are not the same, each in order."""
        with self.db.snapshot():
            return {(a, b) for a, b in self.db.execute("SELECT first, second FROM two_people").fetchall()}

    def _forget_expired(self) -> None:
        oldest = [(self.now() - LASTS).isoformat()]
        with self.db.snapshot():
            if not self.db.execute(f"SELECT 1 {_EXPIRED} LIMIT 1", oldest).fetchone():
                return
        with self.db.atomic():
            self.db.execute(f"DELETE {_EXPIRED}", oldest)

    def _stamp(self) -> str:
        return self.now().isoformat()


_EXPIRED = "FROM pending_imports WHERE created_at <= ?"


def _written(source: Source) -> str:
    day = source.day.isoformat() if source.day else None
    if isinstance(source, Pasted):
        return json.dumps(
            {"name": source.name, "day": day, "text": source.text, "one_creator": source.one_creator},
            ensure_ascii=False,
        )
    content = b64encode(zlib.compress(source.content)).decode()
    return json.dumps({"name": source.name, "day": day, "content": content}, ensure_ascii=False)


def _read(text: str) -> Source:
    kept = json.loads(text)
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    if "text" in kept:
        return Pasted(kept["text"], kept["name"], day, kept["one_creator"])
    return Upload(kept["name"], zlib.decompress(b64decode(kept["content"])), day)
