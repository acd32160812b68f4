"""Restore: all or nothing, with what was there before kept aside."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.backup import make_backup
from data.conversations import ConversationStore
from data.databases import InUse, close_log, database_files
from data.keys import Keyring, new_key, seal_of
from data.restore import restore
from data.roster import Roster
from data.seal import Seal, WrongKey
from data.sealed_file import DamagedFile, ForeignFile
from data.store import NewerSchema, Store, connect
from knowledge.models import Creator

KEY, OTHER = new_key(), new_key()
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
ASIDE = "before-restore-20261122-123000"


def save(path: Path, *names: str) -> None:
    store = connect(path)
    seal = seal_of(store, Keyring(KEY, Path("no-file")))
    Roster(store, seal).save_all(Creator(id=name, name=name, notes=f"{name} 很準時") for name in names)
    store.close()


def names(path: Path) -> list[str]:
    store = connect(path)
    creators = Roster(store, Seal([KEY])).creators()
    store.close()
    assert all(creator.notes == f"{creator.name} 很準時" for creator in creators)
    return [creator.name for creator in creators]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    save(tmp_path / "home" / "kol.db", "a", "b")
    save(tmp_path / "home" / "teams" / "1" / "roster.db", "c")
    return tmp_path / "home"


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    return make_backup(home, (KEY,), tmp_path / "a.kolbackup").file


def contents(home: Path) -> dict[str, str]:
    """Every database as SQL, every other file by name."""
    databases = set(database_files(home))
    return {
        str(path.relative_to(home)): "\n".join(sqlite3.connect(path).iterdump()) if path in databases else ""
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_what_was_saved_comes_back_and_what_was_there_stays_aside(home: Path, backup: Path) -> None:
    save(home / "kol.db", "later")
    save(home / "teams" / "2" / "roster.db", "new team")
    done = restore(backup, home, (KEY,), NOW)
    assert names(home / "kol.db") == ["a", "b"] and names(home / "teams" / "1" / "roster.db") == ["c"]
    assert database_files(home) == [home / "kol.db", home / "teams" / "1" / "roster.db"]
    assert done.aside == home / ASIDE
    assert names(home / ASIDE / "kol.db") == ["a", "b", "later"]
    assert names(home / ASIDE / "teams" / "2" / "roster.db") == ["new team"]


def test_another_machine_needs_the_file_and_the_key(backup: Path, tmp_path: Path) -> None:
    done = restore(backup, tmp_path / "elsewhere", (KEY,), NOW)
    assert done.aside is None
    assert names(tmp_path / "elsewhere" / "kol.db") == ["a", "b"]
    store = connect(tmp_path / "elsewhere" / "kol.db")
    assert seal_of(store, Keyring(KEY, tmp_path / "no-file")).keys == (KEY,)
    store.close()


def later(backup: Path, home: Path) -> None:
    store = connect(home / "kol.db")
    store.execute("insert into _sqlite_migrations (migration_set, name) values ('roster', 'm999_stars')")
    store.close()
    make_backup(home, (KEY,), backup)
    store = connect_old(home / "kol.db")
    store.execute("delete from _sqlite_migrations where name = 'm999_stars'")
    store.commit()
    store.close()


def connect_old(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path)


def unknown_set(backup: Path, home: Path) -> None:
    store = connect_old(home / "kol.db")
    store.execute("insert into _sqlite_migrations (migration_set, name) values ('horoscope', 'm001')")
    store.commit()
    make_backup(home, (KEY,), backup)
    store.execute("delete from _sqlite_migrations where migration_set = 'horoscope'")
    store.commit()
    store.close()


@pytest.mark.parametrize(
    ("spoil", "error", "says"),
    [
        (later, NewerSchema, r"later version of kol-advisor \(it has roster.m999_stars\)"),
        (unknown_set, NewerSchema, "horoscope.m001"),
        (lambda backup, home: backup.write_bytes(backup.read_bytes()[:-30]), DamagedFile, "damaged"),
        (lambda backup, home: backup.write_bytes(b"PK"), ForeignFile, "no backup of kol-advisor"),
        (lambda backup, home: make_backup(home, (OTHER,), backup), WrongKey, "no key of yours"),
    ],
)
def test_what_cannot_be_restored_is_refused_and_changes_nothing(
    home: Path, backup: Path, spoil: object, error: type[Exception], says: str
) -> None:
    assert callable(spoil)
    spoil(backup, home)
    before = contents(home)
    with pytest.raises(error, match=says):
        restore(backup, home, (KEY,), NOW)
    assert contents(home) == before


def test_data_of_another_key_are_refused_though_the_file_opens(home: Path, tmp_path: Path) -> None:
    """A backup is sealed as a whole, and its values once more: both must open, or nothing can be read later."""
    backup = make_backup(home, (OTHER,), tmp_path / "b.kolbackup").file
    before = contents(home)
    with pytest.raises(WrongKey):
        restore(backup, home, (OTHER,), NOW)
    assert contents(home) == before


def test_a_home_in_use_is_left_alone(home: Path, backup: Path) -> None:
    running: Store = connect(home / "kol.db")
    ConversationStore(running, Seal([KEY]))
    with pytest.raises(InUse, match=r"kol\.db is open in another process.*Stop the bot"):
        restore(backup, home, (KEY,), NOW)
    ConversationStore(running, Seal([KEY])).choose_language(1, "en")  # and goes on as before
    running.close()
    restore(backup, home, (KEY,), NOW)
    assert names(home / "kol.db") == ["a", "b"]


def test_a_home_that_is_damaged_is_put_aside_as_it_is(home: Path, backup: Path) -> None:
    """Which may be why a backup is wanted."""
    rubbish = b"not a database" * 1000
    (home / "kol.db").write_bytes(rubbish)
    restore(backup, home, (KEY,), NOW)
    assert names(home / "kol.db") == ["a", "b"]
    assert (home / ASIDE / "kol.db").read_bytes() == rubbish


def test_what_was_written_last_is_aside_though_it_stood_in_the_log(home: Path, backup: Path) -> None:
    """As after a kill: the log holds commits that the database file does not."""
    store = connect(home / "kol.db")
    Roster(store, Seal([KEY])).save(Creator(id="z", name="z", notes="z 很準時"))
    log = {path: path.read_bytes() for path in home.glob("kol.db*")}
    store.close()
    for path, content in log.items():
        path.write_bytes(content)
    (home / "kol.db-shm").unlink()
    restore(backup, home, (KEY,), NOW)
    assert names(home / "kol.db") == ["a", "b"]
    assert names(home / ASIDE / "kol.db") == ["a", "b", "z"]


def test_a_restored_home_can_be_backed_up_and_restored_again(
    home: Path, backup: Path, tmp_path: Path
) -> None:
    restore(backup, home, (KEY,), NOW)
    again = make_backup(home, (KEY,), tmp_path / "again.kolbackup")
    assert [part.path for part in again.manifest.parts] == [
        "kol.db",
        "teams/1/roster.db",
    ]  # not what is aside
    restore(again.file, tmp_path / "third", (KEY,), NOW)
    assert names(tmp_path / "third" / "kol.db") == ["a", "b"]


def test_a_free_database_gives_its_log_away(home: Path) -> None:
    close_log(home / "kol.db")
    assert not (home / "kol.db-wal").exists()
