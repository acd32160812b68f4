"""What a seller should know beside the plan: what is missing, what was assumed, what small change helps."""

from knowledge.law import ADULT, bans_promotion, for_adults_only
from knowledge.markets import assumed_market
from knowledge.models import Brief, Format, Platform, Reason, Tier
from knowledge.money import Money
from knowledge.offers import Deal
from knowledge.planning import NEAR
from knowledge.platforms import video_note
from knowledge.survey import Survey

SURE = 0.5  # a product type known with less confidence is named as a guess


def brief_notes(seen: Survey) -> list[Reason]:
    """What the brief leaves open and what was concluded in its place."""
    brief, notes = seen.told, _law_notes(seen)
    notes += [Reason(code=f"note.missing_{name}") for name in brief.missing]
    if seen.product and (not seen.product.exact or seen.product.confidence < SURE):
        kind = seen.product.type
        notes.append(Reason(code="note.nearest_product", values={"zh": kind.zh, "en": kind.en}))
    if brief.product and seen.product is None:
        notes.append(Reason(code="note.unknown_product"))
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
    return notes + _price_notes(seen) + _supply_notes(seen)


def _law_notes(seen: Survey) -> list[Reason]:
    """What the law forbids outright, which nobody should find in the small print."""
    if bans_promotion(seen.brief, seen.product):
        return [Reason(code="note.forbidden", values={"market": seen.market}, sources=("L17",))]
    if for_adults_only(seen.brief, seen.product):
        return [Reason(code="note.adults_only", values={"age_low": ADULT}, sources=("L05",))]
    return []


def _price_notes(seen: Survey) -> list[Reason]:
    """What the unit price rules out: a video that cannot pay; gifts, where there is no price to count."""
    if seen.brief.unit_price is not None:
        video = Platform.YOUTUBE in {advice.platform for advice in seen.platforms}
        note = video_note(seen.brief) if video else None
        return [note] if note else []
    # A gift costs the product: of unknown price it is left out of the plan, not taken for free.
    advised = any(advice.format is Format.GIFTING for advice in seen.formats)
    return [Reason(code="note.gift_unpriced", values={"format": Format.GIFTING.value})] if advised else []


def _in_twd(brief: Brief) -> bool:
    """Whoever speaks of New Taiwan dollars need not be told that Taiwan is assumed."""
    return any(money is not None and money.currency == "TWD" for money in (brief.budget, brief.unit_price))


def _supply_notes(seen: Survey) -> list[Reason]:
    if not seen.assessed:
        if bans_promotion(seen.brief, seen.product):
            return []  # said already, and no other condition would help
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
    paid = [made for made in seen.competing.deals.values() if made.format is not Format.GIFTING]
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
        "format": made.format.value,
    }
