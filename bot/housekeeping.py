"""What the bot does beside answering: backups and the end of what is too old, and what its health depends on."""

from collections.abc import Mapping
from pathlib import Path
from shutil import disk_usage

from bot.app import Home
from bot.backup_cli import scheduled
from bot.milvus import followed, is_remote
from bot.privacy_cli import retained
from bot.telegram.health import Check
from bot.telegram.interpreter import return_holes
from bot.telegram.jobs import Job
from data.store import StoreError

BACKUP_SECONDS = 600.0  # between looks whether a backup is due
RETAIN_SECONDS = 3600.0
MEMORY_SECONDS = 60.0
OTHERS_SECONDS = 30.0  # between looks whether another process wrote to the database
INDEX_SECONDS = 30.0  # between looks whether creators were changed that Milvus does not have yet
ROOM_BYTES = 50 * 2**20  # free space under which writing is about to fail


def jobs_of(home: Home) -> tuple[Job, ...]:
    """The housekeeping that the settings ask for."""
    return (
        Job("retain", RETAIN_SECONDS, lambda: sum(retained(home).values())),
        Job("backup", BACKUP_SECONDS, lambda: scheduled(home)),
        Job("memory", MEMORY_SECONDS, return_holes),
        Job("others", OTHERS_SECONDS, Others(home).heed),
        *([Job("index", INDEX_SECONDS, lambda: followed(home))] if is_remote(home.options) else []),
    )


class Others:
    """Notices what other processes write: after `kol-advisor forget`, no answer of that person stays in memory here."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._seen = self._version()

    def heed(self) -> None:
        """Drop the answers in memory, if another process wrote since the last look."""
        version = self._version()
        if version != self._seen:
            self.home.drop_answers()
        self._seen = version

    def _version(self) -> int:
        """A number that changes with every commit of other connections, and with none of ours."""
        with self.home.store.lock:
            return int(self.home.store.execute("pragma data_version").fetchone()[0])


def checks_of(home: Home) -> Mapping[str, Check]:
    """The parts that a healthy bot needs: each says nothing where it is well, else what is wrong."""
    return {
        "database": lambda: _database(home),
        "index": lambda: _index(home),
        "disk": lambda: _room(home.options.home),
    }


def _database(home: Home) -> str | None:
    """Whether it can be read. Damage that a query does not meet is found by `kol-advisor doctor`."""
    try:
        with home.store.snapshot() as store:
            store.execute("select count(*) from inbox").fetchone()
    except StoreError as problem:
        return type(problem).__name__
    return None


def _index(home: Home) -> str | None:
    """Whether advice can be searched for: the index is open and follows the roster."""
    try:
        home.common.made().index.state()
    except (
        Exception
    ) as problem:  # an index may be files or a server of any kind; all that counts is that it answers
        return type(problem).__name__
    return None


def _room(folder: Path) -> str | None:
    return None if disk_usage(folder).free > ROOM_BYTES else "no room left"
