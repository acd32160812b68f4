"""From assessed candidates to a plan: which offers compete, on what terms, and what the solution comes to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.answer import Expected, Plan, PlanStatus, Span, Split
from knowledge.currency import UnknownCurrency, convert, convert_range
from knowledge.economics import funnel
from knowledge.fit import Assessment
from knowledge.models import Brief, Reason
from knowledge.money import Money, MoneyRange, as_number, to_major
from knowledge.offers import TAKE_UP, Deal, Sale, Ways, deal, pieces
from knowledge.portfolio import Bid, Solution, Terms, solve

# Creators that a campaign of this size can look after, by budget in TWD (OWN): of more, each gets too little.
MOST_CREATORS = ((20_000, 3), (60_000, 5), (150_000, 6), (400_000, 8), (1_000_000, 10))
MOST_EVER = 12
# From this budget in TWD on, no creator gets more than this share, so that one who fails does not fail it all,
# unless spreading would cost more than a quarter of the worth (OWN).
SPREAD_FROM, LARGEST_SHARE, WORTH_SPREADING = 50_000, 0.6, 0.75
NEAR = 0.45  # closeness from which a channel speaks of the product's field
SHORTLIST = 12  # at least so many compete, however far
REACHABLE, ENOUGH = 0.2, 5
MUCH_LEFT, LEAST_LEFT = 0.3, 300_000  # unspent share of the budget, and hundredths of a TWD, worth a word
OVERLAP_SHARE = 0.1  # of reach counted twice between creators of one plan (OWN)


class Field(NamedTuple):
    """Everything that competes for one brief: deals by bid key, and the terms of the plan."""

    brief: Brief
    currency: str
    deals: Mapping[str, Deal]
    terms: Terms
    unpriced: int
    unconverted: tuple[str, ...]


def shortlist(
    assessed: Sequence[Assessment], close: Mapping[str, float], keep: frozenset[str] = frozenset()
) -> list[Assessment]:
    """The channels in the product's field and in the market, and ``keep``; the order stays.

    At least the twelve closest count as the field. Channels whose followers are elsewhere only stay where
    fewer than five creators would be left without them.
    """
    ranked = sorted(assessed, key=lambda one: (-close[one.key], one.key))
    inside = {one.key for n, one in enumerate(ranked) if n < SHORTLIST or close[one.key] >= NEAR}
    near = [one for one in assessed if one.key in inside or one.candidate.creator.id in keep]
    home = [one for one in near if one.reachable >= REACHABLE or one.candidate.creator.id in keep]
    return home if len({one.candidate.creator.id for one in home}) >= ENOUGH else near


def field(
    brief: Brief,
    assessed: Iterable[Assessment],
    ways: Ways,
    market: str,
    close: Mapping[str, float],
    keep: frozenset[str] = frozenset(),
) -> Field:
    """Price every offer. Without a budget costs are in TWD and nothing limits them."""
    sale = Sale(market, brief.unit_price, brief.budget.currency if brief.budget else "TWD")
    deals: dict[str, Deal] = {}
    unpriced, unconverted = 0, set()
    for one in assessed:
        asked = pieces(one, ways.formats, sale)
        unpriced += not asked
        for format, cost in asked:
            if isinstance(cost, UnknownCurrency):
                unconverted.add(cost.currency)
            else:
                made = deal(one, format, cost, ways, sale, close[one.key])
                deals[made.bid.key] = made
    terms = terms_of(brief)._replace(keep=keep)
    return Field(brief, sale.currency, deals, terms, unpriced, tuple(sorted(unconverted)))


def terms_of(brief: Brief) -> Terms:
    """Budget, head count and matrix of a brief. Of "at least" so much, that much may be spent, no more."""
    if brief.budget is None:
        return Terms(cap=0)
    cap = brief.budget.cap_minor
    twd = convert(Money(minor=cap, currency=brief.budget.currency), "TWD").amount
    most = next((most for limit, most in MOST_CREATORS if twd < limit), MOST_EVER)
    platforms = 1 if len(brief.platforms) == 1 else 2
    spread = brief.creators != 1 and twd >= SPREAD_FROM
    largest = int(cap * LARGEST_SHARE) if spread else None
    return Terms(cap=cap, creators=brief.creators, most=most, platforms=platforms, largest=largest)


def solve_field(competing: Field, terms: Terms | None = None) -> Solution:
    """The best set of deals under the field's terms, or under others; spread out where that costs little."""
    terms = terms or competing.terms
    bids = [made.bid for made in competing.deals.values()]
    free = solve(bids, terms._replace(largest=None))
    if not _dominant(free, terms):
        return free
    spread = solve(bids, terms)
    return spread if spread.value >= WORTH_SPREADING * free.value else free


def _dominant(solution: Solution, terms: Terms) -> Bid | None:
    """The chosen bid that takes more than the largest share, if one does."""
    if terms.largest is None:
        return None
    return next((bid for bid in solution.chosen if bid.cost > terms.largest), None)


def chosen(competing: Field, solution: Solution) -> list[Deal]:
    """The deals of a solution, best fit first."""
    deals = [competing.deals[bid.key] for bid in solution.chosen]
    return sorted(deals, key=lambda made: (-made.one.fit, made.one.key))


def plan_of(competing: Field, solution: Solution) -> Plan:
    """What a solution costs, brings and leaves."""
    deals, currency = chosen(competing, solution), competing.currency
    empty = not deals
    spent = sum(made.bid.cost for made in deals)
    return Plan(
        budget=competing.brief.budget,
        total=None if empty else total(deals, currency),
        remainder=Money(minor=competing.terms.cap - spent, currency=currency),
        status=PlanStatus.EMPTY if empty else solution.status,
        gap=solution.gap,
        expected=expected(deals),
        split=Split(
            tier=_split(deals, currency, lambda made: made.bid.tier),
            platform=_split(deals, currency, lambda made: made.bid.platform),
        ),
    )


def total(deals: Iterable[Deal], currency: str) -> MoneyRange:
    """All fees at their low and at their high ends."""
    ranges = [convert_range(made.offer.fee.range, currency) for made in deals]
    high = sum(r.cap_minor for r in ranges)
    return MoneyRange(low_minor=sum(r.low_minor for r in ranges), high_minor=high, currency=currency)


def expected(deals: Sequence[Deal]) -> Expected:
    """What the chosen pieces may bring together; unpaid ones only as often as creators deliver them."""
    channels = [made.one.candidate.channel for made in deals]
    take_up = [TAKE_UP.get(made.format, (1.0, 1.0)) for made in deals]
    single = list(zip(map(funnel, channels), take_up, strict=True))
    kept = 1 - OVERLAP_SHARE if len(deals) > 1 else 1.0
    return Expected(
        reach=_sum([(e.reach, t) for e, t in single], kept),
        engagements=_sum([(e.engagements, t) for e, t in single]),
        clicks=_sum([(e.clicks, t) for e, t in single]),
        orders=_sum([(e.orders, t) for e, t in single]),
    )


def _sum(spans: Iterable[tuple[Span | None, tuple[float, float]]], kept: float = 1.0) -> Span | None:
    known = [(span, take_up) for span, take_up in spans if span is not None]
    if not known:
        return None
    low = sum(span.low * take_up[0] for span, take_up in known)
    return Span(low=low * kept, high=sum(span.high * take_up[1] for span, take_up in known))


def _split(deals: Iterable[Deal], currency: str, group: Callable[[Deal], str]) -> dict[str, float]:
    cost: dict[str, int] = defaultdict(int)
    for made in deals:
        cost[group(made)] += made.bid.cost
    return {name: as_number(to_major(minor, currency)) for name, minor in sorted(cost.items())}


def plan_notes(competing: Field, solution: Solution) -> list[Reason]:
    """What a seller should know about the plan: what was given up, its worst case, its risk and its rest."""
    given_up = {"wanted": competing.brief.creators or 0, "count": len(solution.chosen)}
    notes = [Reason(code=f"note.relaxed_{name}", values=given_up) for name in solution.relaxed]
    money = (
        _over_at_high(competing, solution),
        _one_dominates(competing, solution),
        _left(competing, solution),
    )
    return notes + [note for note in money if note is not None]


def _over_at_high(competing: Field, solution: Solution) -> Reason | None:
    most = total(chosen(competing, solution), competing.currency)
    if most.cap_minor <= competing.terms.cap:
        return None
    budget = Money(minor=competing.terms.cap, currency=competing.currency)
    values = {"total": most.model_dump(), "budget": budget.model_dump()}
    return Reason(code="note.over_at_high", values=values)


def _one_dominates(competing: Field, solution: Solution) -> Reason | None:
    one = _dominant(solution, competing.terms)
    if one is None:
        return None
    name = competing.deals[one.key].one.candidate.creator.name
    share = round(one.cost / competing.terms.cap, 4)
    return Reason(code="note.one_dominates", values={"name": name, "budget_share": share})


def _left(competing: Field, solution: Solution) -> Reason | None:
    """Much money left means that nobody else is worth it; with a wanted number that is no surprise."""
    left = Money(minor=competing.terms.cap - solution.cost, currency=competing.currency)
    little = left.minor <= MUCH_LEFT * competing.terms.cap or convert(left, "TWD").minor < LEAST_LEFT
    if little or not solution.chosen or competing.brief.creators is not None:
        return None
    return Reason(code="note.money_left", values={"left": left.model_dump()})
