"""Finding creators for a person: spellings, handles, pages, tags."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import find
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Platform

NAMES = {
    "ig:tree": ("小樹手作", "littletree"),
    "ig:wash": ("慢慢洗 Official", "slowwash"),
    "yt:mia": ("Mia 日常", "miadaily"),
    "yt:mia2": ("Mía dáily", "mia_daily_2"),
    "yt:ade": ("阿德露營", "ade.camp"),
}


@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Roster]:
    db = connect(tmp_path / "roster.db")
    roster = Roster(db)
    roster.save_all(
        Creator(id=id_, name=name, channels=(Channel(platform=Platform.INSTAGRAM, handle=handle),))
        for id_, (name, handle) in NAMES.items()
    )
    yield roster
    db.close()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("小樹手作", "ig:tree"),
        ("小樹", "ig:tree"),
        ("小树手作", "ig:tree"),  # Simplified
        ("littletree", "ig:tree"),
        ("@LittleTree", "ig:tree"),
        ("慢慢洗", "ig:wash"),
        ("slow wash", "ig:wash"),
        ("Mia 日常", "yt:mia"),
        ("ade camp", "yt:ade"),
        ("littletre", "ig:tree"),  # a letter is missing
    ],
)
def test_who_is_meant(roster: Roster, words: str, first: str) -> None:
    assert find.search(roster, words)[0].id == first


@pytest.mark.parametrize("words", ["", "  ", "!!!", "nobody at all", "咖啡"])
def test_nobody_is_meant(roster: Roster, words: str) -> None:
    assert find.search(roster, words) == []


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roster]:
    db = connect(tmp_path_factory.mktemp("find") / "r.db")
    roster = Roster(db)
    roster.save(Creator(id="a", name="小樹"))
    yield roster
    db.close()


@given(words=st.text(max_size=40))
def test_whatever_is_searched(words: str, one: Roster) -> None:
    assert len(find.search(one, words)) <= 1


def test_pages_hold_everybody_once(roster: Roster) -> None:
    pages = [find.page(roster, number, 2) for number in (1, 2, 3)]
    assert [count for _, count in pages] == [3, 3, 3]
    assert sorted(one.id for some, _ in pages for one in some) == sorted(NAMES)
    assert find.page(roster, 99, 2)[0] == pages[2][0] and find.page(roster, -1, 2)[0] == pages[0][0]


def test_an_empty_roster_has_one_empty_page(tmp_path: Path) -> None:
    db = connect(tmp_path / "empty.db")
    assert find.page(Roster(db), 1, 8) == ([], 1)
    db.close()


def test_a_tag_names_one_creator_of_this_roster(roster: Roster) -> None:
    for id_ in NAMES:
        tag = find.tag_of(id_)
        assert len(tag) == 16 and find.by_tag(roster, tag) == id_
    assert find.by_tag(roster, find.tag_of("somebody else")) is None
    assert find.by_tag(roster, "") is None
