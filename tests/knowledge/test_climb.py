"""Quick plans and the best of all plans: against each other, and against the solver, on programs of random bids."""

from random import Random

import numpy as np
import pytest

from knowledge.bids import Bid, Table, total_worth, worth, worths
from knowledge.climb import climb
from knowledge.exhaustive import Limits, best_of_all
from knowledge.portfolio import FEW, Terms, solve


def bids_of(seed: int, count: int) -> list[Bid]:
    """Bids of fewer creators than bids, in three niches, some far dearer than others."""
    random = Random(seed)
    return sorted(
        Bid(
            key=f"c{n % (count - 3)}/f{n}",
            creator=f"c{n % (count - 3)}",
            niche=random.choice("abc"),
            tier=random.choice(["nano", "micro"]),
            platform=random.choice(["youtube", "instagram"]),
            cost=random.randint(5, 60),
            value=round(random.uniform(0.1, 4), 6),
        )
        for n in range(count)
    )


def best(bids: list[Bid], limits: Limits) -> float | None:
    columns = best_of_all(Table.of(bids, limits.keep), limits)
    return None if columns is None else total_worth(bids[column] for column in columns)


@pytest.mark.parametrize("value", [0.0, 0.5, 2.0, 3.0, 7.9, 16.0, 400.0])
def test_f_of_many_sums_is_f_of_each(value: float) -> None:
    assert worths(np.array([value]))[0] == pytest.approx(worth(value), abs=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_a_climb_keeps_the_terms_and_comes_near(seed: int) -> None:
    bids, cap, limit = bids_of(seed, 12), 100, 5
    columns = climb(Table.of(bids), cap, limit, exact=False)
    assert columns
    chosen = [bids[column] for column in columns]
    assert sum(one.cost for one in chosen) <= cap
    assert len({one.creator for one in chosen}) == len(chosen) <= limit
    most = best(bids, Limits(cap, 1, limit))
    assert most and 0.7 * most <= total_worth(chosen) <= most + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_a_climb_brings_exactly_as_many_as_asked_and_whom_to_keep(seed: int) -> None:
    bids, keep = bids_of(seed, 12), frozenset({"c4"})
    columns = climb(Table.of(bids, keep), 180, 4, exact=True)
    assert columns and len(columns) == 4
    assert "c4" in {bids[column].creator for column in columns}


def test_no_climb_where_the_start_is_too_dear() -> None:
    assert climb(Table.of(bids_of(1, 12)), 10, 8, exact=True) is None


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("wanted", [None, 4])
def test_the_solver_finds_the_best_of_all_plans(seed: int, wanted: int | None) -> None:
    bids = bids_of(seed, FEW + 2)
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
