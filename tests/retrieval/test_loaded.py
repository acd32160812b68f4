"""Creators kept in mind are as the roster is now, whoever changed it."""

from pathlib import Path

from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Platform
from retrieval.loaded import Loaded


def creator(name: str, content: str = "camping") -> Creator:
    channel = Channel(platform=Platform.YOUTUBE, handle=name, content=content)
    return Creator(id=name, name=name, channels=(channel,))


def two(tmp_path: Path) -> tuple[Roster, Roster]:
    """The same roster over two connections, as two processes have it."""
    roster = Roster(connect(tmp_path / "a.db"))
    roster.save_all([creator("ann"), creator("bob"), creator("cat")])
    return roster, Roster(connect(tmp_path / "a.db"))


def test_in_the_order_asked_for_and_read_once(tmp_path: Path) -> None:
    roster, _ = two(tmp_path)
    loaded = Loaded(roster)
    found = loaded.find(["cat", "nobody", "ann"])
    assert [one.id for one in found] == ["cat", "ann"]
    again = loaded.find(["ann", "bob"])
    assert again[0] is found[1]


def test_what_another_process_changed_is_read_again_and_nothing_else(tmp_path: Path) -> None:
    roster, elsewhere = two(tmp_path)
    loaded = Loaded(roster)
    before = loaded.find(["ann", "bob", "cat"])
    elsewhere.save(creator("bob", "cooking"))
    elsewhere.remove(["cat"])
    after = loaded.find(["ann", "bob", "cat"])
    assert [one.id for one in after] == ["ann", "bob"]
    assert after[0] is before[0]
    assert after[1].channels[0].content == "cooking"


def test_another_roster_in_the_same_place_shares_nothing(tmp_path: Path) -> None:
    roster, _ = two(tmp_path)
    loaded = Loaded(roster)
    loaded.find(["ann"])
    other = Roster(connect(tmp_path / "b.db"))
    other.save(creator("ann", "cooking"))
    loaded.source = other
    assert loaded.find(["ann"])[0].channels[0].content == "cooking"


def test_the_ones_unused_longest_are_forgotten(tmp_path: Path) -> None:
    roster, _ = two(tmp_path)
    loaded = Loaded(roster, kept=2)
    ann = loaded.find(["ann"])[0]
    loaded.find(["bob"])
    assert loaded.find(["ann"])[0] is ann
    loaded.find(["cat"])
    assert loaded.find(["ann"])[0] is ann
    assert len(loaded._creators) == 2


def test_a_write_between_looking_and_reading_keeps_nothing_old(tmp_path: Path) -> None:
    roster, elsewhere = two(tmp_path)
    loaded = Loaded(roster)
    state = roster.state()
    old = {"ann": roster.find(ids=["ann"])[0]}
    elsewhere.save(creator("ann", "cooking"))
    loaded.find(["bob"])
    loaded._keep(old, state)
    assert loaded.find(["ann"])[0].channels[0].content == "cooking"
