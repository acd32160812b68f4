"""One process per bot: who polls for a token holds its lease, and a second one is told who that is."""

import fcntl
import os
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from sqlite_utils import Database, Migrations

from data.store import Store, StoreError, UnwritableStore

migrations = Migrations("lease")  # append only: never edit one that has shipped

BEAT_SECONDS = 5.0
STALE_SECONDS = 3 * BEAT_SECONDS  # a holder that has not beaten for so long is gone


@migrations()
def m001_leases(db: Database) -> None:
    """One row a bot; ``bot`` is a digest, times are Unix times."""
    db.execute(
        "create table leases (bot text primary key, holder text not null, host text not null,"
        " process integer not null, since real not null, beat real not null) strict"
    )


class LeaseHeld(StoreError):
    """Another process serves this bot on these data."""


class Holder(NamedTuple):
    """Who holds a lease."""

    holder: str
    host: str
    process: int
    since: float
    beat: float


class Lease:
    """The right to serve one bot on one home. Take it, beat every `BEAT_SECONDS`, give it back.

    A lock on a file in the home decides between processes of one machine: it goes with the process, however that
    ends. The row in the database says who holds it, and decides where a network file system knows no locks.
    """

    def __init__(
        self,
        db: Store,
        bot: str,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.db, self.bot, self.now, self.sleep = db, bot, now, sleep
        self.me, self.host = secrets.token_hex(8), socket.gethostname()
        self._file: IO[str] | None = None
        db.migrate(migrations)

    @property
    def path(self) -> Path:
        """The locked file."""
        return self.db.path.with_name(f"bot-{self.bot}.lock")

    def take(self) -> None:
        """Hold the lease from now on. Raises LeaseHeld naming who does.

        Waits for up to `STALE_SECONDS` where the last holder was on another host and may still live.
        """
        self._lock()
        try:
            last = self.last()
            if last and last.host != self.host and self._lives(last):
                raise LeaseHeld(_held(last))
            self._write(self.now())
        except BaseException:
            self._unlock()
            raise

    def beat(self) -> None:
        """Say that we are still here. Raises LeaseHeld if somebody else took over meanwhile."""
        with self.db.atomic():
            kept = self.db.execute(
                "update leases set beat = ? where bot = ? and holder = ?", [self.now(), self.bot, self.me]
            ).rowcount
        if not kept and (last := self.last()):
            raise LeaseHeld(_held(last))

    def give_back(self) -> None:
        """Let the next process in at once. A database that cannot be written is no reason to hold on."""
        with suppress(StoreError), self.db.atomic():
            self.db.execute("delete from leases where bot = ? and holder = ?", [self.bot, self.me])
        self._unlock()

    def last(self) -> Holder | None:
        """Who held it last, and may hold it still."""
        with self.db.snapshot():
            row = self.db.execute(
                "select holder, host, process, since, beat from leases where bot = ?", [self.bot]
            ).fetchone()
        return Holder(*row) if row else None

    def _lives(self, last: Holder) -> bool:
        """Whether a holder beats again before its lease runs out."""
        while self.now() - last.beat < STALE_SECONDS:
            self.sleep(BEAT_SECONDS / 5)
            then = self.last()
            if then is None:
                return False
            if then != last:
                return True
        return False

    def _write(self, now: float) -> None:
        with self.db.atomic():
            self.db.execute(
                "insert or replace into leases values (?, ?, ?, ?, ?, ?)",
                [self.bot, self.me, self.host, os.getpid(), now, now],
            )

    def _lock(self) -> None:
        try:
            file = self.path.open("a")
        except OSError as problem:
            raise UnwritableStore(
                f"{self.path} cannot be written ({problem}). Check the permissions."
            ) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            last = self.last()
            raise LeaseHeld(_held(last) if last else f"{self.path} is locked by another process.") from None
        except OSError:  # this file system has no locks: the row decides
            file.close()
            return
        self._file = file

    def _unlock(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def _held(last: Holder) -> str:
    since = datetime.fromtimestamp(last.since, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"this bot is served already, by process {last.process} on {last.host} since {since}. "
        "Stop that one first: one bot is served by one process."
    )
