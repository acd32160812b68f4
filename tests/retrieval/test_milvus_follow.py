"""A collection that follows a roster in SQLite: what changed is sent, what was removed goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.roster import Roster
from data.store import connect as open_store
from knowledge.models import Creator
from retrieval.milvus import MilvusIndex, connect
from retrieval.milvus_client import Access
from retrieval.milvus_follow import follow, follow_on
from retrieval.milvus_load import Loaded
from tests.retrieval.contract import named
from tests.retrieval.toy import ToyEncoder


@pytest.fixture
def index(milvus: str, request: pytest.FixtureRequest) -> Iterator[MilvusIndex]:
    made = connect(Access(milvus), ToyEncoder(), request.node.originalname, kind="FLAT", create=True)
    yield made
    made.collection.drop()
    made.close()


@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Roster]:
    store = open_store(tmp_path / "roster.db")
    yield Roster(store)
    store.close()


def fiction(number: int) -> Creator:
    return named(number, "soap", f"lady{number}").model_copy(update={"demo": True})


def there(index: MilvusIndex) -> list[str]:
    return [f"{creator.id} {creator.name}" for creator in index.creators()]


def test_only_what_changed_is_sent(index: MilvusIndex, roster: Roster) -> None:
    roster.save_all(named(number, "soap", "a") for number in range(5))
    assert follow(index, roster) == Loaded(5, 5)
    assert follow(index, roster) == Loaded()
    roster.save(named(1, "soap", "b"))
    roster.remove(["c2"])
    roster.save(named(7, "cat", "d"))
    assert follow(index, roster) == Loaded(2, 2)
    assert there(index) == ["c0 a", "c1 b", "c3 a", "c4 a", "c7 d"]
    assert follow(index, roster, again=True) == Loaded(5, 5)


def test_a_channel_may_change_hands_in_between(index: MilvusIndex, roster: Roster) -> None:
    roster.save_all([named(1, "soap", "a")])
    follow(index, roster)
    roster.remove(["c1"])
    roster.save(named(1, "soap", "heir").model_copy(update={"id": "a1"}))
    assert follow(index, roster) == Loaded(1, 1)
    assert there(index) == ["a1 heir"]


def test_fiction_makes_room_for_the_first_real_creator(index: MilvusIndex, roster: Roster) -> None:
    roster.save_all([fiction(1), fiction(2)])
    follow(index, roster)
    assert (there(index), index.has_own()) == (["c1 lady1", "c2 lady2"], False)
    roster.save(named(3, "soap", "real"))
    assert follow(index, roster) == Loaded(1, 1)
    assert (there(index), index.has_own()) == (["c3 real"], True)


def test_who_came_from_elsewhere_stays(index: MilvusIndex, roster: Roster, tmp_path: Path) -> None:
    index.upsert([named(9, "soap", "from a file")])
    roster.save_all([named(1, "soap", "a")])
    follow(index, roster)
    other = open_store(tmp_path / "other.db")
    moved = Roster(other)
    moved.save_all([named(2, "soap", "b")])
    assert follow(index, moved) == Loaded(1, 1)  # another roster: all of it
    assert there(index) == ["c1 a", "c2 b", "c9 from a file"]
    other.close()


def test_a_bot_follows_only_a_roster_that_was_loaded(index: MilvusIndex, roster: Roster) -> None:
    roster.save_all([named(1, "soap", "a")])
    assert follow_on(index, roster) == 0
    assert there(index) == []
    follow(index, roster)
    state = index.state()
    assert (follow_on(index, roster), index.state()) == (0, state)  # nothing new: nothing is written either
    roster.save(named(2, "soap", "b"))
    assert follow_on(index, roster) == 1
    roster.remove(["c1"])
    assert follow_on(index, roster) == 0
    assert there(index) == ["c2 b"]
