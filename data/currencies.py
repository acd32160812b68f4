"""The currency that a person or a group counts in, where they chose one."""

from sqlite_utils import Database, Migrations

from data.store import Store

migrations = Migrations("currencies")  # append only: never edit one that has shipped


@migrations()
def m001_currencies(db: Database) -> None:
    """ISO 4217 codes, by person and by group."""
    db.execute("create table people_currencies (user_id integer primary key, currency text not null) strict")
    db.execute("create table chat_currencies (chat_id integer primary key, currency text not null) strict")


class Currencies:
    """Chosen currencies in SQLite. Every call is one committed transaction."""

    def __init__(self, db: Store) -> None:
        self.db = db
        db.migrate(migrations)

    def of(self, chat: int, user: int) -> str | None:
        """The currency that a group chose, else the one that the person chose; None where neither did."""
        sql = (
            "select coalesce((select currency from chat_currencies where chat_id = ?),"
            " (select currency from people_currencies where user_id = ?))"
        )
        with self.db.snapshot():
            (currency,) = self.db.execute(sql, [chat, user]).fetchone()
        return None if currency is None else str(currency)

    def choose(self, user: int, currency: str | None) -> None:
        """Remember a person's currency; None forgets it."""
        self._choose("people_currencies", "user_id", user, currency)

    def choose_for_chat(self, chat: int, currency: str | None) -> None:
        """Remember a group's currency; None forgets it."""
        self._choose("chat_currencies", "chat_id", chat, currency)

    def _choose(self, table: str, column: str, identifier: int, currency: str | None) -> None:
        with self.db.atomic():
            if currency is None:
                self.db.execute(f"delete from {table} where {column} = ?", [identifier])
            else:
                self.db.execute(f"insert or replace into {table} values (?, ?)", [identifier, currency])
