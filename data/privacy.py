"""What a person may ask of their data: a copy, and to be forgotten; and what goes by itself."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from data.databases import database_files, opened
from data.kept import ID_LIKE, NOT_ABOUT_USERS, Kept, kept_in
from data.pins import carry_home
from data.rotation import settle
from data.seal import Seal
from data.shares import unpacked
from data.store import Store

SMALLEST_ID = (
    5_000  # below it a number may be a year or a count; Telegram has given out no such ids for years
)
Rows = list[dict[str, Any]]


class Forgotten(NamedTuple):
    """What was removed, by table, and the proof: what is left after a search of every table, by table.column."""

    removed: dict[str, int]
    left: dict[str, int]
    searched: int


class Privacy:
    """The data of people, in every database of a home. Blocking.

    :param store: the home's main database, which is open already.
    :param drop: empties what this process has in memory of people's words, after something was removed.
    """

    def __init__(
        self, home: Path, store: Store, seal: Seal, drop: Callable[[], object] = lambda: None
    ) -> None:
        self.home, self.store, self.seal, self.drop = home, store, seal, drop

    def export(self, user: int) -> dict[str, Rows]:
        """Everything that is a person's, by table, as it reads unsealed."""
        found: dict[str, Rows] = {}
        for db in self._each():
            with db.snapshot():
                for kept in kept_in(db):
                    if rows := [self._plain(kept, row) for row in _theirs(db, kept, user)]:
                        found.setdefault(kept.table, []).extend(rows)
        return found

    def forget(self, user: int) -> Forgotten:
        """Remove a person everywhere, overwrite what was deleted, and search every table for what is left."""
        removed = self._remove(lambda db, kept: _forget_person(db, kept, user), user)
        left: Counter[str] = Counter()
        searched = 0
        for db in self._each():
            with db.snapshot():
                left += Counter(f"{table}.{column}" for table, column in self._mentions(db, user))
                searched += len(db.table_names())
        return Forgotten(removed, dict(left), searched)

    def forget_chat(self, chat: int, first: Callable[[], object] = lambda: None) -> dict[str, int]:
        """Remove what was said and chosen in a group; pinned briefs go to those who asked. Rows removed, by table.

        :param first: done before, in the same transaction of the main database.
        """

        def leave(db: Store) -> None:
            if db is self.store:
                first()
            carry_home(db, chat)

        return self._remove(lambda db, kept: _deleted(db, kept.table, kept.chat, chat), chat, leave)

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: what was said there follows, the messages it stood in do not."""
        for db in self._each():
            with db.atomic():
                for kept in kept_in(db):
                    _moved(db, kept, old, new)

    def retain(self, days: int, now: datetime | None = None) -> dict[str, int]:
        """Remove what nobody has touched for so many days, and what stood beside it. Rows removed, by table."""
        before = ((now or datetime.now(UTC)) - timedelta(days=days)).isoformat(timespec="microseconds")
        removed: Counter[str] = Counter()
        for db in self._each():
            with db.atomic():
                tables = kept_in(db)
                for kept in tables:
                    removed[kept.table] += _grown_old(db, kept, before)
                for kept in tables:
                    removed[kept.table] += _left_alone(db, kept, tables)
        return {table: count for table, count in removed.items() if count}

    def _remove(
        self,
        step: Callable[[Store, Kept], int],
        identifier: int,
        begin: Callable[[Store], None] = lambda db: None,
    ) -> dict[str, int]:
        removed: Counter[str] = Counter()
        for db in self._each():
            with db.atomic():
                begin(db)
                for kept in kept_in(db):
                    removed[kept.table] += step(db, kept) + self._empty_letters(db, kept, identifier)
            settle(db)
        self.drop()
        return {table: count for table, count in removed.items() if count}

    def _empty_letters(self, db: Store, kept: Kept, identifier: int) -> int:
        """Updates that wait and are about the person or chat: their words go, their numbers stay."""
        if kept.letters is None:
            return 0
        sql = f"select distinct {kept.letters} from {kept.table} where {kept.letters} is not null"
        about = [
            (text,) for (text,) in db.execute(sql).fetchall() if _names(self.seal.open(text), identifier)
        ]
        empty = f"update {kept.table} set {kept.letters} = null where {kept.letters} = ?"
        db.conn.executemany(empty, about)
        return len(about)

    def _mentions(self, db: Store, user: int) -> Iterator[tuple[str, str]]:
        """Every column of every table in which the id still stands, as a number or in a text, sealed or not."""
        for table in db.tables:
            if table.name in NOT_ABOUT_USERS or table.name.startswith("sqlite_"):
                continue
            for column in table.columns:
                if user >= SMALLEST_ID or ID_LIKE.search(column.name):
                    yield from (
                        (table.name, column.name)
                        for (value,) in db.execute(f'select "{column.name}" from "{table.name}"')
                        if value == user or (isinstance(value, str) and _names(self.seal.open(value), user))
                    )

    def _plain(self, kept: Kept, row: dict[str, Any]) -> dict[str, Any]:
        opened = {name: self.seal.open(row[name]) for name in kept.sealed if row[name] is not None}
        opened |= {name: unpacked(opened[name]) for name in kept.packed if name in opened}
        return row | {name: _read(text) for name, text in opened.items()}

    def _each(self) -> Iterator[Store]:
        """Every database, the main one as it is open, the others one after the other."""
        yield self.store
        for path in database_files(self.home):
            if not path.samefile(self.store.path):
                with opened(path) as db:
                    yield db


def _theirs(db: Store, kept: Kept, user: int) -> Rows:
    if kept.person is None:
        return []
    return list(db.query(f"select * from {kept.table} where {kept.person} = ?", [user]))


def _forget_person(db: Store, kept: Kept, user: int) -> int:
    gone = _deleted(db, kept.table, kept.person, user)
    if kept.mention:
        db.execute(f"update {kept.table} set {kept.mention} = null where {kept.mention} = ?", [user])
    # In a private chat the chat's id is the person's.
    return gone + (_deleted(db, kept.table, kept.chat, user) if user > 0 else 0)


def _deleted(db: Store, table: str, column: str | None, value: object) -> int:
    """Remove the rows in which a column has a value; none for a table without that column."""
    return db.execute(f"delete from {table} where {column} = ?", [value]).rowcount if column else 0


def _moved(db: Store, kept: Kept, old: int, new: int) -> None:
    if not kept.moves:
        _deleted(db, kept.table, kept.chat, old)
    elif kept.chat:
        reset = f", {kept.message} = null" if kept.message else ""
        sql = f"update or replace {kept.table} set {kept.chat} = ?{reset} where {kept.chat} = ?"
        db.execute(sql, [new, old])


def _grown_old(db: Store, kept: Kept, before: str) -> int:
    if kept.touched is None:
        return 0
    return db.execute(f"delete from {kept.table} where {kept.touched} < ?", [before]).rowcount


def _left_alone(db: Store, kept: Kept, tables: list[Kept]) -> int:
    """Remove the companions of people who have nothing else here."""
    if not kept.companion:
        return 0
    others = [other for other in tables if other.person and not other.companion]
    present = " union ".join(f"select {other.person} from {other.table}" for other in others)
    return db.execute(f"delete from {kept.table} where {kept.person} not in ({present})").rowcount


def _names(text: str, identifier: int) -> bool:
    """Whether a text has this number in it, as a whole number."""
    return str(identifier) in text and bool(re.search(rf"(?<!\d){identifier}(?!\d)", text))


def _read(text: str) -> Any:
    """JSON as what it says, anything else as the text it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text
