"""Approximate search beside exact search, and the join with shared words."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.models import Peer, Platform, Tier
from retrieval.bits import Bits
from retrieval.columns import Columns
from retrieval.encoder import Vectors
from retrieval.entry import entries
from retrieval.exact import UNIT, Held, OnDisk, leading, nearest_of, shortened
from retrieval.filters import Filter
from retrieval.join import joined
from retrieval.lists import SELECTIVITIES, Codes
from retrieval.peers import peers_of
from retrieval.segment import FEW, SPARE, Segment
from retrieval.settle import lists_for, settle
from tests.retrieval.made import creator, handles, index_at, many, roster_at

DIM, ROWS = 32, 6000


def clustered(count: int, seed: int = 0) -> Vectors:
    """Unit vectors around forty centres."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((40, DIM))
    made = centres[random.integers(0, 40, count)] + 0.6 * random.standard_normal((count, DIM))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    folder = tmp_path_factory.mktemp("lists")
    made = list(entries(many(ROWS)))
    columns = Columns.of(made, np.arange(ROWS))
    settle(folder, 1, columns, Held(clustered(ROWS)), lambda: clustered(40, seed=3), listed=100)
    return Segment.open(folder, 1, DIM)


@pytest.mark.parametrize("selectivity", [1.0, 0.5, 0.1, 0.02, 0.001, 0.0])
def test_recall_holds_at_every_selectivity(segment: Segment, selectivity: float) -> None:
    random, vectors = np.random.default_rng(5), segment.shelf.read(np.arange(ROWS))
    recalls = []
    for query in clustered(30, seed=9):
        among = Bits.of(random.random(ROWS) < selectivity)
        rows, scores = segment.nearest(query, among, 50)
        truth, _ = nearest_of(vectors, query, among, 50)
        assert among.has(rows).all() and len(rows) >= min(50, among.count)
        np.testing.assert_allclose(scores, vectors[rows] @ query, atol=1e-5)
        recalls.append(len(set(truth) & set(rows)) / max(1, len(truth)) if len(truth) else 1.0)
    assert np.mean(recalls) >= 0.98


def test_rows_of_one_list_stand_together_and_keep_what_they_are(segment: Segment) -> None:
    assert segment.lists is not None
    starts = segment.lists.starts
    assert starts[0] == 0 and starts[-1] == ROWS and len(starts) == lists_for(ROWS) + 1
    assert sorted(segment.columns.keys.read_rows(np.arange(ROWS))) == sorted(
        channel.key for one in many(ROWS) for channel in one.channels
    )
    serials = np.array([5, ROWS + 1, 0])
    rows = segment.rows_of(serials)
    assert rows[1] == -1 and segment.columns.serial[rows[[0, 2]]].tolist() == [5, 0]


def test_a_tighter_filter_reaches_farther(segment: Segment) -> None:
    assert segment.lists is not None
    margins = [segment.lists.margin(selectivity) for selectivity in (*SELECTIVITIES, 1e-6)]
    assert all(-2 <= margin < 0 for margin in margins)
    random, query = np.random.default_rng(4), clustered(1, seed=8)[0]
    reached = []
    for selectivity in (1.0, 0.1):
        among = Bits.of(random.random(ROWS) < selectivity)
        scores = segment.nearest(query, among, 50)[1]
        reached.append(segment.lists._limit(np.sort(scores), among, 100))
    assert reached[0] > reached[1]  # lists that are less close are searched


def test_more_rows_than_usual_are_found_as_well(segment: Segment) -> None:
    vectors, among = segment.shelf.read(np.arange(ROWS)), Bits.of(np.arange(ROWS) % 3 > 0)
    recalls = []
    for query in clustered(10, seed=6):
        truth = nearest_of(vectors, query, among, 800)[0]
        recalls.append(len(set(truth) & set(segment.nearest(query, among, 800)[0])) / len(truth))
    assert np.mean(recalls) >= 0.95
    assert len(segment.nearest(query, among, ROWS)[0]) == among.count


def test_few_that_pass_are_compared_by_their_codes_and_most_of_all_are_found(segment: Segment) -> None:
    random, vectors = np.random.default_rng(7), segment.shelf.read(np.arange(ROWS))
    for passing in (1, 100, SPARE * 50 + 1, 900, FEW - 1):
        among = Bits.of(np.isin(np.arange(ROWS), random.choice(ROWS, passing, replace=False)))
        for query in clustered(3, seed=passing):
            rows, _ = segment.nearest(query, among, 50)
            truth = nearest_of(vectors, query, among, 50)[0]
            assert among.has(rows).all() and len(set(truth) - set(rows)) <= 1


def test_threads_that_search_at_once_find_what_one_does(segment: Segment) -> None:
    asked = [(query, Bits.of(np.arange(ROWS) % n > 0)) for n, query in enumerate(clustered(24, seed=4), 2)]
    alone = [segment.nearest(query, among, 40)[0].tolist() for query, among in asked]
    with ThreadPoolExecutor(6) as threads:
        found = threads.map(lambda one: segment.nearest(*one, 40)[0].tolist(), asked * 4)
        assert list(found) == alone * 4


def test_codes_of_eight_bits_are_about_as_close_as_the_vectors(tmp_path: Path) -> None:
    vectors, query = clustered(300), clustered(1, seed=2)[0]
    low, step = Codes.scale(vectors)
    (tmp_path / "codes").write_bytes(Codes.of(vectors, low, step).tobytes())
    codes, rows = Codes(tmp_path / "codes", low, step), np.array([299, 0, 17, 17])
    assert len(codes) == 300
    np.testing.assert_allclose(codes.closeness(rows, query), vectors[rows] @ query, atol=0.01)
    flat = Codes.scale(np.zeros((5, DIM), np.float32))  # a dimension in which nothing differs
    assert Codes.of(np.zeros((1, DIM), np.float32), *flat).tolist() == [[0] * DIM]


@settings(max_examples=40)
@given(rows=st.lists(st.integers(0, 299), max_size=80), ascending=st.booleans())
def test_rows_are_read_from_disk_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[int], ascending: bool
) -> None:
    vectors, path = clustered(300), tmp_path_factory.mktemp("disk") / "1.vectors"
    path.write_bytes(shortened(vectors).tobytes())
    wanted = np.array(sorted(rows) if ascending else rows, dtype=np.int64)
    np.testing.assert_allclose(OnDisk(path, DIM).read(wanted), vectors[wanted], atol=1 / UNIT)


def test_sixteen_bits_keep_a_cosine() -> None:
    vectors = clustered(200)
    again = shortened(vectors).astype(np.float32) / UNIT
    np.testing.assert_allclose(again @ vectors[0], vectors @ vectors[0], atol=5e-5)


def test_those_that_tie_with_the_last_come_too() -> None:
    scores = np.array([0.1, 0.5, 0.5, 0.9, 0.5, 0.5], dtype=np.float32)
    assert leading(scores, 2).tolist() == [1, 2, 3, 4]  # twice as many at most, by row
    assert leading(scores, 6).tolist() == [0, 1, 2, 3, 4, 5]
    assert leading(scores, 9).tolist() == [0, 1, 2, 3, 4, 5]


def keys(rows: np.ndarray) -> list[str]:
    return [f"k{row:02}" for row in rows]


def test_who_shares_a_name_comes_up_however_many_are_closer() -> None:
    rows, scores = np.arange(100), np.linspace(0.9, 0.5, 100).astype(np.float32)
    named = np.array([99])
    best, totals = joined(rows, scores, named, np.array([0.3], np.float32), 10, keys)
    assert best.tolist() == [*range(9), 99]
    assert totals[-1] == pytest.approx(0.5 + 0.25 * 0.3)
    assert totals.tolist() == sorted(totals.tolist(), reverse=True)


def test_words_take_a_quarter_of_the_places_at_most() -> None:
    rows, scores = np.arange(100), np.linspace(0.9, 0.5, 100).astype(np.float32)
    said = np.arange(50, 100)
    best, _ = joined(rows, scores, said, np.full(50, 0.01, np.float32), 20, keys)
    assert sum(row >= 50 for row in best) == 5


def test_ties_go_by_key() -> None:
    def backwards(rows: np.ndarray) -> list[str]:
        return [f"k{100 - row:03}" for row in rows]

    none = np.empty(0, np.int64), np.empty(0, np.float32)
    best, _ = joined(np.array([4, 7, 9]), np.array([0.5, 0.5, 0.7], np.float32), *none, 3, backwards)
    assert best.tolist() == [9, 7, 4]


@pytest.mark.parametrize("listed", [20_000, 100])
@pytest.mark.parametrize(
    ("content", "spelled"),
    [("repairs Brompton bikes", "Brompton"), ("只談 蓬萊米 的人", "蓬萊米"), (None, "Zoeplays")],
)
def test_names_brands_and_rare_words_are_found(
    tmp_path: Path, listed: int, content: str | None, spelled: str
) -> None:
    """By a query that is far from them in meaning, among 400 that are closer."""
    one = creator("zoeplays", content)
    index = index_at(tmp_path, roster_at(Path(":memory:"), [*many(400), one]), listed=listed)
    assert "zoeplays" not in handles(index, "cat tent", 20)
    assert "zoeplays" in handles(index, "cat tent", 20, spelled=spelled)
    other = Filter(excluded_platforms=frozenset({Platform.YOUTUBE}))
    assert "zoeplays" not in handles(index, "cat tent", 20, other, spelled)


def test_medians_by_platform_and_tier_by_hand() -> None:
    rows = [(500, 100, 0.01), (900, 90, 0.03), (None, 40, 0.05), (20_000, None, None), (0, 5, 0.5)]
    made = [
        creator(f"n{n}", followers=f and {"value": f} if f is None else {"value": f}, avg_views=v and {"value": v},
                engagement=e and {"value": e})
        for n, (f, v, e) in enumerate(rows)
    ]  # fmt: skip
    peers = peers_of(Columns.of(list(entries(made)), np.arange(5)))
    on = Platform.YOUTUBE
    assert peers[on, None].model_dump() == pytest.approx(
        {"channels": 5, "engagement": 0.04, "views_per_follower": 0.15}
    )
    assert peers[on, Tier.NANO].model_dump() == pytest.approx(
        {"channels": 3, "engagement": 0.03, "views_per_follower": 0.15}
    )
    assert peers[on, Tier.MICRO] == Peer(channels=1, engagement=None, views_per_follower=None)
    assert set(peers) == {(on, None), (on, Tier.NANO), (on, Tier.MICRO)}
