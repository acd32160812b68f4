"""The best of all plans that can be made of a few bids, by looking at every one of them."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.bids import Floats, Groups, Table, worths

Rows = npt.NDArray[np.bool_]


class Limits(NamedTuple):
    """What a plan must keep: money, so many creators, at least so many tiers and platforms, and these creators."""

    cap: int
    least: int
    most: int
    tiers: int = 1
    platforms: int = 1
    keep: frozenset[str] = frozenset()


def best_of_all(table: Table, limits: Limits) -> list[int] | None:
    """The bids of the plan worth most, ascending; None where no plan keeps the limits.

    It takes memory and time for 2 to the power of the number of bids.
    """
    if len(limits.keep) > len(np.unique(table.creator[table.kept])):
        return None
    plans = _plans(len(table.cost))
    plans = plans[plans @ table.cost <= limits.cap]
    for rows in (_of_size, _one_a_creator, _spread):
        plans = plans[rows(plans, table, limits)]
    if not len(plans):
        return None
    worth = worths(_summed(plans * table.value, table.niche)).sum(axis=1) - plans @ table.handling
    return [int(bid) for bid in np.flatnonzero(plans[int(worth.argmax())])]


@lru_cache(maxsize=16)
def _plans(bids: int) -> Floats:
    """Every set of so many bids but the empty one: a row of ones and zeros each."""
    numbers = np.arange(1, 2**bids)[:, None]
    plans = ((numbers >> np.arange(bids)) & 1).astype(np.float64)
    plans.flags.writeable = False
    return plans


def _summed(columns: Floats, groups: Groups) -> Floats:
    """The columns of each group added up."""
    return columns @ np.eye(int(groups.max()) + 1)[groups]


def _of_size(plans: Floats, table: Table, limits: Limits) -> Rows:
    sizes = plans.sum(axis=1)
    fits: Rows = np.logical_and(limits.least <= sizes, sizes <= limits.most)
    return fits


def _one_a_creator(plans: Floats, table: Table, limits: Limits) -> Rows:
    bids = _summed(plans, table.creator)
    kept = bids[:, np.unique(table.creator[table.kept])] if table.kept.any() else bids[:, :0]
    fits: Rows = np.logical_and((bids <= 1).all(axis=1), (kept == 1).all(axis=1))
    return fits


def _spread(plans: Floats, table: Table, limits: Limits) -> Rows:
    tiers, platforms = ((_summed(plans, groups) > 0).sum(axis=1) for groups in (table.tier, table.platform))
    fits: Rows = np.logical_and(tiers >= limits.tiers, platforms >= limits.platforms)
    return fits
