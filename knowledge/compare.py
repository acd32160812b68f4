"""Why this creator and not that one, read off the contributions; and what would make one better."""

from knowledge.answer import Advice, Factor, Pick
from knowledge.currency import convert_range
from knowledge.fit import POOR
from knowledge.models import Reason

MOST = 3
WORTH_TELLING = 0.5  # points of fit: less is noise


def compare(first: Pick, second: Pick) -> tuple[Reason, ...]:
    """Why ``first`` and not ``second``: both fits, where each leads by most points, and what each asks.

    The points of all factors add up to the difference of the fits.
    """
    names = {"name": first.name, "name_2": second.name}
    told = [
        Reason(code="compare.fit", values=names | {"fit": _round(first.fit), "fit_2": _round(second.fit)})
    ]
    leads = sorted(_leads(first, second), key=lambda lead: -abs(lead[1]))
    told += [_ahead(first, second, f, points) for f, points in leads if points >= WORTH_TELLING][:MOST]
    told += [_ahead(second, first, f, -points) for f, points in leads if points <= -WORTH_TELLING][:MOST]
    if fees := _fees(first, second):
        told.append(fees)
    return tuple(told)


def _leads(first: Pick, second: Pick) -> list[tuple[Factor, float]]:
    """Each factor of the first with the points it is ahead by (behind, below 0), in the table's order."""
    other = {factor.name: factor for factor in second.factors}
    return [(f, 100 * (f.contribution - other[f.name].contribution)) for f in first.factors]


def _ahead(leader: Pick, other: Pick, factor: Factor, points: float) -> Reason:
    seen = {pick.id: next(f for f in pick.factors if f.name == factor.name) for pick in (leader, other)}
    code = "compare.ahead" if seen[leader.id].known and seen[other.id].known else "compare.ahead_unknown"
    unsure = leader if not seen[leader.id].known else other
    values = {"name": leader.name, "name_2": other.name, "factor": factor.name, "points": _round(points)}
    return Reason(code=code, values=values if code == "compare.ahead" else values | {"unsure": unsure.name})


def _fees(first: Pick, second: Pick) -> Reason | None:
    if first.offer is None or second.offer is None:
        return None
    values = {
        "name": first.name,
        "fee": first.offer.fee.range.model_dump(),
        "format": first.offer.format.value,
    }
    values |= {"name_2": second.name, "fee_2": second.offer.fee.range.model_dump()}
    return Reason(code="compare.fees", values=values | {"format_2": second.offer.format.value})


def why_not_first(advice: Advice, pick: Pick) -> tuple[Reason, ...]:
    """What keeps a creator from the first place: points lost to the first, then the money."""
    best = advice.creators[0] if advice.creators else None
    if best is None or best.id == pick.id:
        return (Reason(code="why_not.is_first", values={"name": pick.name}),)
    values = {"name": pick.name, "name_2": best.name, "points": _round(best.fit - pick.fit)}
    told = [
        Reason(
            code="why_not.behind" if best.fit - pick.fit >= WORTH_TELLING else "why_not.close", values=values
        )
    ]
    leads = sorted(_leads(best, pick), key=lambda lead: -lead[1])
    told += [_ahead(best, pick, factor, points) for factor, points in leads if points >= WORTH_TELLING][:MOST]
    if pick.id not in {one.id for one in advice.creators}:
        told.append(_left_out(advice, pick))
    return tuple(told)


def _left_out(advice: Advice, pick: Pick) -> Reason:
    """Not in the plan: beyond the budget or what is left of it, or worth less than those chosen."""
    remainder = advice.plan.remainder
    if pick.offer is None:
        return Reason(code="why_not.unpriced", values={"name": pick.name})
    if remainder is None:
        return Reason(code="why_not.unplanned", values={"name": pick.name})
    middle = convert_range(pick.offer.fee.range, remainder.currency).mid_minor
    values = {"name": pick.name, "fee": pick.offer.fee.range.model_dump(), "left": remainder.model_dump()}
    budget = advice.plan.budget
    if budget is not None and middle > budget.cap_minor:
        return Reason(code="why_not.too_dear", values=values)
    return Reason(code="why_not.no_room" if middle > remainder.minor else "why_not.less_worth", values=values)


def what_would_help(pick: Pick) -> tuple[Reason, ...]:
    """What would lift a creator: facts to ask for, weak points to settle, with the points they could bring.

    A fact that is asked for can bring at most half of its weight; a weak factor what it lacks to average.
    """
    gains = [(f"better.ask.{f.name}", f, 50 * f.weight) for f in pick.factors if not f.known]
    gains += [
        (f"better.mend.{f.name}", f, 100 * f.weight * (0.5 - f.value))
        for f in pick.factors
        if f.known and f.value < POOR and f.name in MENDABLE
    ]
    gains.sort(key=lambda gain: (-gain[2], gain[0]))
    told = [
        Reason(code=code, values={"factor": f.name, "points": _round(points)}) for code, f, points in gains
    ]
    if doubts := sum(flag.code != "flag.stale" for flag in pick.flags):
        told.insert(0, Reason(code="better.clear_flags", values={"count": doubts}))
    return tuple(told[:4]) or (Reason(code="better.nothing", values={"name": pick.name}),)


# What a seller or the creator can do something about: another platform or piece, fresher data.
MENDABLE = frozenset(
    {"price_level", "engagement", "views", "recency", "collaborations", "platform", "confidence"}
)


def _round(points: float) -> float:
    return round(points, 1)
