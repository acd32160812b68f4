"""The best set of offers for a budget, solved exactly.

Maximise  Σ_niche F(Σ value of the niche's chosen offers) − Σ handling  under the budget, where F is concave
and piecewise linear: people who follow one creator of a niche follow others, so each more counts less.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from knowledge.answer import PlanStatus
from knowledge.bids import HANDLING, OVERLAP, Bid, Limits, total_worth, worth
from knowledge.optimum import best_plan

__all__ = ["HANDLING", "OVERLAP", "Bid", "Solution", "Terms", "solve", "total_worth", "undominated", "worth"]

LATELY = 256  # programs whose solutions are kept in mind


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
    payable = terms.keep & {bid.creator for bid in affordable}
    for keep in dict.fromkeys((terms.keep, payable, frozenset[str]())):
        least = 1 if terms.creators is None else limit
        limits = Limits(terms.cap, least, limit, keep=keep)
        if found := _with_matrix(affordable, limits, _offered(bids, terms)):
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


def _with_matrix(bids: Sequence[Bid], limits: Limits, terms: Terms) -> Solution | None:
    """The best plan is sought without the matrix first: it mostly has one anyway, and more bids fall."""
    found = _search(undominated(bids, limits.most, limits.keep, by=("niche",)), limits)
    tiers, platforms = min(terms.tiers, limits.most), min(terms.platforms, limits.most)
    if found is None or _mixed(found, tiers, platforms):
        return found
    left = undominated(bids, limits.most, limits.keep)
    for more in (limits._replace(tiers=tiers, platforms=platforms), limits._replace(platforms=platforms)):
        if mixed := _search(left, more, found.chosen):
            return mixed._replace(relaxed=("tiers",) if more.tiers < tiers else ())
    if tiers > 1 and (mixed := _search(left, limits._replace(tiers=tiers), found.chosen)):
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


def _search(bids: Sequence[Bid], limits: Limits, near: Sequence[Bid] = ()) -> Solution | None:
    if (found := best_plan(bids, limits, near)) is None:
        return None
    status = PlanStatus.OPTIMAL if found.proved else PlanStatus.FEASIBLE
    return Solution(_by_key(found.bids, bids, limits.keep), total_worth(found.bids), status, found.gap)


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
