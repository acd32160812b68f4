"""What is particular to the index on Milvus; what every index must do is in the contract."""

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.models import Channel, ChannelAudience, Creator, Figure, Platform
from retrieval import milvus_client, milvus_sample
from retrieval.filters import Filter
from retrieval.milvus import ChannelTaken, MilvusIndex, connect
from retrieval.milvus_client import Access, MilvusProblem
from retrieval.milvus_collection import Mismatch, pieces
from retrieval.milvus_rows import Sealing
from tests.retrieval.contract import Oracle, Question, Upsert, check_answer, named
from tests.retrieval.toy import ToyEncoder

ENCODER = ToyEncoder()


class WrongKey(Exception):
    """What a seal raises."""


def opened_by(key: str) -> Sealing:
    def open_(text: str) -> str:
        if not text.endswith(key):
            raise WrongKey
        return text.removesuffix(key)

    return Sealing(lambda text: text + key, open_)


@pytest.fixture
def index(milvus: str, request: pytest.FixtureRequest) -> Iterator[MilvusIndex]:
    made = connect(Access(milvus), ENCODER, request.node.originalname, opened_by("1"), "FLAT", create=True)
    yield made
    made.collection.drop()
    made.close()


def open_again(index: MilvusIndex, encoder: ToyEncoder = ENCODER, key: str = "1") -> MilvusIndex:
    access = index.collection.server.access
    return connect(access, encoder, index.collection.name, opened_by(key))


def test_what_was_made_otherwise_is_not_opened(index: MilvusIndex) -> None:
    with pytest.raises(Mismatch, match=r"encoder 'toy-32', and this is 'other-32'.*KOL_INDEX_COLLECTION"):
        open_again(index, ToyEncoder("other"))
    with pytest.raises(WrongKey):
        open_again(index, key="2")
    index.collection.keep_note("made", '{"schema": 0}')
    with pytest.raises(Mismatch, match="schema 0, and this is 1"):
        open_again(index)


def test_a_collection_that_is_not_there_is_not_made_by_the_way(milvus: str) -> None:
    with pytest.raises(Mismatch, match=r"has no collection nothing_yet. Make it: kol-advisor index load"):
        connect(Access(milvus), ENCODER, "nothing_yet")
    with pytest.raises(MilvusProblem, match="KOL_INDEX_KIND is 'BEST', expected one of AUTOINDEX, FLAT"):
        connect(Access(milvus), ENCODER, kind="BEST")


def test_making_it_again_changes_nothing(index: MilvusIndex) -> None:
    index.upsert([named(1, "soap", "Mika")])
    again = connect(
        index.collection.server.access, ENCODER, index.collection.name, opened_by("1"), "HNSW", create=True
    )
    assert (len(again), again.collection.kind.name) == (1, "FLAT")


def test_a_channel_has_one_owner(index: MilvusIndex) -> None:
    index.upsert([named(1, "soap", "Mika")])
    thief = named(1, "soap", "Thief").model_copy(update={"id": "c2"})
    with pytest.raises(ChannelTaken, match="youtube:n1 belongs to creator c1, so c2 cannot have it"):
        index.upsert([named(3, "cat", "Amy"), thief])
    with pytest.raises(ChannelTaken, match="belongs to creator c2, so c1"):
        index.upsert([thief, named(1, "soap", "Mika")])
    assert [creator.id for creator in index.creators()] == ["c1"]
    without = named(1, "soap", "Mika").model_copy(update={"channels": ()})
    index.upsert([thief, without])  # handed over at once
    assert [hit.creator.id for hit in index.search(ENCODER.queries(["soap"])[0], Filter(), 5)] == ["c2"]


def test_names_of_any_shape(index: MilvusIndex) -> None:
    odd = ['say "soap"', "back\\slash", "line\nfeed", "tab\there", "貓's", "%_*", "] or true"]
    made = [
        Creator(id=one, name=one, channels=(Channel(platform=Platform.BLOG, handle=one, content="soap"),))
        for one in odd
    ]
    index.upsert(made)
    keys = [f"blog:{one}" for one in odd]
    query = ENCODER.queries(["soap"])[0]
    for key in keys:
        assert index.vector(key) is not None
        found = {hit.channel.key for hit in index.search(query, Filter(without=frozenset({key})), 20)}
        assert found == set(keys) - {key}
    assert [creator.id for creator in index.creators()] == sorted(odd)
    assert sorted(index.get(odd)) == sorted(odd)
    index.delete(odd[:4])
    assert [creator.id for creator in index.creators()] == sorted(odd[4:])


def test_many_equal_channels_come_by_key(index: MilvusIndex) -> None:
    """More of them than are asked of the server at first: it has to send them all before ties are settled."""
    index.upsert([named(number, "soap", "same") for number in range(90)])
    found = [hit.channel.key for hit in index.search(ENCODER.queries(["soap"])[0], Filter(), 5)]
    assert found == sorted(f"youtube:n{number}" for number in range(90))[:5]


def test_a_move_to_another_market_leaves_nothing_behind(index: MilvusIndex) -> None:
    def at_home_in(*regions: str) -> Creator:
        channel = Channel(
            platform=Platform.BLOG, handle="n", content="soap", audience=ChannelAudience(regions=regions)
        )
        return Creator(id="n", name="n", channels=(channel,))

    query = ENCODER.queries(["soap"])[0]
    for regions in (("TW",), ("HK",), ("HK", "JP"), ()):
        index.upsert([at_home_in(*regions)])
        assert len(index) == 1
        for region in ("TW", "HK", "JP"):
            hits = index.search(query, Filter(regions=frozenset({region})), 5)
            assert len(hits) == (region in regions), (regions, region)


def test_fiction_leaves_when_it_has_to(index: MilvusIndex) -> None:
    index.upsert([named(1, "soap", "Mika").model_copy(update={"demo": True}), named(2, "soap", "Amy")])
    state = index.state()
    index.delete_demo()
    assert [creator.id for creator in index.creators()] == ["c2"]
    assert index.state() != state


def test_of_a_large_roster_a_sample_is_known(index: MilvusIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_sample, "SAMPLE", 150)
    monkeypatch.setattr(milvus_sample, "MEASURED", 250)
    words = ["soap", "cat", "camping", "hat"]
    everyone = [
        Creator(
            id=f"c{n}",
            name=f"lady{n}",
            channels=(
                Channel(
                    platform=Platform.BLOG,
                    handle=f"n{n}",
                    content=words[n % 4],
                    followers=Figure(value=1000 + n),
                    engagement=Figure(value=(n % 100) / 1000),
                ),
            ),
        )
        for n in range(500)
    ]
    index.upsert(everyone)
    other = open_again(index)
    query = ENCODER.queries(["soap"])[0]
    hits = other.search(query, Filter(), 20)
    assert hits == index.search(query, Filter(), 20)  # the same sample in every process
    oracle = Oracle()
    oracle.apply(Upsert(everyone))
    scores = {key: float(oracle.vector(key) @ query) for key in oracle.rows()}
    for hit in other.search(query, Filter(), 20):
        true = np.mean([score < scores[hit.channel.key] for score in scores.values()])
        assert hit.style == pytest.approx(true, abs=0.05)
    peer = other.peers()[Platform.BLOG, None]
    assert peer.channels == 500
    assert peer.engagement == pytest.approx(0.0495, abs=0.01)


def test_an_approximate_index_is_scored_exactly(milvus: str) -> None:
    index = connect(Access(milvus), ENCODER, "graph", kind="HNSW", create=True)
    everyone = [named(number, ["soap cat", "camping"][number % 2], f"lady{number}") for number in range(60)]
    index.upsert(everyone)
    oracle = Oracle()
    oracle.apply(Upsert(everyone))
    check_answer(index, oracle, Question("soap", Filter(), 10))
    index.close()


def test_rows_are_sent_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"n": n, "person": "p" * 40, "channel": "", "style": [0.0] * 15} for n in range(7)
    ]  # 100 bytes each
    assert [len(piece) for piece in pieces(rows)] == [7]
    monkeypatch.setattr("retrieval.milvus_collection.MOST_BYTES", 250)
    assert [[row["n"] for row in piece] for piece in pieces(rows)] == [[0, 1], [2, 3], [4, 5], [6]]
    monkeypatch.setattr("retrieval.milvus_collection.MOST_ROWS", 1)
    assert [len(piece) for piece in pieces(rows)] == [1] * 7
    assert list(pieces([])) == []


def test_an_export_reads_page_by_page(index: MilvusIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_client, "PAGE", 7)
    everyone = [named(number, "soap", "a") for number in range(30)]
    index.upsert(everyone)
    assert list(index.creators()) == sorted(everyone, key=lambda creator: creator.id)
    for most in (7, 30, 31):  # one call brings less than all of them, or may have, or surely not
        assert len(index.collection.every('row != ""', ("key",), most)) == 30
