"""What a person's next words answer, where the bot asked for something beside the brief. Forgotten after a while."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database, Migrations

from data.conversations import Place
from data.store import Store

migrations = Migrations("waits")  # append only: never edit one that has shipped
LASTS = timedelta(minutes=10)  # later words are no answer any more


@migrations()
def m001_waits(db: Database) -> None:
    """``what`` is the asking dialogue's own code, without anybody's words."""
    db.execute(
        "CREATE TABLE waits (chat_id INTEGER NOT NULL, thread_id INTEGER NOT NULL, user_id INTEGER NOT NULL,"
        " area TEXT NOT NULL, what TEXT NOT NULL, asked_at TEXT NOT NULL,"
        " PRIMARY KEY (chat_id, thread_id, user_id)) STRICT"
    )


class Waits:
    """At most one open question for each person in each place."""

    def __init__(self, db: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.db, self.now = db, now
        db.migrate(migrations)

    def ask(self, place: Place, area: str, what: str) -> None:
        """The next words here answer this."""
        with self.db.atomic():
            row = [*place, area, what, self.now().isoformat()]
            self.db.execute("INSERT OR REPLACE INTO waits VALUES (?, ?, ?, ?, ?, ?)", row)

    def asked(self, place: Place, area: str) -> str | None:
        """What a dialogue asked for here a short while ago."""
        with self.db.snapshot():
            sql = f"SELECT what FROM waits WHERE {_HERE} AND area = ? AND asked_at > ?"
            row = self.db.execute(sql, [*place, area, (self.now() - LASTS).isoformat()]).fetchone()
        return str(row[0]) if row else None

    def done(self, place: Place) -> None:
        """Nothing is asked here any more."""
        if self._is_open(place):
            with self.db.atomic():
                self.db.execute(f"DELETE FROM waits WHERE {_HERE}", list(place))

    def _is_open(self, place: Place) -> bool:
        with self.db.snapshot():
            return self.db.execute(f"SELECT 1 FROM waits WHERE {_HERE}", list(place)).fetchone() is not None


_HERE = "chat_id = ? AND thread_id = ? AND user_id = ?"
