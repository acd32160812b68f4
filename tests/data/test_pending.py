"""Imports that wait: sealed, for a day, and taken once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography.fernet import Fernet

from data.intake import Pasted, Upload
from data.pending import LASTS, MOST, Pending, PendingImports, Source
from data.roster import Roster
from data.seal import Seal
from data.store import connect

ANN, BEN = 7001, 7002
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = Upload("名單.csv", b"name,url\nAnn,https://instagram.com/ann\n", date(2026, 11, 20))


@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Roster]:
    db = connect(tmp_path / "roster.db")
    yield Roster(db, Seal([Fernet.generate_key().decode()]))
    db.close()


@pytest.mark.parametrize(
    "source", [FILE, Upload("", bytes(range(256)) * 9), Pasted("貼上 https://x.com/a", "訊息", None, True)]
)
def test_a_source_waits_as_it_came(roster: Roster, source: Source) -> None:
    waiting = PendingImports(roster)
    pending = waiting.put(ANN, source)
    assert waiting.get(pending.id) == Pending(pending.id, ANN, source, {})


def test_nobody_reads_it_in_the_file(roster: Roster) -> None:
    PendingImports(roster).put(ANN, Pasted("小樹 https://instagram.com/littletree"))
    roster.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = roster.db.path.read_bytes()
    assert b"littletree" not in content and "小樹".encode() not in content


def test_it_is_taken_once(roster: Roster) -> None:
    waiting = PendingImports(roster)
    pending = waiting.put(ANN, FILE)
    taken: list[Pending | None] = []
    both = [Thread(target=lambda: taken.append(waiting.take(pending.id))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(taken, key=bool) == [None, pending]
    assert waiting.get(pending.id) is None


def test_taking_is_part_of_what_is_done_about_it(roster: Roster) -> None:
    waiting = PendingImports(roster)
    pending = waiting.put(ANN, FILE)
    with pytest.raises(RuntimeError), roster.transaction():
        waiting.take(pending.id)
        raise RuntimeError("a crash in the middle of the import")
    assert waiting.get(pending.id) == pending


def test_one_that_was_taken_can_wait_again(roster: Roster) -> None:
    waiting = PendingImports(roster)
    pending = waiting.put(ANN, FILE)
    waiting.correct(pending.id, "欄", "notes")
    taken = waiting.take(pending.id)
    assert taken
    waiting.back(taken)
    assert waiting.get(pending.id) == taken


def test_a_day_later_it_waits_no_more(roster: Roster) -> None:
    now = NOON
    waiting = PendingImports(roster, lambda: now)
    pending = waiting.put(ANN, FILE)
    now = NOON + LASTS - timedelta(seconds=1)
    assert waiting.get(pending.id)
    now = NOON + LASTS
    assert waiting.get(pending.id) is None and waiting.take(pending.id) is None
    assert not waiting.correct(pending.id, "a", "name")


def test_corrections_are_kept_beside_it(roster: Roster) -> None:
    waiting = PendingImports(roster)
    pending = waiting.put(ANN, FILE)
    assert waiting.correct(pending.id, "甲", "followers") and waiting.correct(pending.id, "乙", "notes")
    assert waiting.correct(pending.id, "甲", "ignore")
    found = waiting.get(pending.id)
    assert found and found.corrections == {"甲": "ignore", "乙": "notes"}


def test_the_oldest_of_a_person_makes_way(roster: Roster) -> None:
    waiting = PendingImports(roster)
    first = waiting.put(BEN, FILE)
    mine = [waiting.put(ANN, FILE) for _ in range(MOST + 2)]
    assert [waiting.get(one.id) is not None for one in mine] == [False] * 2 + [True] * MOST
    assert waiting.get(first.id)


def test_ids_cannot_be_guessed(roster: Roster) -> None:
    waiting = PendingImports(roster)
    ids = {waiting.put(ANN, FILE).id for _ in range(20)}
    assert len(ids) == 20 and all(len(id_) == 22 for id_ in ids)


def test_two_people_are_remembered_in_either_order(roster: Roster) -> None:
    waiting = PendingImports(roster)
    waiting.are_two("b", "a")
    waiting.are_two("a", "b")
    assert waiting.two_people() == {("a", "b")}
