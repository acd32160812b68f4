"""Bounds: never below the best of all plans, whatever the prices, and close to it at the best ones."""

from random import Random

import numpy as np
import pytest

from knowledge.bids import Bid, Limits, Table, total_worth, worth
from knowledge.bounds import Bounds, Lines, Prices, best_prices
from tests.knowledge.oracle import best, bids_of

LIMITS = [Limits(110, 1, 5), Limits(160, 4, 4), Limits(130, 1, 3, tiers=2, platforms=2)]


@pytest.mark.parametrize("most", [1.0, 3.0, 9.0, 40.0])
def test_each_line_lies_above_what_is_left_of_f(most: float) -> None:
    lines = Lines.below(most)
    for here in (0.0, 0.7, 2.0, 5.5, 17.0):
        above = lines.above(np.array([here]), np.array([most]))
        for more in np.linspace(0, most, 9):
            # As one bid; of several the shares that count alone are larger.
            alone = lines.alone * worth(float(more)) + (1 - lines.alone) * lines.slope * more
            assert (above + alone >= worth(here + float(more)) - worth(here) - 1e-12).all()


def test_a_line_touches_f() -> None:
    lines = Lines.below(10.0)
    half_slope = np.flatnonzero((lines.alone == 0) & (lines.slope == 0.8))
    (above,) = lines.above(np.zeros(1), np.full(1, 10.0))[half_slope]
    assert above == pytest.approx(worth(2.0) - 0.8 * 2.0)  # where the slope turns from 1 to 0.8


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize("seed", range(8))
def test_no_plan_is_worth_more_than_the_bound_at_any_price(seed: int, limits: Limits) -> None:
    bids, random = bids_of(seed, 11), Random(seed)
    most = best(bids, limits)
    assert most is not None
    low = -1.0 if limits.least == limits.most else 0.0
    prices = Prices(
        np.array([0.0, *(random.uniform(0, 0.2) for _ in range(20))]),
        np.array([0.0, *(random.uniform(low, 2) for _ in range(20))]),
    )
    assert (Bounds(Table.of(bids)).whole(prices, limits) >= most - 1e-9).all()


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize("seed", range(8))
def test_the_best_prices_bound_as_well_as_any(seed: int, limits: Limits) -> None:
    bounds = Bounds(Table.of(bids_of(seed, 24)))
    found = float(bounds.whole(best_prices(bounds, limits), limits)[0])
    low = -4.0 if limits.least == limits.most else 0.0
    money, place = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 0.4, 60), np.linspace(low, 4, 60)))
    assert found <= float(bounds.whole(Prices(money, place), limits).min()) * 1.01


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_with_a_bid_is_worth_more_than_is_said_of_it(seed: int) -> None:
    bids, limits = bids_of(seed, 10), Limits(110, 1, 4)
    bounds = Bounds(Table.of(bids))
    most = bounds.with_each(best_prices(bounds, limits), limits)
    for place, bid in enumerate(bids):
        others = [one for one in bids if one.creator != bid.creator]
        known = best([bid, *others], limits._replace(keep=frozenset({bid.creator})))
        assert known is None or most[place] >= known - 1e-9


def test_someone_to_keep_is_bounded_by_what_they_cost() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 90, 0.1),
        Bid("b/x", "b", "n", "nano", "youtube", 50, 2.0),
    ]
    limits = Limits(100, 1, 2, keep=frozenset({"a"}))
    bounds = Bounds(Table.of(bids, limits.keep))
    whole = float(bounds.whole(best_prices(bounds, limits), limits)[0])
    assert total_worth(bids[:1]) - 1e-9 <= whole < total_worth(bids[1:])


def test_a_creator_of_two_niches_is_counted_once() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 10, 1.0),
        Bid("a/y", "a", "m", "nano", "youtube", 10, 0.9),
    ]
    bounds = Bounds(Table.of(bids))
    limits = Limits(100, 1, 2)
    assert float(bounds.whole(best_prices(bounds, limits), limits)[0]) == pytest.approx(total_worth(bids[:1]))
    assert bounds.home.tolist() == [0]
