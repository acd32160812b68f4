"""Bids for a budget, what a set of them is worth, and a table of them that numpy can add up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# Overlap within a niche: (width, slope) of each piece of F, in units of one typical micro creator's value.
# Rule of this project: no public figure for audience overlap was found; the shape is checked on sample plans.
OVERLAP = ((2.0, 1.0), (2.0, 0.8), (4.0, 0.6), (8.0, 0.45), (inf, 0.3))
# What one more creator costs in attention: brief, samples, proofs, report. About six in-house hours, set
# equal to a 25th of a typical micro creator's value, so that nobody is added who brings less than that.
HANDLING = 0.04
LEAST = 1e-9  # worths closer than this are the same
FAR = 1e6  # beyond every niche's value: the last piece of F has no end
BENDS = np.array([*accumulate((width for width, _ in OVERLAP[:-1]), initial=0.0), FAR])

Floats = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]


class Bid(NamedTuple):
    """One offer that may be bought. ``cost`` is in minor units of the budget's currency."""

    key: str
    creator: str
    niche: str
    tier: str
    platform: str
    cost: int
    value: float
    handling: float = HANDLING


def worth(value: float) -> float:
    """F: what a niche's summed value counts for once overlap is taken off."""
    total = 0.0
    for width, slope in OVERLAP:
        piece = min(value, width)
        total, value = total + slope * piece, value - piece
    return total


def total_worth(chosen: Iterable[Bid]) -> float:
    """The objective: what a set of bids is worth, overlap and handling taken off."""
    niches: dict[str, float] = defaultdict(float)
    handling = 0.0
    for bid in chosen:
        niches[bid.niche] += bid.value
        handling += bid.handling
    return sum(worth(value) for value in niches.values()) - handling


class Limits(NamedTuple):
    """What a plan must keep: money, from ``least`` to ``most`` creators, so many tiers and platforms, and whom."""

    cap: int
    least: int
    most: int
    tiers: int = 1
    platforms: int = 1
    keep: frozenset[str] = frozenset()


class Table(NamedTuple):
    """Bids as arrays of one entry a bid. Creators and the like are numbered from 0; ``kept`` is who must stay."""

    cost: Floats
    value: Floats
    handling: Floats
    creator: Groups
    niche: Groups
    tier: Groups
    platform: Groups
    kept: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, bids: Sequence[Bid], keep: frozenset[str] = frozenset()) -> "Table":
        return cls(
            cost=np.array([float(bid.cost) for bid in bids]),
            value=np.array([bid.value for bid in bids]),
            handling=np.array([bid.handling for bid in bids]),
            creator=_numbered([bid.creator for bid in bids]),
            niche=_numbered([bid.niche for bid in bids]),
            tier=_numbered([bid.tier for bid in bids]),
            platform=_numbered([bid.platform for bid in bids]),
            kept=np.array([bid.creator in keep for bid in bids]),
        )


def worths(values: Floats) -> Floats:
    """F of each of several sums of values."""
    found: Floats = np.interp(values, BENDS, HEIGHTS)
    return found


def _numbered(names: Sequence[str]) -> Groups:
    numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)


HEIGHTS = np.array([worth(float(bend)) for bend in BENDS])
