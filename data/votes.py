"""Votes for and against creators, and what the voters are called."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data import conversations, shares
from data.seal import Seal
from data.store import Store

migrations = Migrations("votes")  # append only: never edit one that has shipped


@migrations()
def m001_votes(db: Database) -> None:
    """One row for a person and a creator; ``tap`` is the last tap that counted. A vote taken back is 0.

    A vote goes with the brief or the shared answer that it was cast on.
    """
    db.execute(
        "create table votes (subject text not null, channel text not null, user_id integer not null,"
        " value integer not null check (value in (-1, 0, 1)), tap text not null, at text not null,"
        " brief_id text references briefs (id) on delete cascade,"
        " share_id text references shares (id) on delete cascade,"
        " primary key (subject, channel, user_id)) strict"
    )
    for column in ("brief_id", "share_id"):
        db.execute(f"create index votes_{column} on votes ({column})")
    db.execute("create index votes_of_a_person on votes (user_id)")


@migrations()
def m002_names(db: Database) -> None:
    db.execute(
        "create table names (user_id integer primary key, name text not null, at text not null) strict"
    )


NOW = "strftime('%Y-%m-%dT%H:%M:%f+00:00')"


class Tally(NamedTuple):
    """The votes on one channel."""

    channel: str
    up: int = 0
    down: int = 0


class Voters(NamedTuple):
    """Who voted on one channel, in the order of their votes."""

    up: tuple[int, ...] = ()
    down: tuple[int, ...] = ()


class Votes:
    """Votes on the creators of a subject: a brief, or an answer that was shared without one.

    A creator is named by the channel key (``instagram:mina``). Every call is one committed transaction.
    """

    def __init__(self, db: Store) -> None:
        self.db = db
        for steps in (
            conversations.migrations,
            shares.migrations,
            migrations,
        ):  # what votes are cast on, first
            db.migrate(steps)

    def cast(self, subject: str, channel: str, user: int, value: int, tap: str) -> int:
        """The vote as it stands now: ``value`` (1 or -1), or 0 where the same was cast before and is taken back.

        ``tap`` names the tap: the same one delivered twice counts once.
        """
        with self.db.atomic():
            where = "subject = ? and channel = ? and user_id = ?"
            row = self.db.execute(
                f"select value, tap from votes where {where}", [subject, channel, user]
            ).fetchone()
            if row and row[1] == tap:
                return int(row[0])
            now = 0 if row and row[0] == value else value
            self.db.execute(
                f"insert into votes values (:subject, :channel, :user, :value, :tap, {NOW},"
                " (select id from briefs where id = :subject), (select id from shares where id = :subject))"
                " on conflict do update set value = excluded.value, tap = excluded.tap, at = excluded.at",
                {"subject": subject, "channel": channel, "user": user, "value": now, "tap": tap},
            )
        return now

    def tally(self, subject: str) -> dict[str, Tally]:
        """The votes by channel; channels without any are left out."""
        with self.db.snapshot():
            rows = self.db.execute(
                "select channel, sum(value = 1), sum(value = -1) from votes"
                " where subject = ? and value != 0 group by channel",
                [subject],
            ).fetchall()
        return {row[0]: Tally(*row) for row in rows}

    def shortlist(self, subject: str) -> list[Tally]:
        """The channels that more people are for than against, best first; ties by votes for, then by key."""
        liked = [tally for tally in self.tally(subject).values() if tally.up > tally.down]
        return sorted(liked, key=lambda tally: (tally.down - tally.up, -tally.up, tally.channel))

    def voters(self, subject: str) -> dict[str, Voters]:
        """Who voted, by channel."""
        with self.db.snapshot():
            rows = self.db.execute(
                "select channel, user_id, value from votes where subject = ? and value != 0 order by at, user_id",
                [subject],
            ).fetchall()
        found: dict[str, Voters] = {}
        for channel, user, value in rows:
            so_far = found.get(channel, Voters())
            found[channel] = (
                so_far._replace(up=(*so_far.up, user))
                if value > 0
                else so_far._replace(down=(*so_far.down, user))
            )
        return found

    def voted(self, subject: str, user: int) -> bool:
        """Whether a person has ever voted on a subject, and so has seen it."""
        with self.db.snapshot():
            found = self.db.execute(
                "select 1 from votes where subject = ? and user_id = ? limit 1", [subject, user]
            )
            return found.fetchone() is not None


class Names:
    """What people are called, sealed: shown beside their votes and changes, and kept in this one place."""

    def __init__(self, db: Store, seal: Seal) -> None:
        self.db, self.seal = db, seal
        db.migrate(migrations)

    def note(self, user: int, name: str) -> None:
        """Remember what a person is called now."""
        with self.db.atomic():
            row = self.db.execute("select name from names where user_id = ?", [user]).fetchone()
            if row and self.seal.open(row[0]) == name:
                return
            self.db.execute(
                f"insert or replace into names values (?, ?, {NOW})", [user, self.seal.close(name)]
            )

    def of(self, users: Iterable[int]) -> dict[int, str]:
        """The names of those whose name is kept."""
        wanted = list(dict.fromkeys(users))
        with self.db.snapshot():
            marks = ", ".join("?" * len(wanted))
            rows = self.db.execute(f"select user_id, name from names where user_id in ({marks})", wanted)
            return {user: self.seal.open(name) for user, name in rows.fetchall()}
