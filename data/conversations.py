"""Conversations: one row per brief, committed before the reply, so a restart forgets nothing."""

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


class Place(NamedTuple):
    """Where a conversation happens. ``thread`` is 0 outside topics; a terminal is chat 0, user 0."""

    chat: int = 0
    thread: int = 0
    user: int = 0


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

    Briefs and views hold the words of sellers, and are sealed.
    """

    def __init__(self, db: Store, seal: Seal) -> None:
        self.db, self.seal = db, seal
        db.migrate(migrations)

    def save(self, saved: Saved) -> None:
        """Insert the conversation or replace it."""
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
                " brief = :brief, view = :view, message_id = :message_id, updated_at = :now",
                row,
            )

    def place_card(self, brief_id: str, message: int) -> None:
        """Remember which message is the card of a brief."""
        with self.db.atomic():
            self.db.execute("update briefs set message_id = ? where id = ?", [message, brief_id])

    def of_card(self, chat: int, message: int) -> Saved | None:
        """The conversation whose card a message is, None where the message is no card (any more)."""
        return self._one("chat_id = ? and message_id = ?", [chat, message])

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its briefs follow. Message ids start anew there, so no card is known."""
        with self.db.atomic():
            self.db.execute("update briefs set chat_id = ?, message_id = null where chat_id = ?", [new, old])

    def load(self, brief_id: str) -> Saved | None:
        """The conversation of a brief, None where there is none."""
        return self._one("id = ?", [brief_id])

    def current(self, place: Place) -> Saved | None:
        """The newest brief of a person in a chat, None before the first."""
        where = "chat_id = ? and thread_id = ? and user_id = ? order by created_at desc, rowid desc"
        return self._one(where, list(place))

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

    def _one(self, where: str, arguments: list[object]) -> Saved | None:
        with self.db.snapshot():
            rows = list(self.db["briefs"].rows_where(where, arguments, limit=1))
        for row in rows:
            place = Place(row["chat_id"], row["thread_id"], row["user_id"])
            brief, view = (self.seal.open(row[column]) for column in ("brief", "view"))
            read = Brief.model_validate_json(brief)
            return Saved(row["id"], place, row["language"], read, view, row["message_id"])
        return None
