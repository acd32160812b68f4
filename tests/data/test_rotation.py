"""Changing keys: every sealed value of a database, or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.conversations import ConversationStore, Place, Saved
from data.keys import new_key
from data.roster import Roster
from data.rotation import count_sealed, seal_again, seal_plain, sealed_values, settle
from data.seal import Seal, WrongKey
from data.store import Store, connect
from knowledge.models import Brief, Creator

OLD, NEW = new_key(), new_key()
BRIEF = Brief(product="手工皂")
CREATOR = Creator(id="a", name="A", contact="a@example.com", notes="遲交過")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "kol.db")
    seal = Seal([OLD])
    ConversationStore(store, seal).save(Saved("b1", Place(1, 0, 1), "en", BRIEF))
    Roster(store, seal).save(CREATOR)
    yield store
    store.close()


def read(db: Store, *keys: str) -> tuple[Brief, Creator]:
    seal = Seal(keys)
    saved, creator = ConversationStore(db, seal).load("b1"), Roster(db, seal).creator("a")
    assert saved and creator
    return saved.brief, creator


def test_everything_is_sealed_with_the_new_key_and_reads_as_before(db: Store) -> None:
    assert seal_again(db, Seal([NEW, OLD])) == 4  # brief and view, contact and notes
    assert read(db, NEW) == (BRIEF, CREATOR)
    with pytest.raises(WrongKey):
        read(db, OLD)


def test_twice_is_as_good_as_once(db: Store) -> None:
    for _ in range(2):
        seal_again(db, Seal([NEW, OLD]))
    assert read(db, NEW) == (BRIEF, CREATOR)


def test_a_value_that_no_key_opens_stops_it_and_nothing_changes(db: Store) -> None:
    with db.atomic():
        db.execute("update creators set notes = ?", [Seal([new_key()]).close("lost")])
    before = list(db.conn.iterdump())
    with pytest.raises(WrongKey):
        seal_again(db, Seal([NEW, OLD]))
    assert list(db.conn.iterdump()) == before
    assert count_sealed(db, Seal([NEW, OLD])) == (4, 1)


def test_what_was_left_open_is_sealed_too(db: Store) -> None:
    with db.atomic():
        db.execute("update creators set contact = 'b@example.com'")
    assert seal_plain(db, Seal([OLD])) == 1
    assert read(db, OLD)[1].contact == "b@example.com"
    assert seal_plain(db, Seal([OLD])) == 0


def test_a_name_that_looks_sealed_is_left_alone(db: Store) -> None:
    with db.atomic():
        db.execute("update creators set name = 'sealed:1:haha'")
    seal_again(db, Seal([NEW, OLD]))
    assert Roster(db, Seal([NEW])).creators()[0].name == "sealed:1:haha"


def test_a_text_that_looks_sealed_is_sealed_as_any_other(db: Store) -> None:
    creator = CREATOR.model_copy(update={"notes": "sealed:1:haha"})
    Roster(db, Seal([OLD])).save(creator)
    seal_again(db, Seal([NEW, OLD]))
    assert Roster(db, Seal([NEW])).creators() == [creator]


def test_sealed_values_are_counted_by_whether_they_open(db: Store) -> None:
    assert count_sealed(db, Seal([OLD])) == (4, 0)
    assert count_sealed(db, Seal([NEW])) == (4, 4)
    with db.snapshot():
        assert {column for column, _ in sealed_values(db)} == {
            ("briefs", "brief"), ("briefs", "view"), ("creators", "contact"), ("creators", "notes"),
        }  # fmt: skip


def test_nothing_of_what_was_replaced_stays_in_the_file_or_its_log(db: Store) -> None:
    (old,) = db.execute("select contact from creators").fetchone()
    seal_again(db, Seal([NEW, OLD]))
    assert settle(db)
    for path in db.path.parent.glob("kol.db*"):
        assert old.encode() not in path.read_bytes()
