"""Sealing what is kept again: with a new key, or for the first time."""

import sqlite3
from collections.abc import Callable, Iterator

from data.kept import kept_in
from data.seal import PREFIX, Seal, WrongKey
from data.store import Store

SEALED = f"{PREFIX}*"  # as GLOB has it
Column = tuple[str, str]  # table, name
# Sealed by a later version than the others: a database from before has its witness, and these open.
LATER = (("sources", "label"), ("journal", "what"))


def seal_again(db: Store, seal: Seal) -> int:
    """Seal every sealed value with the first key, and what should be sealed and is not. All or none.

    Returns how many values there were. Raises WrongKey where one cannot be opened, and changes nothing then.
    """
    with db.atomic():
        return sum(_updated(db, column, seal.again, "TRUE") for column in sealed_columns(db))


def seal_plain(db: Store, seal: Seal) -> int:
    """Seal the values that should be sealed and are not, and say how many there were."""
    with db.atomic():
        where = f"{{}} NOT GLOB '{SEALED}'"
        return sum(_updated(db, column, seal.close, where) for column in sealed_columns(db))


def seal_later(db: Store, seal: Seal) -> int:
    """Seal what the version that wrote the database left open, and say how many values there were."""
    with db.atomic():
        return sum(_updated(db, column, seal.close, f"{{}} NOT GLOB '{SEALED}'") for column in LATER)


def count_sealed(db: Store, seal: Seal) -> tuple[int, int]:
    """How many values are sealed, and how many of them no key of ``seal`` opens."""
    total = unopened = 0
    with db.snapshot():
        for _, text in sealed_values(db):
            total += 1
            try:
                seal.open(text)
            except WrongKey:
                unopened += 1
    return total, unopened


def sealed_values(db: Store) -> Iterator[tuple[Column, str]]:
    """Every sealed value with its column. Read inside a snapshot."""
    for table, name in sealed_columns(db):
        for row in db.execute(f"SELECT {name} FROM {table} WHERE {name} GLOB '{SEALED}'"):
            yield (table, name), str(row[0])


def sealed_columns(db: Store) -> list[Column]:
    """The columns of this database that are sealed."""
    return [(kept.table, name) for kept in kept_in(db) for name in kept.sealed]


def settle(db: Store) -> bool:
    """Write the log into the database file and empty it, so that nothing of what was replaced stays there.

    False where another process reads: the log is emptied when it has done.
    """
    with db.lock:
        busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _updated(db: Store, column: Column, change: Callable[[str], str], where: str) -> int:
    table, name = column
    failed: list[Exception] = []

    def changed(text: str) -> str:
        try:
            return change(text)
        except WrongKey as problem:  # SQLite would tell only that a function failed
            failed.append(problem)
            raise

    db.conn.create_function("changed", 1, changed)
    condition = f"{name} IS NOT NULL AND {where.format(name)}"
    try:
        return db.execute(f"UPDATE {table} SET {name} = changed({name}) WHERE {condition}").rowcount
    except sqlite3.OperationalError:
        if failed:
            raise failed[0] from None
        raise
