"""The mixed-integer program of a plan, against the best of all plans."""

from math import inf

import pytest

from knowledge.bids import Bid, Limits, total_worth
from knowledge.formulation import solved
from tests.knowledge.oracle import best, bids_of, kept

NODES = 50_000


@pytest.mark.parametrize(
    "limits",
    [
        Limits(110, 1, 5),
        Limits(150, 4, 4),
        Limits(120, 1, 4, tiers=2, platforms=2),
        Limits(150, 1, 4, keep=frozenset({"c1", "c4"})),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_it_comes_to_the_best_of_all_plans(seed: int, limits: Limits) -> None:
    bids = bids_of(seed, 11)
    known, found = best(bids, limits), solved(bids, limits, NODES)
    if known is None:
        assert found is None
    else:
        assert found is not None and found.proved
        assert kept(found.bids, limits)
        assert total_worth(found.bids) == pytest.approx(known, abs=1e-6)
        assert found.bound == pytest.approx(known, abs=1e-6)


def test_what_nobody_can_keep_is_none() -> None:
    bids = bids_of(2, 8)
    assert solved(bids, Limits(200, 1, 3, tiers=3), NODES) is None
    assert solved(bids, Limits(4, 1, 3), NODES) is None


def test_a_cent_too_much_is_forbidden_however_close() -> None:
    cap = 1_000_000_000  # the solver tolerates a millionth of it
    bids = [Bid(f"{c}/x", c, "n", "nano", "youtube", cap // 2 + 1, 2.0) for c in "ab"]
    found = solved(bids, Limits(cap, 1, 2), NODES)
    assert found is not None
    assert len(found.bids) == 1


def test_without_nodes_it_knows_a_bound_and_proves_nothing() -> None:
    bids = [
        Bid(f"c{n}/x", f"c{n}", str(n % 3), "nano", "youtube", 70 + 7 * n % 31, 1.0 + (n * 37 % 11) / 40)
        for n in range(40)
    ]
    limits = Limits(500, 6, 6)
    few, all_of_them = solved(bids, limits, 1), solved(bids, limits, NODES)
    assert few is not None and all_of_them is not None and all_of_them.proved
    assert total_worth(all_of_them.bids) - 1e-6 <= few.bound < inf
    assert not few.proved or few.bound == pytest.approx(all_of_them.bound)
