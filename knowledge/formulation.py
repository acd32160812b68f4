"""The best plan as a mixed-integer program, for HiGHS: a binary a bid, pieces of F, a binary a tier and platform."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

from knowledge.bids import OVERLAP, Bid, Limits, worth
from knowledge.program import Program

CUTS = 50


class Solved(NamedTuple):
    """The chosen bids, none where the nodes ran out too soon; no plan is worth more than ``bound``."""

    bids: tuple[Bid, ...]
    proved: bool
    bound: float


def solved(bids: Sequence[Bid], limits: Limits, nodes: int) -> Solved | None:
    """None when no set of bids keeps the limits."""
    program = _program(bids, limits)
    for _ in range(CUTS):
        found = program.optimum(nodes)
        if found is None:
            return None
        chosen = [bid for bid in range(len(bids)) if found.x.size and found.x[bid] > 0.5]
        if sum(bids[bid].cost for bid in chosen) <= limits.cap:
            return Solved(tuple(bids[bid] for bid in chosen), found.proved, -found.bound)
        # The solver's tolerance let a set past that costs a few cents too much: forbid exactly that set.
        program.row([(bid, 1.0) for bid in chosen], 0, len(chosen) - 1)
    return None


def _program(bids: Sequence[Bid], limits: Limits) -> Program:
    program = Program()
    for bid in bids:
        program.column(bid.handling, 1.0, whole=True)  # costs positive, worth negative: it minimises
    program.row([(column, bid.cost / max(limits.cap, 1)) for column, bid in enumerate(bids)], 0, 1)
    program.row([(column, 1.0) for column in range(len(bids))], limits.least, limits.most)
    for creator, columns in _grouped(bids, lambda bid: bid.creator).items():
        least = 1 if creator in limits.keep else 0
        program.row([(column, 1.0) for column in columns], least, 1)
    for columns in _grouped(bids, lambda bid: bid.niche).values():
        _overlap(program, [(column, bids[column].value) for column in columns])
    _spread(program, _grouped(bids, lambda bid: bid.tier), limits.tiers)
    _spread(program, _grouped(bids, lambda bid: bid.platform), limits.platforms)
    return program


def _grouped(bids: Sequence[Bid], name: Callable[[Bid], str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for column, bid in enumerate(bids):
        groups[name(bid)].append(column)
    return groups


def _overlap(program: Program, members: Sequence[tuple[int, float]]) -> None:
    """The pieces of F for one niche, from its bids' columns and values."""
    pieces = _pieces(program, sum(value for _, value in members))
    summed = [(column, -value) for column, value in members]
    program.row(summed + [(column, 1.0) for column in pieces], 0, 0)
    # F is subadditive. True of every whole plan, and it halves the fractional bound's slack.
    alone = [(column, -worth(value)) for column, value in members]
    slopes = [(column, slope) for column, (_, slope) in zip(pieces, OVERLAP, strict=False)]
    program.row(slopes + alone, -inf, 0)


def _pieces(program: Program, most: float) -> list[int]:
    columns = []
    for width, slope in OVERLAP:
        if most <= 0:
            break
        columns.append(program.column(-slope, min(width, most), whole=False))
        most -= width
    return columns


def _spread(program: Program, groups: dict[str, list[int]], need: int) -> None:
    """At least ``need`` of the groups are used."""
    if need < 2:
        return
    used = []
    for columns in groups.values():
        used.append(program.column(0.0, 1.0, whole=True))
        program.row([(used[-1], 1.0), *((column, -1.0) for column in columns)], -inf, 0)
    program.row([(column, 1.0) for column in used], need, inf)
