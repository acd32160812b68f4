"""The best plan of some bids: a good one first, then what could still beat it, and the proof that nothing does."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from knowledge.bids import LEAST, Bid, Floats, Limits, Table, total_worth
from knowledge.bounds import Bounds, Prices, best_prices
from knowledge.climb import climb
from knowledge.formulation import solved
from knowledge.program import NODE_LIMIT
from knowledge.sweep import Sweep

# How many plans so far a sweep keeps: a narrow one finds the best plan, mostly with the proof, a wider one proves it
# with that plan in hand. What is too much for that is left to branch and bound.
WIDTHS = (200, 400)


class Effort(NamedTuple):
    """How far the search goes: limits in plans and nodes, not seconds, so that a slow machine gives the same plan."""

    widths: tuple[int, ...] = WIDTHS
    nodes: int = NODE_LIMIT


EFFORT = Effort()


class Found(NamedTuple):
    """The chosen bids. ``gap`` is by how much, relative to its worth, another plan might be better: 0 if proved."""

    bids: tuple[Bid, ...]
    proved: bool = True
    gap: float = 0.0


def best_plan(
    bids: Sequence[Bid], limits: Limits, near: Sequence[Bid] = (), effort: Effort = EFFORT
) -> Found | None:
    """The plan worth most; None where no set of bids that keeps the limits was found.

    ``limits.least`` is 1 or ``limits.most``. Worths are told apart to 1e-9, after branch and bound to 1e-6.
    The search starts from ``near``, if that is given: a plan that misses tiers or platforms at most.
    """
    bids = [bid for bid in bids if bid.cost <= limits.cap]
    if not bids or not _has_all(bids, limits.keep):
        return None
    table = Table.of(bids, limits.keep)
    bounds = Bounds(table)
    prices = best_prices(bounds, limits)
    good = (
        climb(table, limits, [bids.index(bid) for bid in near]) if near else _good_plan(table, prices, limits)
    )
    plan = None if good is None else tuple(bids[bid] for bid in good)
    most = bounds.with_each(prices, limits)
    for width in effort.widths:
        left = _hopeful(bids, most, plan)
        if not _has_all(left, limits.keep) or not left:
            return _sure(plan)
        sweep = Sweep(Bounds(Table.of(left, limits.keep)), prices, limits, _worth(plan))
        all_seen = sweep.run(width)
        plan = plan if sweep.best is None else tuple(left[bid] for bid in sweep.best)
        if all_seen:
            return _sure(plan)
    return _branched(_hopeful(bids, most, plan), plan, limits, effort.nodes, float(most.max()))


def _good_plan(table: Table, prices: Prices, limits: Limits) -> list[int] | None:
    """Climbed to in two goes: the first pays for money and places, so that the second starts with some to spare."""
    dues = prices.money[0] * table.cost + prices.place[0]
    balanced = climb(table._replace(handling=table.handling + dues), limits)
    return climb(table, limits, balanced)


def _hopeful(bids: Sequence[Bid], most: Floats, plan: Sequence[Bid] | None) -> list[Bid]:
    """The bids with which a plan may be better than the one in hand: without the others nothing changes."""
    return [bids[bid] for bid in np.flatnonzero(most > _worth(plan) + LEAST).tolist()]


def _branched(
    bids: Sequence[Bid], plan: tuple[Bid, ...] | None, limits: Limits, nodes: int, most: float
) -> Found | None:
    """The plan in hand or a better one, by branch and bound; not proved where the nodes ran out.

    ``most`` is what any plan can be worth.
    """
    other = solved(bids, limits, nodes) if bids else None
    if other is None:  # what could have been better cannot be had
        return _sure(plan)
    best = max((one for one in (plan, other.bids) if one), key=_worth, default=None)
    if best is None or other.proved:
        return _sure(best)
    worth = _worth(best)
    return Found(best, False, max(min(other.bound, most) - worth, 0.0) / max(abs(worth), LEAST))


def _sure(plan: tuple[Bid, ...] | None) -> Found | None:
    return None if plan is None else Found(plan)


def _worth(plan: Sequence[Bid] | None) -> float:
    return -inf if plan is None else total_worth(plan)


def _has_all(bids: Sequence[Bid], keep: frozenset[str]) -> bool:
    return keep <= {bid.creator for bid in bids}
