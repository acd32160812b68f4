"""What the bot does beside answering: backups and the end of what is too old, and what its health depends on."""

from collections.abc import Mapping
from pathlib import Path
from shutil import disk_usage

from bot.app import Home
from bot.backup_cli import scheduled
from bot.milvus import followed, is_remote
from bot.privacy_cli import retained
from bot.telegram.health import Check
from bot.telegram.jobs import Job
from data.store import StoreError

BACKUP_SECONDS = 600.0  # between looks whether a backup is due
RETAIN_SECONDS = 3600.0
INDEX_SECONDS = 30.0  # between looks whether creators were changed that Milvus does not have yet
ROOM_BYTES = 50 * 2**20  # free space under which writing is about to fail


def jobs_of(home: Home) -> tuple[Job, ...]:
    """The housekeeping that the settings ask for."""
    return (
        Job("retain", RETAIN_SECONDS, lambda: sum(retained(home).values())),
        Job("backup", BACKUP_SECONDS, lambda: scheduled(home)),
        *([Job("index", INDEX_SECONDS, lambda: followed(home))] if is_remote(home.options) else []),
    )


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
