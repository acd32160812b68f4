"""A good plan found quickly, by adding, dropping and swapping one bid at a time; the proof comes after.

What it finds is mostly the best there is or close to it, which leaves little to search.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.bids import LEAST, Floats, Groups, Limits, Table, worths

Rows = npt.NDArray[np.bool_]

STEPS = 200  # a plan of a dozen creators settles after some ten
AMISS = 1e3  # what a missing tier or platform takes off a plan: more than all its bids are worth


def climb(table: Table, limits: Limits, start: Sequence[int] | None = None) -> list[int] | None:
    """The bids of a plan that no single step makes better, ascending; None where none was met that keeps the limits.

    ``limits.least`` is 1 or ``limits.most``.
    """
    chosen = _start(table, limits) if start is None else list(start)
    if chosen is None or len(chosen) > limits.most:
        return None
    steps, worth = _Steps(table, limits), -np.inf
    for _ in range(STEPS):
        reached, better = steps.best(chosen)
        if reached <= worth + LEAST:
            break
        chosen, worth = better, reached
    return sorted(chosen) if chosen and steps.amiss(chosen) == 0 else None


def _start(table: Table, limits: Limits) -> list[int] | None:
    """The cheapest bid of each creator to keep, and of the cheapest others until there are enough."""
    least = limits.most if limits.least == limits.most else 0
    chosen: list[int] = []
    taken: set[int] = set()
    order = np.lexsort((np.arange(len(table.cost)), table.cost, ~table.kept))
    for bid in order.tolist():
        if table.creator[bid] not in taken and (table.kept[bid] or len(chosen) < least):
            chosen.append(bid)
            taken.add(int(table.creator[bid]))
    return chosen if table.cost[chosen].sum() <= limits.cap and len(chosen) >= least else None


class _Steps:
    """All plans one step away: a row for each bid taken out and one for none, a column for each bid put in."""

    def __init__(self, table: Table, limits: Limits) -> None:
        self.table, self.limits = table, limits
        mixes = ((table.tier, limits.tiers), (table.platform, limits.platforms))
        self.mixes = [(group, np.ones(len(group)), need) for group, need in mixes if need > 1]

    def best(self, chosen: Sequence[int]) -> tuple[float, list[int]]:
        """The worth of the best of them, and its bids."""
        table, places = self.table, np.array(chosen, dtype=np.int64)
        sums = _left(table.niche, table.value, places)
        alone = worths(sums).sum(axis=1) - _rest(table.handling, places)
        here = sums[:, table.niche]
        added = alone[:, None] + worths(here + table.value) - worths(here) - table.handling
        for group, ones, need in self.mixes:
            has = _left(group, ones, places) > 0
            missing = need - has.sum(axis=1)
            alone -= AMISS * np.maximum(missing, 0)
            added -= AMISS * np.maximum(missing[:, None] - ~has[:, group], 0)
        alone[self._too_few(places)] = -np.inf
        added[self._barred(places)] = -np.inf
        row, column = divmod(int(added.argmax()), len(table.cost))
        best = int(alone.argmax())
        if alone[best] >= added[row, column]:
            return float(alone[best]), _without(chosen, best)
        return float(added[row, column]), [*_without(chosen, row), column]

    def _too_few(self, places: Groups) -> Rows:
        """Where somebody must be put in."""
        if not len(places):
            return np.array([True])
        return np.append(self.table.kept[places] | (self.limits.least == len(places)), False)

    def _barred(self, places: Groups) -> Rows:
        """The bids that cannot be put in: too dear, one too many, or their creator is there already."""
        table, limits = self.table, self.limits
        out = np.append(table.creator[places], -1)
        same = table.creator == out[:, None]
        barred: Rows = same.any(axis=0) & ~same
        barred[-1] |= len(places) == limits.most
        barred |= table.cost > limits.cap - _rest(table.cost, places)[:, None]
        if table.kept[places].any():  # a creator to keep makes room for nobody else
            must_stay = np.append(table.kept[places], False)
            barred[must_stay] |= ~same[must_stay]
        return barred

    def amiss(self, chosen: Sequence[int]) -> int:
        """How many tiers and platforms are missing."""
        return sum(max(need - len(np.unique(group[chosen])), 0) for group, _, need in self.mixes)


def _left(group: Groups, values: Floats, places: Groups) -> Floats:
    """The values of the chosen by group: a row without each of them, and a last one with all."""
    left = np.zeros((len(places) + 1, int(group.max()) + 1))
    left += np.bincount(group[places], values[places], minlength=left.shape[1])
    left[np.arange(len(places)), group[places]] -= values[places]
    return left


def _rest(values: Floats, places: Groups) -> Floats:
    """The sum of the chosen without each of them, and last with all."""
    own = values[places]
    rest: Floats = own.sum() - np.append(own, 0.0)
    return rest


def _without(chosen: Sequence[int], place: int) -> list[int]:
    return [bid for n, bid in enumerate(chosen) if n != place]
