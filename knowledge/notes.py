"""What a seller should know beside the plan: what is missing, what was assumed, what small change helps."""

from knowledge.markets import assumed_market
from knowledge.models import Brief, Format, Reason, Tier
from knowledge.money import Money
from knowledge.offers import Deal
from knowledge.planning import NEAR
from knowledge.survey import Survey

SURE = 0.5  # a product type known with less confidence is named as a guess


def brief_notes(seen: Survey) -> list[Reason]:
    """What the brief leaves open and what was concluded in its place."""
    brief, notes = seen.told, [Reason(code=f"note.missing_{name}") for name in seen.told.missing]
    if seen.product and (not seen.product.exact or seen.product.confidence < SURE):
        kind = seen.product.type
        notes.append(Reason(code="note.nearest_product", values={"zh": kind.zh, "en": kind.en}))
    if assumed_market(brief) and seen.options.market is None and not _in_twd(brief):
        notes.append(Reason(code="note.assumed_market", values={"market": seen.market}))
    if brief.budget and brief.budget.high_minor is None:
        floor = Money(minor=brief.budget.low_minor, currency=brief.budget.currency)
        notes.append(Reason(code="note.budget_floor", values={"budget": floor.model_dump()}))
    if unknown := sorted({*seen.lost, *seen.competing.unconverted}):
        notes.append(Reason(code="note.no_rate", values={"currencies": unknown}))
    if seen.competing.unpriced:
        code = "note.unpriced" if seen.competing.deals else "note.nobody_priced"
        notes.append(Reason(code=code, values={"count": seen.competing.unpriced}))
    return notes + _supply_notes(seen)


def _in_twd(brief: Brief) -> bool:
    """Whoever speaks of New Taiwan dollars need not be told that Taiwan is assumed."""
    return any(money is not None and money.currency == "TWD" for money in (brief.budget, brief.unit_price))


def _supply_notes(seen: Survey) -> list[Reason]:
    if not seen.assessed:
        return [Reason(code="note.no_candidates")]
    sure = seen.options.sure_similarity
    if sure is not None and all(one.candidate.similarity < sure for one in seen.assessed):
        return [Reason(code="note.nobody_close")]
    near = sum(seen.close[one.key] >= NEAR for one in seen.assessed)
    wanted = seen.brief.creators or 3
    if near < wanted:
        return [Reason(code="note.few_close", values={"count": near})]
    return []


def empty_notes(seen: Survey) -> list[Reason]:
    """The smallest changes that would make something fit: more money, another size or platform, or gifts."""
    paid = [made for made in seen.competing.deals.values() if made.offer.format is not Format.GIFTING]
    if not paid:
        return []
    least = min(paid, key=lambda made: (made.bid.cost, made.bid.key))
    notes = [Reason(code="note.smallest_budget", values=_named(seen, least))]
    if all(made.bid.tier != Tier.NANO for made in paid):
        notes.append(Reason(code="note.try_smaller", values={"tier": Tier.NANO.value}))
    notes.append(Reason(code="note.try_gifting", values={"format": Format.GIFTING.value}, sources=("M39",)))
    return notes


def _named(seen: Survey, made: Deal) -> dict[str, object]:
    needed = Money(minor=made.bid.cost, currency=seen.competing.currency)
    return {
        "needed": needed.model_dump(),
        "name": made.one.candidate.creator.name,
        "platform": made.bid.platform,
        "format": made.offer.format.value,
    }
