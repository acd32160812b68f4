"""The best plan by going through the creators one after the other, with every plan so far that may become it.

A plan so far is given up when its bound says that it cannot beat the plan in hand, or when another one does as
well for no more money and places, whatever comes after.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.bids import LEAST, Floats, Groups, Limits, worths
from knowledge.bounds import Bounds, Prices
from knowledge.stages import PURSE, Stage, stages

JUDGES = 100  # of the plans so far, the most promising, are compared with all others

Rows = npt.NDArray[np.bool_]


class PlansSoFar(NamedTuple):
    """An entry each. ``sums`` is the value by niche; ``tiers`` and ``platforms`` have a bit each, of at most 63.

    ``picks`` are the chosen bids, padded with -1.
    """

    cost: Floats
    heads: Groups
    worth: Floats
    sums: Floats
    tiers: Groups
    platforms: Groups
    picks: Groups

    @classmethod
    def none(cls, niches: int, most: int) -> "PlansSoFar":
        """The plan without anybody, with which each sweep starts."""
        zero = np.zeros(1, dtype=np.int64)
        return cls(np.zeros(1), zero, np.zeros(1), np.zeros((1, niches)), zero, zero, np.full((1, most), -1))

    def at(self, rows: Groups) -> "PlansSoFar":
        return PlansSoFar._make(entry[rows] for entry in self)

    def joined(self, others: "PlansSoFar") -> "PlansSoFar":
        return PlansSoFar._make(np.concatenate(both) for both in zip(self, others, strict=True))


class Sweep:
    """``goal`` is the worth of the plan in hand, ``best`` the bids of one that beats it, once found.

    ``limits.least`` is 1 or ``limits.most``.
    """

    def __init__(self, bounds: Bounds, prices: Prices, limits: Limits, goal: float) -> None:
        self.table, self.limits, self.goal = bounds.table, limits, goal
        self.best: list[int] | None = None
        self._turns, self._lines = stages(bounds, prices, limits)

    def run(self, width: int) -> bool:
        """Look for the best plan; whether all were looked at, or after some turn only the ``width`` most promising."""
        plans = PlansSoFar.none(self._turns[0].more.size, self.limits.most)
        all_seen = True
        for stage in self._turns:
            plans = self._grown(plans, stage)
            if not stage.owing:
                self._keep_best(plans)
            rows = self._promising(plans, stage)
            all_seen = all_seen and len(rows) <= width
            plans = plans.at(rows[:width])
            if not len(rows):
                break
        return all_seen

    def _grown(self, plans: PlansSoFar, stage: Stage) -> PlansSoFar:
        """Each plan with none of the creator's bids and with each of them, as far as the limits allow."""
        bids = self.table.cost[stage.bids]
        room = (plans.cost[:, None] + bids <= self.limits.cap) & (plans.heads < self.limits.most)[:, None]
        rows, columns = np.nonzero(room)
        grown = self._joined(plans.at(rows), stage.bids[columns])
        return grown if stage.must else plans.joined(grown)

    def _joined(self, plans: PlansSoFar, bids: Groups) -> PlansSoFar:
        """Each plan with its new bid; takes over the arrays of ``plans``."""
        table, every = self.table, np.arange(len(bids))
        niche, value = table.niche[bids], table.value[bids]
        here = plans.sums[every, niche]
        plans.sums[every, niche] += value
        plans.picks[every, plans.heads] = bids
        return PlansSoFar(
            plans.cost + table.cost[bids],
            plans.heads + 1,
            plans.worth + worths(here + value) - worths(here) - table.handling[bids],
            plans.sums,
            plans.tiers | (1 << table.tier[bids]),
            plans.platforms | (1 << table.platform[bids]),
            plans.picks,
        )

    def _keep_best(self, plans: PlansSoFar) -> None:
        done = (plans.heads >= self.limits.least) & (plans.worth > self.goal + LEAST)
        for need, mixed in self._mixes(plans):
            done &= np.bitwise_count(mixed) >= need
        if done.any():
            best = int(np.where(done, plans.worth, -np.inf).argmax())
            self.goal = float(plans.worth[best])
            self.best = sorted(bid for bid in plans.picks[best].tolist() if bid >= 0)

    def _mixes(self, plans: PlansSoFar) -> list[tuple[int, Groups]]:
        """How many tiers and platforms there must be, where that says anything, and which ones each plan has."""
        both = ((self.limits.tiers, plans.tiers), (self.limits.platforms, plans.platforms))
        return [(need, mixed) for need, mixed in both if need > 1]

    def _promising(self, plans: PlansSoFar, stage: Stage) -> Groups:
        """The plans that may still beat the goal and that no other makes needless, most promising first."""
        if stage.last:
            return np.empty(0, dtype=np.int64)
        bound = plans.worth + self._more(plans, stage)
        rows = np.flatnonzero(bound > self.goal + LEAST)
        rows = rows[np.argsort(-bound[rows], kind="stable")]
        return rows[~self._needless(plans.at(rows), stage)] if len(rows) > 1 else rows

    def _more(self, plans: PlansSoFar, stage: Stage) -> Floats:
        """What may come adds at most so much to each plan."""
        money = self.limits.cap - plans.cost.astype(np.int64)
        steps = -(-money * PURSE // max(self.limits.cap, 1))
        more: Floats = stage.purse[self.limits.most - plans.heads, steps] + stage.above
        for niche in stage.begun.tolist():
            line = self._lines.at(np.array([niche]))
            more += line.above(plans.sums[:, niche], stage.more[niche])
        return more

    def _needless(self, plans: PlansSoFar, stage: Stage) -> Rows:
        """Whether a more promising plan does as well for no more money and places, whatever comes after.

        How far one plan is ahead of another moves one way only, niche by niche, with the value that comes: so it
        is enough to look at nothing coming, and at everything.
        """
        judges = slice(JUDGES)
        ahead = plans.worth[judges, None] - plans.worth
        for niche in stage.begun.tolist():
            sums = plans.sums[:, niche]
            gain = worths(sums + stage.more[niche]) - worths(sums)
            ahead += np.minimum(gain[judges, None] - gain, 0.0)
        better = (ahead >= 0) & (plans.cost[judges, None] <= plans.cost)
        better &= ~np.tri(*better.shape, dtype=np.bool_)
        if self.limits.least == self.limits.most:
            better &= plans.heads[judges, None] == plans.heads
        else:
            better &= plans.heads[judges, None] <= plans.heads
        for need, mixed in self._mixes(plans):
            enough = np.bitwise_count(mixed) >= need
            better &= (mixed[judges, None] & mixed == mixed) | enough[judges, None]
        found: Rows = np.logical_or.reduce(better, axis=0)
        return found
