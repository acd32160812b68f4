"""Labels of sources: each once, sealed, found again after a rollback or a change by somebody else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.amend import amend
from data.changes import last_change
from data.importer import import_file
from data.journal import undo
from data.keys import Keyring, new_key, seal_of
from data.roster import Roster
from data.rotation import seal_again, seal_later, sealed_values
from data.seal import PREFIX, Seal
from data.sources import Sources
from data.store import Store, connect
from knowledge.models import Channel, Creator, Figure, Platform, Provenance

KEY = new_key()
LABEL = "小美的私人名單 0912345678.csv"
DAY = date(2026, 11, 20)
MEI = Creator(
    id="mei",
    name="小美",
    channels=(
        Channel(
            platform=Platform.INSTAGRAM, handle="mei", followers=Figure(value=5, as_of=DAY, source=LABEL)
        ),
    ),
    provenance=(Provenance(fields=("name",), as_of=DAY, source=LABEL),),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "kol.db")
    yield store
    store.close()


def kept(db: Store) -> list[str]:
    return [str(label) for (label,) in db.execute("select label from sources order by id").fetchall()]


def file_holds(db: Store, words: str) -> bool:
    """Whether the words stand anywhere in the database's files, as they are."""
    db.execute("pragma wal_checkpoint(truncate)").fetchone()
    files = db.path.parent.glob(f"{db.path.name}*")
    return any(words.encode() in file.read_bytes() for file in files)


def test_the_name_of_a_file_is_nowhere_to_be_read(db: Store, tmp_path: Path) -> None:
    roster, file = Roster(db, Seal([KEY])), tmp_path / LABEL
    file.write_text("name,platform,handle,followers,貼文報價\n小美,ig,mei,5000,3000\n", encoding="utf-8")
    import_file(roster, file)
    creator = roster.get("instagram:mei")
    assert creator and creator.provenance[0].source == LABEL
    amend(roster, creator, None, "notes", "很好聊", "由 0912345678 修改", DAY)
    assert not file_holds(db, "0912345678") and file_holds(db, "小美")
    last = last_change(roster)
    assert last and last.what == "由 0912345678 修改" == undo(roster).what
    assert undo(roster).what == LABEL


def test_one_label_has_one_row_wherever_it_stands(db: Store) -> None:
    roster = Roster(db, Seal([KEY]))
    roster.save(MEI)
    roster.save(MEI.model_copy(update={"id": "bo", "channels": ()}))
    assert len(kept(db)) == 1 and kept(db)[0].startswith(PREFIX)
    assert Roster(db, Seal([KEY])).creator("mei") == MEI


def test_labels_are_sealed_again_with_a_new_key(db: Store) -> None:
    Roster(db, Seal([KEY])).save(MEI)
    new = new_key()
    seal_again(db, Seal([new, KEY]))
    assert Roster(db, Seal([new])).creator("mei") == MEI
    assert ("sources", "label") in [column for column, _ in sealed_values(db)]


def test_what_an_earlier_version_left_open_is_sealed_when_the_database_is_opened(
    db: Store, tmp_path: Path
) -> None:
    ring = Keyring(KEY, tmp_path / "no-file")
    seal = seal_of(db, ring)
    with db.atomic():
        db.execute("insert into sources (label) values ('old.csv')")
        db.execute("insert into journal (at, what) values ('2026-11-20T00:00:00+00:00', 'old.csv')")
    seal_of(db, ring)
    what = db.execute("select what from journal").fetchone()[0]
    assert [seal.open(label) for label in (*kept(db), what)] == ["old.csv", "old.csv"]
    assert all(label.startswith(PREFIX) for label in (*kept(db), what))
    assert seal_later(db, seal) == 0


def test_a_label_that_was_taken_back_gets_a_number_again(db: Store) -> None:
    sources = Sources(db, Seal([KEY]))
    with pytest.raises(KeyError), db.atomic():
        assert sources.numbers(["a"]) == {"a": 1}
        raise KeyError
    with db.atomic():
        assert sources.numbers(["b"]) == {"b": 1}
        assert sources.numbers(["b", "a"]) == {"b": 1, "a": 2}
    assert sources.labels([1, 2, 9]) == {1: "b", 2: "a"}


def test_what_another_process_added_is_found(db: Store) -> None:
    first, second = Sources(db, Seal([KEY])), Sources(db, Seal([KEY]))
    with db.atomic():
        assert first.numbers(["a"]) == {"a": 1}
        assert second.numbers(["a", "b"]) == {"a": 1, "b": 2}
        assert first.numbers(["b"]) == {"b": 2}


def test_a_number_that_went_to_another_label_is_not_believed(db: Store) -> None:
    first, second = Sources(db, Seal()), Sources(db, Seal())
    with db.atomic():
        first.numbers(["a"])
        db.execute("delete from sources")
        assert second.numbers(["b"]) == {"b": 1}
        assert first.numbers(["a"]) == {"a": 2}


def test_the_sweep_leaves_what_anything_comes_from(db: Store) -> None:
    roster = Roster(db)
    roster.save(MEI)
    with db.atomic():
        roster.sources.numbers(["nobody's", LABEL])
        roster.sources.sweep()
    assert kept(db) == [LABEL]
    roster.save(MEI.model_copy(update={"channels": ()}))  # the name alone is from there now
    with db.atomic():
        roster.sources.sweep()
    assert kept(db) == [LABEL]
    roster.remove(["mei"])
    assert kept(db) == []


def test_many_sources_at_once(db: Store) -> None:
    labels = [f"https://example.com/{n}" for n in range(1200)]
    with db.atomic():
        numbers = Sources(db, Seal()).numbers(labels)
    assert Sources(db, Seal()).labels(numbers.values()) == {
        number: label for label, number in numbers.items()
    }
