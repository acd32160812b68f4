"""How much a plan could still be worth, where money and places have a price instead of a limit.

At given prices each creator can be judged alone, so the bound is a sum; the prices that make it least make it
close (Lagrangian relaxation). Within a niche a line above F stands in for F.
"""

from itertools import product
from typing import NamedTuple, Self

import numpy as np

from knowledge.bids import BENDS, OVERLAP, Floats, Groups, Limits, Table, worths

# A line counts a share of what each bid is worth alone, and the rest of its value at one of F's slopes.
LINES = ((1.0, 0), *product((0.0, 0.5), range(1, len(OVERLAP))))
ZOOMS, POINTS = 5, 7  # of the search for the best prices: each zoom looks at a grid around the best so far
GRID = np.array([*product(np.linspace(0, 1, POINTS), repeat=2)]).T


class Prices(NamedTuple):
    """Prices of a minor unit of money and of a place in the plan, in units of worth; several to compare them."""

    money: Floats
    place: Floats


class Lines(NamedTuple):
    """Lines above F: the share that counts alone, the slope for the rest, and where that slope touches F."""

    alone: Floats
    slope: Floats
    touch: Floats

    @classmethod
    def below(cls, most: float) -> Self:
        """Those that touch F before a niche has so much."""
        near = [(share, piece) for share, piece in LINES if not piece or BENDS[piece] < most]
        pieces = [piece for _, piece in near]
        slopes = np.array([OVERLAP[piece][1] for piece in pieces])
        return cls(np.array([share for share, _ in near]), slopes, BENDS[pieces])

    def above(self, sums: Floats, more: Floats) -> Floats:
        """How far each lies above F where there is ``sums`` and at most ``more`` comes; they broadcast with lines."""
        far = np.minimum(np.maximum(self.touch - sums, 0.0), more)
        above: Floats = (1 - self.alone) * (worths(sums + far) - worths(sums) - self.slope * far)
        return above

    def at(self, numbers: Groups) -> "Lines":
        return Lines(self.alone[numbers], self.slope[numbers], self.touch[numbers])


class Bounds:
    """What the creators of a table can add to a plan.

    A creator belongs to the niche, ``home``, of the bid worth most; bids elsewhere count as if alone there, which is
    never too little. ``coming`` is the largest value by creator and niche.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        creators, niches = int(table.creator.max()) + 1, int(table.niche.max()) + 1
        self._order = np.lexsort((table.value, table.creator))
        self._starts = np.searchsorted(table.creator[self._order], np.arange(creators))
        largest = self._order[np.append(self._starts[1:], len(self._order)) - 1]
        self.home, self.kept = table.niche[largest], table.kept[largest]
        self.coming = np.zeros((creators, niches))
        np.maximum.at(self.coming, (table.creator, table.niche), table.value)
        total = self.coming.sum(axis=0)
        self.lines = Lines.below(float(total.max()))
        self.gains = self._gains()
        self._by_home = np.argsort(self.home, kind="stable")
        self._homes, self._home_starts = np.unique(self.home[self._by_home], return_index=True)
        self._above = self.lines.above(np.zeros((niches, 1)), total[:, None]).T[:, self._homes]

    def _gains(self) -> Floats:
        """What each bid adds at most, by line and bid, before anything is paid."""
        table, lines = self.table, self.lines
        alone = worths(table.value)
        by_line = lines.alone[:, None] * alone + ((1 - lines.alone) * lines.slope)[:, None] * table.value
        gains: Floats = np.where(table.niche == self.home[table.creator], by_line, alone) - table.handling
        return gains

    def with_each(self, prices: Prices, limits: Limits) -> Floats:
        """The most that a plan with each bid can be worth."""
        paid = self._paid(prices)
        best = self._best(paid)
        lost = (best[:, :, self.table.creator] - paid).min(axis=1)
        most: Floats = (self.whole(prices, limits)[:, None] - lost).min(axis=0)
        return most

    def whole(self, prices: Prices, limits: Limits) -> Floats:
        """The most that any plan can be worth, by price."""
        spent = prices.money * limits.cap + prices.place * limits.most
        whole: Floats = spent + self._by_niche(prices).min(axis=1).sum(axis=1)
        return whole

    def closest(self, prices: Prices) -> Groups:
        """The number of the line that bounds each niche best at the first of the prices."""
        closest = np.zeros(self.coming.shape[1], dtype=np.int64)
        closest[self._homes] = self._by_niche(prices)[0].argmin(axis=0)
        return closest

    def _by_niche(self, prices: Prices) -> Floats:
        """What the creators at home in each niche add at most, by price, line and niche."""
        best = self._best(self._paid(prices))
        added: Floats = np.add.reduceat(best[:, :, self._by_home], self._home_starts, axis=2) + self._above
        return added

    def _paid(self, prices: Prices) -> Floats:
        """What each bid adds at most once it is paid for, by price, line and bid."""
        dues = prices.money[:, None] * self.table.cost + prices.place[:, None]
        paid: Floats = self.gains - dues[:, None, :]
        return paid

    def _best(self, paid: Floats) -> Floats:
        """What each creator adds at most, by price, line and creator: nobody but those to keep adds less than nothing."""
        best: Floats = np.maximum.reduceat(paid[:, :, self._order], self._starts, axis=2)
        best[:, :, ~self.kept] = np.maximum(best[:, :, ~self.kept], 0.0)
        return best


def best_prices(bounds: Bounds, limits: Limits) -> Prices:
    """The one pair of prices that bounds all plans best."""
    table = bounds.table
    top = float(table.value.max())
    # Where the number of creators is given, a place that is hard to fill may cost less than nothing.
    floor = np.array([0.0, -top if limits.least == limits.most else 0.0])
    low, high = floor, np.array([float((table.value / np.maximum(table.cost, 1)).max()), top])
    at = low
    for _ in range(ZOOMS):
        grid = low[:, None] + (high - low)[:, None] * GRID
        at = grid[:, int(bounds.whole(Prices(*grid), limits).argmin())]
        step = (high - low) / (POINTS - 1)
        low, high = np.maximum(at - step, floor), at + step
    return Prices(*at[:, None])
