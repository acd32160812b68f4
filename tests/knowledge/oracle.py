"""Random bids, and the best of all plans that can be made of a few, by looking at every one of them."""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

import numpy as np
import numpy.typing as npt

from knowledge.bids import Bid, Floats, Groups, Limits, Table, total_worth, worths

Rows = npt.NDArray[np.bool_]


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


def best(bids: Sequence[Bid], limits: Limits) -> float | None:
    """The worth of the best of all plans; None where no plan keeps the limits."""
    columns = best_of_all(Table.of(bids, limits.keep), limits)
    return None if columns is None else total_worth(bids[column] for column in columns)


def kept(plan: Sequence[Bid], limits: Limits) -> bool:
    """Whether a plan keeps the limits, by their words."""
    creators = {bid.creator for bid in plan}
    return (
        sum(bid.cost for bid in plan) <= limits.cap
        and limits.least <= len(plan) == len(creators) <= limits.most
        and limits.keep <= creators
        and len({bid.tier for bid in plan}) >= limits.tiers
        and len({bid.platform for bid in plan}) >= limits.platforms
    )


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
