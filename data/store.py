"""The one SQLite file that everything kept lives in: how it is opened, and what can be wrong with it."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from sqlite_utils import Database, Migrations

from data.migrations import migrations

BUSY_SECONDS = 10.0  # an import of 100,000 rows in another process may hold the write lock for seconds

# What was committed survives a power cut; readers never wait for a writer; what is deleted is overwritten.
SETTINGS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


class StoreError(RuntimeError):
    """The database cannot be used as it stands."""


class CorruptStore(StoreError):
    """The file is no SQLite database, or a damaged one."""


class NewerSchema(StoreError):
    """The file was written by a later version of this program."""


class UnwritableStore(StoreError):
    """The file or its folder cannot be written."""


class LockedStore(StoreError):
    """Another process has held the write lock for longer than we wait."""


class Store(Database):
    """A database whose transactions exclude each other across threads.

    Threads share the one connection: read inside ``snapshot``, or another thread's open transaction shows.
    ``before_commit`` is the last thing that every outermost write transaction does, inside it.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection, execute_plugins=False)
        self.path = path
        self.lock = RLock()
        self.before_commit: Callable[[], None] | None = None

    @contextmanager
    def atomic(self) -> Generator["Store", None, None]:
        """Commit at the end, roll back on an exception. Nested blocks are savepoints.

        The write lock is taken at once: a transaction that reads first and then writes cannot wait for it.
        """
        with self.lock:
            if self.conn.in_transaction:
                with super().atomic():
                    yield self
            else:
                with self._transaction("IMMEDIATE"):
                    yield self
                    if self.before_commit:
                        self.before_commit()

    @contextmanager
    def snapshot(self) -> Generator["Store", None, None]:
        """Several reads of one state of the database. Waits for no writer in another process."""
        with self.lock:
            if self.conn.in_transaction:
                yield self
            else:
                with self._transaction("DEFERRED"):
                    yield self

    @contextmanager
    def _transaction(self, kind: str) -> Generator[None, None, None]:
        with named_errors(self.path):
            self.conn.execute(f"BEGIN {kind}")
            try:
                yield
                self.conn.execute("COMMIT")
            except BaseException:
                self.rollback()
                raise

    def migrate(self, steps: Migrations) -> None:
        """Apply the steps this database lacks, all or none. NewerSchema where it has steps we do not know.

        One transaction, so that two processes that start together do not both migrate.
        """
        known = {step.name for step in steps.pending(Database(memory=True))}
        with self.atomic():
            if later := sorted({step.name for step in steps.applied(self)} - known):
                raise NewerSchema(
                    f"{self.path} was written by a later version of kol-advisor (it has {', '.join(later)}). "
                    "Update kol-advisor, or set KOL_HOME to another folder."
                )
            steps.apply(self)


def connect(path: Path) -> Store:
    """Open the database, create it if it is new, and bring the roster's tables up to date.

    WAL with synchronous=FULL: what was committed survives a power cut, and readers never wait for a writer.
    The connection may be used from any thread. Raises StoreError with what to do about it.
    """
    with named_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
        try:
            for setting in SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            store = Store(connection, path)
            store.migrate(migrations)
        except BaseException:
            connection.close()
            raise
    return store


@contextmanager
def named_errors(path: Path) -> Generator[None, None, None]:
    """Turn what the file system and SQLite say about a file into a StoreError that says what to do."""
    try:
        yield
    except OSError as problem:
        raise UnwritableStore(_unwritable(path, problem)) from problem
    except sqlite3.Error as problem:
        named = _named(path, problem)
        if named is None:
            raise
        raise named from problem


def _named(path: Path, problem: sqlite3.Error) -> StoreError | None:
    code = (getattr(problem, "sqlite_errorname", None) or "SQLITE_UNKNOWN").split("_")[1]
    if code in ("NOTADB", "CORRUPT"):
        return CorruptStore(
            f"{path} is not a sound SQLite database ({problem}). "
            "Put a backup in its place, or move it away to start with an empty one."
        )
    if code in ("BUSY", "LOCKED"):
        return LockedStore(f"{path} is locked by another process ({problem}). Stop it, or try again later.")
    if code in ("READONLY", "CANTOPEN", "FULL", "IOERR", "PERM"):
        return UnwritableStore(_unwritable(path, problem))
    return None


def _unwritable(path: Path, problem: Exception) -> str:
    return (
        f"{path} cannot be written ({problem}). "
        "Check the folder's permissions and free space, or set KOL_HOME to a folder you can write to."
    )
