"""Updates that were taken from Telegram: kept until they are dealt with, and remembered so that each acts once."""

import time
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from hashlib import blake2s
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data.seal import Seal
from data.store import Store

migrations = Migrations("inbox")  # append only: never edit one that has shipped

REMEMBERED_HOURS = 48  # Telegram keeps what nobody took for 24; after a quiet week its numbers start anywhere

ANSWERED_HOURS = 24


@migrations()
def m001_inbox(db: Database) -> None:
    """``payload`` is the sealed JSON of an update, null once it is dealt with; ``received_at`` is Unix time."""
    db.execute(
        "create table inbox (bot text not null, update_id integer not null, payload text,"
        " acted integer not null default 0, tries integer not null default 0, received_at real not null,"
        " primary key (bot, update_id)) strict, without rowid"
    )
    db.execute("create index inbox_waiting on inbox (bot, update_id) where payload is not null")


class Taken(NamedTuple):
    """One update as it came: its number and its JSON."""

    number: int
    payload: str


class Unfinished(NamedTuple):
    """An update that an earlier process did not finish.

    ``acted``: what it asked for was committed, only the answer may be missing. ``tries``: starts it has lived through.
    """

    number: int
    payload: str
    acted: bool
    tries: int


class Acting(NamedTuple):
    """The update that the running code acts on. ``again``: its effect is in the database already."""

    number: int
    again: bool = False


acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def acts_again() -> bool:
    """Whether the update at hand was carried out before a crash, so that only its answer is due."""
    now = acting.get()
    return now is not None and now.again


def mark_of(token: str) -> str:
    """Names a bot in the database without its token: a digest of its public number."""
    return blake2s(token.partition(":")[0].encode(), digest_size=8, person=b"kolbot").hexdigest()


class Inbox:
    """The updates of one bot. Blocking: every call but `acted` is one committed transaction.

    From its making on, every transaction of the store that is written while `acting` is set marks that update as
    acted on, in the same commit: a replay after a crash can tell an effect that stands from one that never was.
    """

    def __init__(self, db: Store, seal: Seal, bot: str, now: Callable[[], float] = time.time) -> None:
        self.db, self.seal, self.bot, self.now = db, seal, bot, now
        db.migrate(migrations)
        db.before_commit = self._mark

    def take(self, updates: Sequence[Taken], done: Collection[int] = ()) -> list[Taken]:
        """Keep updates; those never seen before, in the order of their numbers.

        :param done: numbers that were dealt with meanwhile, put away in the same transaction.
        """
        fresh: list[Taken] = []
        with self.db.atomic():
            self._put_away(done)
            for update in sorted(updates):
                row = [self.bot, update.number, self.seal.close(update.payload), self.now()]
                added = self.db.execute(
                    "insert or ignore into inbox (bot, update_id, payload, received_at) values (?, ?, ?, ?)",
                    row,
                )
                if added.rowcount:
                    fresh.append(update)
        return fresh

    def reopened(self) -> list[Unfinished]:
        """What earlier processes left unfinished, in order; counts the try that begins.

        Nothing older than a day, which a restored backup may hold: nobody waits for its answer any more.
        """
        where = "where bot = ? and payload is not null"
        with self.db.atomic():
            old = self.now() - ANSWERED_HOURS * 3600
            self.db.execute(f"update inbox set payload = null {where} and received_at < ?", [self.bot, old])
            self.db.execute(f"update inbox set tries = tries + 1 {where}", [self.bot])
            rows = self.db.execute(
                f"select update_id, payload, acted, tries from inbox {where} order by update_id", [self.bot]
            ).fetchall()
        return [
            Unfinished(number, self.seal.open(payload), bool(acted), tries)
            for number, payload, acted, tries in rows
        ]

    def done(self, numbers: Collection[int]) -> None:
        """These are dealt with: their words go, their numbers stay for a while."""
        with self.db.atomic():
            self._put_away(numbers)

    def waiting(self) -> int:
        """How many are not dealt with yet."""
        with self.db.snapshot():
            found = self.db.execute(
                "select count(*) from inbox where bot = ? and payload is not null", [self.bot]
            ).fetchone()
        return int(found[0])

    def forget(self, hours: float = REMEMBERED_HOURS) -> int:
        """Drop the numbers of what was dealt with long ago, of every bot; how many there were."""
        with self.db.atomic():
            gone = self.db.execute(
                "delete from inbox where payload is null and received_at < ?", [self.now() - hours * 3600]
            )
        return gone.rowcount

    def _put_away(self, numbers: Collection[int]) -> None:
        put_away = "update inbox set payload = null where bot = ? and update_id = ?"
        self.db.conn.executemany(put_away, [(self.bot, number) for number in numbers])

    def _mark(self) -> None:
        if now := acting.get():
            self.db.execute(
                "update inbox set acted = 1 where bot = ? and update_id = ? and payload is not null",
                [self.bot, now.number],
            )
