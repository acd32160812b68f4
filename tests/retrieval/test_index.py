"""Search against a brute-force oracle: same filter, same order, ties by key."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.models import Channel, Creator, Figure, Platform
from retrieval.filters import Filter
from retrieval.index import StyleIndex, describe
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


def roster(rows: list[tuple[Platform, str | None, int | None]]) -> list[Creator]:
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


@settings(max_examples=60, deadline=None)
@given(st.lists(channels, max_size=25), filters, contents, st.integers(1, 30))
def test_search_agrees_with_brute_force(
    rows: list[tuple[Platform, str | None, int | None]], conditions: Filter, words: str, k: int
) -> None:
    encoder, creators = ToyEncoder(), roster(rows)
    index = StyleIndex.of(creators, encoder, Path("/nonexistent/vectors.npz"))
    query = encoder.queries([words])[0]
    passing = [(c, ch) for c in creators for ch in c.channels if conditions.admits(c, ch)]
    texts = {ch.key: encoder.queries([describe(c, ch)[1]])[0] for c, ch in passing}
    wanted = sorted(passing, key=lambda row: (-round(float(texts[row[1].key] @ query), 6), row[1].key))[:k]
    found = index.search(query, index.mask(conditions), k)
    scores = [round(hit.similarity, 5) for hit in found]
    assert scores == [round(float(texts[ch.key] @ query), 5) for _, ch in wanted]
    assert len({hit.channel.key for hit in found}) == len(found) == min(k, len(passing))


def test_equal_channels_come_in_the_order_of_their_keys(tmp_path: Path) -> None:
    creators = roster([(Platform.YOUTUBE, "cat", 1)] * 9)
    creators = [c.model_copy(update={"name": "same"}) for c in reversed(creators)]
    index = StyleIndex.of(creators, ToyEncoder(), tmp_path / "v.npz")
    hits = index.search(ToyEncoder().queries(["cat"])[0], index.mask(Filter()), 5)
    assert [hit.channel.handle for hit in hits] == ["h0", "h1", "h2", "h3", "h4"]


def test_style_is_the_share_of_the_roster_that_is_beaten(tmp_path: Path) -> None:
    rows = [
        (Platform.YOUTUBE, text, 1)
        for text in ("cat", "camping soap", "keyboard makeup", "露營 手工", "貓 soap")
    ]
    index = StyleIndex.of(roster(rows), ToyEncoder(), tmp_path / "v.npz")
    query = ToyEncoder().queries(["cat"])[0]
    by_handle = {hit.channel.handle: hit.style for hit in index.search(query, index.mask(Filter()), 5)}
    assert by_handle["h0"] == 1.0
    assert sorted(by_handle.values()) == [0.0, 0.25, 0.5, 0.75, 1.0]  # type: ignore[type-var]


def test_a_channel_without_content_has_no_style(tmp_path: Path) -> None:
    index = StyleIndex.of(roster([(Platform.YOUTUBE, None, 1)]), ToyEncoder(), tmp_path / "v.npz")
    hits = index.search(ToyEncoder().queries(["cat"])[0], index.mask(Filter()), 5)
    assert [hit.style for hit in hits] == [None]


@pytest.mark.parametrize("k", [0, 5])
def test_an_empty_roster_finds_nobody(k: int, tmp_path: Path) -> None:
    index = StyleIndex.of([], ToyEncoder(), tmp_path / "v.npz")
    assert index.search(ToyEncoder().queries(["cat"])[0], index.mask(Filter()), k) == []


def test_the_category_weighs_as_much_as_the_content(tmp_path: Path) -> None:
    content = "soap camping makeup 手工 露營 貓"
    pair = [
        Creator(
            id=i,
            name="n",
            channels=(Channel(platform=Platform.BLOG, handle=i, category=cat, content=content),),
        )
        for i, cat in (("a", None), ("b", "keyboard"))
    ]
    index = StyleIndex.of(pair, ToyEncoder(), tmp_path / "v.npz")
    hits = index.search(ToyEncoder().queries(["keyboard"])[0], index.mask(Filter()), 2)
    assert [hit.channel.handle for hit in hits] == ["b", "a"]
    assert hits[0].similarity > 0.5 > hits[1].similarity
    assert np.isclose(np.linalg.norm(index.vector(0)), 1)
