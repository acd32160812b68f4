"""Answers that were shared: frozen as they were, opened by a token, and the messages that show them."""

import base64
import secrets
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data.seal import Seal
from data.store import Store
from data.tokens import digest_of, new_token

migrations = Migrations("shares")  # append only: never edit one that has shipped

UNCHOSEN = timedelta(hours=1)  # how long an answer that was offered inline waits for being sent


@migrations()
def m001_shares(db: Database) -> None:
    """``token`` is sealed, to draw its link again; ``digest`` finds it. ``readers`` have opened it by its token."""
    db.execute(
        "create table shares (id text primary key, digest text not null unique, token text not null,"
        " subject text not null, owner_id integer not null, team text, language text not null,"
        " content text not null, is_sent integer not null, made_at text not null, ends_at text not null) strict"
    )
    db.execute("create index shares_of_a_person on shares (owner_id, made_at)")
    db.execute("create index shares_by_subject on shares (subject)")
    db.execute(
        "create table share_copies (inline_message_id text primary key, which integer not null,"
        " share_id text not null references shares (id) on delete cascade) strict"
    )
    db.execute("create index copies_of_a_share on share_copies (share_id)")
    db.execute(
        "create table share_readers (share_id text not null references shares (id) on delete cascade,"
        " user_id integer not null, primary key (share_id, user_id)) strict"
    )


class Share(NamedTuple):
    """One answer as it was. ``subject`` is what its votes count for; ``content`` is the sharer's own JSON."""

    id: str
    subject: str
    owner: int
    team: str | None
    language: str
    content: str
    made: datetime
    token: str


class Copy(NamedTuple):
    """A message that shows a share in some chat. ``which`` 0 is the plan, n its n-th creator."""

    inline_message_id: str
    which: int
    share_id: str


class Shares:
    """Shared answers in SQLite. Content and tokens are sealed; every call is one committed transaction.

    :param days: after so many days nobody can open a share any more.
    """

    def __init__(
        self,
        db: Store,
        seal: Seal,
        days: float = 30,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.db, self.seal, self.life, self.now = db, seal, timedelta(days=days), now
        db.migrate(migrations)

    def make(
        self,
        owner: int,
        language: str,
        content: str,
        *,
        subject: str | None = None,
        team: str | None = None,
        is_sent: bool = True,
    ) -> Share:
        """Freeze an answer. Without a subject it is one of its own.

        One that is not sent yet (``is_sent`` False, offered inline) is forgotten unless it is sent.
        """
        name, token, now = secrets.token_urlsafe(6), new_token(), self.now()
        row = {
            "id": name,
            "digest": digest_of(token),
            "token": self.seal.close(token),
            "subject": subject or name,
            "owner_id": owner,
            "team": team,
            "language": language,
            "content": self.seal.close(_packed(content)),
            "is_sent": int(is_sent),
            "made_at": _written(now),
            "ends_at": _written(now + self.life),
        }
        with self.db.atomic():
            self._tidy(now)
            self.db.table("shares").insert(row)
        return Share(name, subject or name, owner, team, language, content, now, token)

    def opened(
        self, token: str, reader: int, may_read: Callable[[str, int], bool] = lambda *_: True
    ) -> Share | None:
        """The share behind a token, and from now on this person may look around in it.

        None for a token that is unknown, expired or revoked, or a team's that ``may_read(team, reader)`` denies.
        """
        with self.db.atomic():
            share = self._one("digest = ?", digest_of(token))
            if share is None or not _is_open(share, reader, may_read):
                return None
            self.db.execute("insert or ignore into share_readers values (?, ?)", [share.id, reader])
        return share

    def read(
        self, share_id: str, reader: int, may_read: Callable[[str, int], bool] = lambda *_: True
    ) -> Share | None:
        """A share for its owner or for somebody who has opened it; None for everybody else."""
        share = self.of(share_id)
        if share is None or not _is_open(share, reader, may_read):
            return None
        return share if reader == share.owner or self._has_opened(share_id, reader) else None

    def of(self, share_id: str) -> Share | None:
        """A share that is neither expired nor revoked, for those who have a message that shows it."""
        with self.db.snapshot():
            return self._one("id = ?", share_id)

    def made_by(self, owner: int, most: int = 20) -> list[Share]:
        """What a person has shared and others can still open, newest first."""
        with self.db.snapshot():
            return self._some(
                "owner_id = ? and is_sent = 1 and ends_at > ? order by made_at desc limit ?",
                [owner, _written(self.now()), most],
            )

    def revoke(self, share_id: str, owner: int) -> bool:
        """Nobody can open it any more. False where there is none of this owner."""
        with self.db.atomic():
            gone = self.db.execute("delete from shares where id = ? and owner_id = ?", [share_id, owner])
            return gone.rowcount > 0

    def sent(self, copy: Copy) -> None:
        """A message shows this share now. Nothing where the share is gone."""
        with self.db.atomic():
            self.db.execute("update shares set is_sent = 1 where id = ? and is_sent = 0", [copy.share_id])
            self.db.execute(
                "insert or ignore into share_copies select ?, ?, id from shares where id = ?", list(copy)
            )

    def copies(self, subject: str) -> list[tuple[Share, Copy]]:
        """Every message that shows an answer whose votes count for this subject."""
        with self.db.snapshot():
            shares = self._some("subject = ? and ends_at > ?", [subject, _written(self.now())])
            return [(share, copy) for share in shares for copy in self._copies(share.id)]

    def lost(self, inline_message_id: str) -> None:
        """A message is there no more: its chat is gone, or somebody deleted it."""
        with self.db.atomic():
            self.db.execute("delete from share_copies where inline_message_id = ?", [inline_message_id])

    def _copies(self, share_id: str) -> list[Copy]:
        rows = self.db.execute(
            "select inline_message_id, which, share_id from share_copies where share_id = ?", [share_id]
        )
        return [Copy(*row) for row in rows.fetchall()]

    def _has_opened(self, share_id: str, reader: int) -> bool:
        with self.db.snapshot():
            row = self.db.execute(
                "select 1 from share_readers where share_id = ? and user_id = ?", [share_id, reader]
            ).fetchone()
        return row is not None

    def _tidy(self, now: datetime) -> None:
        """Drop what has expired, and what was offered and never sent."""
        self.db.execute(
            "delete from shares where ends_at <= ? or (is_sent = 0 and made_at < ?)",
            [_written(now), _written(now - UNCHOSEN)],
        )

    def _one(self, where: str, value: str) -> Share | None:
        found = self._some(f"{where} and ends_at > ?", [value, _written(self.now())])
        return found[0] if found else None

    def _some(self, where: str, values: list[object]) -> list[Share]:
        rows = self.db.execute(
            "select id, subject, owner_id, team, language, content, made_at, token from shares where "
            + where,
            values,
        ).fetchall()
        return [self._opened(row) for row in rows]

    def _opened(self, row: tuple[str, str, int, str | None, str, str, str, str]) -> Share:
        name, subject, owner, team, language, content, made, token = row
        plain, when = unpacked(self.seal.open(content)), datetime.fromisoformat(made)
        return Share(name, subject, owner, team, language, plain, when, self.seal.open(token))


def _is_open(share: Share, reader: int, may_read: Callable[[str, int], bool]) -> bool:
    return share.team is None or may_read(share.team, reader)


def _packed(content: str) -> str:
    """An advice is some 100 kB of JSON that says much the same over and over."""
    return base64.b85encode(zlib.compress(content.encode(), 6)).decode()


def unpacked(packed: str) -> str:
    """The content as it was before it was packed."""
    return zlib.decompress(base64.b85decode(packed)).decode()


def _written(moment: datetime) -> str:
    """In UTC and of one width, so that text compares as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
