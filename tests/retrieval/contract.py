"""What every index must do, checked against a plain computation over all channels.

The strategies make rosters, changes and questions; `check` compares an index with the oracle after each change.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from knowledge.models import Channel, ChannelAudience, Creator, Figure, Platform
from knowledge.tiers import tier_of
from retrieval.filters import Filter
from retrieval.protocol import Hit, Index
from tests.retrieval.toy import ToyEncoder

ENCODER = ToyEncoder()
NEAR = 2e-6  # single precision: what two ways to compute one similarity may differ by
WORDS = ["soap", "camping", "cat", "keyboard", "手工", "露營", "makeup"]
REGIONS, LANGUAGES = ["TW", "HK", "MY", "JP"], ["zh-TW", "yue", "en", "ja-JP"]
PLATFORMS = [Platform.YOUTUBE, Platform.INSTAGRAM, Platform.TIKTOK]
COUNTS = st.one_of(st.sampled_from([0, 999, 1000, 1001]), st.integers(0, 10**6))

texts = st.lists(st.sampled_from(WORDS), max_size=3).map(lambda words: " ".join(words) or None)
figures = st.none() | st.builds(Figure, value=COUNTS.map(float))
channels = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(PLATFORMS),
        "category": st.none() | st.sampled_from(WORDS),
        "content": texts,
        "language": st.none() | st.sampled_from(LANGUAGES),
        "followers": figures,
        "avg_views": figures,
        "engagement": st.none() | st.builds(Figure, value=st.sampled_from([0.0, 0.01, 0.25])),
        "audience": st.builds(
            ChannelAudience, regions=st.lists(st.sampled_from(REGIONS), max_size=3, unique=True).map(tuple)
        ),
    }
)
NUMBERS = st.integers(0, 11)  # of creators: few, so that they are replaced and deleted often


@st.composite
def creators(draw: st.DrawFn) -> Creator:
    """A creator whose channels are nobody else's: handles begin with the creator's number."""
    number = draw(NUMBERS)
    made = draw(st.lists(channels, max_size=3))
    return Creator(
        id=f"c{number}",
        name=draw(st.sampled_from(["阿明", "Mika", "soap lady"])),
        region=draw(st.none() | st.sampled_from(REGIONS)),
        contact=draw(st.none() | st.just("mika@example.com")),
        notes=draw(st.none() | st.just('只接 "手工" 類\n週末不回信')),
        channels=tuple(Channel(handle=f"n{number}_{place}", **one) for place, one in enumerate(made)),
    )


class Upsert(NamedTuple):
    creators: list[Creator]


class Delete(NamedTuple):
    ids: list[str]


changes = st.one_of(
    st.builds(Upsert, st.lists(creators(), min_size=1, max_size=12)),
    st.builds(Delete, st.lists(NUMBERS.map(lambda number: f"c{number}"), min_size=1, max_size=4)),
)
plans = st.lists(changes, min_size=1, max_size=4)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any conditions, those that nobody passes and those with values of no roster included."""
    keys = st.builds("{}:n{}_{}".format, st.sampled_from(PLATFORMS), NUMBERS, st.integers(0, 2))
    counts = st.none() | COUNTS | st.sampled_from([-5, 10**30])
    return Filter(
        platforms=draw(st.frozensets(st.sampled_from(PLATFORMS), max_size=2)),
        excluded_platforms=draw(st.frozensets(st.sampled_from(PLATFORMS), max_size=1)),
        regions=draw(
            st.frozensets(st.sampled_from([*REGIONS, "ZZ", "", "*", "-", '"'])),
        ),
        languages=draw(
            st.frozensets(st.sampled_from(["zh", "en", "ja", "", 'x"'])),
        ),
        followers_low=draw(counts),
        followers_high=draw(counts),
        without=draw(st.frozensets(keys | st.sampled_from(['x"y', "a\\b", "line\nfeed", "貓"]), max_size=6)),
        unknown_passes=draw(st.booleans()),
    )


class Question(NamedTuple):
    text: str
    conditions: Filter
    k: int


questions = st.builds(
    Question, st.sampled_from(WORDS) | st.just("soap cat"), st.just(Filter()) | filters(), st.integers(0, 20)
)
asked = st.lists(questions, min_size=2, max_size=4)


class Oracle:
    """A roster in a dictionary, and every answer computed from all of it."""

    def __init__(self) -> None:
        self.creators: dict[str, Creator] = {}

    def apply(self, change: Upsert | Delete) -> None:
        if isinstance(change, Upsert):
            self.creators |= {creator.id: creator for creator in change.creators}
        else:
            for creator_id in change.ids:
                self.creators.pop(creator_id, None)

    def rows(self) -> dict[str, tuple[Creator, Channel]]:
        return {
            channel.key: (creator, channel)
            for creator in self.creators.values()
            for channel in creator.channels
        }

    def vector(self, key: str) -> np.ndarray:
        """The category's vector and the content's, each where there is one, to equal parts."""
        creator, channel = self.rows()[key]
        content, category = ENCODER.queries(
            [" ".join(part for part in (channel.content, creator.name) if part), channel.category or ""]
        )
        mixed = content + category if channel.category else content
        return mixed / np.linalg.norm(mixed)

    def peers(self) -> dict[object, tuple[int, float | None, float | None]]:
        groups: dict[object, list[Channel]] = defaultdict(list)
        for _, channel in self.rows().values():
            groups[channel.platform, None].append(channel)
            if channel.followers:
                groups[channel.platform, tier_of(int(channel.followers.value))].append(channel)
        return {group: self._medians(members) for group, members in groups.items()}

    def _medians(self, members: list[Channel]) -> tuple[int, float | None, float | None]:
        engaged = [c.engagement.value for c in members if c.engagement]
        viewed = [
            c.avg_views.value / c.followers.value
            for c in members
            if c.avg_views and c.followers and c.followers.value
        ]
        return len(members), median(engaged) if engaged else None, median(viewed) if viewed else None


def check(index: Index, oracle: Oracle, asked: Iterable[Question]) -> None:
    """Compare all that an index says with the oracle."""
    rows = oracle.rows()
    assert len(index) == len(rows)
    assert list(index.creators()) == [oracle.creators[one] for one in sorted(oracle.creators)]
    for key in rows:
        np.testing.assert_allclose(index.vector(key), oracle.vector(key), atol=NEAR)
    assert index.vector("youtube:nobody") is None
    peers = {group: (p.channels, p.engagement, p.views_per_follower) for group, p in index.peers().items()}
    assert peers == oracle.peers()
    for question in asked:
        check_answer(index, oracle, question)


def check_answer(index: Index, oracle: Oracle, question: Question) -> None:
    """The right channels, as good as they are, the best first, equal ones by key, and the same again."""
    rows, query = oracle.rows(), ENCODER.queries([question.text])[0]
    scores = {key: float(oracle.vector(key).astype(np.float64) @ query) for key in rows}
    admitted = {key for key, row in rows.items() if question.conditions.admits(*row)}
    hits = index.search(query, question.conditions, question.k)
    found = [hit.channel.key for hit in hits]
    assert set(found) <= admitted
    assert len(found) == len(set(found)) == min(question.k, len(admitted))
    assert [(hit.creator, hit.channel) for hit in hits] == [rows[key] for key in found]
    np.testing.assert_allclose([hit.similarity for hit in hits], [scores[key] for key in found], atol=NEAR)
    ranking = [
        *found,
        *(
            [min(admitted - set(found), key=lambda key: (-round(scores[key], 5), key))]
            if admitted - set(found)
            else []
        ),
    ]
    for better, worse in pairwise(ranking):
        assert scores[better] >= scores[worse] - NEAR
        if np.array_equal(oracle.vector(better), oracle.vector(worse)):
            assert better < worse
    _check_places(hits, [scores[key] for key, (_, channel) in rows.items() if channel.content])
    assert index.search(query, question.conditions, question.k) == hits


def _check_places(hits: list[Hit], everyone: list[float]) -> None:
    """Of all channels with content, the share that each beats; None for one without content."""
    for hit in hits:
        if not hit.channel.content:
            assert hit.style is None
            continue
        surely = sum(score < hit.similarity - 2 * NEAR for score in everyone)
        perhaps = sum(score < hit.similarity + NEAR for score in everyone)
        assert hit.style is not None
        last = max(1, len(everyone) - 1)
        assert min(1.0, surely / last) - 1e-9 <= hit.style <= min(1.0, perhaps / last) + 1e-9


def named(number: int, content: str, name: str) -> Creator:
    """A creator to be found by name."""
    channel = Channel(platform=Platform.YOUTUBE, handle=f"n{number}", content=content)
    return Creator(id=f"c{number}", name=name, channels=(channel,))


def check_names(writer: Index, reader: Index) -> None:
    """A name, a brand and a Chinese word bring up the channels that say them, ahead of those that mean the same."""
    others = [named(n, "soap cat makeup", f"lady{n}") for n in range(30)]
    writer.upsert(
        [*others, named(30, "camping keyboard", "Zoé Quill"), named(31, "camping makeup 夢遊貓", "阿明")]
    )
    reader.state()
    for words, key in {
        "soap quill": "youtube:n30",
        "soap QUILL": "youtube:n30",
        "soap 夢遊貓": "youtube:n31",
    }.items():
        query = ENCODER.queries([words.lower()])[0]
        assert key in [hit.channel.key for hit in reader.search(query, Filter(), 3, words)]
        assert reader.search(query, Filter(without=frozenset({key})), 40, words)
        assert key not in [
            hit.channel.key for hit in reader.search(query, Filter(without=frozenset({key})), 40, words)
        ]
