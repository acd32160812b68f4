"""The database file: opened, refused with a reason, shared between threads, and sound after a crash."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from data import store
from data.migrations import migrations
from data.roster import Roster
from data.store import CorruptStore, LockedStore, NewerSchema, Store, StoreError, UnwritableStore, connect
from knowledge.models import Creator

LATER = ("journal", "journal_creators", "roster_versions", "changes", "sources")
STEPS = ["m001_roster", "m002_journal", "m003_changes", "m004_sources", "m005_own"]


def pragma(db: Store, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    db = connect(tmp_path / "home" / "kol.db")
    assert (tmp_path / "home" / "kol.db").exists()
    assert [step.name for step in migrations.applied(db)] == STEPS
    settings = {name: pragma(db, name) for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_every_table_is_strict(tmp_path: Path) -> None:
    db = connect(tmp_path / "kol.db")
    tables = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    ours = {name: strict for name, strict in tables if not name.startswith(("sqlite_", "_"))}
    assert set(ours) == {"roster_state", "creators", "channels", "figures", "fees", "audiences", *LATER}
    assert all(ours.values())


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    connect(tmp_path / "kol.db").close()
    db = connect(tmp_path / "kol.db")
    assert len(migrations.applied(db)) == len(STEPS)
    assert pragma(db, "integrity_check") == "ok"


@pytest.mark.parametrize(
    "content", [b"name,platform\nA,youtube\n" * 50, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kol.db").write_bytes(content)
    with pytest.raises(CorruptStore, match=r"kol\.db is not a sound SQLite database .* Put a backup"):
        connect(tmp_path / "kol.db")
    assert (tmp_path / "kol.db").read_bytes() == content


def test_a_damaged_page_is_named_when_it_is_met(tmp_path: Path) -> None:
    roster = Roster(connect(tmp_path / "kol.db"))
    roster.save_all(Creator(id=f"c{n}", name="x" * 200) for n in range(200))
    roster.db.close()
    content = bytearray((tmp_path / "kol.db").read_bytes())
    content[8192:] = b"\x17" * (len(content) - 8192)
    (tmp_path / "kol.db").write_bytes(content)
    with pytest.raises(CorruptStore):
        Roster(connect(tmp_path / "kol.db")).creators()


def test_a_later_version_wrote_the_file(tmp_path: Path) -> None:
    db = connect(tmp_path / "kol.db")
    row = {"migration_set": "roster", "name": "m999_teams", "applied_at": "2030-01-01"}
    db.table("_sqlite_migrations").insert(row)
    db.close()
    with pytest.raises(NewerSchema, match=r"later version of kol-advisor \(it has m999_teams\). Update"):
        connect(tmp_path / "kol.db")


def test_a_path_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UnwritableStore, match="permissions and free space, or set KOL_HOME"):
        connect(tmp_path / "file" / "kol.db")
    with pytest.raises(UnwritableStore):
        connect(tmp_path)  # a folder


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableStore):
        connect(tmp_path / "kol.db")


def test_a_database_turned_read_only(tmp_path: Path) -> None:
    db = connect(tmp_path / "kol.db")
    db.execute("PRAGMA query_only = ON")
    with pytest.raises(UnwritableStore, match="cannot be written"):
        Roster(db).save(Creator(id="a", name="A"))


def test_another_process_holds_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    first, second = connect(tmp_path / "kol.db"), connect(tmp_path / "kol.db")
    with first.atomic():
        with pytest.raises(LockedStore, match="locked by another process"):
            Roster(second).save(Creator(id="a", name="A"))
        assert Roster(second).creators() == []  # a reader does not wait
    assert Roster(second).save(Creator(id="a", name="A"))


def test_an_error_of_ours_is_not_renamed(tmp_path: Path) -> None:
    db = connect(tmp_path / "kol.db")
    with pytest.raises(sqlite3.OperationalError, match="no such table"), db.atomic():
        db.execute("SELECT * FROM nowhere")
    assert not issubclass(sqlite3.OperationalError, StoreError)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    roster = Roster(connect(tmp_path / "kol.db"))
    with pytest.raises(ZeroDivisionError), roster.transaction():
        roster.save(Creator(id="a", name="A"))
        raise ZeroDivisionError
    assert (roster.creators(), roster.version) == ([], 0)
    with roster.transaction():
        roster.save(Creator(id="a", name="A"))
        with pytest.raises(ZeroDivisionError), roster.transaction():
            roster.save(Creator(id="b", name="B"))
            raise ZeroDivisionError
    assert [creator.id for creator in roster.creators()] == ["a"]


def test_threads_do_not_see_each_others_open_transactions(tmp_path: Path) -> None:
    roster = Roster(connect(tmp_path / "kol.db"))
    seen: list[int] = []
    reader = threading.Thread(target=lambda: seen.append(len(roster.creators())))
    with roster.transaction():
        roster.save(Creator(id="a", name="A"))
        reader.start()
        reader.join(0.1)
        assert seen == []  # it waits for the end
        roster.save(Creator(id="b", name="B"))
    reader.join()
    assert seen == [2]


def test_many_threads_lose_nothing(tmp_path: Path) -> None:
    roster = Roster(connect(tmp_path / "kol.db"))
    work = [
        threading.Thread(
            target=lambda n=n: [roster.save(Creator(id=f"{n}-{i}", name="A")) for i in range(10)]
        )
        for n in range(6)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert (len(roster.creators()), roster.version) == (60, 60)


CRASH = """
import os, sys
from pathlib import Path
from data.roster import Roster
from data.store import connect
from knowledge.models import Creator
roster = Roster(connect(Path(sys.argv[1])))
roster.save(Creator(id="confirmed", name="A"))
with roster.transaction():
    roster.save(Creator(id="half way", name="B"))
    os.kill(os.getpid(), 9)
"""


def test_kill_9_keeps_what_was_confirmed_and_only_that(tmp_path: Path) -> None:
    died = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path / "kol.db")], cwd=Path(__file__).parents[2]
    )
    assert died.returncode == -9
    roster = Roster(connect(tmp_path / "kol.db"))
    assert [creator.id for creator in roster.creators()] == ["confirmed"]
    assert pragma(roster.db, "integrity_check") == "ok"


def test_two_processes_may_start_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from data.store import connect; connect(Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "kol.db")]
    started = [subprocess.Popen(command, cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert len(migrations.applied(connect(tmp_path / "kol.db"))) == len(STEPS)
