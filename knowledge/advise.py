"""Brief and candidates in, advice out: who, where, how, for how much and why. Pure and repeatable."""

from collections.abc import Sequence
from datetime import date

from knowledge.answer import Advice, Economics, Offer, Pick, Plan, PlanStatus
from knowledge.case import Peers
from knowledge.currency import UnknownCurrency, convert
from knowledge.economics import break_even_orders, cpe, cpm
from knowledge.fit import Assessment
from knowledge.law import bans_promotion, disclosures
from knowledge.markets import markets_of
from knowledge.models import Brief, Candidate, Reason
from knowledge.modes import in_house, role, route, timeline
from knowledge.money import Money
from knowledge.notes import brief_notes, empty_notes
from knowledge.offers import Deal
from knowledge.picks import pick
from knowledge.planning import chosen, plan_notes, plan_of, solve_field
from knowledge.portfolio import Solution
from knowledge.products import ProductMatch
from knowledge.survey import Options, Survey, survey

__all__ = ["Options", "advice_of", "advise"]

FEW_WITHOUT_BUDGET = 5  # creators to show while nobody has said what may be spent


def advise(
    brief: Brief,
    candidates: Sequence[Candidate],
    *,
    product: ProductMatch | None,
    peers: Peers,
    today: date,
    options: Options | None = None,
) -> Advice:
    """The whole answer. Candidates have passed every condition; several may belong to one creator.

    Without a budget the plan is unsolved and the creators are the best fitting ones; with one that buys
    nothing it is empty and the notes name the smallest change that would help.
    """
    return advice_of(survey(brief, candidates, product, peers, today, options))


def advice_of(seen: Survey) -> Advice:
    """The answer of a survey, for callers that ask further questions of it."""
    brief = seen.brief
    solution = solve_field(seen.competing) if _budgeted(seen) else None
    plan = _plan(seen, solution)
    creators = _creators(seen, solution)
    shown = {pick.creator_id for pick in creators}
    platforms = {pick.platform for pick in creators}
    return Advice(
        brief=seen.told,
        role=role(brief, seen.product),
        platforms=seen.platforms,
        route=route(brief, len(creators), len(platforms), plan.total),
        formats=seen.formats,
        creators=creators,
        alternatives=_next_best(seen, shown, seen.options.alternatives),
        plan=plan,
        economics=_economics(seen, plan),
        disclosure=disclosures(_markets(seen), seen.product),
        next_steps=_next_steps(seen),
        notes=_notes(seen, solution, plan),
    )


def _markets(seen: Survey) -> tuple[str, ...]:
    return (seen.market,) if seen.options.market else markets_of(seen.brief)


def _budgeted(seen: Survey) -> bool:
    """Whether there is a budget in a currency we can compare, and anything with a price to spend it on."""
    priced = bool(seen.competing.deals) or not seen.assessed
    return seen.brief.budget is not None and seen.competing.terms.cap > 0 and priced


def _plan(seen: Survey, solution: Solution | None) -> Plan:
    if solution is None:
        status = PlanStatus.UNSOLVED
        return Plan(budget=seen.brief.budget, total=None, remainder=None, status=status, gap=None)
    return plan_of(seen.competing, solution)


def _creators(seen: Survey, solution: Solution | None) -> tuple[Pick, ...]:
    if solution is None:
        return _next_best(seen, set(), seen.brief.creators or FEW_WITHOUT_BUDGET)
    budget = _cap(seen)
    return tuple(pick(made.one, made.offer, budget) for made in chosen(seen.competing, solution))


def _cap(seen: Survey) -> Money | None:
    if not _budgeted(seen):
        return None
    return Money(minor=seen.competing.terms.cap, currency=seen.competing.currency)


def _next_best(seen: Survey, shown: set[str], most: int) -> tuple[Pick, ...]:
    """The best channel of each creator not yet shown, best fit first, with the offer worth most for money."""
    picks: list[Pick] = []
    taken = set(shown)
    for one in seen.assessed:
        if one.candidate.creator.id in taken:
            continue
        if len(picks) == most:
            break
        taken.add(one.candidate.creator.id)
        picks.append(pick(one, _best_offer(seen, one), _cap(seen)))
    return tuple(picks)


def _best_offer(seen: Survey, one: Assessment) -> Offer | None:
    deals = [made for made in seen.competing.deals.values() if made.one.key == one.key]
    if not deals:
        return None
    cap = seen.competing.terms.cap
    affordable = [made for made in deals if not cap or made.bid.cost <= cap]
    if not affordable:
        return min(deals, key=lambda made: (made.bid.cost, made.bid.key)).offer
    return max(affordable, key=lambda made: (_thrift(made, cap), made.bid.key)).offer


def _thrift(made: Deal, cap: int) -> float:
    """Worth for money; a twentieth of the budget is added to each cost, so that cheap is not everything."""
    return made.bid.value / (made.bid.cost + cap / 20) if cap else made.bid.value


def _economics(seen: Survey, plan: Plan) -> Economics:
    if plan.total is None:
        return Economics()
    margin = seen.options.margin
    orders = _break_even(plan, seen.brief.unit_price, margin)
    return Economics(
        cpm=cpm(plan.total, plan.expected.reach),
        cpe=cpe(plan.total, plan.expected.engagements),
        break_even_orders=orders,
        break_even_basis=None if orders is None else "revenue" if margin is None else "margin",
    )


def _break_even(plan: Plan, unit_price: Money | None, margin: float | None) -> int | None:
    if unit_price is None or plan.total is None:
        return None
    try:
        price = convert(unit_price, plan.total.currency)
    except UnknownCurrency:
        return None
    return break_even_orders(Money(minor=plan.total.mid_minor, currency=price.currency), price, margin)


def _next_steps(seen: Survey) -> tuple[Reason, ...]:
    if bans_promotion(seen.brief, seen.product):
        return ()
    own = in_house(seen.product)
    return (*timeline(seen.brief, seen.product), *([own] if own else []), Reason(code="step.ask"))


def _notes(seen: Survey, solution: Solution | None, plan: Plan) -> tuple[Reason, ...]:
    notes = brief_notes(seen)
    if solution is not None:
        notes += plan_notes(seen.competing, solution)
    if plan.status is PlanStatus.EMPTY:
        notes += empty_notes(seen)
    return tuple(notes)
