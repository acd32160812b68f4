"""The database files of a home, and opening one of them as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from data.store import BUSY_SECONDS, Store, StoreError, named_errors

ASIDE = ("before-restore-", ".restore-", ".backup-")  # folders of ours that hold copies


class InUse(StoreError):
    """The home is open in another process."""


def database_files(home: Path) -> list[Path]:
    """Every database below a home, by path; copies that a restore or a backup left are none of them."""
    return sorted(
        path
        for path in home.rglob("*.db")
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(ASIDE) for part in path.relative_to(home).parts)
    )


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """A database that is there already, without bringing its tables up to date. What is deleted is overwritten."""
    with named_errors(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", timeout=BUSY_SECONDS, check_same_thread=False, uri=True
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            yield Store(connection, path)
        finally:
            connection.close()


@contextmanager
def all_opened(home: Path) -> Iterator[list[Store]]:
    """Every database of a home."""
    with ExitStack() as stack:
        yield [stack.enter_context(opened(path)) for path in database_files(home)]


def close_log(path: Path) -> None:
    """Fold the log into the database, which SQLite does only for the last process that has it open. Raises InUse."""
    with closing(sqlite3.connect(path, timeout=1)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            if not isinstance(problem, sqlite3.OperationalError):
                return  # damaged, and no log to be folded into it
            mode = str(problem)
    if mode != "delete":
        raise InUse(
            f"{path} is open in another process ({mode}). "
            "Stop the bot and other kol-advisor commands, then try again."
        )
