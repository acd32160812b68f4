"""The sweep: against the best of all plans, with every kind of limit, and honest when it could not see them all."""

from math import inf
from random import Random

import pytest

from knowledge.bids import Bid, Limits, Table, total_worth
from knowledge.bounds import Bounds, best_prices
from knowledge.sweep import Sweep
from tests.knowledge.oracle import best, bids_of, kept

WIDE = 100_000
LIMITS = [
    Limits(110, 1, 5),
    Limits(70, 1, 12),
    Limits(150, 4, 4),
    Limits(120, 1, 4, tiers=2),
    Limits(120, 1, 4, tiers=2, platforms=2),
    Limits(140, 3, 3, tiers=2, platforms=2),
    Limits(150, 1, 4, keep=frozenset({"c1", "c4"})),
    Limits(160, 4, 4, platforms=2, keep=frozenset({"c2"})),
]


def sweep(bids: list[Bid], limits: Limits, goal: float = -inf) -> Sweep:
    bounds = Bounds(Table.of(bids, limits.keep))
    return Sweep(bounds, best_prices(bounds, limits), limits, goal)


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize("seed", range(15))
def test_it_finds_the_best_of_all_plans(seed: int, limits: Limits) -> None:
    bids = bids_of(seed, 11)
    known, found = best(bids, limits), sweep(bids, limits)
    assert found.run(WIDE)
    if known is None:
        assert found.best is None
    else:
        assert found.best is not None
        plan = [bids[bid] for bid in found.best]
        assert kept(plan, limits)
        assert total_worth(plan) == pytest.approx(known, abs=1e-9)
        assert found.goal == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_three_tiers_are_three(seed: int) -> None:
    random = Random(seed)
    bids = [one._replace(tier=random.choice(["nano", "micro", "mid", "macro"])) for one in bids_of(seed, 11)]
    limits = Limits(130, 1, 4, tiers=3)
    known, found = best(bids, limits), sweep(bids, limits)
    assert found.run(WIDE)
    assert (found.best is None) == (known is None)
    if known is not None:
        assert found.goal == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_a_goal_that_nothing_beats_is_left_standing(seed: int) -> None:
    bids, limits = bids_of(seed, 11), LIMITS[0]
    known = best(bids, limits)
    assert known is not None
    equal, lower = sweep(bids, limits, known), sweep(bids, limits, known - 0.01)
    assert (equal.run(WIDE), equal.best, equal.goal) == (True, None, known)
    assert lower.run(WIDE)
    assert lower.goal == pytest.approx(known)


@pytest.mark.parametrize("seed", range(8))
def test_a_narrow_one_says_whether_it_saw_all(seed: int) -> None:
    bids, limits = bids_of(seed, 14), Limits(200, 1, 7)
    known, narrow = best(bids, limits), sweep(bids, limits)
    all_seen = narrow.run(width=2)
    assert known is not None and narrow.best is not None
    plan = [bids[bid] for bid in narrow.best]
    assert kept(plan, limits)
    assert total_worth(plan) <= known + 1e-9
    assert not all_seen or total_worth(plan) == pytest.approx(known)


def test_many_like_bids_are_not_told_apart() -> None:
    # 24 creators of whom any 8 will do: 735,471 plans, of which each turn keeps a handful.
    bids = [Bid(f"c{n:02}/x", f"c{n:02}", "n", "nano", "youtube", 10, 1.0) for n in range(24)]
    found = sweep(bids, Limits(80, 8, 8))
    assert found.run(width=10)
    assert found.goal == pytest.approx(total_worth(bids[:8]))


def test_nobody_is_kept_for_less_than_nothing() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 10, 0.01),
        Bid("b/x", "b", "n", "nano", "youtube", 10, 2.0),
    ]
    free, pinned = sweep(bids, Limits(20, 1, 2)), sweep(bids, Limits(20, 1, 2, keep=frozenset({"a"})))
    free.run(WIDE)
    pinned.run(WIDE)
    assert (free.best, pinned.best) == ([1], [0, 1])
