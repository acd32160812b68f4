"""Conversations: one row per brief, committed before the reply, so a restart forgets nothing."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data.seal import Seal
from data.store import Store
from knowledge.models import Brief

migrations = Migrations("conversations")  # append only: never edit one that has shipped


@migrations()
def m001_briefs(db: Database) -> None:
    db.table("briefs").create(
        {
            "id": str,
            "chat_id": int,
            "thread_id": int,
            "user_id": int,
            "language": str,
            "brief": str,
            "view": str,
            "message_id": int,
            "created_at": str,
            "updated_at": str,
        },
        pk="id",
        not_null={"chat_id", "thread_id", "user_id", "language", "brief", "view", "created_at", "updated_at"},
        strict=True,
    )
    db.table("briefs").create_index(["chat_id", "thread_id", "user_id", "created_at"])


@migrations()
def m002_people(db: Database) -> None:
    db.table("people").create(
        {"user_id": int, "language": str}, pk="user_id", not_null={"language"}, strict=True
    )


@migrations()
def m003_company(db: Database) -> None:
    """What several people at one brief need: the messages about it, who changed it, the language of a chat."""
    for statement in _COMPANY.split(";;"):
        db.execute(statement)


_COMPANY = """
CREATE TABLE brief_messages (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    brief_id TEXT NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
    user_id INTEGER,
    PRIMARY KEY (chat_id, message_id)
) STRICT;;
CREATE INDEX brief_messages_brief ON brief_messages (brief_id);;
CREATE TABLE brief_changes (
    brief_id TEXT NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
    change TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (brief_id, change)
) STRICT;;
CREATE TABLE chat_languages (chat_id INTEGER PRIMARY KEY, language TEXT NOT NULL) STRICT;;
CREATE TABLE notices (user_id INTEGER NOT NULL, notice TEXT NOT NULL, PRIMARY KEY (user_id, notice)) STRICT;;
CREATE INDEX briefs_card ON briefs (chat_id, message_id)
"""


@migrations()
def m004_of_person(db: Database) -> None:
    """For the briefs that a person has."""
    db.table("briefs").create_index(["user_id", "updated_at"])


MOST = 100  # briefs of one person


class Place(NamedTuple):
    """Where a conversation happens. ``thread`` is 0 outside topics; a terminal is chat 0, user 0."""

    chat: int = 0
    thread: int = 0
    user: int = 0

    @property
    def is_group(self) -> bool:
        """Ids of groups are below zero, those of private chats above."""
        return self.chat < 0


class Saved(NamedTuple):
    """A stored conversation. ``view`` is the dialogue's own JSON; ``message`` the card's message id."""

    id: str
    place: Place
    language: str
    brief: Brief
    view: str = "{}"
    message: int | None = None


class ConversationStore:
    """Briefs and people's languages in SQLite. Every call is one committed transaction.

    Briefs and views hold the words of sellers, and are sealed. Of one person the ``most`` briefs touched last are
    kept: with one more, the one untouched longest goes.
    """

    def __init__(self, db: Store, seal: Seal, most: int = MOST) -> None:
        self.db, self.seal, self.most = db, seal, most
        db.migrate(migrations)

    def save(self, saved: Saved) -> None:
        """Insert the conversation or replace it; which message is its card stays, see `place_card`."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        row = {
            "id": saved.id,
            "chat_id": saved.place.chat,
            "thread_id": saved.place.thread,
            "user_id": saved.place.user,
            "language": saved.language,
            "brief": self.seal.close(saved.brief.model_dump_json()),
            "view": self.seal.close(saved.view),
            "message_id": saved.message,
            "now": now,
        }
        with self.db.atomic():
            self.db.execute(
                "insert into briefs values (:id, :chat_id, :thread_id, :user_id, :language, :brief, :view,"
                " :message_id, :now, :now) on conflict (id) do update set language = :language,"
                " brief = :brief, view = :view, updated_at = :now",
                row,
            )
            self.db.execute(
                "delete from briefs where id in (select id from briefs where user_id = ?"
                " order by updated_at desc, rowid desc limit -1 offset ?)",
                [saved.place.user, self.most],
            )

    def place_card(self, brief_id: str, message: int) -> None:
        """Remember which message is the card of a brief."""
        with self.db.atomic():
            self.db.execute("update briefs set message_id = ? where id = ?", [message, brief_id])

    def put_away(self, brief_id: str) -> None:
        """The brief has no card any more."""
        with self.db.atomic():
            self.db.execute("update briefs set message_id = null where id = ?", [brief_id])

    def of_message(self, chat: int, message: int) -> Saved | None:
        """The conversation that a message is about: its card, or one beside it; None where it is about none."""
        return self._one("chat_id = ? and message_id = ?", [chat, message]) or self._one(
            "id = (select brief_id from brief_messages where chat_id = ? and message_id = ?)", [chat, message]
        )

    def newest_card(self, chat: int, thread: int) -> Saved | None:
        """The brief with a card in a topic that somebody asked or changed last."""
        where = (
            "chat_id = ? and thread_id = ? and message_id is not null order by updated_at desc, rowid desc"
        )
        return self._one(where, [chat, thread])

    def at_hand(self, place: Place) -> Saved | None:
        """What a person means who names no brief: their own; in a group without one, the newest card there."""
        own = self.current(place)
        has_begun = own is not None and (own.message is not None or own.brief != Brief())
        return own if has_begun or not place.is_group else self.newest_card(place.chat, place.thread)

    def card_of(self, brief_id: str) -> tuple[int, int] | None:
        """Chat and message of a brief's card, None where it has none."""
        with self.db.snapshot():
            row = self.db.execute(
                "select chat_id, message_id from briefs where id = ? and message_id is not null", [brief_id]
            ).fetchone()
        return (row[0], row[1]) if row else None

    def note_message(self, chat: int, message: int, brief_id: str, viewer: int | None = None) -> None:
        """A message is about a brief: an answer, or with ``viewer`` what that person looks at beside the card."""
        with self.db.atomic():
            if viewer is not None:
                self.db.execute(
                    "delete from brief_messages where brief_id = ? and user_id = ?", [brief_id, viewer]
                )
            self.db.execute(
                "insert or replace into brief_messages select ?, ?, id, ? from briefs where id = ?",
                [chat, message, viewer, brief_id],
            )

    def looked_at(self, brief_id: str) -> dict[int, int]:
        """Who looks at a brief in a message of their own: person -> message."""
        with self.db.snapshot():
            rows = self.db.execute(
                "select user_id, message_id from brief_messages where brief_id = ? and user_id is not null",
                [brief_id],
            )
            return dict(rows.fetchall())

    def forget_message(self, chat: int, message: int) -> None:
        """A message is there no more."""
        with self.db.atomic():
            self.db.execute(
                "delete from brief_messages where chat_id = ? and message_id = ?", [chat, message]
            )

    def changed_by(self, brief_id: str, change: str) -> int | None:
        """Who made a change of somebody else's brief, None where its asker did."""
        with self.db.snapshot():
            row = self.db.execute(
                "select user_id from brief_changes where brief_id = ? and change = ?", [brief_id, change]
            ).fetchone()
        return int(row[0]) if row else None

    def note_change(self, brief_id: str, change: str, user: int | None) -> None:
        """Somebody else than the asker made a change; None where the asker made it after all."""
        with self.db.atomic():
            self.db.execute("delete from brief_changes where brief_id = ? and change = ?", [brief_id, change])
            if user is not None:
                self.db.execute("insert into brief_changes values (?, ?, ?)", [brief_id, change, user])

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its briefs follow. Message ids start anew there, so no card is known."""
        with self.db.atomic():
            self.db.execute("update briefs set chat_id = ?, message_id = null where chat_id = ?", [new, old])
            self.db.execute("delete from brief_messages where chat_id = ?", [old])
            self.db.execute("update or replace chat_languages set chat_id = ? where chat_id = ?", [new, old])

    def forget_chat(self, chat: int, first: Callable[[], object] = lambda: None) -> None:
        """The bot has left a group: its briefs and all about them go, after ``first`` in the same transaction."""
        with self.db.atomic():
            first()
            for table in ("brief_messages", "briefs", "chat_languages"):
                self.db.execute(f"delete from {table} where chat_id = ?", [chat])

    def load(self, brief_id: str) -> Saved | None:
        """The conversation of a brief, None where there is none."""
        return self._one("id = ?", [brief_id])

    def current(self, place: Place) -> Saved | None:
        """The newest brief of a person in a chat, None before the first."""
        where = "chat_id = ? and thread_id = ? and user_id = ? order by created_at desc, rowid desc"
        return self._one(where, list(place))

    def newest(self, place: Place, most: int) -> list[Saved]:
        """The briefs of a person in a chat, newest first; in a group everybody's, as its votes are everybody's."""
        whose, values = ("", list(place)[:2]) if place.is_group else (" and user_id = ?", list(place))
        where = f"chat_id = ? and thread_id = ?{whose} order by created_at desc, rowid desc"
        return self._some(where, values, most)

    def language(self, user: int) -> str | None:
        """The language a person chose, None when they never did."""
        with self.db.snapshot():
            row = self.db.execute("select language from people where user_id = ?", [user]).fetchone()
        return str(row[0]) if row else None

    def choose_language(self, user: int, language: str) -> None:
        """Remember a person's language."""
        with self.db.atomic():
            self.db.execute(
                "insert into people values (?, ?) on conflict (user_id) do update set language = excluded.language",
                [user, language],
            )

    def chat_language(self, chat: int) -> str | None:
        """The language that a group chose, None when it never did."""
        with self.db.snapshot():
            row = self.db.execute("select language from chat_languages where chat_id = ?", [chat]).fetchone()
        return str(row[0]) if row else None

    def choose_chat_language(self, chat: int, language: str) -> None:
        """Remember a group's language."""
        with self.db.atomic():
            self.db.execute("insert or replace into chat_languages values (?, ?)", [chat, language])

    def tell_once(self, user: int, notice: str) -> bool:
        """Whether a person has not been told something yet; from now on they have."""
        with self.db.atomic():
            told = self.db.execute("insert or ignore into notices values (?, ?)", [user, notice])
            return told.rowcount > 0

    def _one(self, where: str, arguments: list[object]) -> Saved | None:
        return next(iter(self._some(where, arguments, 1)), None)

    def _some(self, where: str, arguments: Sequence[object], most: int) -> list[Saved]:
        with self.db.snapshot():
            rows = self.db.execute(
                "select id, chat_id, thread_id, user_id, language, brief, view, message_id from briefs"
                f" where {where} limit ?",
                [*arguments, most],
            ).fetchall()
        return [self._saved(row) for row in rows]

    def _saved(self, row: tuple[str, int, int, int, str, str, str, int | None]) -> Saved:
        brief_id, chat, thread, user, language, brief, view, message = row
        read = Brief.model_validate_json(self.seal.open(brief))
        return Saved(brief_id, Place(chat, thread, user), language, read, self.seal.open(view), message)
