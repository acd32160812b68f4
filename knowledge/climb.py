"""A good plan found quickly, by adding, dropping and swapping one bid at a time; the proof is the solver's.

Only for programs without a matrix. What it finds is mostly the best there is or close to it, which saves a search.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.bids import Floats, Table, worths

STEPS = 200  # a plan of a dozen creators settles after some ten
LEAST = 1e-9  # a step must gain this much
WORTHLESS = -np.inf


def climb(table: Table, cap: int, limit: int, exact: bool) -> list[int] | None:
    """The bids of a plan that no single step makes better; None where no start was found that keeps the terms.

    :param exact: whether there must be ``limit`` creators, rather than that many at most.
    """
    chosen = _start(table, cap, limit if exact else 0)
    if chosen is None or len(chosen) > limit:
        return None
    for _ in range(STEPS):
        gain, better = max(_best_step(table, chosen, place, cap, limit, exact) for place in _places(chosen))
        if gain <= LEAST:
            break
        chosen = better
    return chosen or None


def _places(chosen: Sequence[int]) -> list[int]:
    """What may be taken out for a step: nothing (-1), or one of the chosen."""
    return [-1, *range(len(chosen))]


def _start(table: Table, cap: int, least: int) -> list[int] | None:
    """The cheapest bid of each creator to keep, and of the cheapest others until there are enough."""
    chosen: list[int] = []
    taken: set[int] = set()
    order = np.lexsort((np.arange(len(table.cost)), table.cost, ~table.kept))
    for bid in order.tolist():
        if table.creator[bid] not in taken and (table.kept[bid] or len(chosen) < least):
            chosen.append(bid)
            taken.add(int(table.creator[bid]))
    return chosen if table.cost[chosen].sum() <= cap and len(chosen) >= least else None


def _best_step(
    table: Table, chosen: Sequence[int], place: int, cap: int, limit: int, exact: bool
) -> tuple[float, list[int]]:
    """The best that can be had by taking out one of the chosen, or nothing, and putting in one bid, or nothing."""
    out = chosen[place] if place >= 0 else None
    left = [bid for bid in chosen if bid != out]
    before = _total(table, chosen)
    must_fill = out is not None and (exact or bool(table.kept[out]))
    alone = WORTHLESS if must_fill or not left else _total(table, left) - before
    if len(left) >= limit:
        return alone, left
    gains = _gains(table, left, cap)
    if out is not None and table.kept[out]:  # a creator to keep makes room for nobody else
        gains[table.creator != table.creator[out]] = WORTHLESS
    best = int(gains.argmax())
    added = float(gains[best]) + _total(table, left) - before
    return (added, [*left, best]) if added > alone else (alone, left)


def _gains(table: Table, left: Sequence[int], cap: int) -> Floats:
    """What each bid would add to those left: minus infinity for one that cannot join them."""
    here = _summed(table, left)[table.niche]
    gains = worths(here + table.value) - worths(here) - table.handling
    taken = np.isin(table.creator, table.creator[left])
    gains[taken | (table.cost > cap - table.cost[left].sum())] = WORTHLESS
    return gains


def _total(table: Table, chosen: Sequence[int]) -> float:
    return float(worths(_summed(table, chosen)).sum() - table.handling[chosen].sum())


def _summed(table: Table, chosen: Sequence[int]) -> Floats:
    """The values of some bids, added up by niche."""
    sums = np.zeros(int(table.niche.max()) + 1)
    np.add.at(sums, table.niche[chosen], table.value[chosen])
    return sums
