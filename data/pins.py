"""Cards that were pinned: of a group that the bot has left, they stay with whoever asked."""

from datetime import UTC, datetime

from sqlite_utils import Database, Migrations

from data.conversations import Place
from data.store import Store

migrations = Migrations("pins")  # append only: never edit one that has shipped


@migrations()
def m001_pins(db: Database) -> None:
    """``message_id`` is the pinned message, null where it stands in a chat that is no more."""
    db.execute(
        "create table pins (brief_id text primary key not null references briefs (id) on delete cascade,"
        " chat_id integer not null, message_id integer) strict"
    )


class Pins:
    """Which briefs are pinned, in SQLite. Every call is one committed transaction, or part of the open one."""

    def __init__(self, db: Store) -> None:
        self.db = db
        db.migrate(migrations)

    def pin(self, brief_id: str, chat: int, message: int) -> bool:
        """A message about a brief was pinned. Whether the brief was not pinned before."""
        with self.db.atomic():
            is_new = not self.has(brief_id)
            self.db.execute("insert or replace into pins values (?, ?, ?)", [brief_id, chat, message])
        return is_new

    def unpin(self, brief_id: str) -> None:
        """A brief goes with the others again."""
        with self.db.atomic():
            self.db.execute("delete from pins where brief_id = ?", [brief_id])

    def has(self, brief_id: str) -> bool:
        """Whether a brief is pinned."""
        with self.db.snapshot():
            found = self.db.execute("select 1 from pins where brief_id = ?", [brief_id]).fetchone()
        return found is not None

    def stands(self, brief_id: str, chat: int, message: int) -> bool:
        """Whether this very message is the pinned one of a brief."""
        with self.db.snapshot():
            found = self.db.execute(
                "select 1 from pins where brief_id = ? and chat_id = ? and message_id = ?",
                [brief_id, chat, message],
            ).fetchone()
        return found is not None

    def of(self, place: Place) -> list[str]:
        """The pinned briefs of a person in a chat, newest first; in a group everybody's."""
        whose, values = ("", list(place)[:2]) if place.is_group else (" and user_id = ?", list(place))
        where = f"chat_id = ? and thread_id = ?{whose} order by created_at desc, rowid desc"
        return self._ids(f"select id from briefs where id in (select brief_id from pins) and {where}", values)

    def in_chat(self, chat: int) -> list[str]:
        """The pinned briefs of a whole chat."""
        return self._ids(
            "select id from briefs where id in (select brief_id from pins) and chat_id = ?", [chat]
        )

    def bring_up(self, brief_id: str) -> None:
        """What its asker says next is about this brief: it counts as the newest of its place."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self.db.atomic():
            self.db.execute("update briefs set created_at = ? where id = ?", [now, brief_id])

    def _ids(self, sql: str, values: list[int]) -> list[str]:
        with self.db.snapshot():
            return [str(row[0]) for row in self.db.execute(sql, values).fetchall()]


def carry_home(db: Store, chat: int) -> None:
    """Move the pinned briefs of a group into the private chats of those who asked; what others did to them goes.

    There they lie below what the person has in that chat already, so that no word is taken to be about them.
    Part of the open transaction; nothing in a database without pins.
    """
    if not {"pins", "briefs"} <= set(db.table_names()):
        return
    pinned = [row[0] for row in db.execute(_PINNED, [chat]).fetchall()]
    for brief_id in pinned:
        for table in {"votes", "brief_changes"} & set(db.table_names()):
            db.execute(f"delete from {table} where brief_id = ?", [brief_id])
        db.execute(_CARRY, [brief_id])
        db.execute(
            "update pins set message_id = null, chat_id = (select chat_id from briefs where id = brief_id)"
            " where brief_id = ?",
            [brief_id],
        )


_PINNED = (
    "select id from briefs where id in (select brief_id from pins) and chat_id = ?"
    " order by created_at desc, rowid desc"
)
_CARRY = (
    "update briefs set chat_id = user_id, thread_id = 0, message_id = null, created_at = coalesce("
    " (select strftime('%Y-%m-%dT%H:%M:%f', min(own.created_at), '-1 second') || '+00:00' from briefs own"
    "  where own.chat_id = briefs.user_id and own.thread_id = 0 and own.user_id = briefs.user_id), created_at)"
    " where id = ?"
)
