"""What giving way would buy: more money, more creators, no matrix; and the smallest change that helps."""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from knowledge.answer import Pick, Plan
from knowledge.currency import convert_range
from knowledge.engagement import channel_flags
from knowledge.models import Brief, Reason
from knowledge.money import Money
from knowledge.offers import TAKE_UP, Deal
from knowledge.picks import pick
from knowledge.planning import Field, chosen, plan_of, solve_field
from knowledge.portfolio import Bid, Solution, Terms, solve
from knowledge.survey import Survey

BUDGETS = (1.25, 1.5)
WORTH_SAYING = 0.03  # a gain in worth below this is not worth a seller's time
CHEAPER = 0.7  # of what the plan spends
ENTRIES = 3  # creators outside the plan whose entry fee is worth working out
WITHIN_REACH = 0.5  # of the middle fee: nobody halves their price twice (OWN)
STEPS = 7  # halvings of the range in the search for an entry fee: to under 1 % of the budget


class RunnerUp(NamedTuple):
    """Another plan worth a look. ``kind`` is cheaper, safer or bolder; ``worth`` is against the first's."""

    kind: str
    plan: Plan
    creators: tuple[Pick, ...]
    worth: float


def runner_ups(seen: Survey) -> tuple[RunnerUp, ...]:
    """Plans unlike the best one and each other: safe at the highest fees; 70 % of the money; fewer and larger.

    The safe one takes no channel with a flag and keeps the budget even if every fee ends at its high end.
    """
    best = solve_field(seen.competing)
    if not best.chosen or not seen.competing.terms.cap:
        return ()
    terms = seen.competing.terms
    bold = terms._replace(
        most=max(1, len(best.chosen) // 2), creators=None, tiers=1, platforms=1, largest=None
    )
    told: dict[str, Solution] = {}
    for kind, plan in (
        ("safer", _safest(seen.competing)),
        ("cheaper", solve_field(seen.competing, _cheaper(terms, best))),
        ("bolder", solve_field(seen.competing, bold)),
    ):
        known = [best.chosen, *(other.chosen for other in told.values())]
        if plan.chosen and plan.chosen not in known:
            told[kind] = plan
    return tuple(_runner_up(seen, kind, plan, best) for kind, plan in told.items())


def _cheaper(terms: Terms, best: Solution) -> Terms:
    return terms._replace(cap=int(best.cost * CHEAPER), creators=None, largest=None)


def _runner_up(seen: Survey, kind: str, plan: Solution, best: Solution) -> RunnerUp:
    cap = Money(minor=seen.competing.terms.cap, currency=seen.competing.currency)
    creators = tuple(pick(made.one, made.offer, cap) for made in chosen(seen.competing, plan))
    worth = plan.value / best.value if best.value > 0 else 1.0
    return RunnerUp(kind, plan_of(seen.competing, plan), creators, worth)


def _safest(competing: Field) -> Solution:
    """Solved at the high ends of the fees, then given back with the middle ones the answer shows."""
    clean = {
        key: made for key, made in competing.deals.items() if not channel_flags(made.one.candidate.channel)
    }
    dear = [made.bid._replace(cost=_high(made, competing.currency)) for made in clean.values()]
    found = solve(dear, competing.terms)
    return found._replace(chosen=tuple(clean[bid.key].bid for bid in found.chosen))


def _high(made: Deal, currency: str) -> int:
    return convert_range(made.offer.fee.range, currency).cap_minor


def relaxations(seen: Survey) -> tuple[Reason, ...]:
    """What more money, one more creator or a freer matrix would add, best first; small gains are left out."""
    best = solve_field(seen.competing)
    if not best.chosen or not seen.competing.terms.cap:
        return ()
    told, least = [], WORTH_SAYING
    for gain in (_budget(seen, best, factor) for factor in BUDGETS):
        if gain is not None and gain.values["gain_share"] >= least:
            told.append(gain)
            least = gain.values["gain_share"] + WORTH_SAYING  # twice the money must buy more than once
    others = (_one_more(seen, best), _no_matrix(seen, best))
    told += [gain for gain in others if gain is not None and gain.values["gain_share"] >= WORTH_SAYING]
    return tuple(sorted(told, key=lambda gain: -gain.values["gain_share"]))


def _budget(seen: Survey, best: Solution, factor: float) -> Reason | None:
    cap = round(seen.competing.terms.cap * factor)
    budget = Money(minor=cap, currency=seen.competing.currency)
    terms = seen.competing.terms
    more = terms._replace(cap=cap, largest=terms.largest and round(terms.largest * factor))
    return _gain(seen, best, more, "budget", {"budget": budget.model_dump()})


def _one_more(seen: Survey, best: Solution) -> Reason | None:
    terms, count = seen.competing.terms, len(best.chosen) + 1
    more = terms._replace(creators=terms.creators and terms.creators + 1, most=max(terms.most, count))
    return _gain(seen, best, more, "creators", {"count": count})


def _no_matrix(seen: Survey, best: Solution) -> Reason | None:
    return _gain(seen, best, seen.competing.terms._replace(tiers=1, platforms=1), "matrix", {})


def _gain(seen: Survey, best: Solution, terms: Terms, name: str, values: dict[str, object]) -> Reason | None:
    other = solve_field(seen.competing, terms)
    if best.value <= 0 or not other.chosen:
        return None
    new = [seen.competing.deals[bid.key] for bid in other.chosen if bid.creator not in _creators(best)]
    names = [made.one.candidate.creator.name for made in new]
    share = round(other.value / best.value - 1, 4)
    if not names:  # the same people, for more
        return Reason(code=f"relax.{name}_same", values=values | {"gain_share": share})
    return Reason(code=f"relax.{name}", values=values | {"gain_share": share, "names": names})


def _creators(solution: Solution) -> set[str]:
    return {bid.creator for bid in solution.chosen}


def widening(seen: Survey, wider: Survey, name: str) -> Reason | None:
    """What a condition costs: the plan without it (a survey of more candidates) against the plan with it.

    ``name`` is what was given up: platforms, followers, exclusions, market. None when it buys nothing.
    """
    narrow, wide = solve_field(seen.competing), solve_field(wider.competing)
    new = [wider.competing.deals[bid.key] for bid in wide.chosen if bid.creator not in _creators(narrow)]
    if not new or wide.value <= max(narrow.value, 0) * (1 + WORTH_SAYING):
        return None
    names = [made.one.candidate.creator.name for made in new]
    platforms = sorted({made.bid.platform for made in new})
    if not narrow.chosen:
        return Reason(code=f"widen.{name}_only", values={"names": names, "platforms": platforms})
    share = round(wide.value / narrow.value - 1, 4)
    return Reason(code=f"widen.{name}", values={"gain_share": share, "names": names, "platforms": platforms})


def lifted(brief: Brief) -> Iterator[tuple[str, Brief]]:
    """Each condition that stands, with the brief without it: what `widening` compares."""
    open_to_all = brief.audience.model_copy(update={"regions": (), "languages": ()})
    for name, update in (
        ("platforms", {"platforms": (), "excluded_platforms": ()}),
        ("followers", {"followers": None}),
        ("exclusions", {"exclusions": ()}),
        ("market", {"audience": open_to_all}),
    ):
        wider = brief.model_copy(update=update)
        if wider != brief:
            yield name, wider


def entries(seen: Survey) -> tuple[Reason, ...]:
    """The next best creators whom a lower fee within reach would bring into the plan, each with that fee."""
    taken = _creators(solve_field(seen.competing))
    paid = [made for made in seen.competing.deals.values() if made.format not in TAKE_UP]
    left_out = [made for made in paid if made.bid.creator not in taken]
    cheapest = {made.bid.creator: made for made in sorted(left_out, key=lambda made: -made.bid.cost)}
    nearest = sorted(cheapest.values(), key=lambda made: (-made.one.fit, made.bid.key))[:ENTRIES]
    near = [
        made
        for made in nearest
        if _enters(seen, _bids(seen, made.one.key), ceil(made.bid.cost * WITHIN_REACH))
    ]
    told = ((made, entry_fee(seen, made.one.key)) for made in near)
    return tuple(_entry(made, fee) for made, fee in told if fee and _within_reach(fee.minor, made.bid.cost))


def _within_reach(fee: int, asked: int) -> bool:
    return asked * WITHIN_REACH <= fee < asked


def _entry(made: Deal, fee: Money) -> Reason:
    """The fee is rounded down to two digits: the search is no finer than that."""
    step = 10 ** max(len(str(fee.minor)) - 2, 0)
    reach = Money(minor=fee.minor // step * step, currency=fee.currency)
    values = {"name": made.one.candidate.creator.name, "fee": reach.model_dump()}
    return Reason(code="entry.fee", values=values | {"asked": made.offer.fee.range.model_dump()})


def entry_fee(seen: Survey, key: str) -> Money | None:
    """The highest fee, to under 1 % of the budget, at which a channel would enter the best plan.

    None when it would not even for free, or when nothing is known to price it.
    """
    own = _bids(seen, key)
    cap = seen.competing.terms.cap
    if not own or not cap or not _enters(seen, own, 0):
        return None
    low, high = 0, cap
    for _ in range(STEPS):
        middle = (low + high) // 2
        low, high = (middle, high) if _enters(seen, own, middle) else (low, middle)
    return Money(minor=low, currency=seen.competing.currency)


def _bids(seen: Survey, key: str) -> list[Bid]:
    return [made.bid for made in seen.competing.deals.values() if made.one.key == key]


def _enters(seen: Survey, own: list[Bid], fee: int) -> bool:
    best = max(own, key=lambda bid: (bid.value, bid.key))
    others = [made.bid for made in seen.competing.deals.values() if made.bid.creator != best.creator]
    plan = solve([*others, best._replace(cost=fee)], seen.competing.terms)
    return best.creator in _creators(plan)
