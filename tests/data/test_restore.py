"""Restore: all or nothing, with what was there before kept aside."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
from data.swap import finish
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


class Crash(BaseException):
    """The power goes: nothing is cleaned up by anybody who catches errors."""


def crashing_at(step: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the process end before its n-th step on the disk that moves, removes or syncs something."""
    steps: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            steps.append(name)
            if len(steps) == step:
                raise Crash(name)
            return None if len(steps) > step else real(*arguments, **options)  # who is gone cleans up nothing

        return call

    for owner, name in (
        (Path, "replace"),
        (Path, "unlink"),
        (os, "fsync"),
        (shutil, "rmtree"),
        (shutil, "copy2"),
    ):
        monkeypatch.setattr(owner, name, counted(name, getattr(owner, name)))
    return steps


def test_whenever_the_power_goes_all_is_as_before_or_all_is_restored(
    home: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step in turn: the next start finds the old databases or the new ones, never some of each."""
    save(home / "kol.db", "later")
    save(home / "teams" / "2" / "roster.db", "new team")
    before, outcomes = contents(home), []
    for step in range(1, 40):
        tried = home.parent / f"home-{step}"
        shutil.copytree(home, tried)
        with monkeypatch.context() as patched:
            steps = crashing_at(step, patched)
            with suppress(Crash):
                restore(backup, tried, (KEY,), NOW)
        finish(tried)
        databases = [path.relative_to(tried).as_posix() for path in database_files(tried)]
        if databases == ["kol.db", "teams/1/roster.db"]:
            assert names(tried / "kol.db") == ["a", "b"] and names(tried / "teams/1/roster.db") == ["c"]
            assert not list(tried.glob(".restore-*/plan.json"))
            outcomes.append("restored")
        else:
            now = {path: said for path, said in contents(tried).items() if path in before}
            assert now == before
            outcomes.append("as before")
        restore(backup, tried, (KEY,), NOW)
        assert names(tried / "kol.db") == ["a", "b"]
        if len(steps) < step:
            break
    turn = outcomes.index("restored")
    assert 3 < turn < len(outcomes) - 4 and set(outcomes[turn:]) == {"restored"}


def test_a_log_that_was_left_never_meets_the_restored_database(home: Path, backup: Path) -> None:
    """One beside a damaged database cannot be folded in."""
    (home / "kol.db").write_bytes(b"not a database" * 1000)
    (home / "kol.db-wal").write_bytes(b"left")
    restore(backup, home, (KEY,), NOW)
    assert not (home / "kol.db-wal").exists()
    assert names(home / "kol.db") == ["a", "b"]


def test_there_is_nothing_to_finish_in_a_home_that_is_not_there(tmp_path: Path) -> None:
    for home in (tmp_path / "nowhere", Path("/dev/null/home")):
        finish(home)
