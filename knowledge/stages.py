"""The creators' turns in a sweep, and what may come after each of them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.bids import Floats, Groups, Limits
from knowledge.bounds import Bounds, Lines, Prices

PURSE = 256  # steps in which money is counted in a bound: what is left is rounded up to one, costs down


class Stage(NamedTuple):
    """One creator's turn, and what comes after it.

    ``bids`` are the creator's own, one of which a plan ``must`` have; ``owing`` says whether another creator to keep
    comes later. ``more`` is the value by niche that may still come. ``purse`` is what it adds at most, by places and
    money left, if F were the lines; they lie above it by ``above`` in niches without a bid so far, all together,
    and in those ``begun`` by as much as their sums make it.
    """

    bids: Groups
    must: bool
    owing: bool
    last: bool
    more: Floats
    begun: Groups
    above: float
    purse: Floats


class Stages(NamedTuple):
    """All turns of a sweep, and the line that stands in for F in each niche."""

    turns: list[Stage]
    lines: Lines


def stages(bounds: Bounds, prices: Prices, limits: Limits) -> Stages:
    """One a creator, niche by niche, the smallest first: sums of a niche that is over need not be told apart."""
    closest = bounds.closest(prices)
    lines = bounds.lines.at(closest)
    size = bounds.coming.sum(axis=0)[bounds.home]
    order = np.lexsort((-bounds.coming.max(axis=1), bounds.home, size))
    more = _after(bounds.coming[order])
    begun = bounds.coming[order].cumsum(axis=0) > 0
    above = lines.above(np.zeros_like(more), more)
    gains = bounds.gains[closest[bounds.home[bounds.table.creator]], np.arange(len(bounds.table.cost))]
    owing = _after(bounds.kept[order].astype(np.int64)) > 0
    turns = [
        Stage(
            bids=np.flatnonzero(bounds.table.creator == creator),
            must=bool(bounds.kept[creator]),
            owing=bool(owing[turn]),
            last=turn == len(order) - 1,
            more=more[turn],
            begun=np.flatnonzero(begun[turn] & (more[turn] > 0)),
            above=float(above[turn, ~begun[turn]].sum()),
            purse=purse,
        )
        for turn, (creator, purse) in enumerate(
            zip(order.tolist(), _purses(bounds, gains, order.tolist(), limits), strict=True)
        )
    ]
    return Stages(turns, lines)


def _after(values: Floats) -> Floats:
    """The sum of all that comes after each entry."""
    sums: Floats = values[::-1].cumsum(axis=0)[::-1] - values
    return sums


def _purses(bounds: Bounds, gains: Floats, order: Sequence[int], limits: Limits) -> list[Floats]:
    """The most that the creators after each turn add, by places (exactly so many, if that is asked) and money."""
    table = bounds.table
    steps = table.cost.astype(np.int64) * PURSE // max(limits.cap, 1)
    purse = np.full((limits.most + 1, PURSE + 1), -np.inf if limits.least == limits.most else 0.0)
    purse[0] = 0.0
    purses = [purse]
    for creator in order[:0:-1]:
        fuller = np.full_like(purse, -np.inf) if bounds.kept[creator] else purse.copy()
        for bid in np.flatnonzero(table.creator == creator).tolist():
            rest = PURSE + 1 - int(steps[bid])
            np.maximum(fuller[1:, -rest:], purse[:-1, :rest] + gains[bid], out=fuller[1:, -rest:])
        purse = fuller
        purses.append(purse)
    return purses[::-1]
