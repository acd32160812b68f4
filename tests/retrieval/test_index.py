"""The index against a brute-force oracle: same filter, same order, ties by key; and how it follows a roster."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Figure, Platform
from retrieval.entry import entry
from retrieval.filters import Filter
from retrieval.index import LocalIndex
from tests.retrieval.toy import ToyEncoder

WORDS = ["soap", "camping", "cat", "keyboard", "手工", "露營", "貓", "makeup"]
contents = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
channels = st.builds(
    lambda platform, content, count: (platform, content or None, count),
    st.sampled_from([Platform.YOUTUBE, Platform.INSTAGRAM, Platform.TIKTOK]),
    contents,
    st.one_of(st.none(), st.integers(0, 10**6)),
)
filters = st.builds(
    Filter,
    platforms=st.frozensets(st.sampled_from([Platform.YOUTUBE, Platform.TIKTOK]), max_size=2),
    followers_low=st.one_of(st.none(), st.integers(0, 10**6)),
    unknown_passes=st.booleans(),
)
Rows = list[tuple[Platform, str | None, int | None]]


def creators_of(rows: Rows) -> list[Creator]:
    return [
        Creator(
            id=f"c{n}",
            name=f"name{n % 3}",
            channels=(
                Channel(
                    platform=platform,
                    handle=f"h{n}",
                    content=content,
                    followers=None if count is None else Figure(value=count),
                ),
            ),
        )
        for n, (platform, content, count) in enumerate(rows)
    ]


def index_of(creators: list[Creator], folder: Path, encoder: ToyEncoder | None = None) -> LocalIndex:
    roster = Roster(connect(Path(":memory:")))
    roster.save_all(creators)
    return LocalIndex(folder, roster, lambda: encoder or ToyEncoder())


def cosine(words: str, creator: Creator) -> float:
    """What the index should find: the vector of a channel without a category is that of its other text."""
    encoder = ToyEncoder()
    described = entry(creator, creator.channels[0]).described
    return float(encoder.queries([described])[0] @ encoder.queries([words])[0])


@settings(max_examples=25)
@given(rows=st.lists(channels, max_size=25), conditions=filters, words=contents, k=st.integers(1, 30))
def test_search_agrees_with_brute_force(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows, conditions: Filter, words: str, k: int
) -> None:
    creators = creators_of(rows)
    index = index_of(creators, tmp_path_factory.mktemp("index"))
    passing = [c for c in creators if conditions.admits(c, c.channels[0])]
    wanted = sorted(passing, key=lambda c: (-round(cosine(words, c), 6), c.channels[0].key))[:k]
    found = index.search(ToyEncoder().queries([words])[0], conditions, k)
    assert [h.similarity for h in found] == pytest.approx([cosine(words, c) for c in wanted], abs=2e-6)
    assert len({hit.channel.key for hit in found}) == len(found) == min(k, len(passing))
    assert len(index) == len(creators)


def search(index: LocalIndex, words: str, k: int = 5, spelled: str = "") -> list[str]:
    return [
        hit.channel.handle for hit in index.search(ToyEncoder().queries([words])[0], Filter(), k, spelled)
    ]


def test_equal_channels_come_in_the_order_of_their_keys(tmp_path: Path) -> None:
    creators = [
        c.model_copy(update={"name": "same"})
        for c in reversed(creators_of([(Platform.YOUTUBE, "cat", 1)] * 9))
    ]
    assert search(index_of(creators, tmp_path), "cat") == ["h0", "h1", "h2", "h3", "h4"]


def test_style_is_the_share_of_the_roster_that_is_beaten(tmp_path: Path) -> None:
    texts = ("cat", "camping soap", "keyboard makeup", "露營 手工", "貓 soap")
    index = index_of(creators_of([(Platform.YOUTUBE, text, 1) for text in texts]), tmp_path)
    query = ToyEncoder().queries(["cat"])[0]
    by_handle = {hit.channel.handle: hit.style or 0 for hit in index.search(query, Filter(), 5)}
    assert by_handle["h0"] == 1.0
    assert sorted(by_handle.values()) == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_a_channel_without_content_has_no_style(tmp_path: Path) -> None:
    index = index_of(creators_of([(Platform.YOUTUBE, None, 1)]), tmp_path)
    assert [h.style for h in index.search(ToyEncoder().queries(["cat"])[0], Filter(), 5)] == [None]


@pytest.mark.parametrize("k", [0, 5])
def test_an_empty_roster_finds_nobody(k: int, tmp_path: Path) -> None:
    index = index_of([], tmp_path)
    assert search(index, "cat", k) == [] and len(index) == 0 and index.peers() == {}


def test_the_category_weighs_as_much_as_the_content(tmp_path: Path) -> None:
    content = "soap camping makeup 手工 露營 貓"
    pair = [
        Creator(
            id=name,
            name="n",
            channels=(Channel(platform=Platform.BLOG, handle=name, category=category, content=content),),
        )
        for name, category in (("a", None), ("b", "keyboard"))
    ]
    index = index_of(pair, tmp_path)
    hits = index.search(ToyEncoder().queries(["keyboard"])[0], Filter(), 2)
    assert [hit.channel.handle for hit in hits] == ["b", "a"]
    assert hits[0].similarity > 0.5 > hits[1].similarity
    vector = index.vector("blog:a")
    assert vector is not None and np.isclose(np.linalg.norm(vector), 1)
    assert index.vector("blog:c") is None
