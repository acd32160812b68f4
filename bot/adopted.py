"""Another plan that the seller took: the answer with it in place of the best one. Pure.

What depends on the plan is worked out anew (who, cost, expectations, economics, route, notes on it); the rest stays.
"""

from collections.abc import Iterator, Sequence

from bot.conversation import OtherPlan
from bot.render import in_words
from bot.screens.words import CHOSEN
from bot.texts import Texts
from knowledge.answer import Advice, Economics, Pick, Plan, PlanStatus
from knowledge.currency import convert, worth
from knowledge.economics import break_even_orders, cpe, cpm
from knowledge.models import Reason
from knowledge.modes import route
from knowledge.money import Money
from knowledge.offers import cost_of
from knowledge.planning import terms_of
from knowledge.relax import RunnerUp

GONE = "note.gone_"  # with the kind: the plan that was taken cannot be made any more
# Notes on the best plan alone, as planning.plan_notes makes them; with "note.relaxed_…" they go with it.
ON_THE_PLAN = frozenset({"note.over_at_high", "note.one_dominates", "note.money_left"})

# What is in words already and needs none again.
NOTHING: dict[str, tuple[()]] = dict.fromkeys(
    ("alternatives", "platforms", "formats", "disclosure", "next_steps"), ()
)


def adopted(
    best: Advice, kind: OtherPlan, others: Sequence[RunnerUp], margin: float | None, texts: Texts
) -> Advice:
    """The answer with the plan of this kind. Where there is none any more it is the best one, with a note that says so.

    :param best: the answer with the best plan, in words of the same language.
    :param margin: the gross margin that break-even is counted with, 0..1.
    """
    other = next((one for one in others if one.kind == kind), None)
    if other is None:
        told = Reason(code=f"{GONE}{kind}")
        return in_words(best.model_copy(update={"notes": (told, *best.notes)}), texts)
    plan = _as_choice(other)
    platforms = {pick.platform for pick in other.creators}
    anew = {
        "creators": other.creators,
        "route": route(best.brief, len(other.creators), len(platforms), plan.total),
        "notes": tuple(_notes(best, other)),
    }
    said = in_words(best.model_copy(update=NOTHING | anew), texts)
    update = {
        "plan": plan,
        "economics": _economics(best, plan, margin),
        "alternatives": _left_out(best, other),
    }
    return best.model_copy(update=update | {name: getattr(said, name) for name in anew})


def _as_choice(other: RunnerUp) -> Plan:
    """Proved best on its own terms; beside the best plan it is as far off as its worth says."""
    gap = max(0.0, round(1 - other.worth, 4))
    return other.plan.model_copy(update={"status": PlanStatus.FEASIBLE, "gap": gap})


def _left_out(best: Advice, other: RunnerUp) -> tuple[Pick, ...]:
    """Who was shown with the best plan and is not in this one, the best fit first."""
    taken = {pick.creator_id for pick in other.creators}
    left = [pick for pick in (*best.creators, *best.alternatives) if pick.creator_id not in taken]
    return tuple(sorted(left, key=lambda pick: (-pick.fit, pick.id)))


def _economics(best: Advice, plan: Plan, margin: float | None) -> Economics:
    if plan.total is None:
        return Economics()
    price = best.brief.unit_price and worth(best.brief.unit_price, plan.total.currency)
    middle = Money(minor=plan.total.mid_minor, currency=plan.total.currency)
    orders = break_even_orders(middle, price, margin) if price else None
    return Economics(
        cpm=cpm(plan.total, plan.expected.reach),
        cpe=cpe(plan.total, plan.expected.engagements),
        break_even_orders=orders,
        break_even_basis=None if orders is None else "revenue" if margin is None else "margin",
    )


def _notes(best: Advice, other: RunnerUp) -> Iterator[Reason]:
    """That this is the seller's choice, what should be known of it, and what holds of the brief either way."""
    yield Reason(code=f"{CHOSEN}{other.kind}", values={"worth_share": other.worth})
    for note in best.notes:
        if note.code not in ON_THE_PLAN and not note.code.startswith("note.relaxed_"):
            yield note
    yield from _on_the_money(best, other)


def _on_the_money(best: Advice, other: RunnerUp) -> Iterator[Reason]:
    """Over the budget at the highest fees; one creator who takes most of it."""
    total, left = other.plan.total, other.plan.remainder
    if total is None or left is None or best.brief.budget is None:
        return
    cap = convert(
        Money(minor=best.brief.budget.cap_minor, currency=best.brief.budget.currency), left.currency
    )
    if total.cap_minor > cap.minor:
        yield Reason(
            code="note.over_at_high", values={"total": total.model_dump(), "budget": cap.model_dump()}
        )
    largest = terms_of(best.brief).largest
    for pick in other.creators:
        cost = cost_of(pick.offer.fee, left.currency) if pick.offer else 0
        if largest is not None and cost > largest:
            share = round(cost / cap.minor, 4)
            yield Reason(code="note.large_share", values={"name": pick.name, "budget_share": share})
