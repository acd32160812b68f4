"""Backups: everything kept, in one sealed file that is whole or not there, taken while others write."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import sealed_file
from data.backup import CannotBackUp, Schedule, backup_name, backups_in, make_backup, read_backup
from data.conversations import ConversationStore, Place, Saved
from data.keys import new_key
from data.roster import Roster
from data.seal import Seal, WrongKey
from data.sealed_file import BLOCK, HEAD, DamagedFile, ForeignFile, SealedReader, SealedWriter
from data.store import Store, StoreError, connect
from knowledge.models import Brief, Creator

KEY, OTHER = new_key(), new_key()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def filled(path: Path, count: int = 3) -> Store:
    store = connect(path)
    Roster(store, Seal([KEY])).save_all(
        Creator(id=f"c{n}", name=f"創作者{n}", contact=f"c{n}@example.com") for n in range(count)
    )
    return store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    filled(tmp_path / "home" / "kol.db").close()
    filled(tmp_path / "home" / "teams" / "t1" / "roster.db", 5).close()
    return tmp_path / "home"


def test_a_backup_holds_every_database_and_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    before = sorted(path for path in home.rglob("*"))
    made = make_backup(home, (KEY,), tmp_path / "out" / "a.kolbackup", NOW)
    assert {part.path: part.rows["creators"] for part in made.manifest.parts} == {
        "kol.db": 3,
        "teams/t1/roster.db": 5,
    }
    assert made.manifest.made == "2026-11-22T12:00:00+00:00"
    assert sorted(path for path in home.rglob("*")) == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.kolbackup"]
    assert made.file.stat().st_mode & 0o777 == 0o600


def test_it_reads_back_row_for_row(home: Path, tmp_path: Path) -> None:
    file = make_backup(home, (KEY,), tmp_path / "a.kolbackup").file
    read_backup(file, (KEY,), tmp_path / "out")
    for path in ("kol.db", "teams/t1/roster.db"):
        ours, theirs = (list(sqlite3.connect(root / path).iterdump()) for root in (home, tmp_path / "out"))
        assert ours == theirs


def test_nothing_in_it_can_be_read_without_the_key(home: Path, tmp_path: Path) -> None:
    file = make_backup(home, (KEY,), tmp_path / "a.kolbackup").file
    content = file.read_bytes()
    for word in ("創作者", "example.com", "manifest", "kol.db", "SQLite"):
        assert word.encode() not in content.removeprefix(HEAD)
    with pytest.raises(WrongKey, match=r"no key of yours opens .*a\.kolbackup"):
        read_backup(file, (OTHER,))


def test_an_older_key_opens_it_too(home: Path, tmp_path: Path) -> None:
    file = make_backup(home, (OTHER,), tmp_path / "a.kolbackup").file
    assert len(read_backup(file, (KEY, OTHER)).parts) == 2


def test_it_is_taken_while_another_thread_writes(tmp_path: Path) -> None:
    store = filled(tmp_path / "home" / "kol.db")
    conversations, stop = ConversationStore(store, Seal([KEY])), Event()

    def talk() -> None:
        for n in range(10_000):
            if stop.is_set():
                return
            conversations.save(Saved(f"b{n}", Place(1, 0, 1), "en", Brief(product=f"soap {n}")))

    talking = Thread(target=talk)
    talking.start()
    try:
        for n in range(3):
            file = make_backup(tmp_path / "home", (KEY,), tmp_path / f"{n}.kolbackup").file
            assert read_backup(file, (KEY,), tmp_path / f"out{n}")
            copy = connect(tmp_path / f"out{n}" / "kol.db")
            numbers = [int(row[0][1:]) for row in copy.execute("select id from briefs order by rowid")]
            assert numbers == list(range(len(numbers)))  # one moment of the database, without gaps
            copy.close()
    finally:
        stop.set()
        talking.join()
        store.close()


def test_a_damaged_database_is_not_backed_up_as_if_it_were_sound(home: Path, tmp_path: Path) -> None:
    database = home / "kol.db"
    content = bytearray(database.read_bytes())
    content[8192:12288] = os.urandom(4096)
    database.write_bytes(content)
    with pytest.raises(StoreError, match=r"kol\.db"):
        make_backup(home, (KEY,), tmp_path / "a.kolbackup")
    assert not list(tmp_path.glob("a.*"))


def test_an_empty_home_has_nothing_to_back_up(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(CannotBackUp, match="nothing to back up"):
        make_backup(tmp_path / "home", (KEY,), tmp_path / "a.kolbackup")


def test_where_nothing_can_be_written_the_old_backup_stays(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotBackUp, match="cannot be written"):
        make_backup(home, (KEY,), tmp_path / "file" / "a.kolbackup")


def test_what_a_crash_left_is_cleared_away(home: Path, tmp_path: Path) -> None:
    (home / ".backup-dead" / "x").mkdir(parents=True)
    made = make_backup(home, (KEY,), tmp_path / "a.kolbackup")
    assert len(made.manifest.parts) == 2
    assert not list(home.glob(".backup-*"))


def damaged(content: bytes) -> dict[str, bytes]:
    """What can happen to a file on its way."""
    lines = content.removeprefix(HEAD).splitlines(keepends=True)
    return {
        "cut in the middle": content[: len(content) // 2],
        "its last block is gone": HEAD + b"".join(lines[:-1]),
        "its last byte is gone": content[:-1],
        "a byte is changed": content[:-100] + b"A" + content[-99:],
        "two blocks have changed places": HEAD + b"".join([lines[1], lines[0], *lines[2:]]),
        "a block is there twice": HEAD + b"".join([lines[0], lines[0], *lines[1:]]),
        "something stands behind it": content + b"x",
    }


@pytest.mark.parametrize("what", damaged(HEAD + b"a\nb\n"))
def test_a_damaged_file_is_refused(
    home: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_file, "BLOCK", 2**12)  # several blocks of a small file
    file = make_backup(home, (KEY,), tmp_path / "a.kolbackup").file
    file.write_bytes(damaged(file.read_bytes())[what])
    with pytest.raises(DamagedFile, match=r"a\.kolbackup is damaged"):
        read_backup(file, (KEY,))


def test_a_block_of_another_backup_is_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_file, "BLOCK", 2**12)
    one, two = (make_backup(home, (KEY,), tmp_path / name).file for name in ("1", "2"))
    lines, others = (file.read_bytes().splitlines(keepends=True) for file in (one, two))
    one.write_bytes(b"".join([*lines[:2], others[2], *lines[3:]]))
    with pytest.raises(DamagedFile):
        read_backup(one, (KEY,))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"SQLite format 3\x00" * 100, HEAD[:-1], "手工皂".encode()]
)
def test_any_other_file_is_refused_as_such(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(ForeignFile, match="no backup of kol-advisor"):
        read_backup(tmp_path / "x", (KEY,))


def test_an_endless_line_is_not_read_into_memory(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(HEAD + b"A" * (4 * BLOCK))
    with pytest.raises(DamagedFile):
        read_backup(tmp_path / "x", (KEY,))


@given(st.lists(st.binary(max_size=300), max_size=20), st.integers(1, 64), st.integers(1, 100))
def test_a_stream_comes_back_whatever_its_pieces(pieces: list[bytes], block: int, size: int) -> None:
    out = BytesIO()
    with pytest.MonkeyPatch.context() as change:
        change.setattr(sealed_file, "BLOCK", block)
        writer = SealedWriter(out, (KEY,))
        for piece in pieces:
            writer.write(piece)
        writer.finish()
    reader, read = SealedReader(BytesIO(out.getvalue()), (OTHER, KEY), "x"), []
    while piece := reader.read(size):
        read.append(piece)
    reader.finish()
    assert b"".join(read) == b"".join(pieces)


def test_the_schedule_keeps_the_newest_and_waits_for_its_hour(home: Path, tmp_path: Path) -> None:
    schedule = Schedule(tmp_path / "backups", hours=24, keep=3)
    at = datetime.now(UTC)
    for day in range(5):
        now = at + timedelta(days=day)
        made = schedule.run(home, (KEY,), now)
        assert made and made.file.name == backup_name(now)
        os.utime(made.file, (now.timestamp(), now.timestamp()))
        assert schedule.run(home, (KEY,), now + timedelta(hours=23)) is None
    kept = [backup_name(at + timedelta(days=day)) for day in (2, 3, 4)]
    assert [path.name for path in backups_in(schedule.folder)] == kept


def test_files_of_others_in_the_folder_stay(home: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "holiday.jpg").write_text("x")
    schedule = Schedule(tmp_path / "backups", hours=1, keep=1)
    for day in range(2):
        now = NOW + timedelta(days=day)
        made = schedule.run(home, (KEY,), now)
        assert made
        os.utime(made.file, (now.timestamp(), now.timestamp()))
    assert {path.name for path in schedule.folder.iterdir()} == {"holiday.jpg", backup_name(now)}
