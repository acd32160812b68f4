"""The turns of a sweep: who comes when, and that nothing can add more than a turn says comes after it."""

from itertools import product

import numpy as np
import pytest

from knowledge.bids import Bid, Limits, Table, total_worth
from knowledge.bounds import Bounds, best_prices
from knowledge.stages import PURSE, Stages, stages
from tests.knowledge.oracle import best, bids_of


def staged(bids: list[Bid], limits: Limits) -> Stages:
    bounds = Bounds(Table.of(bids, limits.keep))
    return stages(bounds, best_prices(bounds, limits), limits)


def test_small_niches_come_first_and_a_niche_stays_together() -> None:
    bids = [
        Bid("a/x", "a", "big", "nano", "youtube", 10, 3.0),
        Bid("b/x", "b", "small", "nano", "youtube", 10, 1.0),
        Bid("c/x", "c", "big", "nano", "youtube", 10, 5.0),
        Bid("d/x", "d", "small", "nano", "youtube", 10, 0.5),
    ]
    turns = staged(bids, Limits(40, 1, 4)).turns
    assert [[bids[bid].creator for bid in turn.bids] for turn in turns] == [["b"], ["d"], ["c"], ["a"]]
    assert [turn.begun.tolist() for turn in turns] == [[1], [], [0], []]
    assert [turn.last for turn in turns] == [False, False, False, True]
    assert turns[1].more.tolist() == [8.0, 0.0]


def test_who_must_come_and_who_is_still_to_come() -> None:
    bids, keep = bids_of(3, 10), frozenset({"c2", "c5"})
    turns = staged(bids, Limits(400, 1, 6, keep=keep)).turns
    kept = [bids[int(turn.bids[0])].creator in keep for turn in turns]
    assert [turn.must for turn in turns] == kept
    assert [turn.owing for turn in turns] == [any(kept[n + 1 :]) for n in range(len(turns))]


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_nothing_adds_more_than_a_turn_says(seed: int, exact: bool) -> None:
    bids, most = bids_of(seed, 9), 3
    found = staged(bids, Limits(90, most if exact else 1, most))
    for turn in range(1, len(found.turns)):
        stage, later = found.turns[turn - 1], found.turns[turn:]
        rest = [bids[bid] for one in later for bid in one.bids.tolist()]
        begun = found.lines.above(np.zeros(len(stage.more)), stage.more)[stage.begun].sum()
        for places, money in product(range(1, most + 1), (0, 20, 45, 90)):
            known = best(rest, Limits(money, places if exact else 1, places))
            said = stage.purse[places, -(-money * PURSE // 90)] + stage.above + begun
            assert known is None or said >= known - 1e-9


def test_a_purse_too_small_for_those_to_keep_is_no_plan() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 60, 1.0),
        Bid("b/x", "b", "n", "nano", "youtube", 50, 2.0),
    ]
    found = staged(bids, Limits(100, 1, 2, keep=frozenset({"a"})))
    after_b = found.turns[0].purse
    assert after_b[1, PURSE // 2] == -np.inf
    above = found.lines.above(np.zeros(1), np.ones(1))[0]
    assert after_b[1, PURSE] + above >= total_worth(bids[:1])
    assert after_b[0, PURSE] == -np.inf
