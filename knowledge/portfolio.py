"""The best set of offers for a budget, solved exactly as a mixed-integer program (HiGHS).

Maximise  Σ_niche F(Σ value of the niche's chosen offers) − Σ handling  under the budget, where F is concave
and piecewise linear: people who follow one creator of a niche follow others, so each more counts less.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import inf
from operator import attrgetter
from typing import NamedTuple

from knowledge.answer import PlanStatus
from knowledge.bids import HANDLING, OVERLAP, Bid, Table, total_worth, worth
from knowledge.climb import climb
from knowledge.exhaustive import Limits, best_of_all
from knowledge.program import Program

__all__ = ["HANDLING", "OVERLAP", "Bid", "Solution", "Terms", "solve", "total_worth", "undominated", "worth"]

CUTS = 50
LATELY = 256  # programs whose solutions are kept in mind
FEW = 15  # bids of which every set is looked at: 32,767 of them
CORE, ROUGH = 30, 0.02  # how many bids the first search tries, and how close to their best it must come


class Terms(NamedTuple):
    """What a plan must keep: money, head count and the matrix (how many tiers and platforms at least).

    ``largest`` is the most that one creator may cost; it gives way where nobody else is affordable.
    """

    cap: int
    creators: int | None = None
    most: int = 12
    tiers: int = 2
    platforms: int = 2
    keep: frozenset[str] = frozenset()
    largest: int | None = None


class Solution(NamedTuple):
    """The chosen bids by key. ``relaxed`` names the terms that no set within the budget could keep."""

    chosen: tuple[Bid, ...]
    value: float
    status: PlanStatus
    gap: float | None
    relaxed: tuple[str, ...] = ()

    @property
    def cost(self) -> int:
        """Minor units spent."""
        return sum(bid.cost for bid in self.chosen)


def solve(bids: Sequence[Bid], terms: Terms) -> Solution:
    """The best plan, at most one bid a creator. The order of ``bids`` does not matter; like bids go by key.

    A wanted number of creators is kept where the money allows, else as many as it buys; the matrix and the
    creators to keep are kept unless no set within the budget can. Never costs more than ``terms.cap``.
    """
    return _solved(tuple(sorted(bids)), terms)


@lru_cache(maxsize=LATELY)  # the same question comes back for other plans, a wider search, another language
def _solved(bids: tuple[Bid, ...], terms: Terms) -> Solution:
    affordable = _affordable(bids, terms)
    limit, relaxed = _head_count(affordable, terms)
    if limit == 0:
        return Solution((), 0.0, PlanStatus.EMPTY, None, relaxed)
    for keep in dict.fromkeys((terms.keep, frozenset[str]())):
        ask = _Ask(terms.cap, limit, terms.creators is not None, keep, 1, 1)
        if found := _with_matrix(affordable, ask, _offered(bids, terms)):
            given_up = found.relaxed if keep == terms.keep else ("keep", *found.relaxed)
            return found._replace(relaxed=relaxed + given_up)
    return Solution((), 0.0, PlanStatus.EMPTY, None, relaxed)


def _affordable(bids: Sequence[Bid], terms: Terms) -> list[Bid]:
    payable = sorted(bid for bid in bids if bid.cost <= terms.cap)
    if terms.largest is None:
        return payable
    return [b for b in payable if b.cost <= terms.largest or b.creator in terms.keep] or payable


def _offered(bids: Sequence[Bid], terms: Terms) -> Terms:
    """The terms without a mix that the offers do not have at any price."""
    tiers, platforms = len({bid.tier for bid in bids}), len({bid.platform for bid in bids})
    return terms._replace(tiers=min(terms.tiers, tiers), platforms=min(terms.platforms, platforms))


class _Ask(NamedTuple):
    """One program's terms: ``limit`` creators at most, or exactly; ``tiers`` and ``platforms`` at least."""

    cap: int
    limit: int
    exact: bool
    keep: frozenset[str]
    tiers: int
    platforms: int


def _with_matrix(bids: Sequence[Bid], ask: _Ask, terms: Terms) -> Solution | None:
    """The best plan is sought without the matrix first: it mostly has one anyway, and more bids fall."""
    found = _search(undominated(bids, ask.limit, ask.keep, by=("niche",)), ask)
    tiers, platforms = min(terms.tiers, ask.limit), min(terms.platforms, ask.limit)
    if found is None or _mixed(found, tiers, platforms):
        return found
    left = undominated(bids, ask.limit, ask.keep)
    for more in (ask._replace(tiers=tiers, platforms=platforms), ask._replace(platforms=platforms)):
        if mixed := _search(left, more):
            return mixed._replace(relaxed=("tiers",) if more.tiers < tiers else ())
    if tiers > 1 and (mixed := _search(left, ask._replace(tiers=tiers))):
        return mixed._replace(relaxed=("platforms",))
    return found._replace(
        relaxed=tuple(n for n, need in (("tiers", tiers), ("platforms", platforms)) if need > 1)
    )


def _mixed(plan: Solution, tiers: int, platforms: int) -> bool:
    return len({b.tier for b in plan.chosen}) >= tiers and len({b.platform for b in plan.chosen}) >= platforms


def _head_count(bids: Sequence[Bid], terms: Terms) -> tuple[int, tuple[str, ...]]:
    """How many creators at most (or exactly), and whether that is fewer than wanted."""
    cheapest: dict[str, int] = {}
    for bid in bids:
        cheapest[bid.creator] = min(bid.cost, cheapest.get(bid.creator, bid.cost))
    left, count = terms.cap, 0
    for cost in sorted(cheapest.values()):
        if cost > left:
            break
        left, count = left - cost, count + 1
    limit = terms.most if terms.creators is None else terms.creators
    short = terms.creators is not None and count < terms.creators
    return min(limit, count), ("creators",) if short else ()


def undominated(
    bids: Sequence[Bid],
    limit: int,
    keep: frozenset[str] = frozenset(),
    by: Sequence[str] = ("niche", "tier", "platform"),
) -> list[Bid]:
    """Drop bids that an optimal plan of at most ``limit`` creators never needs; exact, and sorted by key.

    A bid falls when its own creator has a cheaper one in the same group worth as much, or when ``limit``
    other creators of the group do: a plan holds at most limit − 1 others, so one is free to stand in.
    ``by`` names what must be equal for one bid to stand in for another.
    """
    alike = attrgetter(*by)
    groups: dict[object, list[Bid]] = defaultdict(list)
    for bid in bids:
        groups[alike(bid)].append(bid)
    kept = [bid for group in groups.values() for bid in _front(group, limit, keep)]
    return sorted(kept)


def _front(group: Sequence[Bid], limit: int, keep: frozenset[str]) -> Iterable[Bid]:
    # Cheapest first, so every possible stand-in of a bid has been seen before it.
    seen: list[Bid] = []
    for bid in sorted(group, key=lambda one: (one.cost, -one.value, one.key)):
        better = {one.creator for one in seen if one.value >= bid.value and one.handling <= bid.handling}
        if bid.creator in keep or not (bid.creator in better or len(better) >= limit):
            yield bid
        seen.append(bid)


class _Model:
    """The program of some bids: a binary for each, pieces of F per niche, a binary per tier and platform."""

    def __init__(self, bids: Sequence[Bid], ask: _Ask) -> None:
        self.bids, self.ask, self.program = bids, ask, Program()
        for bid in bids:
            self.program.column(bid.handling, 1.0, whole=True)  # costs positive, worth negative: it minimises
        self.program.row(self._each(lambda bid: bid.cost / max(ask.cap, 1)), 0, 1)
        self.program.row(self._each(lambda bid: 1.0), ask.limit if ask.exact else 1, ask.limit)
        self._one_a_creator()
        self._overlap()
        self._spread("tier", ask.tiers)
        self._spread("platform", ask.platforms)

    def _each(self, factor: Callable[[Bid], float]) -> list[tuple[int, float]]:
        return [(column, factor(bid)) for column, bid in enumerate(self.bids)]

    def _grouped(self, field: str) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = defaultdict(list)
        for column, bid in enumerate(self.bids):
            groups[getattr(bid, field)].append(column)
        return groups

    def _one_a_creator(self) -> None:
        for creator, columns in self._grouped("creator").items():
            if creator in self.ask.keep or len(columns) > 1:
                least = 1 if creator in self.ask.keep else 0
                self.program.row([(column, 1.0) for column in columns], least, 1)

    def _overlap(self) -> None:
        for columns in self._grouped("niche").values():
            members = [(column, -self.bids[column].value) for column in columns]
            pieces = self._pieces(sum(self.bids[column].value for column in columns))
            self.program.row(members + [(column, 1.0) for column in pieces], 0, 0)
            # F is subadditive. True of every whole plan, and it halves the fractional bound's slack.
            alone = [(column, -worth(self.bids[column].value)) for column in columns]
            slopes = [(column, slope) for column, (_, slope) in zip(pieces, OVERLAP, strict=False)]
            self.program.row(slopes + alone, -inf, 0)

    def _pieces(self, most: float) -> list[int]:
        columns = []
        for width, slope in OVERLAP:
            if most <= 0:
                break
            columns.append(self.program.column(-slope, min(width, most), whole=False))
            most -= width
        return columns

    def _spread(self, field: str, need: int) -> None:
        if need < 2:
            return
        used = []
        for columns in self._grouped(field).values():
            used.append(self.program.column(0.0, 1.0, whole=True))
            self.program.row([(used[-1], 1.0), *((column, -1.0) for column in columns)], -inf, 0)
        self.program.row([(column, 1.0) for column in used], need, inf)

    def best(self, gap: float = 0.0) -> Solution | None:
        """None when no set of bids keeps every row."""
        for _ in range(CUTS):
            found = self.program.optimum(gap)
            if found is None:
                return None
            columns = [column for column in range(len(self.bids)) if found.x[column] > 0.5]
            chosen = tuple(self.bids[column] for column in columns)
            if sum(bid.cost for bid in chosen) <= self.ask.cap:
                status = PlanStatus.OPTIMAL if found.proved else PlanStatus.FEASIBLE
                return Solution(chosen, total_worth(chosen), status, found.gap)
            # The solver's tolerance let a set past that costs a few cents too much: forbid exactly that set.
            self.program.row([(column, 1.0) for column in columns], 0, len(columns) - 1)
        return None


def _search(bids: Sequence[Bid], ask: _Ask) -> Solution | None:
    """Exact in two steps: a good plan from the most promising bids, then all bids that could still beat it.

    A bid whose fractional bound is no better than the plan in hand cannot be in a better plan, so leaving it
    out changes nothing; what is left is small enough to solve at once.
    """
    if len(bids) <= FEW:
        only = _exact(bids, ask)
        return only and only._replace(chosen=_by_key(only.chosen, bids, ask.keep))
    if (relaxed := _Model(bids, ask).program.relaxation()) is None:
        return None
    bound, raise_by = relaxed[0], relaxed[1][: len(bids)]
    ranked = sorted(range(len(bids)), key=lambda column: (raise_by[column], column))
    rough = _rough([bids[column] for column in sorted(ranked[:CORE])], ask)
    goal = -inf if rough is None else rough.value
    left = [bid for bid, more in zip(bids, raise_by, strict=True) if -(bound + more) > goal + 1e-9]
    better = _exact(left, ask) if left else None
    if rough is not None and (better is None or better.value < rough.value):
        # Nothing left beats it, and that is the proof, unless the second search broke off.
        proof = better or rough._replace(status=PlanStatus.OPTIMAL, gap=0.0)
        better = rough._replace(status=proof.status, gap=proof.gap)
    return None if better is None else better._replace(chosen=_by_key(better.chosen, bids, ask.keep))


def _exact(bids: Sequence[Bid], ask: _Ask) -> Solution | None:
    """The best plan of some bids: of a few, by looking at every set of them, which takes the solver longer."""
    if len(bids) > FEW:
        return _Model(bids, ask).best()
    limits = Limits(ask.cap, ask.limit if ask.exact else 1, ask.limit, ask.tiers, ask.platforms, ask.keep)
    if (columns := best_of_all(Table.of(bids, ask.keep), limits)) is None:
        return None
    chosen = tuple(bids[column] for column in columns)
    return Solution(chosen, total_worth(chosen), PlanStatus.OPTIMAL, 0.0)


def _rough(bids: Sequence[Bid], ask: _Ask) -> Solution | None:
    """A good plan of some bids. One step at a time leads to it, but where a matrix stands in the way."""
    if max(ask.tiers, ask.platforms) > 1:
        return _Model(bids, ask).best(ROUGH)
    if (columns := climb(Table.of(bids, ask.keep), ask.cap, ask.limit, ask.exact)) is None:
        return None
    chosen = tuple(bids[column] for column in sorted(columns))
    return Solution(chosen, total_worth(chosen), PlanStatus.FEASIBLE, None)


def _by_key(chosen: Sequence[Bid], bids: Sequence[Bid], keep: frozenset[str]) -> tuple[Bid, ...]:
    """Swap each chosen bid, but those to keep, for its like (same group, cost, value) with the first free key."""
    taken = {bid.creator for bid in chosen}
    settled = []
    for bid in sorted(chosen):
        alike = (one for one in bids if one[2:] == bid[2:] and one.creator not in taken - {bid.creator})
        like = bid if bid.creator in keep else next(alike)
        taken = taken - {bid.creator} | {like.creator}
        settled.append(like)
    return tuple(sorted(settled))
