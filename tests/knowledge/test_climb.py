"""Quick plans and the best of all plans: against each other, and against the solver, on programs of random bids."""

import numpy as np
import pytest

from knowledge.bids import Bid, Limits, Table, total_worth, worth, worths
from knowledge.climb import climb
from knowledge.portfolio import Terms, solve
from tests.knowledge.oracle import best, bids_of, kept


@pytest.mark.parametrize("value", [0.0, 0.5, 2.0, 3.0, 7.9, 16.0, 400.0])
def test_f_of_many_sums_is_f_of_each(value: float) -> None:
    assert worths(np.array([value]))[0] == pytest.approx(worth(value), abs=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_a_climb_keeps_the_terms_and_comes_near(seed: int) -> None:
    bids, cap, limit = bids_of(seed, 12), 100, 5
    columns = climb(Table.of(bids), Limits(cap, 1, limit))
    assert columns
    chosen = [bids[column] for column in columns]
    assert sum(one.cost for one in chosen) <= cap
    assert len({one.creator for one in chosen}) == len(chosen) <= limit
    most = best(bids, Limits(cap, 1, limit))
    assert most and 0.7 * most <= total_worth(chosen) <= most + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_a_climb_brings_exactly_as_many_as_asked_and_whom_to_keep(seed: int) -> None:
    bids, keep = bids_of(seed, 12), frozenset({"c4"})
    columns = climb(Table.of(bids, keep), Limits(180, 4, 4, keep=keep))
    assert columns and len(columns) == 4
    assert "c4" in {bids[column].creator for column in columns}


def test_no_climb_where_the_start_is_too_dear() -> None:
    assert climb(Table.of(bids_of(1, 12)), Limits(10, 8, 8)) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_climb_mixes_tiers_and_platforms(seed: int) -> None:
    bids, limits = bids_of(seed, 12), Limits(120, 1, 4, tiers=2, platforms=2)
    columns = climb(Table.of(bids), limits)
    assert columns
    assert kept([bids[column] for column in columns], limits)


def test_a_climb_goes_on_from_a_plan_that_lacks_the_mix() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 50, 2.0),
        Bid("b/x", "b", "n", "nano", "youtube", 50, 2.0),
        Bid("c/x", "c", "n", "micro", "youtube", 50, 0.5),
    ]
    limits = Limits(100, 1, 2, tiers=2)
    assert climb(Table.of(bids), limits, start=[0, 1]) in ([0, 2], [1, 2])
    assert climb(Table.of(bids[:2]), limits, start=[0, 1]) is None  # nobody brings the second tier


@pytest.mark.parametrize("seed", range(10))
def test_no_swap_is_left_that_gains(seed: int) -> None:
    bids, limits = bids_of(seed, 14), Limits(120, 1, 5)
    columns = climb(Table.of(bids), limits)
    assert columns
    chosen = [bids[column] for column in columns]
    for out in [None, *chosen]:
        left = [bid for bid in chosen if bid != out]
        for plan in (left, *([*left, new] for new in bids)):
            if kept(plan, limits):
                assert total_worth(plan) <= total_worth(chosen) + 1e-9


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("wanted", [None, 4])
def test_the_solver_finds_the_best_of_all_plans(seed: int, wanted: int | None) -> None:
    bids = bids_of(seed, 17)
    found = solve(bids, Terms(cap=110, creators=wanted, most=6, tiers=1, platforms=1))
    most = best(bids, Limits(110, wanted or 1, wanted or 6))
    assert most is not None
    assert found.value == pytest.approx(most, abs=1e-6)


def test_limits_that_no_plan_keeps() -> None:
    bids = [
        Bid("a/x", "a", "n", "nano", "youtube", 50, 1.0),
        Bid("b/x", "b", "n", "nano", "youtube", 60, 2.0),
    ]
    assert best(bids, Limits(100, 2, 2)) is None
    assert best(bids, Limits(200, 1, 2, tiers=2)) is None
    assert best(bids, Limits(200, 1, 2, keep=frozenset({"nobody"}))) is None
    assert best(bids, Limits(60, 1, 2, keep=frozenset({"a"}))) == pytest.approx(0.96)
